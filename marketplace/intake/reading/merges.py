"""Merged cells: what stands in one counts for every row that it covers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """A merged cell. Lines count from 1, places (columns) from 0; the last ones belong to it."""

    line: int
    place: int
    last_line: int
    last_place: int


class Merges:
    """The merged cells of a sheet."""

    def __init__(self, merges: Iterable[Merge] = ()) -> None:
        self._by_line: dict[int, list[Merge]] = defaultdict(list)
        for merge in merges:
            self._by_line[merge.line].append(merge)

    def beginning_in(self, line: int) -> list[Merge]:
        """The merged cells whose first line this is."""
        return self._by_line.get(line, [])

    def last_line_of_titles(self, line: int) -> int:
        """How far down the titles of this row reach."""
        return max((merge.last_line for merge in self.beginning_in(line)), default=line)


class Filler:
    """Carries the text of merged cells down, row after row."""

    def __init__(self, merges: Merges) -> None:
        self._merges = merges
        self._open: list[tuple[Merge, str]] = []

    def fill(self, line: int, cells: list[str]) -> frozenset[int]:
        """Put the texts of merged cells from above into this row; tell where."""
        self._open = [(merge, text) for merge, text in self._open if merge.last_line >= line]
        for merge, text in self._open:
            cells.extend([""] * (merge.place + 1 - len(cells)))
            cells[merge.place] = text
        filled = frozenset(merge.place for merge, _text in self._open)
        self._open += [
            (merge, cells[merge.place])
            for merge in self._merges.beginning_in(line)
            if merge.last_line > line and merge.place < len(cells)
        ]
        return filled
