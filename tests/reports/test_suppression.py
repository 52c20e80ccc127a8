"""Open aggregates point at nobody, not even by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from marketplace.reports.open_data.suppression import LEAST, Cell, hidden_keys


def cells(*counts):
    return [Cell(str(place), part, whole - part) for place, (part, whole) in enumerate(counts)]


def test_large_counts_are_shown():
    assert hidden_keys(cells((10, 20), (6, 12), (0, 8), (9, 9))) == frozenset()


def test_a_small_count_takes_the_next_smallest_line_with_it():
    assert hidden_keys(cells((50, 100), (2, 30), (10, 20), (20, 40))) == {"1", "2"}


def test_few_who_lack_something_are_as_telling_as_few_who_have_it():
    assert hidden_keys(cells((50, 100), (29, 30), (10, 20), (20, 40))) == {"1", "2"}


def test_where_nothing_large_is_left_all_is_hidden():
    assert hidden_keys(cells((1, 1), (2, 2))) == {"0", "1"}


def test_a_count_without_others_is_small_by_itself():
    told = [Cell("yes", 3), Cell("no", 60), Cell("unknown", 9)]

    assert hidden_keys(told) == {"yes", "unknown"}


lines = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: (pair[0], sum(pair))),
    max_size=8,
)


@given(lines)
def test_no_small_line_is_shown(counts):
    made = cells(*counts)
    hidden = hidden_keys(made)

    assert all(not cell.is_small for cell in made if cell.key not in hidden)


@given(lines)
def test_the_total_minus_what_is_shown_is_never_small(counts):
    made = cells(*counts)
    hidden = [cell for cell in made if cell.key in hidden_keys(made)]

    if hidden and len(hidden) < len(made):
        assert len(hidden) > 1
        assert sum(cell.part for cell in hidden) >= LEAST
        assert sum(cell.others for cell in hidden) >= LEAST
