"""A report as a workbook, as a Vietnamese office prints it.

The first sheet has the letterhead and the signatures; every table is a sheet (or several, when it
has more rows than one holds); the last sheet tells what is counted and what was filtered. Rows
are written one by one and never all in memory.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from xlsxwriter import Workbook

from marketplace.clock import VIETNAM
from marketplace.reports import office
from marketplace.reports.cells import Cell, plain
from marketplace.reports.paper import Column, Line, Paper, Sum, Table
from marketplace.reports.sheet_names import SheetNames

MIME_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A4 = 9
MOST_ROWS = 1_048_576  # of one sheet, says the format
LINE_HEIGHT = 16  # points
HIGHEST_ROW = 400
KEPT_ROWS = 12  # of them for the total and the signatures
WIDE = 110  # characters; a wider table is printed across
NUMBER = Column("no", "", 5, lambda _row: None, is_number=True)
_FONT = {"font_name": "Times New Roman", "font_size": 12, "font_scheme": ""}
_CELL = {"valign": "top", "border": 1}
_LOOKS: dict[str, dict[str, Any]] = {
    "letterhead": {"bold": True, "align": "center"},
    "letterhead_plain": {"align": "center"},
    "title": {"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"},
    "quiet": {"italic": True, "align": "center"},
    "unit": {"italic": True, "align": "right"},
    "header": {"bold": True, "text_wrap": True, "border": 1, "align": "center",
               "valign": "vcenter", "bg_color": "#EDE8DC"},
    "order": {"italic": True, "border": 1, "align": "center", "font_size": 10},
    "serial": {"align": "center", **_CELL},
    "text": {"text_wrap": True, **_CELL},
    "number": {"num_format": "#,##0", **_CELL},
    "percent": {"num_format": "#,##0.0", **_CELL},
    "day": {"num_format": "dd/mm/yyyy", "align": "center", **_CELL},
    "moment": {"num_format": "dd/mm/yyyy hh:mm", "align": "center", **_CELL},
    "total_text": {"bold": True, "text_wrap": True, **_CELL},
    "total_number": {"bold": True, "num_format": "#,##0", **_CELL},
    "total_percent": {"bold": True, "num_format": "#,##0.0", **_CELL},
    "signer": {"bold": True, "align": "center"},
}  # fmt: skip


def write(paper: Paper, path: Path) -> None:
    """Write the workbook. The same paper gives the same bytes."""
    # Text is only ever written as text; two of these keep the library from guessing otherwise.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "tmpdir": str(path.parent),
        "default_format_properties": dict(_FONT),  # the library takes things out of it
    }
    with Workbook(str(path), options) as book:
        _describe(book, paper)
        _Writer(book, paper).write()


def _describe(book: Workbook, paper: Paper) -> None:
    """The properties of the file. Its creation is the report's day, so that bytes can repeat."""
    created = datetime.combine(paper.day, time(), UTC)
    book.set_properties({"title": plain(paper.title), "created": created})


class _Writer:
    """A workbook being written from its first sheet to its last."""

    def __init__(self, book: Workbook, paper: Paper) -> None:
        self.book = book
        self.paper = paper
        self.looks = {name: book.add_format(_FONT | look) for name, look in _LOOKS.items()}
        self.names = SheetNames()

    def write(self) -> None:
        """Every sheet."""
        for place, table in enumerate(self.paper.tables):
            self._table(table, is_first=place == 0)
        if self.paper.notes:
            self._notes()

    def _table(self, table: Table, *, is_first: bool) -> None:
        sheet = self._sheet(table, is_first=is_first)
        count = 0
        for count, line in enumerate(table.lines(), 1):
            if sheet.is_full:
                sheet.close_rows()
                sheet = self._sheet(table, is_first=False)
            sheet.line(line, count)
        if not count:
            sheet.remark(table.when_empty)
        sheet.close_rows()
        if table.total is not None and count:
            sheet.total(table.total())
        if is_first:
            sheet.signatures(self.paper)

    def _sheet(self, table: Table, *, is_first: bool) -> _Sheet:
        added = self.book.add_worksheet(self.names.next(table.name))
        sheet = _Sheet(added, table, self.looks)
        if is_first:
            sheet.letterhead(self.paper)
        sheet.head(self.paper, self.paper.title if is_first else table.title)
        sheet.header()
        return sheet

    def _notes(self) -> None:
        table = Table(
            key="notes",
            name=_("Definitions and filters"),
            title=_("What is counted, and what was filtered"),
            columns=(
                Column("what", _("Item"), 34, lambda note: note[0]),
                Column("answer", _("Meaning"), 92, lambda note: note[1]),
            ),
            rows=lambda: self.paper.notes,
            when_empty="",
        )
        self._table(table, is_first=False)


