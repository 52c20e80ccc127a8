"""Finding the titles of a table: not always in the first row, and sometimes in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.intake.reading.merges import Merge, Merges
from marketplace.intake.reading.rows import RawRow
from marketplace.intake.reading.texts import Rate
from marketplace.intake.rules import LEVEL, unlike_titles

LEAST = 4  # two titles that we know well
_MOST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of a table, and the first and last line in which they stand."""

    headings: list[str]
    line: int
    last_line: int


def find_titles(top: Sequence[RawRow], merges: Merges, rate: Rate) -> Titles | None:
    """The row among the top ones that looks most like titles; None when none does."""
    best = max(top, key=lambda row: rate(row.cells), default=None)
    if best is None or rate(best.cells) < LEAST:
        return None
    first = next(row for row in top if _reaches(row, best, merges, rate))
    last_line = _last_line(first, top, merges)
    rows = [row for row in top if first.line <= row.line <= last_line]
    return Titles(unlike_titles(_joined(rows, merges)), first.line, last_line)


def _reaches(row: RawRow, best: RawRow, merges: Merges, rate: Rate) -> bool:
    """Whether merged titles that begin in this row reach down to the best one."""
    if row.line == best.line:
        return True
    reach = merges.last_line_of_titles(row.line)
    return best.line <= reach < row.line + _MOST_ROWS and rate(row.cells) >= LEAST


def _last_line(first: RawRow, top: Sequence[RawRow], merges: Merges) -> int:
    reach = merges.last_line_of_titles(first.line)
    if first.line < reach < first.line + _MOST_ROWS:
        return reach
    below = next((row for row in top if row.line == first.line + 1), None)
    return first.line + 1 if below and _stands_under(below, merges, first.line) else first.line


def _stands_under(row: RawRow, merges: Merges, line: int) -> bool:
    """Whether a row only divides the wide titles above it: "Địa chỉ" into "Xã" and "Huyện"."""
    wide = [merge for merge in merges.beginning_in(line) if merge.last_place > merge.place]
    divided = {place for merge in wide for place in range(merge.place, merge.last_place + 1)}
    written = {place for place, text in enumerate(row.cells) if text.strip()}
    return bool(written) and written <= divided


def _joined(rows: Sequence[RawRow], merges: Merges) -> list[str]:
    """One title for each column: what stands above it, from top to bottom."""
    width = max(len(row.cells) for row in rows)
    levels = [_spread(row, merges.beginning_in(row.line), width) for row in rows]
    titles = [_one_title(column) for column in zip(*levels, strict=True)]
    while titles and not titles[-1]:
        titles.pop()
    return titles


def _one_title(texts: Sequence[str]) -> str:
    spaced = dict.fromkeys(" ".join(text.split()) for text in texts)
    return LEVEL.join(text for text in spaced if text)


def _spread(row: RawRow, merges: Sequence[Merge], width: int) -> list[str]:
    """A wide title counts for every column under it."""
    texts = [*row.cells, *[""] * (width - len(row.cells))]
    for merge in merges:
        for place in range(merge.place, min(merge.last_place + 1, width)):
            texts[place] = texts[merge.place]
    return texts
