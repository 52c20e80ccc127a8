"""Freezing the figures of a day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from marketplace.reports.models import Snapshot
from marketplace.reports.snapshots.counting import counted
from marketplace.reports.snapshots.rules import content_of


def take(
    session: Session, day: date, *, taken_by_id: int | None, reason: str, now: datetime
) -> Snapshot:
    """Freeze the figures of ``day``, with the rows behind them, as they are known now.

    ``now`` is read inside the writing transaction, so that what was known then can be told again.
    """
    content = content_of(counted(session, day, now=now))
    snapshot = Snapshot(
        day=day,
        taken_at=now,
        taken_by_id=taken_by_id,
        reason=reason,
        checksum=content.checksum,
        content=content.packed,
    )
    session.add(snapshot)
    session.flush()
    return snapshot
