"""Moments are UTC, days are Vietnam's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace import clock

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 12, 31, 16, 59, 59, tzinfo=UTC), date(2025, 12, 31)),
        (datetime(2025, 12, 31, 17, 0, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2026, 1, 1, 16, 59, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_the_day_changes_at_midnight_in_vietnam(moment, day):
    assert clock.day_in_vietnam(moment) == day


@given(DAYS)
def test_a_day_runs_from_its_start_to_its_end(day):
    start, end = clock.start_of_day(day), clock.end_of_day(day)

    assert end - start == timedelta(days=1)
    assert clock.day_in_vietnam(start) == day
    assert clock.day_in_vietnam(end - timedelta(microseconds=1)) == day
    assert clock.day_in_vietnam(end) == day + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 5), 36, date(2029, 8, 5)),
        (date(2023, 12, 28), 36, date(2026, 12, 28)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 1), 1, date(2026, 12, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_end_where_months_end(day, months, later):
    assert clock.add_months(day, months) == later
