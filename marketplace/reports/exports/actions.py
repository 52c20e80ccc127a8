"""The life of a file: asked for, running, done; or failed, stopped, expired."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from marketplace.audit.actions import record
from marketplace.outbox import actions as outbox
from marketplace.outbox.rules import LONG_LEASE, Lane
from marketplace.reports.exports.asked import KEPT_FOR, Asked
from marketplace.reports.exports.errors import StillRunning, Stopped
from marketplace.reports.exports.files import Sealed
from marketplace.reports.models import Export, ExportState

ALIVE = timedelta(seconds=45)  # a job that was seen within this time is at work
OPEN = frozenset({ExportState.WAITING, ExportState.RUNNING})
KIND = "export"  # of the outbox message


def ask(
    session: Session,
    asked: Asked,
    *,
    by_id: int | None,
    now: datetime,
    at_once: bool,
    schedule_id: int | None = None,
) -> Export:
    """Write down that a file is wanted. The worker makes it.

    A file made ``at_once`` is made by the page itself; the worker looks after it a little later,
    in case the page was cut off.
    """
    export = Export(
        report=asked.report.value,
        format=asked.format.value,
        filters=asked.filters,
        locale=asked.locale,
        state=ExportState.WAITING,
        file_name=asked.file_name,
        made_by_id=by_id,
        schedule_id=schedule_id,
        made_at=now,
        seen_at=now,
    )
    session.add(export)
    session.flush()
    due_at = now + LONG_LEASE if at_once else now
    message = {"export_id": export.id}
    outbox.put(session, KIND, message, now=now, due_at=due_at, lane=Lane.LONG)
    return export


def start(export: Export, *, now: datetime) -> bool:
    """Begin to make the file, or begin anew after a crash; False when there is nothing to do.

    Raises:
        StillRunning: somebody else is at it.
    """
    if export.state not in OPEN:
        return False
    if export.state is ExportState.RUNNING and now - export.seen_at < ALIVE:
        raise StillRunning
    export.state = ExportState.RUNNING
    export.rows_done = 0
    export.seen_at = now
    return True


def note_progress(export: Export, rows_done: int, *, now: datetime) -> None:
    """Show that the job lives, and how far it is.

    Raises:
        Stopped: a person does not want the file any more.
    """
    if export.state is not ExportState.RUNNING:
        raise Stopped
    export.rows_done = rows_done
    export.seen_at = now


def finish(export: Export, sealed: Sealed, rows: int, *, now: datetime) -> None:
    """The file is there, for a week.

    Raises:
        Stopped: a person did not want it any more, a moment before.
    """
    note_progress(export, rows, now=now)
    export.state = ExportState.DONE
    export.rows_total = rows
    export.byte_size = sealed.byte_size
    export.checksum = sealed.checksum
    export.finished_at = now
    export.expires_at = now + KEPT_FOR


def fail(export: Export, fault: str, *, now: datetime) -> None:
    """The file could not be made. What was stopped meanwhile stays stopped."""
    if export.state is ExportState.RUNNING:
        export.state = ExportState.FAILED
        export.fault = fault[:500]
        export.finished_at = now


def stop(export: Export, *, now: datetime) -> bool:
    """A person wants the file no more; False when it is finished anyway."""
    if export.state not in OPEN:
        return False
    export.state = ExportState.STOPPED
    export.finished_at = now
    return True


def expire(export: Export) -> None:
    """The file was deleted after its time. Who took it stays in the log."""
    export.state = ExportState.EXPIRED


def note_download(session: Session, export: Export, *, by_id: int, now: datetime) -> None:
    """Keep who took the file with them."""
    record(
        session,
        actor_id=by_id,
        action="export.taken",
        subject="export",
        subject_id=export.id,
        now=now,
        **_named(export),
    )


def _named(export: Export) -> dict[str, Any]:
    return {"report": export.report, "file": export.format, "checksum": export.checksum}
