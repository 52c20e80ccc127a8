"""Text files (CSV) as rows: their letters and what stands between their cells."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from marketplace.intake.errors import BadFile, FileFault
from marketplace.intake.reading.merges import Merges
from marketplace.intake.reading.rows import RawRow, Sheet

VIETNAMESE = "cp1258"  # Windows-1258; tones stand behind their letters and are joined later
_BLOCK = 1024 * 1024
_SAMPLE_LINES = 60
_LONGEST_SAMPLE_LINE = 20_000
Rate = Callable[[list[str]], int]  # how much a row looks like the row of titles


def encoding_of(path: Path) -> str:
    """How the letters of a text file are written: UTF-8, UTF-16, or the old Windows-1258.

    Raises:
        BadFile: it is in none of them, or no text.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in start:
        return _unmarked_utf_16(start)
    fault = _first_fault(path)
    if fault is None:
        return "utf-8-sig"
    if _has_letters_of_utf_8(path, fault):
        raise BadFile(FileFault.UNKNOWN_LETTERS)
    return VIETNAMESE


def _unmarked_utf_16(start: bytes) -> str:
    """Plain letters have a zero byte beside each: before it or behind it."""
    before, behind = start[::2].count(0), start[1::2].count(0)
    if min(before, behind) > 0 or max(before, behind) < len(start) // 4:
        raise BadFile(FileFault.NOT_TEXT)
    return "utf-16-le" if behind else "utf-16-be"


def _first_fault(path: Path) -> int | None:
    """Where a file stops being UTF-8: so many bytes from its beginning."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    done = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            kept = len(decoder.getstate()[0])
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return done - kept + error.start
            done += len(block)
    return done if decoder.getstate()[0] else None


def _has_letters_of_utf_8(path: Path, until: int) -> bool:
    """Whether accents before the fault are in UTF-8: then the file is broken, not older."""
    with path.open("rb") as file:
        return not file.read(until).isascii()


def text_sheet(file: TextIO, rate: Rate) -> Sheet:
    """An open text file as a sheet."""
    delimiter = _delimiter(_read_sample(file), rate)
    file.seek(0)
    return Sheet(_rows(file, delimiter), Merges(), pads_rows=False)


def _read_sample(file: TextIO) -> list[str]:
    try:
        return [line[:_LONGEST_SAMPLE_LINE] for line in islice(file, _SAMPLE_LINES)]
    except UnicodeError as error:
        raise BadFile(FileFault.UNKNOWN_LETTERS) from error


def _delimiter(sample: list[str], rate: Rate) -> str:
    """The comma, or what Excel puts instead of it in Vietnam (;) and in Unicode text (tab)."""

    def fitness(delimiter: str) -> int:
        return max(rate(row) for row in csv.reader([*sample, ""], delimiter=delimiter))

    return max(",;\t|", key=fitness)


def _rows(file: TextIO, delimiter: str) -> Iterator[RawRow]:
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    try:
        for line, cells in enumerate(reader, start=1):
            yield RawRow(line, cells)
    except UnicodeError as error:
        raise BadFile(FileFault.UNKNOWN_LETTERS) from error
    except csv.Error as error:
        too_long = "field limit" in str(error)
        fault = FileFault.LONG_CELL if too_long else FileFault.BROKEN_QUOTES
        raise BadFile(fault, line=reader.line_num) from error
