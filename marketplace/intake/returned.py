"""Rows given back as a file: as they came, with what became of them on the right.

What was said once for the whole file, or by a heading above a row, stands in columns of its own,
so that a corrected file can be sent in without its title.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import xlsxwriter

from marketplace.intake import wording
from marketplace.intake.cells import CellReader, with_guard
from marketplace.intake.kinds import Field, OutcomeKind, RemarkKind, Taker
from marketplace.intake.models import IntakeRow, IntakeRun
from marketplace.intake.rules import RESULTS

_WIDTH, _WIDTH_OF_REASON = 18, 60


class Returned:
    """The rows of one file, on their way back."""

    def __init__(
        self,
        run: IntakeRun,
        taker: Taker,
        reader: CellReader,
        said_above: Iterable[str] = (),
        *,
        shows_secrets: bool = True,
    ) -> None:
        said = {*said_above, *(name for name, text in run.settings.items() if text)}
        said -= set(run.mapping.values())
        self.run, self.taker, self.reader = run, taker, reader
        self._show = reader.opened if shows_secrets else reader.masked
        self._width = len(run.headings)
        self._extra = [field for field in taker.fields if field.name in said]
        self._places = {
            place: run.mapping[title]
            for place, title in enumerate(run.headings)
            if title in run.mapping
        }
        self.titles = [*run.headings, *map(_title, self._extra), *RESULTS]

    def line(self, row: IntakeRow) -> list[str]:
        """One row with what became of it."""
        cells = self._show(row.cells)[: self._width]
        cells += [""] * (self._width - len(cells))
        said = self.reader.read(row.line, cells, row.above).cells
        whole = [
            cell.strip() or said.get(self._places.get(place, ""), "")
            for place, cell in enumerate(cells)
        ]
        extra = [said.get(field.name, "") for field in self._extra]
        return [*map(with_guard, [*whole, *extra]), *self._result(row)]

    def _result(self, row: IntakeRow) -> list[str]:
        remarks = [wording.remark_from(kept) for kept in row.remarks]
        fields = dict.fromkeys(one.column for one in remarks if one.kind is RemarkKind.FAULT)
        columns = [wording.column(self.run, self.taker, field) for field in fields if field]
        said = {
            kind: "; ".join(
                wording.sentence(self.taker, one) for one in remarks if one.kind is kind
            )
            for kind in RemarkKind
        }
        reasons = [said[RemarkKind.FAULT], said[RemarkKind.CHANGE]]
        return [
            str(row.line),
            str(wording.OUTCOMES[OutcomeKind(row.outcome)]) if row.outcome else "",
            "; ".join(columns),
            with_guard("; ".join(filter(None, reasons))),
            with_guard(said[RemarkKind.NOTICE]),
        ]


def _title(field: Field) -> str:
    return field.headings[0] if field.headings else field.name


def as_csv(returned: Returned, rows: Iterable[IntakeRow]) -> Iterator[str]:
    """The rows as CSV that Excel opens, piece by piece."""
    yield "\ufeff" + _csv_line(returned.titles)
    for row in rows:
        yield _csv_line(returned.line(row))


def _csv_line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def write_xlsx(returned: Returned, rows: Iterable[IntakeRow], out: BinaryIO) -> None:
    """The rows as a workbook, in constant memory; the reasons stand out."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Trả lại")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        marked = book.add_format({"bg_color": "#FFF2CC", "text_wrap": True, "valign": "top"})
        first = len(returned.titles) - len(RESULTS)
        sheet.set_column(0, first - 1, _WIDTH)
        sheet.set_column(first, first + 2, _WIDTH)
        sheet.set_column(first + 3, first + 4, _WIDTH_OF_REASON)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, returned.titles, bold)
        for number, row in enumerate(rows, start=1):
            line = returned.line(row)
            sheet.write_row(number, 0, line[:first])
            sheet.write_row(number, first, line[first:], marked)
