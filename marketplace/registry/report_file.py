"""The outcome of an import as a file: every row as it was, with what became of it on the right."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from marketplace.registry import wording
from marketplace.registry.actions import ReadFile
from marketplace.registry.importing.columns import RESULTS, with_guard
from marketplace.registry.importing.outcomes import Outcome


def write(path: Path, file: ReadFile, outcomes: Iterable[Outcome]) -> None:
    """Write the report as CSV that Excel opens; corrected, it can be imported itself."""
    cells = {raw.line: raw.cells for raw in file.raws}
    width = len(file.titles)
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([*file.titles, *RESULTS])
        for outcome in outcomes:
            row = [with_guard(cell.strip()) for cell in cells[outcome.line]][:width]
            padding = [""] * (width - len(row))
            writer.writerow([*row, *padding, *_result(outcome)])


def _result(outcome: Outcome) -> list[str]:
    reasons = [wording.remark(fault) for fault in outcome.faults]
    if outcome.set_aside is not None:
        reasons.append(str(wording.SET_ASIDE[outcome.set_aside]))
    reasons += [wording.change(changed) for changed in outcome.changes]
    columns = [wording.column(fault.column) for fault in outcome.faults if fault.column]
    return [
        str(outcome.line),
        str(wording.OUTCOMES[outcome.kind]),
        "; ".join(columns),
        with_guard("; ".join(reasons)),
        with_guard("; ".join(wording.remark(notice) for notice in outcome.notices)),
    ]
