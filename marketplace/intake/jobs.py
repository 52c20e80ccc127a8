"""One stretch of work on one file: reading it, checking its rows, taking them, chunk by chunk.

Each chunk is a transaction of its own and leaves its progress with it, so that the work can be
stopped after any of them, and goes on from there even when the process was killed. Rows are
checked and taken in the order of their groups (``kinds.Handling.group_key``), not of the file.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from marketplace import clock, db
from marketplace.db import transaction
from marketplace.intake import actions, files, queries
from marketplace.intake.asking import Answer, Asker
from marketplace.intake.cells import CellReader
from marketplace.intake.errors import BadFile, FileFault
from marketplace.intake.kinds import (
    OutcomeKind,
    Remark,
    RemarkKind,
    Taker,
)
from marketplace.intake.models import IntakeRun, RunState
from marketplace.intake.queries import START, Cursor, KeptRow
from marketplace.intake.reading.tables import TableRow, open_table
from marketplace.intake.rules import Vocabulary

READ_ROWS = 1_000
CHECK_ROWS = 1_000
TAKE_ROWS = 100  # SQLite has one writer: a buyer waits for one such chunk at most,
PAUSE_S = 0.05  # and gets in between two of them
Tell = Callable[[IntakeRun], None]


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Look for garbage less often: every chunk makes and drops thousands of objects.

    As often as usual, a third of the time of a large file would go into it.
    """
    usual = gc.get_threshold()
    gc.set_threshold(20_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class Job:
    """The work on one file, until it is done, stopped, or out of time."""

    def __init__(
        self,
        run: IntakeRun,
        taker: Taker,
        reader: CellReader,
        folder: Path,
        *,
        until: datetime | None = None,
        tell: Tell | None = None,
    ) -> None:
        self.run_id, self.file_name = run.id, run.file_name
        self.is_taking = run.state is RunState.TAKING
        self.is_read = run.rows_total is not None
        self.taker, self.reader, self.folder = taker, reader, folder
        self.until, self.tell = until, tell or (lambda _run: None)
        self.asker = Asker(taker, reader)
        facts = actions.facts_of(run, clock.now())
        self.handling = taker.begin(db.session(), facts)

    def go_on(self) -> bool:
        """Do what comes next; whether there is more to do.

        Raises:
            BadFile: the file turned out to be none.
        """
        with _rare_collections():
            if self.is_taking:
                return self._take()
            return (self.is_read or self._read()) and self._check()

    def _is_late(self) -> bool:
        return self.until is not None and clock.now() >= self.until

    # --- Reading ---

    def _read(self) -> bool:
        """Keep all rows of the file; whether that was done."""
        path = files.path_of(self.folder, self.run_id)
        if not path.exists():
            raise BadFile(FileFault.FILE_GONE)
        with open_table(path, self.file_name, Vocabulary(self.taker.fields)) as table:
            rows = table.sorted_rows(self.taker.from_section)
            while chunk := list(islice(rows, READ_ROWS)):
                if not self._keep(chunk):
                    return False
        with transaction() as session:
            actions.end_of_file(queries.held_run(session, self.run_id))
        return True

    def _keep(self, chunk: Sequence[TableRow]) -> bool:
        """Keep the rows that are not kept yet; whether the work may go on."""
        with transaction() as session:
            run = queries.held_run(session, self.run_id)
            if run.state is not RunState.READING:
                return False
            last = queries.last_line(session, self.run_id)
            values = [self._values(row) for row in chunk if row.line > last]
            actions.keep_rows(session, run, values, now=clock.now())
            self.tell(run)
        return True

    def _values(self, row: TableRow) -> dict[str, Any]:
        is_row = row.furniture is None
        said = self.reader.read(row.line, row.cells, row.above)
        remark = Remark(RemarkKind.NOTICE, f"is_{row.furniture}")
        return {
            "line": row.line,
            "cells": self.reader.sealed(row.cells),
            "above": row.above,
            "group_key": self.handling.group_key(said)[:200] if is_row else "",
            "outcome": None if is_row else OutcomeKind.IGNORED.value,
            "remarks": [] if is_row else [actions.as_json(remark)],
        }

    # --- Checking ---

    def _check(self) -> bool:
        """Look at the kept rows; whether there is more to do."""
        after: Cursor = START
        while not self._is_late():
            rows = queries.unchecked(db.session(), self.run_id, after, CHECK_ROWS)
            if not self._note_checked(rows, self._look_at(rows)):
                return False
            after = rows[-1].cursor
        return True

    def _look_at(self, rows: Sequence[KeptRow]) -> Answer:
        """What would become of rows. All that was made to find out is thrown away."""
        session = db.session()
        try:
            with session.no_autoflush:
                return self.asker.ask(session, rows, self.handling.check)
        finally:
            session.rollback()

    def _note_checked(self, rows: Sequence[KeptRow], answer: Answer) -> bool:
        with transaction() as session:
            run = queries.held_run(session, self.run_id)
            if run.state is not RunState.READING:
                return False
            if not rows:
                actions.end_of_check(run)
                return False
            if queries.are_unchecked(session, [row.id for row in rows]):
                now = clock.now()
                actions.note_outcomes(session, run, rows, answer.outcomes, taken_at=None, now=now)
            self.tell(run)
        return True

    # --- Taking ---

    def _take(self) -> bool:
        """Take the kept rows; whether there is more to do."""
        after: Cursor = START
        while not self._is_late():
            last = self._take_some(after)
            if last is None:
                return False
            after = last
            if db.session().get_bind().dialect.name == "sqlite":
                time.sleep(PAUSE_S)
        return True

    def _take_some(self, after: Cursor) -> Cursor | None:
        """Take some rows; gives where the last one stands, or None at the end."""
        with transaction() as session:
            run = queries.held_run(session, self.run_id)
            if run.state is not RunState.TAKING:
                return None
            rows = queries.untaken(session, self.run_id, after, TAKE_ROWS)
            now = clock.now()
            if rows:
                answer = self.asker.ask(session, rows, self.handling.take)
                for row, outcome, known in answer.unsure:
                    kept = self.reader.sealed_row(row)
                    actions.ask(session, run, row, outcome, kept=kept, known=known, now=now)
                actions.note_outcomes(session, run, rows, answer.outcomes, taken_at=now, now=now)
                self.tell(run)
                return rows[-1].cursor
            actions.finish(session, run, now=now)
        files.remove(self.folder, self.run_id)
        return None
