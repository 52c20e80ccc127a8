"""Writing to the outbox and working through it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import delete
from sqlalchemy.orm import Session

from marketplace.db import transaction
from marketplace.outbox import queries, rules
from marketplace.outbox.models import OutboxMessage
from marketplace.outbox.rules import Lane

Handler = Callable[[dict[str, Any], datetime], None]
KEPT = timedelta(days=30)
log = structlog.get_logger()


def put(
    session: Session,
    kind: str,
    payload: dict[str, Any],
    *,
    now: datetime,
    due_at: datetime | None = None,
    lane: Lane = Lane.QUICK,
) -> None:
    """Note work to do once this transaction is committed. ``payload`` is JSON without secrets."""
    session.add(
        OutboxMessage(
            kind=kind,
            lane=lane,
            payload=payload,
            created_at=now,
            due_at=due_at or now,
            attempts=0,
        )
    )


def work_once(
    handlers: Mapping[str, Handler],
    *,
    now: datetime,
    most: int = 50,
    lane: Lane = Lane.QUICK,
) -> int:
    """Do what is due in a lane; returns how many messages were handled, well or badly.

    A handler runs outside any transaction and may begin its own. A message is claimed first, so
    that a second worker does not take it too; if this process dies it comes due again.
    """
    claimed = _claim(now, most, lane)
    for message_id, kind, payload in claimed:
        _handle(handlers, message_id, kind, payload, now)
    return len(claimed)


def _claim(now: datetime, most: int, lane: Lane) -> list[tuple[int, str, dict[str, Any]]]:
    with transaction() as session:
        messages = queries.due(session, now, most, lane)
        for message in messages:
            message.attempts += 1
            message.due_at = now + rules.wait_after(message.attempts, lane)
        return [(message.id, message.kind, message.payload) for message in messages]


def _handle(
    handlers: Mapping[str, Handler],
    message_id: int,
    kind: str,
    payload: dict[str, Any],
    now: datetime,
) -> None:
    try:
        handlers[kind](payload, now)
    except Exception as error:  # any fault of one message must not stop the others
        log.warning("outbox_failed", kind=kind, id=message_id, error=type(error).__name__)
        _finish(message_id, now, error)
    else:
        _finish(message_id, now, None)


def _finish(message_id: int, now: datetime, error: Exception | None) -> None:
    with transaction() as session:
        message = session.get_one(OutboxMessage, message_id)
        if error is None:
            message.done_at = now
            message.last_error = None
        else:
            message.last_error = f"{type(error).__name__}: {error}"[:2000]
            message.gave_up_at = now if message.attempts >= rules.MOST_ATTEMPTS else None


def forget_old(session: Session, *, now: datetime) -> None:
    """Delete messages done more than 30 days ago."""
    session.execute(delete(OutboxMessage).where(OutboxMessage.done_at < now - KEPT))
