"""Time: moments are aware UTC, days are days in Vietnam."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone

# Vietnam has kept UTC+7 without summer time since 1975, so a fixed offset needs no zone files.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def day_in_vietnam(moment: datetime) -> date:
    """The calendar day in Vietnam at ``moment`` (from 00:00 to 07:00 it is not UTC's day)."""
    return moment.astimezone(VIETNAM).date()


def start_of_day(day: date) -> datetime:
    """The first moment of ``day`` in Vietnam, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The first moment after ``day`` in Vietnam, in UTC (not part of the day)."""
    return start_of_day(day + timedelta(days=1))


def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or that month's last day where it has none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
