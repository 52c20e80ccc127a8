"""What the figures of a day consist of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.reports.book import Book
from marketplace.reports.definitions import DEFINITIONS, Definition
from marketplace.reports.rules import UNKNOWN, Dimension, Indicator, Value, in_reading_order


@dataclass(frozen=True, slots=True)
class Line:
    """One group of a breakdown. ``name`` is what a place or platform is called, else empty.

    ``key`` never changes with the language; ``wording.line_label`` puts it into words.
    """

    key: str
    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A figure, split. The lines add up to ``total``; where rows overlap there is none."""

    dimension: Dimension
    lines: Sequence[Line]
    total: Value | None

    @property
    def overlaps(self) -> bool:
        """Whether a row can be in several lines, so that they may not be added up."""
        return self.total is None

    @property
    def known(self) -> list[Line]:
        """The lines without that of what is not known."""
        return [line for line in self.lines if line.key != UNKNOWN]


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of one day. ``value`` is None where there is nothing that could be counted."""

    indicator: Indicator
    value: Value | None
    breakdowns: Mapping[Dimension, Breakdown]
    rows: Sequence[Any]  # of ``book``: the whole, in no order
    is_counted: Callable[[Any], bool]

    @property
    def code(self) -> str:
        """How reports name it: "I1"."""
        return self.indicator.value

    @property
    def definition(self) -> Definition:
        """The words that stand beside it."""
        return DEFINITIONS[self.indicator]

    @property
    def counted(self) -> list[Any]:
        """The rows of the part."""
        return list(filter(self.is_counted, self.rows))

    @property
    def missing(self) -> list[Any]:
        """The rows that the part lacks, as a Vietnamese dictionary has them."""
        return in_reading_order(row for row in self.rows if not self.is_counted(row))


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure of a day, in the order of their codes, with the book they are counted from."""

    book: Book
    all: Sequence[Figure]

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.all)

    def __getitem__(self, indicator: Indicator) -> Figure:
        return next(figure for figure in self.all if figure.indicator is indicator)
