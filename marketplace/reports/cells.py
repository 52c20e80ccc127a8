"""Text as it may stand in a cell: what a spreadsheet would run or refuse is made plain first."""

from __future__ import annotations

import re

from marketplace.text import clean_line

_STARTS_FORMULA = ("=", "+", "-", "@", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
                   "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
_PLAIN_NUMBER = re.compile(r"[+-][0-9][0-9 .,]*")


def plain(text: str) -> str:
    """One line without control characters; the spaces that do not break become ordinary ones."""
    return clean_line(text)


def for_csv(text: str) -> str:
    """``plain`` text that no spreadsheet reads as a formula; signed numbers stay as they are.

    An apostrophe in front is what spreadsheets themselves use to say "this is text".
    """
    line = plain(text)
    if line.startswith(_STARTS_FORMULA) and not _PLAIN_NUMBER.fullmatch(line):
        return f"'{line}"
    return line
