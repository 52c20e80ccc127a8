"""Values, places in a ranking, and days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace import clock
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.reports import rules
from marketplace.reports.errors import DayBeforeProgramme, DayToCome, NotADay
from marketplace.reports.figures import Breakdown, Line, ranking
from marketplace.reports.rules import UNKNOWN, Count, Dimension, Flow, PlanResult, Sales, Share

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        pytest.param(137, 139, "98.6", id="lao-cai-2022"),
        pytest.param(1, 16, "6.3", id="a-half-goes-up"),
        pytest.param(1, 2000, "0.1", id="the-smallest-half"),
        pytest.param(1, 2001, "0.0", id="just-below-it"),
        pytest.param(1999, 2000, "100.0", id="nearly-all"),
        pytest.param(0, 5, "0.0", id="none"),
        pytest.param(5, 5, "100.0", id="all"),
    ],
)
def test_a_percent_has_one_decimal_and_rounds_half_up(part, whole, percent):
    assert str(Share(part, whole).percent) == percent


def test_nothing_to_count_has_no_percent():
    assert Share(0, 0).percent is None


@pytest.mark.parametrize(("part", "whole"), [(3, 2), (-1, 2), (1, 0)])
def test_what_is_not_a_part_is_refused(part, whole):
    with pytest.raises(ValueError, match="no part"):
        Share(part, whole)


@given(st.integers(1, 10**9), st.data())
def test_a_percent_is_within_half_a_tenth_of_the_exact_one(whole, data):
    part = data.draw(st.integers(0, whole))

    percent = Share(part, whole).percent

    error = Fraction(percent) - Fraction(100 * part, whole)
    assert Fraction(-1, 20) < error <= Fraction(1, 20)
    assert Decimal(0) <= percent <= Decimal(100)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50))))
def test_shares_add_up_in_their_counts(pairs):
    shares = [Share(min(pair), max(pair)) for pair in pairs]

    total = sum(shares, Share(0, 0))

    assert (total.part, total.whole) == (sum(map(min, pairs)), sum(map(max, pairs)))


def test_a_result_may_pass_its_plan_and_a_share_may_not():
    assert str(PlanResult(Decimal(54), Decimal(62)).percent) == "114.8"
    assert str(PlanResult(Decimal(100), Decimal("98.6")).percent) == "98.6"
    with pytest.raises(ValueError, match="no part"):
        Share(62, 54)


@pytest.mark.parametrize(("plan", "result"), [(0, 5), (-1, 5), (5, -1)])
def test_what_is_no_plan_is_refused(plan, result):
    with pytest.raises(ValueError, match="no result"):
        PlanResult(Decimal(plan), Decimal(result))


def test_declared_sales_are_not_added_to_counted_ones():
    ours, theirs = Sales(1, 100_000), Sales(6200, 0, is_declared=True)

    assert ours + ours == Sales(2, 200_000)
    with pytest.raises(ValueError, match="not added up"):
        ours + theirs


def test_values_say_themselves_plainly():
    assert Share(137, 139).plain() == {"part": 137, "whole": 139, "percent": "98.6"}
    assert Share(0, 0).plain()["percent"] is None
    assert Count(605).plain() == {"number": 605}
    assert Flow(62, 10, 0, 1).plain() == {"new": 62, "reassessed": 10, "upgraded": 0, "lost": 1}


def test_equal_lines_share_a_place_and_the_next_is_left_out():
    values = {"a": 3, "b": 5, "c": 3, "d": 1, UNKNOWN: 9}
    split = Breakdown(
        Dimension.COMMUNE,
        tuple(Line(key, "", Count(number)) for key, number in values.items()),
        Count(21),
    )

    places = [(ranked.place, ranked.line.key) for ranked in ranking(split)]

    assert places == [(1, "b"), (2, "a"), (2, "c"), (4, "d")]


def test_a_share_of_nothing_has_no_place():
    lines = (Line("a", "", Share(0, 0)), Line("b", "", Share(1, 2)), Line("c", "", Share(50, 100)))

    ranked = ranking(Breakdown(Dimension.COMMUNE, lines, Share(51, 102)))

    assert [(one.place, one.line.key) for one in ranked] == [(1, "b"), (1, "c")]


@pytest.mark.parametrize(
    "typed", ["2022-12-31", "31/12/2022", " 31-12-2022 ", "31.12.2022", "2022-12-31 "]
)
def test_days_are_read_as_people_write_them(typed):
    assert rules.read_day(typed, TODAY) == date(2022, 12, 31)


def test_day_and_month_need_no_zero():
    assert rules.read_day("1/2/2023", TODAY) == date(2023, 2, 1)


@pytest.mark.parametrize(
    "typed",
    ["hôm qua", "", "31/02/2022", "2022-13-01", "31/12/22", "31/12-2022", "12.2022", "٣١/١٢/٢٠٢٢",
     "0000-01-01", "2022-12-31T00:00", "31/12/2022; DROP TABLE products"],
)  # fmt: skip
def test_nonsense_is_not_a_day(typed):
    with pytest.raises(NotADay):
        rules.read_day(typed, TODAY)


def test_today_can_be_asked_for_but_not_tomorrow():
    assert rules.read_day("23/11/2026", TODAY) == TODAY
    with pytest.raises(DayToCome):
        rules.read_day("24/11/2026", TODAY)


@pytest.mark.parametrize("typed", ["0001-01-01", "2018-05-06"])
def test_days_before_the_programme_are_refused(typed):
    with pytest.raises(DayBeforeProgramme):
        rules.read_day(typed, TODAY)


@given(st.dates(PROGRAMME_BEGAN, TODAY))
def test_each_day_is_read_back_from_both_spellings(day):
    assert rules.read_day(day.isoformat(), TODAY) == day
    assert rules.read_day(f"{day:%d/%m/%Y}", TODAY) == day


def test_usual_days():
    assert rules.end_of_last_month(date(2024, 3, 31)) == date(2024, 2, 29)
    assert rules.end_of_last_month(date(2026, 1, 1)) == date(2025, 12, 31)
    assert rules.end_of_last_year(TODAY) == date(2025, 12, 31)


def test_a_past_day_counts_to_its_midnight_in_vietnam():
    now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

    assert rules.counted_until(date(2022, 12, 31), now) == datetime(2022, 12, 31, 17, tzinfo=UTC)


def test_today_counts_to_this_moment_and_includes_it():
    now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

    assert rules.counted_until(TODAY, now) == now + timedelta(microseconds=1)


@given(st.dates(date(2019, 1, 1), date(2025, 12, 31)), st.integers(0, 365), st.integers(-30, 2000))
def test_a_rough_date_may_hold_whenever_some_exact_day_within_it_does(first, length, offset):
    last = first + timedelta(days=length)
    day = first + timedelta(days=offset)

    may = rules.may_be_in_force(day, issued_from=first, issued_to=last, revoked_on=None)

    possible = (first + timedelta(days=step) for step in range(length + 1))
    assert may == any(issued <= day <= clock.add_months(issued, 36) for issued in possible)


def test_without_a_date_it_may_hold_until_it_is_revoked():
    dates = {"issued_from": None, "issued_to": None, "revoked_on": date(2022, 5, 1)}

    assert rules.may_be_in_force(date(2022, 4, 30), **dates)
    assert not rules.may_be_in_force(date(2022, 5, 1), **dates)
