"""Writing to the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from marketplace.audit.models import AuditEntry


def record(
    session: Session,
    *,
    actor_id: int | None,
    action: str,
    subject: str,
    subject_id: int | None,
    now: datetime,
    **details: Any,
) -> AuditEntry:
    """Note an act in the same transaction as the act itself.

    ``actor_id`` is None when the market acted by itself. ``details`` hold what changed, as JSON
    values, and no personal data.
    """
    entry = AuditEntry(
        at=now,
        actor_id=actor_id,
        action=action,
        subject=subject,
        subject_id=subject_id,
        details=details,
    )
    session.add(entry)
    return entry


def _refuse(_mapper: object, _connection: object, entry: AuditEntry) -> None:
    raise AssertionError(f"audit entry {entry.id} may not be changed")


event.listen(AuditEntry, "before_update", _refuse)
event.listen(AuditEntry, "before_delete", _refuse)
