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

from marketplace.registry.errors import BadFile, FileFault

MAX_UNPACKED = 300 * 1024 * 1024  # a small file may unpack to a huge one
_WORDS_IN_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


@contextmanager
def open_sheets(path: Path) -> Iterator[Iterator[Iterator[list[str]]]]:
    """The visible sheets of a workbook, each as rows of text, read as they are asked for.

    Raises:
        BadFile: it is no workbook, or a broken one.
    """
    _check_archive(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that hold no data
        try:
            book = load_workbook(path, read_only=True, data_only=True)
        except Exception as error:  # whatever the library trips over, the file is broken
            raise BadFile(FileFault.BROKEN_EXCEL) from error
        try:
            yield (_rows(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible")
        finally:
            book.close()


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise BadFile(FileFault.BROKEN_EXCEL) from error
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise BadFile(FileFault.ARCHIVE)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise BadFile(FileFault.TOO_LARGE, megabytes=MAX_UNPACKED // 1024 // 1024)


def _rows(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # some programs write a wrong size into the file
    rows = sheet.iter_rows()
    while True:
        try:
            row = next(rows, None)
        except Exception as error:
            raise BadFile(FileFault.BROKEN_EXCEL) from error
        if row is None:
            return
        yield [_text(cell) for cell in row]


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
