"""Rows as a file has them, before anybody knows what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.intake.reading.merges import Merges


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a file. ``line`` counts every row from 1, as Excel does.

    ``filled`` are the places whose text comes from a merged cell that began further up.
    """

    line: int
    cells: list[str]
    filled: frozenset[int] = frozenset()

    @property
    def own_texts(self) -> list[str]:
        """What stands in this row itself."""
        own = (text.strip() for place, text in enumerate(self.cells) if place not in self.filled)
        return [text for text in own if text]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet, read as they are asked for. A text file is one sheet.

    A spreadsheet leaves out empty cells at the end of a row (``pads_rows``); a text file may not.
    """

    rows: Iterator[RawRow]
    merges: Merges
    pads_rows: bool
