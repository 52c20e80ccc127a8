"""Excel workbooks as rows of text."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from marketplace.intake.errors import BadFile, FileFault
from marketplace.intake.reading.merges import Filler, Merge, Merges
from marketplace.intake.reading.rows import RawRow, Sheet

MAX_UNPACKED = 300 * 1024 * 1024  # a small file may unpack to a huge one
_BLOCK = 1024 * 1024
_LONGEST_CELL = 40_000  # bytes of one cell's markup, formula included
_WORDS_IN_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
# A formula whose result was never computed. An empty result (t="str") is one.
_OPEN_FORMULA = re.compile(
    rb'<c (?:(?!t="str")[^>])*?r="([A-Z]{1,3}\d+)"(?:(?!t="str")[^>])*>'
    rb"<f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>"
)
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")  # no office program writes them


@contextmanager
def open_sheets(path: Path) -> Iterator[Iterator[Sheet]]:
    """The visible sheets of a workbook.

    Raises:
        BadFile: it is no workbook, a broken one, or one that may do harm.
    """
    _check_archive(path)
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that hold no data
        try:
            book = load_workbook(file, read_only=True, data_only=True)
        except Exception as error:  # whatever the library trips over, the file is broken
            raise BadFile(FileFault.BROKEN_EXCEL) from error
        try:
            visible = (sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
            yield (_sheet(path, sheet) for sheet in visible)
        finally:
            book.close()


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_entries(archive)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise BadFile(FileFault.BROKEN_EXCEL) from error


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        raise BadFile(FileFault.ARCHIVE)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadFile(FileFault.MACROS)
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadFile(FileFault.OLD_EXCEL)  # locked with a password
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise BadFile(FileFault.TOO_LARGE, megabytes=MAX_UNPACKED // 1024 // 1024)
    for name in names:
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as part:
                _check_declarations(part.read(64 * 1024))


def _check_declarations(start: bytes) -> None:
    """XML that declares entities of its own may unpack without end, or read other files."""
    if any(word in start.replace(b"\x00", b"") for word in _DECLARED):
        raise BadFile(FileFault.UNSAFE_EXCEL)


def _sheet(path: Path, sheet: Any) -> Sheet:
    merges = Merges(_merges(path, sheet._worksheet_path.lstrip("/")))
    return Sheet(_rows(sheet, Filler(merges)), merges, pads_rows=True)


def _merges(path: Path, part_name: str) -> set[Merge]:
    """The merged cells of a sheet: they stand behind its rows, and are needed before.

    Raises:
        BadFile: a formula was never computed, so what its cell says is not known.
    """
    found: set[Merge] = set()
    carried = b""
    with zipfile.ZipFile(path) as archive, archive.open(part_name) as part:
        while block := part.read(_BLOCK):
            block = carried + block
            if match := _OPEN_FORMULA.search(block):
                raise BadFile(FileFault.OPEN_FORMULA, cell=match[1].decode())
            found.update(_merge(match) for match in _MERGE.finditer(block))
            carried = block[-_LONGEST_CELL:]
    return found


def _merge(match: re.Match[bytes]) -> Merge:
    left, right = (column_index_from_string(match[group].decode()) - 1 for group in (1, 3))
    return Merge(int(match[2]), left, int(match[4]), right)


def _rows(sheet: Any, filler: Filler) -> Iterator[RawRow]:
    sheet.reset_dimensions()  # some programs write a wrong size into the file
    rows = sheet.iter_rows()
    line = 0
    while True:
        try:
            row = next(rows, None)
        except Exception as error:
            raise BadFile(FileFault.BROKEN_EXCEL) from error
        if row is None:
            return
        line += 1
        cells = [_text(cell) for cell in row]
        filled = filler.fill(line, cells)
        yield RawRow(line, cells, filled)


def _text(cell: Any) -> str:
    """What a cell says: an empty one nothing, 3.0 "3"."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return date_text(value, cell.number_format)
    return str(value)


def date_text(value: date, number_format: str) -> str:
    """A date as far as its cell shows it: as 10/2022 it says no day, so it is "2022-10"."""
    day = value.date() if isinstance(value, datetime) else value
    shown = _WORDS_IN_FORMAT.sub("", number_format).lower()
    if "d" in shown or "y" not in shown:
        return day.isoformat()
    return day.isoformat()[:7] if "m" in shown else day.isoformat()[:4]
