"""Refusals of the register."""

from __future__ import annotations

import enum

from marketplace.errors import Refusal


class FileFault(enum.StrEnum):
    """Why a whole file is refused: nothing of it is taken."""

    NOT_FOUND = "not_found"
    NOT_A_FILE = "not_a_file"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    PICTURE = "picture"
    PDF = "pdf"
    ARCHIVE = "archive"
    OLD_EXCEL = "old_excel"
    NOT_EXCEL = "not_excel"
    BROKEN_EXCEL = "broken_excel"
    NOT_UTF8 = "not_utf8"
    NOT_TEXT = "not_text"
    BROKEN_QUOTES = "broken_quotes"
    LONG_CELL = "long_cell"
    NO_HEADER = "no_header"
    MISSING_COLUMNS = "missing_columns"
    DOUBLE_COLUMN = "double_column"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"


class BadFile(Refusal):
    """A file that cannot be read as a register. The register stays as it was."""

    def __init__(self, fault: FileFault, **data: object) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.data = data
