"""Cells as they may stand in a file: what a spreadsheet would run or refuse is made plain first."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from marketplace.clock import VIETNAM
from marketplace.text import clean_line
from marketplace.web import filters

_STARTS_FORMULA = ("=", "+", "-", "@", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
                   "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
_PLAIN_NUMBER = re.compile(r"[+-][0-9][0-9 .,]*")

Cell = str | int | Decimal | date | datetime | None


def plain(text: str) -> str:
    """One line without control characters; the spaces that do not break become ordinary ones."""
    return clean_line(text)


@lru_cache(maxsize=16384)
def for_csv(text: str) -> str:
    """``plain`` text that no spreadsheet reads as a formula; signed numbers stay as they are.

    An apostrophe in front is what spreadsheets themselves use to say "this is text".
    """
    line = plain(text)
    if line.startswith(_STARTS_FORMULA) and not _PLAIN_NUMBER.fullmatch(line):
        return f"'{line}"
    return line


def for_people(cell: Cell) -> str:
    """A cell as it is printed: 1.250.000, 98,6, 31/12/2022."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return filters.decimal(cell)
    if isinstance(cell, int):
        return filters.number(cell)
    if isinstance(cell, datetime):
        return f"{cell.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return filters.day(cell)
    return plain(str(cell))


def for_machines(cell: Cell) -> str | int | None:
    """A cell as JSON has it: days and moments as in ISO 8601, decimals with all their digits."""
    if cell is None or isinstance(cell, int):
        return cell
    if isinstance(cell, datetime):
        return cell.astimezone(VIETNAM).isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
