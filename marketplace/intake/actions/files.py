"""Where a file is on its way in: received, confirmed, read, checked, taken, stopped, dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.intake import queries
from marketplace.intake.errors import BadFile, DoubleColumn, RowsRefused, Unmapped, WrongState
from marketplace.intake.kinds import FileFacts, OutcomeKind, Taker
from marketplace.intake.models import (
    IntakeRow,
    IntakeRun,
    KnownHeadings,
    RunState,
    TakingMode,
)
from marketplace.intake.rules import Vocabulary, before_ours, headings_key, missing_fields
from marketplace.outbox import actions as outbox
from marketplace.outbox.rules import Lane

MESSAGE = "intake"
AT_REST = frozenset({RunState.DONE, RunState.DISCARDED, RunState.FAILED})
AT_WORK = frozenset({RunState.READING, RunState.TAKING})


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was opened: what its table looks like, and what its columns probably mean."""

    name: str
    hash: str
    headings: list[str]
    samples: list[list[str]]
    mapping: dict[str, str]
    settings: dict[str, str]


def receive(
    session: Session, taker: Taker, file: Received, *, actor_id: int | None, now: datetime
) -> IntakeRun:
    """Enter a file. It waits for somebody to say what its columns mean, unless that is known."""
    run = IntakeRun(
        kind=taker.name,
        file_name=file.name[:200],
        file_hash=file.hash,
        state=RunState.MAPPING,
        headings=file.headings,
        samples=file.samples,
        mapping=file.mapping,
        settings=file.settings,
        counts={},
        started_by_id=actor_id,
        started_at=now,
        seen_at=now,
    )
    session.add(run)
    session.flush()
    for mapping in _remembered(session, taker, file.headings):
        if _fits(mapping, taker, file):
            run.mapping = mapping
            begin_reading(session, run, now=now)
            break
    return run


def _remembered(session: Session, taker: Taker, titles: list[str]) -> Iterator[dict[str, str]]:
    """What somebody said of these columns, or of those of the file whose rows we gave back."""
    vocabulary = Vocabulary(taker.fields)
    for headings in (titles, *before_ours(vocabulary, titles)):
        known = queries.known_headings(session, taker.name, headings_key(headings))
        added = {title: vocabulary.exact(title) for title in titles[len(headings) :]}
        if known is not None:
            yield {**known.mapping, **{title: field for title, field in added.items() if field}}


def _fits(mapping: Mapping[str, str], taker: Taker, file: Received) -> bool:
    names = {field.name for field in taker.fields}
    is_whole = set(mapping) <= set(file.headings) and set(mapping.values()) <= names
    has_doubles = len(set(mapping.values())) < len(mapping)
    return is_whole and not has_doubles and not missing_fields(taker.fields, mapping, file.settings)


