"""Refusals of the declared series."""

from __future__ import annotations

import enum
from collections.abc import Sequence

from marketplace.errors import Refusal


class FileFault(enum.StrEnum):
    """Why a file as a whole is no file of published figures."""

    NOT_FOUND = "not_found"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    NO_HEADER = "no_header"
    COLUMNS_TWICE = "columns_twice"
    BROKEN_QUOTES = "broken_quotes"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"


class BadFile(Refusal):
    """The file as a whole cannot be taken. ``names`` are the columns it is about."""

    def __init__(self, fault: FileFault, names: Sequence[str] = ()) -> None:
        super().__init__(fault, names)
        self.fault = fault
        self.names = tuple(names)


class AlreadyWithdrawn(Refusal):
    """Somebody withdrew the figure before."""