class _Sheet:
    """One sheet, written strictly from the top: rows above are on disk already."""

    def __init__(self, sheet: Any, table: Table, looks: dict[str, Any]) -> None:
        self.sheet, self.looks = sheet, looks
        self.columns = ((NUMBER,) if table.is_numbered else ()) + tuple(table.columns)
        self.last = len(self.columns) - 1
        self.table = table
        self.row = 0
        self.first_row = 0  # the numbers of the columns; the rows follow
        for place, column in enumerate(self.columns):
            sheet.set_column(place, place, column.width)
        self._print_setup()

    @property
    def is_full(self) -> bool:
        """Whether no further row has room."""
        return self.row >= MOST_ROWS - KEPT_ROWS

    def letterhead(self, paper: Paper) -> None:
        """The office at the left, the nation at the right."""
        for place, (left, right) in enumerate(
            zip(office.agency(paper.office), office.nation(), strict=True)
        ):
            self._halves(left, right, "letterhead_plain" if place == 0 else "letterhead")
        self.row += 1

    def head(self, paper: Paper, title: str) -> None:
        """What the table is, which report it belongs to, until when it counts, in which unit."""
        self.sheet.set_row(self.row, 24)
        self._across(title, "title")
        self._across(office.attached(paper.office), "quiet")
        self._across(paper.as_of, "quiet")
        unit = _("Unit: %(unit)s", unit=self.table.unit) if self.table.unit else ""
        self._across(unit, "unit")

    def header(self) -> None:
        """Headings and their numbers, which are repeated on every printed page."""
        titles = [_("No.") if column is NUMBER else str(column.title) for column in self.columns]
        self._grow(titles)
        for place, title in enumerate(titles):
            self._text(self.row, place, title, "header")
        for place in range(len(titles)):
            self._text(self.row + 1, place, f"({place + 1})", "order")
        self.sheet.repeat_rows(self.row, self.row + 1)
        self.first_row = self.row + 1
        self.row += 2
        self.sheet.freeze_panes(self.row, 2 if self.table.is_numbered else 1)

    def line(self, line: Line, number: int) -> None:
        """One row."""
        self._grow(line)
        if self.table.is_numbered:
            self.sheet.write_number(self.row, 0, number, self.looks["serial"])
        self._cells(line, "total_" if isinstance(line, Sum) else "")

    def _cells(self, line: Line, look: str = "") -> None:
        for place, cell in enumerate(line, len(self.columns) - len(line)):
            self._cell(self.row, place, cell, look)
        self.row += 1

    def _grow(self, line: Line) -> None:
        """Give the row the height of its longest text; not every spreadsheet does so itself."""
        folds = max(
            (1 + 9 * len(cell) // (10 * column.width) if isinstance(cell, str) else 1)
            for cell, column in zip(line, self.columns[-len(line) :], strict=True)
        )
        if folds > 1:
            self.sheet.set_row(self.row, min(folds * LINE_HEIGHT, HIGHEST_ROW))

    def remark(self, text: str) -> None:
        """A sentence where rows would stand."""
        self._across(text, "quiet")

    def close_rows(self) -> None:
        """Let readers filter what stands between the headings and here."""
        if self.row > self.first_row + 1:
            self.sheet.autofilter(self.first_row, 0, self.row - 1, self.last)

    def total(self, line: Line) -> None:
        """The last line of the table."""
        self._cells((None, *line) if self.table.is_numbered else line, "total_")

    def signatures(self, paper: Paper) -> None:
        """Place and day, and room for two to sign."""
        self.row += 1
        self._halves("", office.signed(paper.office), "quiet")
        for (left, right), look in zip(
            zip(*office.signatures(), strict=True), ("signer", "quiet"), strict=True
        ):
            self._halves(left, right, look)
        self.row += 5

    def _halves(self, left: str, right: str, look: str) -> None:
        middle = self._middle()
        self._merged(0, middle, left, look)
        self._merged(middle + 1, self.last, right, look)
        self.row += 1

    def _middle(self) -> int:
        """The last column of the left half."""
        half = sum(column.width for column in self.columns) * 45 // 100
        taken = 0
        for place, column in enumerate(self.columns):
            taken += column.width
            if taken >= half:
                return min(place, self.last - 1)
        return self.last - 1

    def _across(self, text: str, look: str) -> None:
        self._merged(0, self.last, text, look)
        self.row += 1

    def _merged(self, first: int, last: int, text: str, look: str) -> None:
        if first == last:
            self._text(self.row, first, text, look)
        else:
            self.sheet.merge_range(self.row, first, self.row, last, "", self.looks[look])
            self._text(self.row, first, text, look)

    def _text(self, row: int, column: int, text: str, look: str) -> None:
        self.sheet.write_string(row, column, plain(text), self.looks[look])

    def _cell(self, row: int, column: int, cell: Cell, look: str = "") -> None:
        """Numbers as numbers, days as days, everything else as text."""
        if cell is None or cell == "":
            self.sheet.write_blank(row, column, None, self.looks[f"{look}text"])
        elif isinstance(cell, Decimal):
            self.sheet.write_number(row, column, float(cell), self.looks[f"{look}percent"])
        elif isinstance(cell, int):
            self.sheet.write_number(row, column, cell, self.looks[f"{look}number"])
        elif isinstance(cell, datetime):
            here = cell.astimezone(VIETNAM).replace(tzinfo=None)
            self.sheet.write_datetime(row, column, here, self.looks["moment"])
        elif isinstance(cell, date):
            self.sheet.write_datetime(row, column, cell, self.looks["day"])
        else:
            self._text(row, column, str(cell), f"{look}text")

    def _print_setup(self) -> None:
        self.sheet.set_paper(A4)
        if sum(column.width for column in self.columns) > WIDE:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.6)
        self.sheet.center_horizontally()
        self.sheet.set_footer("&L&A&R&P/&N")
