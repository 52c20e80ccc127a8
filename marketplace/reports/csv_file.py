"""A report as one plain table: the columns of all its tables side by side, a line for each row.

The first cells of a line name the day and the table, so that files of several days can be put
under each other. UTF-8 with a byte order mark, so that Excel reads the
accents; days as 2022-12-31. The comma is the standard (RFC 4180); Excel under Vietnamese regional
settings, where the comma is the decimal mark, splits columns at semicolons, so both can be had,
each with its decimal mark.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from flask_babel import gettext as _

from marketplace.clock import VIETNAM
from marketplace.reports.cells import Cell, for_csv
from marketplace.reports.paper import Line, Paper, Table

MIME_TYPE = "text/csv"  # Flask adds the character set


class Separator(StrEnum):
    """What stands between two cells; the value is its name in the address."""

    COMMA = "phay"
    SEMICOLON = "cham-phay"


_MARKS = {Separator.COMMA: ",", Separator.SEMICOLON: ";"}
_POINTS = {Separator.COMMA: ".", Separator.SEMICOLON: ","}


def separator_named(name: str) -> Separator:
    """The separator asked for; the comma when the name is not known."""
    return Separator.SEMICOLON if name == Separator.SEMICOLON else Separator.COMMA


def write(paper: Paper, path: Path, separator: Separator = Separator.COMMA) -> None:
    """Write the file."""
    headings = _headings(paper.tables)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        # Quoted text is text on both sides of a separator that the reader's Excel does not split.
        writer = csv.writer(
            file, delimiter=_MARKS[separator], quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n"
        )
        writer.writerow([_("Day"), _("Table"), *headings])
        for table in paper.tables:
            writer.writerows(_Lines(paper, table, headings, separator))


def _headings(tables: Sequence[Table]) -> list[str]:
    """Every heading once, in the order in which the tables bring them."""
    return list(dict.fromkeys(str(column.title) for table in tables for column in table.columns))


class _Lines:
    """The lines of one table, each cell under its heading."""

    def __init__(
        self, paper: Paper, table: Table, headings: list[str], separator: Separator
    ) -> None:
        self.table = table
        self.places = [2 + headings.index(str(column.title)) for column in table.columns]
        self.empty: list[str | int | Decimal] = [paper.day.isoformat(), for_csv(table.name)]
        self.empty += [""] * len(headings)
        self.point = _POINTS[separator]

    def __iter__(self) -> Iterator[list[str | int | Decimal]]:
        for line in self.table.lines():
            yield self._line(line)

    def _line(self, cells: Line) -> list[str | int | Decimal]:
        line = self.empty.copy()
        for place, cell in zip(self.places, cells, strict=True):
            line[place] = self._cell(cell)
        return line

    def _cell(self, cell: Cell) -> str | int | Decimal:
        """Numbers bare, days as in ISO 8601, text made harmless."""
        if isinstance(cell, str):
            return for_csv(cell)
        if cell is None:
            return ""
        if isinstance(cell, int):
            return cell
        if isinstance(cell, Decimal):
            return cell if self.point == "." else str(cell).replace(".", self.point)
        if isinstance(cell, datetime):
            return cell.astimezone(VIETNAM).isoformat(" ", "seconds").partition("+")[0]
        return cell.isoformat()
