"""Reading the outbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.outbox.models import OutboxMessage
from marketplace.outbox.rules import Lane


def due(session: Session, now: datetime, most: int, lane: Lane = Lane.QUICK) -> list[OutboxMessage]:
    """Messages of a lane whose time has come, oldest first.

    On PostgreSQL rows that another worker holds are passed over; on SQLite there is one writer.
    """
    return list(
        session.scalars(
            select(OutboxMessage)
            .where(
                OutboxMessage.lane == lane,
                OutboxMessage.done_at.is_(None),
                OutboxMessage.gave_up_at.is_(None),
                OutboxMessage.due_at <= now,
            )
            .order_by(OutboxMessage.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
    )


def open_count(session: Session) -> int:
    """How many messages still wait."""
    waiting = select(func.count()).where(
        OutboxMessage.done_at.is_(None), OutboxMessage.gave_up_at.is_(None)
    )
    return session.scalar(waiting) or 0
