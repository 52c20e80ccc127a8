"""What the engine is told about a listing."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from marketplace.search.documents import StarPeriod, star_periods
from tests.search.goods import goods

START = date(2026, 1, 1)
days = st.integers(0, 40).map(lambda n: START + timedelta(days=n))
certificates = st.lists(st.tuples(st.sampled_from([None, 3, 4, 5]), days, days), max_size=6)


def test_the_certificate_named_first_speaks_for_days_of_two():
    newer = (5, date(2026, 6, 1), date(2029, 5, 31))
    older = (3, date(2024, 1, 1), date(2029, 5, 31))

    assert star_periods([newer, older]) == (
        StarPeriod(3, date(2024, 1, 1), date(2026, 5, 31)),
        StarPeriod(5, date(2026, 6, 1), date(2029, 5, 31)),
    )


def test_a_certificate_without_a_stated_star_hides_an_older_star():
    silent = (None, date(2026, 1, 1), date(2026, 1, 31))
    older = (4, date(2025, 1, 1), date(2026, 2, 15))

    assert star_periods([silent, older]) == (
        StarPeriod(4, date(2025, 1, 1), date(2025, 12, 31)),
        StarPeriod(4, date(2026, 2, 1), date(2026, 2, 15)),
    )


@given(certificates)
def test_each_day_has_the_star_of_the_first_certificate_that_covers_it(rows):
    periods = star_periods(rows)

    for offset in range(42):
        day = START + timedelta(days=offset)
        covering = (stars for stars, first, last in rows if first <= day <= last)
        holding = [period.stars for period in periods if period.first <= day <= period.last]
        expected = next(covering, None)
        assert holding == ([] if expected is None else [expected])


def test_anything_that_can_be_searched_changes_the_fingerprint():
    one = goods(1, "Chè")

    assert one.fingerprint == goods(1, "Chè").fingerprint
    assert one.fingerprint != goods(1, "Chẻ").fingerprint
    assert one.fingerprint != goods(1, "Chè", in_stock=False).fingerprint
    assert one.fingerprint != goods(1, "Chè", stars=(StarPeriod(3, START, START),)).fingerprint
    assert 0 <= one.fingerprint < 2**63
