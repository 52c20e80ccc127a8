"""What is kept of the rows of a file, and of those that wait in the tray."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from marketplace.intake import queries
from marketplace.intake.kinds import FileRow, Outcome, OutcomeKind, Remark
from marketplace.intake.models import CaseState, IntakeRow, IntakeRun, MatchCase
from marketplace.intake.queries import KeptRow


def keep_rows(
    session: Session, run: IntakeRun, rows: Sequence[Mapping[str, Any]], *, now: datetime
) -> None:
    """Keep some more rows of a file: values of ``IntakeRow``."""
    if rows:
        session.execute(insert(IntakeRow), [{"run_id": run.id, **row} for row in rows])
    run.rows_read += len(rows)
    ignored = sum(row["outcome"] == OutcomeKind.IGNORED for row in rows)
    run.counts = _recounted(run.counts, [], [OutcomeKind.IGNORED] * ignored)
    run.seen_at = now


def note_outcomes(
    session: Session,
    run: IntakeRun,
    rows: Sequence[KeptRow],
    outcomes: Sequence[Outcome],
    *,
    taken_at: datetime | None,
    now: datetime,
) -> None:
    """Note what would become of rows, or (``taken_at``) what became of them."""
    ids = {row.line: row.id for row in rows}
    session.execute(
        update(IntakeRow),
        [
            {
                "id": ids[outcome.line],
                "outcome": outcome.kind.value,
                "remarks": [as_json(remark) for remark in outcome.remarks],
                "taken_at": taken_at,
            }
            for outcome in outcomes
        ],
    )
    before = [row.outcome for row in rows if row.outcome is not None]
    run.counts = _recounted(run.counts, before, [outcome.kind for outcome in outcomes])
    if taken_at is not None:
        run.rows_taken += len(outcomes)
    run.seen_at = now


def as_json(remark: Remark) -> dict[str, Any]:
    """A remark as it is kept with its row."""
    return {
        "kind": remark.kind.value,
        "code": remark.code,
        "column": remark.column,
        "data": dict(remark.data),
    }


def _recounted(
    counts: Mapping[str, int], before: Sequence[str], after: Sequence[str]
) -> dict[str, int]:
    changed = Counter(dict(counts))
    changed.subtract(Counter(map(str, before)))
    changed.update(map(str, after))
    return {kind.value: changed[kind.value] for kind in OutcomeKind}


def ask(
    session: Session,
    run: IntakeRun,
    row: FileRow,
    outcome: Outcome,
    *,
    kept: Mapping[str, str],
    known: MatchCase | None,
    now: datetime,
) -> None:
    """Put an unsure row in the tray, or renew the candidates of one that waits there.

    ``kept`` is what the row says, secrets sealed.
    """
    case = known or MatchCase(
        kind=run.kind, row_hash=row.hash, row=dict(kept), state=CaseState.OPEN, made_at=now
    )
    case.run_id, case.line = run.id, row.line
    case.candidates = [
        {"id": one.id, "score": one.score, "why": list(one.why)} for one in outcome.candidates
    ]
    session.add(case)


def forget_old_rows(session: Session, *, before: datetime) -> None:
    """Drop the rows of files that were done with before a moment; their counts stay."""
    for run in queries.runs_with_old_rows(session, before):
        session.execute(delete(IntakeRow).where(IntakeRow.run_id == run.id))
