"""Our figure beside a published one: of the same province and time, and how far our register goes.

The two are never mixed: neither is added to, or taken from, the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from marketplace.admin_units.rules import NEW_SCHEME_SINCE
from marketplace.reports.book import Book, Filters
from marketplace.reports.declared import queries
from marketplace.reports.declared.rules.ours import Correspondence, correspondence_of
from marketplace.reports.figures import Figure, Figures, Line, figures
from marketplace.reports.models import DeclaredFigure
from marketplace.reports.queries.book import book
from marketplace.reports.rules import UNKNOWN, Count, Dimension, Indicator, Share, Value
from marketplace.text import fold

_OF_LISTINGS = {Indicator.LISTING, Indicator.LISTING_BY_PLATFORM, Indicator.PROMOTED}
_OF_ACCOUNTS = {Indicator.E_PAYMENT, Indicator.SHOP_AND_ACCOUNT}


@dataclass(frozen=True, slots=True)
class Ours:
    """What we count for the time of a published figure.

    ``value`` is None where we cannot tell: nothing of the province is in the register, or our
    records of it ``begin_on`` a later day, or never. ``undated`` certificates may be in force,
    but do not count.
    """

    day: date
    indicator: Indicator
    dimension: Dimension | None
    value: Value | None
    lines: Sequence[Line] = ()
    undated: int = 0
    begin_on: date | None = None


class Beside:
    """Counts ours for published figures; each day and province is read once."""

    def __init__(self, session: Session, today: date, now: datetime) -> None:
        self._session, self._today, self._now = session, today, now
        self._read: dict[tuple[date, Filters], Figures] = {}
        self._begun: dict[str, date | None] | None = None

    def ours(self, figure: DeclaredFigure) -> Ours | None:
        """Ours for one; None when nothing of ours corresponds, or its time has not come."""
        meant = correspondence_of(figure)
        if meant is None or figure.first_day > self._today:
            return None
        day = self._day(figure)
        asked = queries.province_filters(self._session, figure.province, day)
        if asked is None:
            return Ours(day, meant.indicator, meant.dimension, None)
        counted = self._figures(day, asked)
        begin_on = self._begin_on(meant.indicator, day)
        if begin_on is None or begin_on > day:
            return Ours(day, meant.indicator, meant.dimension, None, begin_on=begin_on)
        value = _value(counted, meant, figure.first_day)
        undated = len(counted.book.undated)
        is_empty = not _knows_products(counted.book)
        return Ours(
            day=day,
            indicator=meant.indicator,
            dimension=meant.dimension,
            value=None if is_empty else value,
            lines=() if is_empty else _lines(counted, meant),
            undated=undated,
        )

    def of(self, figures: Iterable[DeclaredFigure]) -> dict[int, Ours]:
        """Ours for each that something of ours corresponds to, by its number."""
        found = ((figure.id, self.ours(figure)) for figure in figures)
        return {figure_id: ours for figure_id, ours in found if ours is not None}

    def _day(self, figure: DeclaredFigure) -> date:
        """The last day that a figure can mean, and on which its province was there."""
        day = min(figure.last_day, self._today)
        merged = figure.first_day < NEW_SCHEME_SINCE <= day
        if merged and queries.province_filters(self._session, figure.province, day) is None:
            return NEW_SCHEME_SINCE - timedelta(days=1)
        return day

    def _figures(self, day: date, asked: Filters) -> Figures:
        key = day, asked
        if key not in self._read:
            self._read[key] = figures(book(self._session, day, now=self._now, filters=asked))
        return self._read[key]

    def _begin_on(self, indicator: Indicator, day: date) -> date | None:
        """From when on our records can tell this figure; the register itself tells of any day."""
        if self._begun is None:
            self._begun = queries.records_begin(self._session)
        if indicator in _OF_LISTINGS:
            return self._begun["listings"]
        return self._begun["accounts"] if indicator in _OF_ACCOUNTS else day


def _knows_products(book: Book) -> bool:
    """Whether the register has anything at all that concerns the place and the day."""
    return bool(book.products or book.over or book.undated or book.happenings)


def _value(counted: Figures, meant: Correspondence, first_day: date) -> Value | None:
    if meant.events:
        return Count(_happened(counted.book, meant, first_day))
    figure = counted[meant.indicator]
    if not meant.line:
        return figure.value
    lines = _lines_of(figure, meant)
    if any(line.key == UNKNOWN and line.value == figure.value for line in lines):
        return None  # nobody has said of any row in which group it is
    found = [line.value for line in lines if _is_meant(line, meant)]
    return _share_of(found[0], figure.value) if found else None


def _happened(book: Book, meant: Correspondence, first_day: date) -> int:
    return sum(
        one.event in meant.events and first_day <= one.day <= book.day for one in book.happenings
    )


def _lines(counted: Figures, meant: Correspondence) -> Sequence[Line]:
    """The groups that stand beside published parts; those with nothing are left out."""
    if meant.line or meant.dimension is None:
        return ()
    found = _lines_of(counted[meant.indicator], meant)
    return [line for line in found if line.value != Count(0)]


def _lines_of(figure: Figure, meant: Correspondence) -> Sequence[Line]:
    breakdown = figure.breakdowns.get(meant.dimension) if meant.dimension else None
    return breakdown.lines if breakdown else ()


def _is_meant(line: Line, meant: Correspondence) -> bool:
    """Whether it is the group that a source names: "postmart.vn" is our Postmart."""
    if meant.dimension is not Dimension.PLATFORM:
        return line.key == meant.line
    asked = meant.line.split(".")[0]
    return asked in (line.key, fold(line.name)) or fold(line.name).startswith(asked)


def _share_of(part: Value, whole: Value | None) -> Value:
    """A group as a share of all, where both are counts."""
    if isinstance(part, Count) and isinstance(whole, Count):
        return Share(part.number, whole.number)
    return part
