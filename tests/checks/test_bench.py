"""The measuring tools work, and pages ask no more of the database in a larger market."""

from pathlib import Path

from bench.market import open_market
from bench.pages import FEW, growing, statement_counts
from bench.visits import visits
from bench.weight import weight
from tests.databases import Databases

MANY = 5 * FEW
MOST_BYTES = 30_000


def measured(url: str, folder: Path, products: int) -> tuple[dict[str, int], int]:
    """How many statements each page sends, and how heavy the first page is on the way."""
    with open_market(url, folder, products) as app:
        counts = statement_counts(app, list(visits(app)))
        return counts, sum(zipped for _name, _plain, zipped in weight(app, "/"))


def test_pages_send_as_many_statements_whatever_they_show(
    databases: Databases, furnished: str, tmp_path: Path
):
    small, large = databases.copy(furnished), databases.copy(furnished)

    few, _bytes = measured(small, tmp_path / "small", FEW)
    many, first_view = measured(large, tmp_path / "large", MANY)

    assert growing(few, many) == {}
    assert first_view < MOST_BYTES
    databases.drop(small)
    databases.drop(large)


def test_a_page_that_asks_once_for_each_row_is_found():
    assert growing({"home": 4, "list": 3}, {"home": 4, "list": 27}) == {"list": (3, 27)}
