"""A file as a table: its titles, what stands above them, and its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from marketplace.intake.errors import BadFile, FileFault
from marketplace.intake.reading.furniture import Furniture, Section, Sorter, is_numbering, is_thin
from marketplace.intake.reading.headings import Titles, find_titles
from marketplace.intake.reading.rows import RawRow, Sheet
from marketplace.intake.reading.sources import open_source
from marketplace.intake.rules import Vocabulary
from marketplace.text import clean_line

# The whole country has about 17,000 OCOP products; several years of all provinces fit.
MAX_ROWS = 200_000
MAX_COLUMNS = 100
TITLES_WITHIN = 60  # rows: annexes begin with the name of the office, a title and a decision
_SAMPLES = 20


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row below the titles, what headings above it say, and what it is if it is no row."""

    line: int
    cells: list[str]
    above: dict[str, str]
    furniture: Furniture | None


@dataclass(frozen=True, slots=True)
class Table:
    """An open file: the titles, the lines above them, some rows to look at, and all rows."""

    headings: list[str]
    lines_above: list[str]
    samples: list[list[str]]
    rows: Iterator[RawRow]
    pads_rows: bool

    def sorted_rows(self, section: Section) -> Iterator[TableRow]:
        """The rows as they are read, furniture marked, each as wide as the titles.

        Raises:
            BadFile: there are none, or far too many, or the file breaks off.
        """
        sorter = Sorter(self.headings, section)
        count = 0
        for raw in self.rows:
            if not raw.own_texts:
                continue
            furniture = sorter.sort(raw)
            count += furniture is None
            if count > MAX_ROWS:
                raise BadFile(FileFault.TOO_MANY_ROWS, limit=MAX_ROWS)
            yield TableRow(raw.line, self._as_wide(raw.cells), sorter.above, furniture)
        if count == 0:
            raise BadFile(FileFault.NO_ROWS)

    def _as_wide(self, cells: list[str]) -> list[str]:
        lacking = len(self.headings) - len(cells)
        return [*cells, *[""] * lacking] if self.pads_rows else cells


@contextmanager
def open_table(path: Path, name: str, vocabulary: Vocabulary) -> Iterator[Table]:
    """Open a file and find its table. Rows are read as they are asked for.

    Raises:
        BadFile: it is no such file, or holds no table that we understand.
    """
    with open_source(path, name, vocabulary.rate) as sheets:
        yield _table(sheets, vocabulary)


def _table(sheets: Iterator[Sheet], vocabulary: Vocabulary) -> Table:
    """The first sheet with a row of titles."""
    for sheet in sheets:
        top = list(islice(sheet.rows, TITLES_WITHIN))
        titles = find_titles(top, sheet.merges, vocabulary.rate)
        if titles is not None:
            return _below(titles, top, sheet)
    raise BadFile(FileFault.NO_HEADER, rows=TITLES_WITHIN, columns=vocabulary.expected)


def _below(titles: Titles, top: list[RawRow], sheet: Sheet) -> Table:
    if len(titles.headings) > MAX_COLUMNS:
        raise BadFile(FileFault.TOO_MANY_COLUMNS, limit=MAX_COLUMNS)
    above = [row for row in top if row.line < titles.line]
    below = [row for row in top if row.line > titles.last_line]
    lines = [clean_line(" ".join(row.own_texts)) for row in above]
    texts = [(row.cells, row.own_texts) for row in below]
    width = len(titles.headings)
    samples = [cells for cells, own in texts if not is_thin(own, width) and not is_numbering(own)]
    return Table(
        headings=titles.headings,
        lines_above=[line for line in lines if line],
        samples=samples[:_SAMPLES],
        rows=chain(below, sheet.rows),
        pads_rows=sheet.pads_rows,
    )
