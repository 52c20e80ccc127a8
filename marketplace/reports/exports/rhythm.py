"""When scheduled reports go out: on the day after a month or a quarter of the year has ended."""

from __future__ import annotations

from datetime import date, timedelta

from marketplace.clock import add_months
from marketplace.reports.models import Rhythm

MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3}
ONE_DAY = timedelta(days=1)


def first_send(rhythm: Rhythm, day: date) -> date:
    """The first day from ``day`` on that follows the end of a period."""
    begun = day.replace(day=1, month=day.month - (day.month - 1) % MONTHS[rhythm])
    return day if begun == day else next_send(rhythm, begun)


def next_send(rhythm: Rhythm, sent_on: date) -> date:
    """The day on which the next one goes out."""
    return add_months(sent_on, MONTHS[rhythm])


def period_before(rhythm: Rhythm, sent_on: date) -> tuple[date, date]:
    """The first and last day of the period that a report sent on this day is about."""
    return add_months(sent_on, -MONTHS[rhythm]), sent_on - ONE_DAY
