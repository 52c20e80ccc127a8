"""Small counts that could point at a person are left out, and what would give them away with them.

A line of a breakdown counts some producers in, and perhaps the others out. Where either count is
from 1 to 4 the line is hidden. The total stays public, so the hidden lines together must not be
small either: more lines are hidden, the smallest first, until neither their parts nor the others
add up to less than 5 (Decree 356/2025 on personal data asks that nobody can be told from a
statistic; the limit of 5 is the usual one of statistical offices).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 5  # producers in a cell


@dataclass(frozen=True, slots=True)
class Cell:
    """A line of a breakdown: how many are counted in, and how many are not.

    ``others`` is None where only those counted in are told (a count, no share).
    """

    key: str
    part: int
    others: int | None = None

    @property
    def size(self) -> int:
        """How many producers the line is about."""
        return self.part + (self.others or 0)

    @property
    def is_small(self) -> bool:
        """Whether it could point at a person."""
        return 0 < self.part < LEAST or 0 < (self.others or 0) < LEAST


def hidden_keys(cells: Sequence[Cell]) -> frozenset[str]:
    """The lines to leave out of a breakdown whose total is public."""
    hidden = [cell for cell in cells if cell.is_small]
    if not hidden:
        return frozenset()
    shown = sorted((cell for cell in cells if not cell.is_small), key=lambda cell: cell.size)
    while shown and not _is_safe_together(hidden):
        hidden.append(shown.pop(0))
    return frozenset(cell.key for cell in hidden)


def _is_safe_together(hidden: Sequence[Cell]) -> bool:
    """Whether total minus shown lines tells nothing of few people."""
    counted = sum(cell.part for cell in hidden)
    told_others = [cell.others for cell in hidden if cell.others is not None]
    are_others_safe = not told_others or sum(told_others) >= LEAST
    return len(hidden) > 1 and counted >= LEAST and are_others_safe
