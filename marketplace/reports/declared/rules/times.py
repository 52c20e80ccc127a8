"""When a published figure holds: the days that "2022-09" or "2022 round 2" can mean."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from marketplace.text import fold

_YEAR = r"(?P<year>20[0-9]{2})"
_MONTH = r"(?P<month>[0-9]{1,2})"
_DAY = r"(?P<day>[0-9]{1,2})"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_BEFORE = re.compile(r"^(?:(?:tinh den|den|as of|until|from|in|tu|ngay|thang|nam|year)\s+)+")
_BETWEEN = re.compile(r"\s*(?:-|–|—|\.\.|\bto\b|\bden\b)\s*")


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a stated time can mean, both ends included."""

    first: date
    last: date

    def overlaps(self, other: Span) -> bool:
        """Whether some day lies in both."""
        return self.first <= other.last and other.first <= self.last

    @property
    def month(self) -> tuple[int, int] | None:
        """The month in which it lies whole."""
        first, last = ((day.year, day.month) for day in (self.first, self.last))
        return first if first == last else None


def read_time(text: str) -> Span | None:
    """The days that a stated time can mean; None when it names none.

    Words after the time ("(target)", "round 2") are no part of it.
    """
    tokens = fold(text).replace("(", " (").split()
    for count in range(len(tokens), 0, -1):
        span = _span(" ".join(tokens[:count]))
        if span is not None:
            rest = "".join(tokens[count:])
            return None if rest[:1].isdigit() else span
    return None


def _span(text: str) -> Span | None:
    text = _BEFORE.sub("", text)
    return _moment(text) or _from_to(text)


def _moment(text: str) -> Span | None:
    for pattern, meant in _FORMS:
        found = pattern.fullmatch(text)
        if found:
            try:
                return meant(found)
            except ValueError:  # no such day or month
                return None
    return None


def _from_to(text: str) -> Span | None:
    for mark in _BETWEEN.finditer(text):
        first = _moment(_BEFORE.sub("", text[: mark.start()]))
        last = _moment(_BEFORE.sub("", text[mark.end() :]))
        if first and last and first.first <= last.first:
            return Span(first.first, last.last)
    return None


def _months(year: int, first: int, last: int) -> Span:
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _day(found: re.Match[str]) -> Span:
    day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    return Span(day, day)


def _month(found: re.Match[str]) -> Span:
    month = date(int(found["year"]), int(found["month"]), 1).month
    return _months(int(found["year"]), month, month)


def _some_months(found: re.Match[str]) -> Span:
    first, last = int(found["first"]), int(found["last"])
    if first > last:
        raise ValueError(f"months {first} to {last}")
    date(int(found["year"]), last, 1)
    return _months(int(found["year"]), first, last)


def _months_so_far(found: re.Match[str]) -> Span:
    date(int(found["year"]), int(found["last"]), 1)
    return _months(int(found["year"]), 1, int(found["last"]))


def _quarter(found: re.Match[str]) -> Span:
    number = _ROMAN.get(found["quarter"]) or int(found["quarter"])
    return _months(int(found["year"]), number * 3 - 2, number * 3)


def _year(found: re.Match[str]) -> Span:
    return _months(int(found["year"]), 1, 12)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Span]], ...] = tuple(
    (re.compile(pattern), meant)
    for pattern, meant in (
        (rf"{_YEAR}(?P<mark>[-/.]){_MONTH}(?P=mark){_DAY}", _day),
        (rf"{_DAY}(?P<mark>[-/.]){_MONTH}(?P=mark){_YEAR}", _day),
        (rf"{_YEAR}[-/]{_MONTH}", _month),
        (rf"{_MONTH}(?:[-/.]| nam ){_YEAR}", _month),
        (rf"(?P<first>[0-9]{{1,2}})\s?[-–]\s?(?P<last>[0-9]{{1,2}})/{_YEAR}", _some_months),
        (rf"(?P<last>[0-9]{{1,2}}) (?:thang|months)(?: dau)?(?: nam| of)? {_YEAR}", _months_so_far),
        (rf"(?:q|quy )(?P<quarter>[1-4]|i{{1,3}}|iv)(?:[-/ ]| nam ){_YEAR}", _quarter),
        (rf"{_YEAR}[-/ ]?q(?P<quarter>[1-4])", _quarter),
        (_YEAR, _year),
    )
)
