"""A report as PDF on A4: tagged, so that a screen reader can follow its tables.

The one place that knows the typesetter. Texts travel as JSON and are never part of its markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import typst
from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace.reports import office
from marketplace.reports.cells import for_people, plain
from marketplace.reports.paper import Line, Paper, Sum, Table
from marketplace.web import filters

MIME_TYPE = "application/pdf"
TEMPLATE = Path(__file__).with_name("paper.typ")
MOST_ROWS = 2000  # of one table: more is nothing to print, and takes the typesetter a gigabyte
WIDE = 110  # characters; a wider table is printed across
NUMBER_WIDTH = 6
Plain = dict[str, Any]


def write(paper: Paper, path: Path) -> None:
    """Write the file. The same paper gives the same bytes."""
    pdf = typst.compile(
        TEMPLATE,
        sys_inputs={"paper": json.dumps(_plain(paper), ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=0,
    )
    path.write_bytes(pdf)


def _plain(paper: Paper) -> Plain:
    """All that the template prints."""
    return {
        "lang": paper.locale,
        "title": plain(paper.title),
        "day": [paper.day.year, paper.day.month, paper.day.day],
        "agency": [plain(line) for line in office.agency(paper.office)],
        "nation": office.nation(),
        "attached": plain(office.attached(paper.office)),
        "as_of": plain(paper.as_of),
        "signed": plain(office.signed(paper.office)),
        "signers": office.signatures(),
        "parts": _parts(paper),
    }


def _parts(paper: Paper) -> list[Plain]:
    """Tables that lie on the page the same way, together."""
    tables = [_table(table, is_first=place == 0) for place, table in enumerate(paper.tables)]
    tables += _notes(paper.notes)
    return [
        {"wide": wide, "tables": list(same)}
        for wide, same in groupby(tables, key=lambda table: bool(table["wide"]))
    ]


def _table(table: Table, *, is_first: bool) -> Plain:
    lines = table.lines()
    rows = _printed(lines, table.is_numbered)
    left = sum(1 for _line in lines)
    total = table.total() if table.total and rows else None
    return {
        "title": "" if is_first else plain(table.title),
        "unit": plain(_("Unit: %(unit)s", unit=table.unit)) if table.unit else "",
        "columns": _columns(table),
        "rows": [] if left else rows,
        "total": None if total is None else _line(total, "" if table.is_numbered else None),
        "remark": _too_long(len(rows) + left) if left else "" if rows else plain(table.when_empty),
        "wide": table.width > WIDE,
        "signed": is_first,
    }


def _printed(lines: Iterator[Line], is_numbered: bool) -> list[Plain]:
    """The rows that have room; the others are still to be read."""
    rows: list[Plain] = []
    while len(rows) < MOST_ROWS and (line := next(lines, None)) is not None:
        cells = _line(line, str(len(rows) + 1) if is_numbered else None)
        rows.append({"cells": cells, "sum": isinstance(line, Sum)})
    return rows


def _line(cells: Iterable[Any], number: str | None) -> list[str]:
    line = [for_people(cell) for cell in cells]
    return line if number is None else [number, *line]


def _columns(table: Table) -> list[Plain]:
    columns = [
        _heading(str(column.title), column.width, is_number=column.is_number)
        for column in table.columns
    ]
    if not table.is_numbered:
        return columns
    return [_heading(_("No."), NUMBER_WIDTH, is_serial=True), *columns]


def _heading(title: str, width: int, *, is_number: bool = False, is_serial: bool = False) -> Plain:
    return {"title": plain(title), "width": width, "number": is_number, "serial": is_serial}


def _too_long(count: int) -> str:
    return str(
        ngettext(
            "This table has %(count)s row, too many to print. Take it as an Excel or CSV file.",
            "This table has %(count)s rows, too many to print. Take it as an Excel or CSV file.",
            count,
            count=filters.number(count),
        )
    )


def _notes(notes: Sequence[tuple[str, str]]) -> list[Plain]:
    if not notes:
        return []
    return [
        {
            "title": _("What is counted, and what was filtered"),
            "unit": "",
            "columns": [
                _heading(_("Item"), 34),
                _heading(_("Meaning"), 92),
            ],
            "rows": [
                {"cells": [plain(what), plain(answer)], "sum": False} for what, answer in notes
            ],
            "total": None,
            "remark": "",
            "wide": False,
            "signed": False,
        }
    ]
