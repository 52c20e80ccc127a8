"""A report for machines. Of the figures it is their one canonical form, the same as the feed's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TextIO

from marketplace.reports.cells import for_machines
from marketplace.reports.paper import Paper, Table

MIME_TYPE = "application/json"


def write(paper: Paper, path: Path) -> None:
    """Write the file; rows are written one by one and never all in memory."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        if paper.plain is not None:
            file.write(canonical(paper.plain) + "\n")
        else:
            _write_tables(paper, file)


def canonical(plain: Any) -> str:
    """The one way in which the same content is written: keys in order, no needless space."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _write_tables(paper: Paper, file: TextIO) -> None:
    head = {"report": paper.report, "title": paper.title, "as_of": paper.day.isoformat()}
    notes = [{"what": what, "meaning": meaning} for what, meaning in paper.notes]
    file.write(f'{{"about":{canonical(head | {"notes": notes})}')
    for table in paper.tables:
        file.write(f',\n"{table.key}":[')
        _write_rows(table, file)
        file.write("]")
    file.write("}\n")


def _write_rows(table: Table, file: TextIO) -> None:
    keys = [column.key for column in table.columns]
    mark = "\n"
    for line in table.lines():
        row = dict(zip(keys, map(for_machines, line), strict=True))
        file.write(mark + json.dumps(row, ensure_ascii=False, separators=(",", ":")))
        mark = ",\n"
