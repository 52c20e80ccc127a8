"""Refusals of the intake."""

from __future__ import annotations

import enum
import json
from typing import Any

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
    MACROS = "macros"
    UNSAFE_EXCEL = "unsafe_excel"
    OPEN_FORMULA = "open_formula"
    UNKNOWN_LETTERS = "unknown_letters"
    NOT_TEXT = "not_text"
    BROKEN_QUOTES = "broken_quotes"
    LONG_CELL = "long_cell"
    NO_HEADER = "no_header"
    MISSING_COLUMNS = "missing_columns"
    DOUBLE_COLUMN = "double_column"
    TOO_MANY_COLUMNS = "too_many_columns"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"
    FILE_GONE = "file_gone"


class BadFile(Refusal):
    """A file that cannot be read as a table. Nothing of it is taken."""

    def __init__(self, fault: FileFault, **data: Any) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.data = data

    def as_text(self) -> str:
        """The refusal as it may be stored."""
        return json.dumps({"fault": self.fault, "data": self.data}, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> BadFile:
        """The refusal again."""
        kept = json.loads(text)
        return cls(FileFault(kept["fault"]), **kept["data"])


class WrongState(Refusal):
    """The file is not where this can be done: somebody else was faster, or it is done."""


class RowsRefused(Refusal):
    """All or nothing was asked for, and some rows are refused."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows


class Unmapped(Refusal):
    """Required fields have neither a column nor a value for the whole file."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(fields)
        self.fields = fields


class DoubleColumn(Refusal):
    """Two columns were said to be the same field."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field
