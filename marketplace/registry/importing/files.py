"""Opening a file that somebody calls a register: what it really is decides, not its name."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from marketplace.registry.errors import BadFile, FileFault
from marketplace.registry.importing import workbooks
from marketplace.registry.importing.columns import Header, known_columns, read_header

# The whole country has about 17,000 OCOP products; a province files a few hundred.
MAX_ROWS = 20_000
MAX_BYTES = 50 * 1024 * 1024
HEADER_WITHIN = 20  # rows: registers begin with the name of the office and a title
_SAMPLE = 20_000  # characters that show the delimiter

_SIGNS: tuple[tuple[bytes, FileFault], ...] = (
    (b"\x89PNG", FileFault.PICTURE),
    (b"\xff\xd8\xff", FileFault.PICTURE),
    (b"GIF8", FileFault.PICTURE),
    (b"II*\x00", FileFault.PICTURE),
    (b"MM\x00*", FileFault.PICTURE),
    (b"RIFF", FileFault.PICTURE),
    (b"%PDF", FileFault.PDF),
    (b"\xd0\xcf\x11\xe0", FileFault.OLD_EXCEL),
    (b"Rar!", FileFault.ARCHIVE),
    (b"7z\xbc\xaf", FileFault.ARCHIVE),
    (b"\x1f\x8b", FileFault.ARCHIVE),
)


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a file. ``line`` counts every row from 1, as Excel does."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file that has a row of titles: the titles, and the rows below it as they are read."""

    header: Header
    rows: Iterator[RawRow]
    pads_rows: bool  # a spreadsheet leaves out empty cells at the end; a text file may not


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a register file, CSV or XLSX.

    Rows are read as they are asked for, so a fault deep in the file shows then.

    Raises:
        BadFile: it is no such file, or not a whole one.
    """
    if _is_workbook(path):
        with workbooks.open_sheets(path) as sheets:
            yield _table((_numbered(sheet) for sheet in sheets), pads_rows=True)
    else:
        with path.open(encoding=_encoding(path), newline="") as file:
            delimiter = _delimiter(_read_sample(file))
            file.seek(0)
            yield _table(iter([_text_rows(file, delimiter)]), pads_rows=False)


def _is_workbook(path: Path) -> bool:
    """Look at how the file begins.

    Raises:
        BadFile: it is missing, empty, too large, or plainly another kind of file.
    """
    start = _beginning(path)
    for sign, fault in _SIGNS:
        if start.startswith(sign):
            raise BadFile(fault)
    is_zip = start.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    if path.suffix.lower() in (".xlsx", ".xlsm") and not is_zip:
        raise BadFile(FileFault.NOT_EXCEL)
    return is_zip


def _beginning(path: Path) -> bytes:
    if not path.exists():
        raise BadFile(FileFault.NOT_FOUND, path=str(path))
    if not path.is_file():
        raise BadFile(FileFault.NOT_A_FILE, path=str(path))
    try:
        with path.open("rb") as file:
            start = file.read(64 * 1024)
    except OSError as error:
        raise BadFile(FileFault.UNREADABLE, path=str(path)) from error
    if not start.strip():
        raise BadFile(FileFault.EMPTY)
    if path.stat().st_size > MAX_BYTES:
        raise BadFile(FileFault.TOO_LARGE, megabytes=MAX_BYTES // 1024 // 1024)
    return start


def _encoding(path: Path) -> str:
    """UTF-8, or UTF-16 with its mark (Excel's "Unicode text"); nothing is guessed."""
    start = _beginning(path)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in start:
        raise BadFile(FileFault.NOT_TEXT)
    return "utf-8-sig"


def _read_sample(file: Iterator[str]) -> list[str]:
    sample: list[str] = []
    try:
        for line in islice(file, HEADER_WITHIN):
            sample.append(line[:_SAMPLE])
    except UnicodeError as error:
        raise BadFile(FileFault.NOT_UTF8) from error
    return sample


def _delimiter(sample: list[str]) -> str:
    """The comma, or what Excel puts instead of it in Vietnam (;) and in Unicode text (tab)."""

    def columns(delimiter: str) -> int:
        return max(known_columns(row) for row in csv.reader([*sample, ""], delimiter=delimiter))

    return max(",;\t", key=columns)


def _text_rows(file: Iterator[str], delimiter: str) -> Iterator[RawRow]:
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    try:
        for line, cells in enumerate(reader, start=1):
            yield RawRow(line, cells)
    except UnicodeError as error:
        raise BadFile(FileFault.NOT_UTF8) from error
    except csv.Error as error:
        too_long = "field limit" in str(error)
        fault = FileFault.LONG_CELL if too_long else FileFault.BROKEN_QUOTES
        raise BadFile(fault, line=reader.line_num) from error


def _numbered(rows: Iterator[list[str]]) -> Iterator[RawRow]:
    for line, cells in enumerate(rows, start=1):
        yield RawRow(line, cells)


def _table(sheets: Iterator[Iterator[RawRow]], *, pads_rows: bool) -> Table:
    """The first sheet with a row of titles; what stands above that row is no part of the table."""
    for rows in sheets:
        top = list(islice(rows, HEADER_WITHIN))
        titles = max(top, key=lambda row: known_columns(row.cells), default=RawRow(0, []))
        if known_columns(titles.cells) >= 2:
            below = [row for row in top if row.line > titles.line]
            header = read_header(titles.cells)
            return Table(header, _limited(chain(below, rows)), pads_rows)
    raise BadFile(FileFault.NO_HEADER)


def _limited(rows: Iterator[RawRow]) -> Iterator[RawRow]:
    """Leave out empty rows; refuse a table without rows, or with far too many."""
    count = 0
    for row in rows:
        if not any(cell.strip() for cell in row.cells):
            continue
        count += 1
        if count > MAX_ROWS:
            raise BadFile(FileFault.TOO_MANY_ROWS, limit=MAX_ROWS)
        yield row
    if count == 0:
        raise BadFile(FileFault.NO_ROWS)