def confirm(
    session: Session,
    run: IntakeRun,
    taker: Taker,
    mapping: Mapping[str, str],
    settings: Mapping[str, str],
    *,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Say what the columns mean, and what holds for the whole file; its rows are read anew.

    Such columns need not be confirmed again.

    Raises:
        WrongState: its rows are being taken, or the file is done with.
        DoubleColumn: two columns were said to be one field.
        Unmapped: a required field has neither a column nor a value for the whole file.
    """
    if run.state not in (RunState.MAPPING, RunState.CHECKED):
        raise WrongState
    doubles = [field for field, times in Counter(mapping.values()).items() if times > 1]
    if doubles:
        raise DoubleColumn(doubles[0])
    if missing := missing_fields(taker.fields, mapping, settings):
        raise Unmapped(missing)
    run.mapping, run.settings = dict(mapping), dict(settings)
    _remember(session, run, actor_id, now)
    begin_reading(session, run, now=now)


def _remember(session: Session, run: IntakeRun, actor_id: int | None, now: datetime) -> None:
    key = headings_key(run.headings)
    known = queries.known_headings(session, run.kind, key)
    if known is None:
        known = KnownHeadings(kind=run.kind, headings_key=key)
        session.add(known)
    known.mapping, known.confirmed_by_id, known.confirmed_at = run.mapping, actor_id, now


def begin_reading(session: Session, run: IntakeRun, *, now: datetime) -> None:
    """Read the rows of a file, whose columns are known, from the first."""
    session.execute(delete(IntakeRow).where(IntakeRow.run_id == run.id))
    run.state, run.counts = RunState.READING, {}
    run.rows_total, run.rows_read, run.rows_taken = None, 0, 0
    run.samples = []
    run.seen_at = now


def queue(session: Session, run: IntakeRun, *, now: datetime) -> None:
    """Let the worker do what there is to do with a file."""
    outbox.put(session, MESSAGE, {"run_id": run.id}, now=now, lane=Lane.LONG)


def facts_of(run: IntakeRun, now: datetime) -> FileFacts:
    """What a kind of file is told about one of its files."""
    return FileFacts(run.id, run.file_name, run.settings, run.started_by_id, now)


def end_of_file(run: IntakeRun) -> None:
    """All rows are kept."""
    run.rows_total = run.rows_read


def end_of_check(run: IntakeRun) -> None:
    """Every row was looked at: somebody may take the file."""
    run.state = RunState.CHECKED


def start_taking(run: IntakeRun, mode: TakingMode, *, now: datetime) -> None:
    """Begin to take the rows. From here on it goes on to the end.

    Raises:
        WrongState: it is not checked, or somebody was faster.
        RowsRefused: all or nothing was asked for, and there are refused rows.
    """
    if run.state is not RunState.CHECKED:
        raise WrongState
    refused = run.counts.get(OutcomeKind.REFUSED, 0)
    if mode is TakingMode.ALL_OR_NOTHING and refused:
        raise RowsRefused(refused)
    run.state, run.mode = RunState.TAKING, mode
    run.rows_taken = run.counts.get(OutcomeKind.IGNORED, 0)
    run.seen_at = now


def stop(run: IntakeRun, *, now: datetime) -> None:
    """Pause the work on a file.

    Raises:
        WrongState: nothing is being done with it.
    """
    if run.state not in AT_WORK:
        raise WrongState
    run.state, run.seen_at = RunState.STOPPED, now


def resume(run: IntakeRun, *, now: datetime) -> None:
    """Go on where it was stopped.

    Raises:
        WrongState: it was not stopped.
    """
    if run.state is not RunState.STOPPED:
        raise WrongState
    run.state = RunState.READING if run.mode is None else RunState.TAKING
    run.seen_at = now


def discard(session: Session, run: IntakeRun, *, actor_id: int | None, now: datetime) -> None:
    """Drop a file of which nothing was taken. What it was called, and its hash, are kept.

    Raises:
        WrongState: rows of it were taken, or are being taken.
    """
    if run.mode is not None or run.state in AT_REST:
        raise WrongState
    session.execute(delete(IntakeRow).where(IntakeRow.run_id == run.id))
    run.state, run.finished_at, run.seen_at, run.samples = RunState.DISCARDED, now, now, []
    _audit(session, run, "discarded", actor_id, now)


def fail(session: Session, run: IntakeRun, fault: BadFile, *, now: datetime) -> None:
    """The file turned out to be none: nothing of it is taken."""
    session.execute(delete(IntakeRow).where(IntakeRow.run_id == run.id))
    run.state, run.finished_at, run.seen_at = RunState.FAILED, now, now
    run.fault = fault.as_text()


def finish(session: Session, run: IntakeRun, *, now: datetime) -> None:
    """Every row was dealt with."""
    run.state, run.finished_at, run.seen_at = RunState.DONE, now, now
    _audit(session, run, "imported", run.started_by_id, now, **run.counts)


def _audit(
    session: Session,
    run: IntakeRun,
    act: str,
    actor_id: int | None,
    now: datetime,
    **counts: int,
) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action=f"{run.kind}.{act}",
        subject="intake_run",
        subject_id=run.id,
        now=now,
        file=run.file_name,
        hash=run.file_hash,
        **counts,
    )


def forget(session: Session, run: IntakeRun) -> None:
    """Leave no trace of a trial."""
    session.execute(delete(IntakeRow).where(IntakeRow.run_id == run.id))
    session.delete(run)
