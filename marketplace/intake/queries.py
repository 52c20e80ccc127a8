"""Reads of files on their way in, and of the tray."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.intake.kinds import OutcomeKind
from marketplace.intake.models import IntakeRow, IntakeRun, KnownHeadings, MatchCase, RunState

LARGEST_GROUP = 2_000  # rows that belong together; what is more is cut


def find_run(session: Session, run_id: int) -> IntakeRun | None:
    """One file."""
    return session.get(IntakeRun, run_id)


def held_run(session: Session, run_id: int) -> IntakeRun:
    """One file, held so that nobody else moves it on meanwhile."""
    return session.get_one(IntakeRun, run_id, with_for_update=True, populate_existing=True)


def runs(session: Session, first: int, size: int) -> Sequence[tuple[IntakeRun, str | None]]:
    """Files with the name of who sent them in, the latest first."""
    found = session.execute(
        select(IntakeRun, User.name)
        .outerjoin(User, User.id == IntakeRun.started_by_id)
        .order_by(IntakeRun.id.desc())
        .offset(first)
        .limit(size)
    )
    return [(run, name) for run, name in found]


def runs_count(session: Session) -> int:
    """How many files ever came in."""
    return session.scalar(select(func.count()).select_from(IntakeRun)) or 0


def taken_before(session: Session, run: IntakeRun) -> IntakeRun | None:
    """The same file, byte for byte, when it was taken in before."""
    return session.scalar(
        select(IntakeRun)
        .where(
            IntakeRun.kind == run.kind,
            IntakeRun.file_hash == run.file_hash,
            IntakeRun.state == RunState.DONE,
            IntakeRun.id != run.id,
        )
        .order_by(IntakeRun.id.desc())
        .limit(1)
    )


def known_headings(session: Session, kind: str, key: str) -> KnownHeadings | None:
    """What somebody said that the columns of such a table mean."""
    return session.scalar(
        select(KnownHeadings).where(KnownHeadings.kind == kind, KnownHeadings.headings_key == key)
    )


def last_line(session: Session, run_id: int) -> int:
    """The last line of a file that is kept already."""
    return session.scalar(select(func.max(IntakeRow.line)).where(IntakeRow.run_id == run_id)) or 0


class KeptRow(NamedTuple):
    """A row of a file as it is worked on."""

    id: int
    line: int
    cells: list[str]
    above: dict[str, str]
    outcome: str | None
    group_key: str

    @property
    def cursor(self) -> Cursor:
        """Where this row stands in the order of the work."""
        return self.group_key, self.line


Cursor = tuple[str, int]
START: Cursor = ("", 0)


def unchecked(session: Session, run_id: int, after: Cursor, most: int) -> list[KeptRow]:
    """The next rows to be checked: whole groups, in the order of their keys."""
    return _next(session, run_id, IntakeRow.outcome.is_(None), after, most)


def untaken(session: Session, run_id: int, after: Cursor, most: int) -> list[KeptRow]:
    """The next rows to be taken: whole groups, in the order of their keys."""
    waits = IntakeRow.taken_at.is_(None) & (IntakeRow.outcome != OutcomeKind.IGNORED)
    return _next(session, run_id, waits, after, most)


def _next(
    session: Session, run_id: int, waits: ColumnElement[bool], after: Cursor, most: int
) -> list[KeptRow]:
    key, line = after
    columns = (getattr(IntakeRow, name) for name in KeptRow._fields)
    ordered = (
        select(*columns)
        .where(IntakeRow.run_id == run_id, waits)
        .order_by(IntakeRow.group_key, IntakeRow.line)
    )
    same_group = (IntakeRow.group_key == key) & (IntakeRow.line > line)
    follows = (IntakeRow.group_key > key) | same_group
    found = [KeptRow(*row) for row in session.execute(ordered.where(follows).limit(most))]
    if len(found) < most:
        return found
    last = found[-1]
    rest = ordered.where(IntakeRow.group_key == last.group_key, IntakeRow.line > last.line)
    return [*found, *(KeptRow(*row) for row in session.execute(rest.limit(LARGEST_GROUP)))]


def are_unchecked(session: Session, ids: Sequence[int]) -> bool:
    """Whether nobody else has checked these rows meanwhile."""
    checked = IntakeRow.id.in_(ids) & IntakeRow.outcome.is_not(None)
    return session.scalar(select(IntakeRow.id).where(checked).limit(1)) is None


def rows(
    session: Session, run_id: int, outcome: str | None, first: int, size: int
) -> Sequence[IntakeRow]:
    """Rows of a file in its order, all or those with one outcome."""
    asked = _with_outcome(run_id, outcome).order_by(IntakeRow.line)
    return session.scalars(asked.offset(first).limit(size)).all()


def _with_outcome(run_id: int, outcome: str | None) -> Select[IntakeRow]:
    asked = select(IntakeRow).where(IntakeRow.run_id == run_id)
    return asked if outcome is None else asked.where(IntakeRow.outcome == outcome)


def all_rows(session: Session, run_id: int, outcome: str | None = None) -> Iterator[IntakeRow]:
    """Every row of a file in its order, few in memory at a time."""
    line = 0
    while True:
        asked = _with_outcome(run_id, outcome).where(IntakeRow.line > line)
        found = session.scalars(asked.order_by(IntakeRow.line).limit(1_000)).all()
        if not found:
            return
        for row in found:
            session.expunge(row)
            yield row
        line = found[-1].line


def said_above(session: Session, run_id: int, outcome: str) -> set[str]:
    """The fields that headings between rows say for rows with one outcome."""
    asked = select(IntakeRow.above).where(IntakeRow.run_id == run_id, IntakeRow.outcome == outcome)
    found = session.scalars(asked, execution_options={"yield_per": 1_000})
    return {field for above in found for field in above}


def cases_of(session: Session, kind: str, hashes: Collection[str]) -> dict[str, MatchCase]:
    """The cases in the tray, open or decided, that these rows brought before."""
    found = session.scalars(
        select(MatchCase).where(MatchCase.kind == kind, MatchCase.row_hash.in_(hashes))
    )
    return {case.row_hash: case for case in found}


def runs_with_files(session: Session) -> set[int]:
    """The files that are not done with: theirs are kept."""
    ended = (RunState.DONE, RunState.DISCARDED, RunState.FAILED)
    return set(session.scalars(select(IntakeRun.id).where(IntakeRun.state.not_in(ended))))


def runs_with_old_rows(session: Session, before: datetime) -> Sequence[IntakeRun]:
    """The files done with before a moment whose rows are still kept; a few at a time."""
    has_rows = select(IntakeRow.id).where(IntakeRow.run_id == IntakeRun.id).exists()
    asked = select(IntakeRun).where(IntakeRun.finished_at < before, has_rows)
    return session.scalars(asked.order_by(IntakeRun.id).limit(10)).all()
