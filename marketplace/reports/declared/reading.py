"""Reading a file of published figures: CSV as offices send it, with whatever columns it has."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from marketplace.reports.declared.errors import BadFile, FileFault
from marketplace.reports.declared.rules.rows import (
    NEEDED,
    Column,
    Fault,
    FaultKind,
    Statement,
    column_named,
    read_row,
)
from marketplace.text import clean_line

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5_000
HEADER_WITHIN = 20  # rows: a file may begin with the name of the office and a title
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

Row = tuple[int, list[str]]  # the line, counted from 1 as Excel does, and its cells


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file of published figures: its good rows, what is wrong with the others."""

    statements: Sequence[tuple[int, Statement]]  # each with its line
    faults: Sequence[Fault]
    unknown: Sequence[str]  # headings that were left out

    @property
    def refused(self) -> int:
        """How many rows cannot be taken."""
        return len({fault.line for fault in self.faults})


@dataclass(frozen=True, slots=True)
class _Header:
    line: int
    columns: Sequence[Column | None]
    titles: Sequence[str]


def read_file(content: bytes) -> ReadFile:
    """Read a file, row by row; what it says of a row is kept, or why not.

    Raises:
        BadFile: it is no such file as a whole.
    """
    rows = _rows(_decoded(content))
    header = _header(rows)
    statements, faults = [], []
    for line, cells in rows:
        if line <= header.line or not any(cell.strip() for cell in cells):
            continue
        read = _read(line, cells, header)
        if isinstance(read, Statement):
            statements.append((line, read))
        else:
            faults.extend(read)
    if not statements and not faults:
        raise BadFile(FileFault.NO_ROWS)
    unknown = [title for column, title in _titled(header) if column is None]
    return ReadFile(statements, faults, unknown)


def _read(line: int, cells: list[str], header: _Header) -> Statement | list[Fault]:
    if any(cell.strip() for cell in cells[len(header.columns) :]):
        return [Fault(line, None, FaultKind.MORE_CELLS)]
    known = zip(header.columns, cells, strict=False)
    return read_row(line, {column: cell for column, cell in known if column is not None})


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise BadFile(FileFault.EMPTY)
    if len(content) > MAX_BYTES:
        raise BadFile(FileFault.TOO_LARGE)
    encoding = _BOMS.get(content[:2])
    if encoding is None and b"\x00" in content:
        raise BadFile(FileFault.NOT_TEXT)
    for candidate in (encoding,) if encoding else ("utf-8-sig", "cp1258"):
        try:
            return content.decode(candidate)
        except UnicodeError:
            continue
    raise BadFile(FileFault.NOT_TEXT)


def _rows(text: str) -> list[Row]:
    lines = list(StringIO(text, newline=""))
    delimiter = max(
        ",;\t|", key=lambda mark: max(map(_known, _parsed(lines[:60], mark)), default=0)
    )
    rows = list(islice(enumerate(_parsed(lines, delimiter, strict=True), start=1), MAX_ROWS + 60))
    if len(rows) > MAX_ROWS:
        raise BadFile(FileFault.TOO_MANY_ROWS)
    return rows


def _parsed(lines: list[str], delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter, strict=strict)
    except csv.Error as error:
        if strict:
            raise BadFile(FileFault.BROKEN_QUOTES) from error


def _known(cells: list[str]) -> int:
    return sum(column_named(cell) is not None for cell in cells)


def _header(rows: list[Row]) -> _Header:
    """The row of titles: of the first rows the one with the most known columns.

    Raises:
        BadFile: none names what is needed, or one names a column twice.
    """
    line, cells = max(rows[:HEADER_WITHIN], key=lambda row: _known(row[1]), default=(0, []))
    header = _Header(line, [column_named(cell) for cell in cells], cells)
    known = [column for column in header.columns if column is not None]
    missing = [column for column in NEEDED if column not in known]
    if len(known) < 2 or (missing and not _has_only_percents(known, missing)):
        raise BadFile(FileFault.NO_HEADER, [column.value for column in missing])
    twice = sorted({column.value for column in known if known.count(column) > 1})
    if twice:
        raise BadFile(FileFault.COLUMNS_TWICE, twice)
    return header


def _has_only_percents(known: list[Column], missing: list[Column]) -> bool:
    return missing == [Column.NUMERATOR] and Column.PERCENT in known


def _titled(header: _Header) -> Iterator[tuple[Column | None, str]]:
    for column, title in zip(header.columns, header.titles, strict=True):
        if title.strip():
            yield column, clean_line(title)
