"""A file taken in from the command line: the same work as in the background, waited for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from marketplace import clock, db
from marketplace.db import transaction
from marketplace.intake import actions, flows, queries
from marketplace.intake.errors import BadFile, FileFault
from marketplace.intake.jobs import Tell
from marketplace.intake.kinds import FileRow, OutcomeKind, Remark, Taker
from marketplace.intake.models import IntakeRow, IntakeRun, RunState, TakingMode
from marketplace.intake.returned import Returned, as_csv
from marketplace.intake.rules import Vocabulary, double_columns, is_ours, missing_fields
from marketplace.intake.wording import remark_from


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that was taken in, or tried: what became of its rows."""

    run: IntakeRun
    taker: Taker

    @property
    def counts(self) -> Mapping[str, int]:
        """Rows by outcome; every outcome is named."""
        return {kind.value: self.run.counts.get(kind.value, 0) for kind in OutcomeKind}

    @property
    def unknown(self) -> list[str]:
        """The columns that were left out."""
        return [
            title for title in self.run.headings if title not in self.run.mapping | _ours(self.run)
        ]

    def rows(self, outcome: OutcomeKind | None = None) -> Iterator[tuple[IntakeRow, FileRow]]:
        """The rows in the order of the file, and what they say."""
        reader = flows.reader_of(self.run)
        for row in queries.all_rows(db.session(), self.run.id, outcome):
            yield row, reader.read(row.line, reader.opened(row.cells), row.above)

    def write_report(self, path: Path) -> None:
        """Write every row with its outcome as CSV; corrected, it can be taken in itself."""
        returned = Returned(self.run, self.taker, flows.reader_of(self.run))
        with path.open("w", encoding="utf-8", newline="") as out:
            out.writelines(as_csv(returned, queries.all_rows(db.session(), self.run.id)))


def _ours(run: IntakeRun) -> dict[str, str]:
    return {title: title for title in run.headings if is_ours(title) or title.startswith("(")}


def remarks_of(row: IntakeRow) -> list[Remark]:
    """What was said of a row."""
    return [remark_from(kept) for kept in row.remarks]


@contextmanager
def taking(taker: Taker, path: Path, tell: Tell, *, is_trial: bool) -> Iterator[TakenFile]:
    """Take the good rows of a file, or only find out what would become of them.

    A trial leaves nothing behind, and neither does a file that cannot be read.

    Raises:
        BadFile: it cannot be read, or its columns are not all plain; nothing was taken.
    """
    run_id = _receive(taker, path)
    try:
        _check(taker, run_id, tell)
        if not is_trial:
            _take(run_id, tell)
        yield TakenFile(_run(run_id), taker)
    except BadFile:
        flows.forget(run_id)
        raise
    if is_trial:
        flows.forget(run_id)


def _receive(taker: Taker, path: Path) -> int:
    try:
        with path.open("rb") as stream:
            return flows.receive(
                taker, stream, path.name, actor_id=None, now=clock.now(), in_background=False
            )
    except FileNotFoundError as error:
        raise BadFile(FileFault.NOT_FOUND, path=str(path)) from error
    except IsADirectoryError as error:
        raise BadFile(FileFault.NOT_A_FILE, path=str(path)) from error
    except PermissionError as error:
        raise BadFile(FileFault.UNREADABLE, path=str(path)) from error


def _check(taker: Taker, run_id: int, tell: Tell) -> None:
    with transaction() as session:
        run = queries.held_run(session, run_id)
        if run.state is RunState.MAPPING:
            run.mapping = _plain_mapping(taker, run)
            actions.begin_reading(session, run, now=clock.now())
    flows.work_on(run_id, tell=tell)
    run = _run(run_id)
    if run.fault is not None:
        raise BadFile.from_text(run.fault)


def _plain_mapping(taker: Taker, run: IntakeRun) -> dict[str, str]:
    """What the columns mean whose titles say just that; nobody is there to be asked.

    Raises:
        BadFile: two columns mean the same, or a required one is missing.
    """
    vocabulary = Vocabulary(taker.fields)
    if doubles := double_columns(vocabulary, run.headings):
        raise BadFile(FileFault.DOUBLE_COLUMN, columns=doubles)
    named = ((title, vocabulary.exact(title)) for title in run.headings)
    mapping = {title: field for title, field in named if field is not None}
    if missing := missing_fields(taker.fields, mapping, run.settings):
        raise BadFile(FileFault.MISSING_COLUMNS, columns=vocabulary.titled(missing))
    return mapping


def _take(run_id: int, tell: Tell) -> None:
    with transaction() as session:
        run = queries.held_run(session, run_id)
        actions.start_taking(run, TakingMode.GOOD_ROWS, now=clock.now())
    flows.work_on(run_id, tell=tell)


def _run(run_id: int) -> IntakeRun:
    db.end_reading()
    run = queries.find_run(db.session(), run_id)
    assert run is not None  # noqa: S101 (made above)
    return run
