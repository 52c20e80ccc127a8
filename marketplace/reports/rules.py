"""What a figure is: a share, the rows it is made of, and the days it can be asked for.

Nothing here knows pages or the database.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from marketplace import clock
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.reports.errors import DayBeforeProgramme, DayToCome, NotADay
from marketplace.text import sort_key

# Lào Cai published its first two figures for this day.
FIRST_PUBLISHED = date(2022, 12, 31)

# A new assessment may be filed from this long before a certificate ends (Decision 26/2026, Art. 7).
ENDS_SOON = timedelta(days=180)

_ISO_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_WRITTEN_DAY = re.compile(
    r"(?P<day>[0-9]{1,2})(?P<mark>[/.-])(?P<month>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})"
)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, kept as two counts so that totals can be added up again."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} is no part of {self.whole}")

    @property
    def percent(self) -> Decimal | None:
        """The part in percent to one decimal, half up; None when there is nothing to count."""
        if not self.whole:
            return None
        tenths = (2000 * self.part + self.whole) // (2 * self.whole)
        return Decimal(tenths).scaleb(-1)


class Counted(Protocol):
    """A named row of a whole that knows whether it is in the part."""

    @property
    def id(self) -> int:
        """Tells rows of one name apart."""

    @property
    def name(self) -> str:
        """What readers look for."""

    @property
    def is_counted(self) -> bool:
        """Whether the row is in the part."""


Row = TypeVar("Row", bound=Counted)
Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True, slots=True)
class IndicatorResult(Generic[Row]):
    """A figure as of the end of ``day``, with every row of its whole, in no order."""

    day: date
    rows: tuple[Row, ...]

    @property
    def counted(self) -> tuple[Row, ...]:
        """The rows of the part."""
        return tuple(row for row in self.rows if row.is_counted)

    @property
    def missing(self) -> tuple[Row, ...]:
        """The rows that the part lacks, in reading order."""
        return in_reading_order(row for row in self.rows if not row.is_counted)

    @property
    def share(self) -> Share:
        """The figure itself."""
        return Share(part=len(self.counted), whole=len(self.rows))

    def by(self, group_of: Callable[[Row], Group]) -> dict[Group, Share]:
        """The share of each group of rows; parts and wholes add up to the figure's."""
        return breakdown(self.rows, group_of)


def in_reading_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows as a Vietnamese dictionary has them (dear for many: only for rows to be read)."""
    return tuple(sorted(rows, key=lambda row: (sort_key(row.name), row.id)))


def breakdown(rows: Iterable[Row], group_of: Callable[[Row], Group]) -> dict[Group, Share]:
    """The share of each group. Every row is in exactly one group."""
    wholes: Counter[Group] = Counter()
    parts: Counter[Group] = Counter()
    for row in rows:
        group = group_of(row)
        wholes[group] += 1
        parts[group] += row.is_counted
    return {group: Share(parts[group], whole) for group, whole in wholes.items()}


def counted_until(day: date, now: datetime) -> datetime:
    """The first moment that no longer counts for ``day``.

    A past day is read as it stood at its last moment in Vietnam, today as it stands now.
    """
    return min(clock.end_of_day(day), now + timedelta(microseconds=1))


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
