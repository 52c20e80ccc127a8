"""From every number to its rows: a list has as many rows as its number says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from marketplace.catalog.models import Platform
from marketplace.producers.models import EPaymentKind, ProducerKind
from marketplace.reports.dashboard import over_time, places
from marketplace.reports.dashboard.asked import Asked
from marketplace.reports.dashboard.lists import find_list, read_group
from marketplace.reports.dashboard.page import Reader
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def reader(app, session):
    """A market in which every figure has something, and every group something else."""
    market = Market(session)
    unit = market.unit("34", "02683")
    lan = market.producer(
        "HTX Lan", unit_id=unit.id, shop_opened_at=datetime(2024, 1, 1, tzinfo=UTC)
    )
    son = market.producer("Hộ Sơn", ProducerKind.HOUSEHOLD)
    honey = market.product(
        "Mật ong", lan, date(2024, 1, 1), unit_id=unit.id, sector="I", group_no=4
    )
    market.live(honey)
    tour = market.product("Du lịch", son, date(2025, 2, 1), sector="VI", group_no=26, stars=4)
    market.outside(tour, market.platform("voso"), date(2026, 1, 1))
    again = market.product("Chè", lan, date(2021, 1, 1), sector="I", group_no=9)
    market.certificate(again, date(2024, 1, 1), stars=4)
    market.product("Rượu", None, date(2025, 3, 1), sector="II")
    market.product("Măng", son, date(2020, 1, 1))
    market.product("Miến", son, date(2023, 12, 20), revoked_on=date(2025, 1, 1))
    session.add(Platform(code="sanlc", name="Sàn tỉnh", is_provincial=True))
    session.add(Platform(code="xttm", name="Xúc tiến", is_promotion=True))
    session.flush()
    market.account(lan)
    market.account(lan, kind=EPaymentKind.E_WALLET)
    with app.test_request_context():
        yield Reader(session, Asked(TODAY, TODAY), NOW)


def rows_at(reader, url):
    """How many rows the list at an address has."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query).get("nhom", [""])[0]
    found = find_list(reader.figures, parts.path.rsplit("/", 1)[1], read_group(asked))
    assert found is not None, url
    return len(found.rows)


def test_each_number_of_each_breakdown_leads_to_as_many_rows(reader):
    cards = [card for figure in reader.figures for card in reader.cards_of(figure)]
    linked = [cell for card in cards for row in card.rows for cell in row if cell.url]

    assert len(linked) > 80
    for cell in linked:
        assert rows_at(reader, cell.url) == int(cell.text), cell


def test_each_number_of_the_other_charts_leads_to_as_many_rows(reader):
    cards = [
        over_time.years_card(reader.figures, reader.rows_url),
        over_time.ends_card(reader.figures, reader.rows_url),
        places.map_card(reader.figures, reader.rows_url),
        places.ranking_card(reader.figures, reader.rows_url),
    ]
    linked = [cell for card in cards for row in card.rows for cell in row if cell.url]

    assert len(linked) > 10
    for cell in linked:
        assert rows_at(reader, cell.url) == int(cell.text), cell


def test_each_figure_leads_to_those_counted_and_those_missing(reader):
    for tile in reader.tiles([]):
        if not tile.value:
            continue
        counted = int(tile.value.split("/")[0])
        assert rows_at(reader, tile.counted_url) == counted, tile.code
        if tile.missing_url:
            assert rows_at(reader, tile.missing_url) == tile.missing, tile.code
