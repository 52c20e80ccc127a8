"""The rows of a share: those in the part, and those that the part lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from marketplace.reports.rules.values import Share
from marketplace.text import sort_key


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
