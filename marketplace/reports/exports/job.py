"""Making one file: in the page when it is small, else by the worker.

A file can be made again at any time from what the log keeps, so a job that was cut off simply
begins anew. Until it is whole it lies beside its place; no reader sees half a file.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from flask_babel import force_locale

from marketplace import clock
from marketplace.db import reading, transaction
from marketplace.reports.exports import actions, files, formats, reports, schedules
from marketplace.reports.exports.asked import Asked, read
from marketplace.reports.exports.errors import Stopped
from marketplace.reports.exports.queries import log as queries
from marketplace.reports.paper import watched

NOTED_EVERY = 10_000  # rows
log = structlog.get_logger()


def handle(payload: dict[str, Any], _now: datetime) -> None:
    """What the worker does with an outbox message: make the file, unless it is made."""
    make(payload["export_id"])


def forget_expired(now: datetime) -> None:
    """Delete the files whose time is over; the lines of the log stay."""
    with transaction() as session:
        for export in queries.expired(session, now):
            files.forget(export.id, export.format)
            actions.expire(export)


def order(asked: Asked, *, by_id: int, now: datetime) -> int:
    """Ask for a file, and make it at once when it is small. Returns its number in the log."""
    with transaction() as session:
        at_once = reports.is_small(session, asked)
        export = actions.ask(session, asked, by_id=by_id, now=now, at_once=at_once)
        export_id = export.id
    if at_once:
        make(export_id)
    return export_id


def make(export_id: int) -> None:
    """Make a file that was asked for, if it still is.

    Raises:
        StillRunning: another worker is at it; the outbox asks again later.
    """
    with transaction() as session:
        export = queries.get_export(session, export_id)
        asked, made_at = read(export), export.made_at
        if not actions.start(export, now=clock.now()):
            files.drop_draft(export_id, asked.format)  # of a job that was stopped after a crash
            return
    try:
        _make(export_id, asked, made_at)
    except Stopped:
        files.forget(export_id, asked.format)
    except Exception as error:  # whatever went wrong, a person waits to hear of it
        log.warning("export_failed", id=export_id, error=type(error).__name__)
        files.forget(export_id, asked.format)
        _fail(export_id, error)


def _make(export_id: int, asked: Asked, made_at: datetime) -> None:
    rows = _Progress(export_id)
    with reading() as session, force_locale(asked.locale):
        paper = reports.paper(session, asked, now=made_at)
        rows.expect(paper.expected)
        with watched(paper, rows.note) as counted:
            formats.write(counted, asked, files.draft_of(export_id, asked.format))
    sealed = files.seal(export_id, asked.format)
    with transaction() as session:
        export = queries.get_export(session, export_id)
        actions.finish(export, sealed, rows.count, now=clock.now())
        schedules.send_out(session, export, now=clock.now())


def _fail(export_id: int, error: Exception) -> None:
    with transaction() as session:
        export = queries.get_export(session, export_id)
        actions.fail(export, f"{type(error).__name__}: {error}", now=clock.now())
        schedules.tell_failure(session, export, now=clock.now())


class _Progress:
    """Tells the log now and then how far the job is, and hears there that it shall stop."""

    def __init__(self, export_id: int) -> None:
        self.export_id = export_id
        self.count = 0

    def expect(self, rows: int | None) -> None:
        """So many rows will come."""
        with transaction() as session:
            queries.get_export(session, self.export_id).rows_total = rows

    def note(self) -> None:
        """One more row was read."""
        self.count += 1
        if self.count % NOTED_EVERY == 0:
            with transaction() as session:
                export = queries.get_export(session, self.export_id)
                actions.note_progress(export, self.count, now=clock.now())
