"""The days a figure can be asked for, and the moment until which each is counted."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from marketplace import clock
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.reports.errors import DayBeforeProgramme, DayToCome, NotADay

# Lào Cai published its first two figures for this day.
FIRST_PUBLISHED = date(2022, 12, 31)

INSTANT = timedelta(microseconds=1)  # the shortest time that moments tell apart

_ISO_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_WRITTEN_DAY = re.compile(
    r"(?P<day>[0-9]{1,2})(?P<mark>[/.-])(?P<month>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})"
)


def counted_until(day: date, now: datetime) -> datetime:
    """The first moment that no longer counts for ``day``.

    A past day is read as it stood at its last moment in Vietnam, today as it stands now.
    """
    return min(clock.end_of_day(day), now + INSTANT)


def read_day(text: str, today: date) -> date:
    """The day that ``2022-12-31`` or ``31/12/2022`` names, if it can be counted.

    Raises:
        NotADay: the text is no day.
        DayToCome: it lies after ``today``.
        DayBeforeProgramme: it lies before the OCOP programme.
    """
    match = _ISO_DAY.fullmatch(text.strip()) or _WRITTEN_DAY.fullmatch(text.strip())
    if match is None:
        raise NotADay
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise NotADay from None
    if day > today:
        raise DayToCome(today)
    if day < PROGRAMME_BEGAN:
        raise DayBeforeProgramme(PROGRAMME_BEGAN)
    return day


def end_of_last_month(today: date) -> date:
    """The last day of the month before today's."""
    return today.replace(day=1) - timedelta(days=1)


def end_of_last_year(today: date) -> date:
    """31 December of the year before today's."""
    return date(today.year - 1, 12, 31)


def may_be_in_force(
    day: date, *, issued_from: date | None, issued_to: date | None, revoked_on: date | None
) -> bool:
    """Whether a certificate with a missing or rough date can have been in force on ``day``."""
    if revoked_on is not None and day >= revoked_on:
        return False
    if issued_from is None or issued_to is None:
        return True
    return issued_from <= day <= clock.add_months(issued_to, 36)
