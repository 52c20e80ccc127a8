"""The figures as a workbook: a summary, then a sheet for each table, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from xlsxwriter import Workbook

from marketplace.reports import making, wording
from marketplace.reports.cells import plain
from marketplace.reports.making import Making
from marketplace.reports.rows import Figures
from marketplace.reports.tables import Cell, Table, tables

MIME_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A4 = 9
HEADER_ROW = 3
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "quiet": {"italic": True},
    "header": {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E8E4D8"},
    "text": {"text_wrap": True, "valign": "top", "border": 1},
    "number": {"num_format": "#,##0", "valign": "top", "border": 1},
    "percent": {"num_format": "0.0%", "valign": "top", "border": 1},
    "day": {"num_format": "dd/mm/yyyy", "align": "left", "valign": "top", "border": 1},
}


def write(figures: Figures, made: Making) -> bytes:
    """The workbook. The same figures, maker and moment give the same bytes."""
    memory = BytesIO()
    # Text is only ever written as text; these two keep the library from guessing otherwise.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(memory, options) as book:
        looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
        _describe(book, figures, made)
        _Sheet(book, _("Summary"), looks).summary(figures, made)
        for table in tables(figures):
            _Sheet(book, table.name, looks).table(table, making.as_of(figures.day, made))
    return memory.getvalue()


def _describe(book: Workbook, figures: Figures, made: Making) -> None:
    """The properties of the file. Its creation is the day counted, so that bytes can repeat."""
    book.set_properties(
        {
            "title": making.title(figures.day),
            "author": plain(made.by),
            "created": datetime.combine(figures.day, time(), UTC),
        }
    )


class _Sheet:
    """One sheet being written from the top."""

    def __init__(self, book: Workbook, name: str, looks: dict[str, Any]) -> None:
        self.sheet = book.add_worksheet(plain(name)[:31])
        self.looks = looks

    def summary(self, figures: Figures, made: Making) -> None:
        """Both figures with their definitions, and what a reader must know."""
        self._head(_("OCOP products online: the two figures"), making.as_of(figures.day, made))
        titles = (_("Figure"), _("Counted"), _("Out of"), _("Percent"), _("Reads"))
        self._header((*titles, _("How it is counted"), _("Basis")), (44, 10, 10, 10, 24, 70, 40))
        headline = making.headline(figures)
        for row, (definition, share) in enumerate(headline, HEADER_ROW + 1):
            counts = (share.part, share.whole, share.percent, wording.share(share))
            self._row(row, (definition.title, *counts, definition.how, definition.source))
        below = HEADER_ROW + len(headline) + 2
        for row, (what, answer) in enumerate(making.remarks(figures, made), below):
            self._cell(row, 0, what)
            # The answers are longer than the narrow columns of numbers above them.
            self.sheet.merge_range(row, 1, row, 5, "", self.looks["text"])
            self._cell(row, 1, answer)
        self._print_setup()

    def table(self, table: Table, as_of: str) -> None:
        """A title, the day, a header that stays in sight, and the rows."""
        self._head(table.title, as_of)
        titles = [column.title for column in table.columns]
        self._header(titles, [column.width for column in table.columns])
        for number, row in enumerate(table.rows, HEADER_ROW + 1):
            self._row(number, [column.cell(row) for column in table.columns])
        if table.rows:
            last = HEADER_ROW + len(table.rows)
            self.sheet.autofilter(HEADER_ROW, 0, last, len(table.columns) - 1)
        else:
            self.sheet.write_string(HEADER_ROW + 1, 0, plain(table.when_empty))
        self.sheet.freeze_panes(HEADER_ROW + 1, 1)
        self._print_setup()

    def _head(self, title: str, as_of: str) -> None:
        self.sheet.write_string(0, 0, plain(title), self.looks["title"])
        self.sheet.write_string(1, 0, plain(as_of), self.looks["quiet"])

    def _header(self, titles: Iterable[Any], widths: Sequence[int]) -> None:
        for column, (title, width) in enumerate(zip(titles, widths, strict=True)):
            self.sheet.set_column(column, column, width)
            self.sheet.write_string(HEADER_ROW, column, plain(str(title)), self.looks["header"])

    def _row(self, row: int, cells: Iterable[Any]) -> None:
        for column, cell in enumerate(cells):
            self._cell(row, column, cell)

    def _cell(self, row: int, column: int, cell: Cell) -> None:
        """Numbers as numbers, days as days, everything else as text."""
        if cell is None:
            self.sheet.write_blank(row, column, None, self.looks["text"])
        elif isinstance(cell, Decimal):
            self.sheet.write_number(row, column, float(cell / 100), self.looks["percent"])
        elif isinstance(cell, int):
            self.sheet.write_number(row, column, cell, self.looks["number"])
        elif isinstance(cell, date):
            self.sheet.write_datetime(row, column, cell, self.looks["day"])
        else:
            self.sheet.write_string(row, column, plain(str(cell)), self.looks["text"])

    def _print_setup(self) -> None:
        self.sheet.set_paper(A4)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(HEADER_ROW)
        self.sheet.set_footer("&L&A&R&P/&N")
