"""Letting files in, and the work on them, which goes on in the background.

What a job (``jobs``) does not finish in its time goes on with the next message, so that other
long work has its turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from flask import current_app
from sqlalchemy.orm import Session

from marketplace import clock, db
from marketplace.db import transaction
from marketplace.intake import actions, files, queries
from marketplace.intake.actions import AT_WORK, Received
from marketplace.intake.asking import take_one
from marketplace.intake.cells import CellReader, masked
from marketplace.intake.errors import BadFile
from marketplace.intake.jobs import Job, Tell
from marketplace.intake.kinds import FileFacts, OutcomeKind, Taker
from marketplace.intake.models import IntakeRun, MatchCase, RunState
from marketplace.intake.reading.tables import open_table
from marketplace.intake.rules import Vocabulary, propose, with_usual

WORK_FOR = timedelta(minutes=1)
ROWS_KEPT = timedelta(days=90)
_LONGEST_SAMPLE = 200


def takers() -> dict[str, Taker]:
    """The kinds of files that this market takes in, by name."""
    found: dict[str, Taker] = current_app.extensions["takers"]
    return found


def folder() -> Path:
    """Where files lie while they are worked on."""
    data_dir: Path = current_app.extensions["market"].data_dir
    return data_dir / "intake"


def reader_of(run: IntakeRun) -> CellReader:
    """What reads the rows of a file."""
    fields = takers()[run.kind].fields
    vault = current_app.extensions["vault"]
    return CellReader(fields, run.headings, run.mapping, run.settings, vault)


def receive(
    taker: Taker,
    stream: IO[bytes],
    name: str,
    *,
    actor_id: int | None,
    now: datetime,
    in_background: bool = True,
) -> int:
    """Let a file in and look at its table; gives the number of its run.

    Raises:
        BadFile: it is none that can be read; nothing of it is kept.
    """
    with files.arriving(folder(), stream) as (path, digest):
        received = look_at(path, name, digest, taker)
        if in_background:  # somebody will see what is proposed
            settings = with_usual(taker.fields, received.mapping, received.settings)
            received = replace(received, settings=settings)
        with transaction() as session:
            run = actions.receive(session, taker, received, actor_id=actor_id, now=now)
            files.keep(folder(), path, run.id)
            if in_background and run.state is RunState.READING:
                actions.queue(session, run, now=now)
            return run.id


def look_at(path: Path, name: str, digest: str, taker: Taker) -> Received:
    """What the table of a file looks like, and what its columns probably mean.

    Raises:
        BadFile: it is none that can be read.
    """
    vocabulary = Vocabulary(taker.fields)
    with open_table(path, name, vocabulary) as table:
        proposed = propose(vocabulary, table.headings, table.samples)
        mapping = {heading: proposal.field for heading, proposal in proposed.items()}
        return Received(
            name=name,
            hash=digest,
            headings=table.headings,
            samples=_to_show(table.headings, table.samples, mapping, taker),
            mapping=mapping,
            settings=dict(taker.from_titles(table.lines_above)),
        )


def _to_show(
    headings: Sequence[str], samples: Sequence[list[str]], mapping: dict[str, str], taker: Taker
) -> list[list[str]]:
    """Sample cells as they may be kept and shown."""
    secret = {field.name for field in taker.fields if field.is_secret}
    hidden = {place for place, title in enumerate(headings) if mapping.get(title) in secret}
    return [
        [
            masked(cell) if place in hidden else cell[:_LONGEST_SAMPLE]
            for place, cell in enumerate(row)
        ]
        for row in samples
    ]


def work(payload: dict[str, Any], _now: datetime) -> None:
    """Go on with a file for a while (message ``intake``)."""
    run_id = payload["run_id"]
    if work_on(run_id, until=clock.now() + WORK_FOR):
        with transaction() as session:
            actions.queue(session, queries.held_run(session, run_id), now=clock.now())


def work_on(run_id: int, *, until: datetime | None = None, tell: Tell | None = None) -> bool:
    """Go on with a file where it is; whether there is more to do when the time is over.

    A file that turns out to be none is noted as failed.
    """
    db.end_reading()
    run = queries.find_run(db.session(), run_id)
    if run is None or run.state not in AT_WORK:
        return False
    job = Job(run, takers()[run.kind], reader_of(run), folder(), until=until, tell=tell)
    try:
        return job.go_on()
    except BadFile as fault:
        _fail(run_id, fault)
        return False


def _fail(run_id: int, fault: BadFile) -> None:
    with transaction() as session:
        actions.fail(session, queries.held_run(session, run_id), fault, now=clock.now())
    files.remove(folder(), run_id)


def discard(run_id: int, *, actor_id: int | None, now: datetime) -> None:
    """Drop a file of which nothing was taken.

    Raises:
        WrongState: rows of it were taken, or are being taken.
    """
    with transaction() as session:
        run = queries.held_run(session, run_id)
        actions.discard(session, run, actor_id=actor_id, now=now)
    files.remove(folder(), run_id)


def forget(run_id: int) -> None:
    """Leave no trace of a trial."""
    with transaction() as session:
        actions.forget(session, queries.held_run(session, run_id))
    files.remove(folder(), run_id)


def take_decided(
    session: Session, case: MatchCase, *, actor_id: int | None, now: datetime
) -> OutcomeKind:
    """Take the row of a case from the tray as somebody decided, in the caller's transaction."""
    taker = takers()[case.kind]
    reader = CellReader(taker.fields, (), {}, {}, current_app.extensions["vault"])
    row = reader.opened_row(case.line, case.row)
    name = case.run.file_name if case.run else ""
    facts = FileFacts(case.run_id, name, {}, actor_id, now)
    return take_one(taker.begin(session, facts), row, case)


def tidy(now: datetime) -> None:
    """Delete files that are done with, and rows that were dealt with long ago."""
    with transaction() as session:
        actions.forget_old_rows(session, before=now - ROWS_KEPT)
        wanted = queries.runs_with_files(session)
    files.remove_others(folder(), wanted)
