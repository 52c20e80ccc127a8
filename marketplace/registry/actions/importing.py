"""Taking a register file into the register."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.audit import history
from marketplace.intake.models import IntakeRun, RunState
from marketplace.registry import queries
from marketplace.registry.importing.applying import Entry, apply_rows
from marketplace.registry.importing.conflicts import conflicts
from marketplace.registry.importing.files import RawRow, Table
from marketplace.registry.importing.outcomes import Outcome, OutcomeKind, Remark, counts
from marketplace.registry.importing.places import Atlas
from marketplace.registry.importing.register import Register
from marketplace.registry.importing.rows import RowReader
from marketplace.registry.importing.statements import (
    AsideRow,
    RefusedRow,
    RegisterRow,
    Statement,
)
from marketplace.registry.models import SetAsideRow


@dataclass(frozen=True, slots=True)
class ReadFile:
    """The rows of a file, understood but not yet taken."""

    name: str
    hash: str
    titles: Sequence[str]
    raws: Sequence[RawRow]
    statements: Sequence[Statement]


def read_file(
    path: Path, table: Table, atlas: Atlas, today: date, on_row: Callable[[int], None]
) -> ReadFile:
    """Read every row of an open file; ``on_row`` hears how many are done.

    Raises:
        BadFile: the file breaks off or turns out to be none; nothing was taken.
    """
    reader = RowReader(table.header, atlas, today, pads_rows=table.pads_rows)
    raws, statements = [], []
    for done, raw in enumerate(table.rows, start=1):
        raws.append(raw)
        statements.append(reader.read(raw))
        on_row(done)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ReadFile(path.name, digest, table.header.titles, raws, statements)


def import_register(
    session: Session,
    file: ReadFile,
    atlas: Atlas,
    *,
    now: datetime,
    actor_id: int | None = None,
) -> list[Outcome]:
    """Bring the register in line with a file, and tell what became of each row, in its order.

    Good rows are taken even when others are refused. A second time nothing changes.
    """
    history.because(session, actor_id=actor_id, reason=f"Register file {file.name}", now=now)
    rows = [s for s in file.statements if isinstance(s, RegisterRow)]
    contradictions = conflicts(rows, atlas)
    good = [row for row in rows if row.line not in contradictions]
    outcomes = [
        *map(_taken, apply_rows(good, Register(session, atlas, now))),
        *(_refused(s, s.faults) for s in file.statements if isinstance(s, RefusedRow)),
        *(_refused(row, [contradictions[row.line]]) for row in rows if row.line in contradictions),
        *_keep_aside(session, file.statements, now),
    ]
    _note_run(session, file, outcomes, actor_id=actor_id, now=now)
    return sorted(outcomes, key=lambda outcome: outcome.line)


def _taken(entry: Entry) -> Outcome:
    if entry.is_new:
        kind = OutcomeKind.ADDED
    else:
        kind = OutcomeKind.CHANGED if entry.told.changes else OutcomeKind.UNCHANGED
    row = entry.row
    notices = [*row.notices, *entry.told.notices]
    changes = [] if entry.is_new else entry.told.changes
    return Outcome(row.line, kind, row.name, notices=notices, changes=changes)


def _refused(row: RefusedRow | RegisterRow, faults: list[Remark]) -> Outcome:
    return Outcome(row.line, OutcomeKind.REFUSED, row.name, faults=faults)


def _keep_aside(
    session: Session, statements: Iterable[Statement], now: datetime
) -> Iterator[Outcome]:
    """Keep the rows that recognise nothing, each once, whole and with the reason."""
    kept = queries.set_aside_hashes(session)
    for row in statements:
        if not isinstance(row, AsideRow):
            continue
        kind = OutcomeKind.UNCHANGED if row.hash in kept else OutcomeKind.SET_ASIDE
        if row.hash not in kept:
            kept.add(row.hash)
            session.add(
                SetAsideRow(
                    row_hash=row.hash,
                    name=row.name,
                    reason=row.reason,
                    row=row.cells,
                    created_at=now,
                )
            )
        yield Outcome(row.line, kind, row.name, set_aside=row.reason)


def _note_run(
    session: Session,
    file: ReadFile,
    outcomes: list[Outcome],
    *,
    actor_id: int | None,
    now: datetime,
) -> None:
    run = IntakeRun(
        kind="register",
        file_name=file.name[:200],
        file_hash=file.hash,
        state=RunState.DONE,
        headings=list(file.titles),
        samples=[],
        mapping={},
        settings={},
        counts=counts(outcomes),
        rows_total=len(file.raws),
        rows_read=len(file.raws),
        rows_taken=len(outcomes),
        started_by_id=actor_id,
        started_at=now,
        seen_at=now,
        finished_at=now,
    )
    session.add(run)
    session.flush()
    audit.record(
        session,
        actor_id=actor_id,
        action="register.imported",
        subject="registry_import",
        subject_id=run.id,
        now=now,
        file=run.file_name,
        hash=run.file_hash,
        **run.counts,
    )
