"""Noting a merge, so that it can be undone: facts by their history, the rest by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from marketplace import clock
from marketplace.audit import actions as audit
from marketplace.audit import history
from marketplace.audit.models import AuditEntry
from marketplace.catalog.queries.merging import MERGED


@dataclass(frozen=True, slots=True)
class Why:
    """Who merges or splits, for which typed reason, and when."""

    actor_id: int | None
    reason: str
    now: datetime

    @property
    def today(self) -> date:
        """The day of it in Vietnam."""
        return clock.day_in_vietnam(self.now)


def begin_merge(
    session: Session,
    subject: str,
    lost_id: int,
    kept_id: int,
    untracked: Iterable[Sequence[Any]],
    why: Why,
    **details: Any,
) -> AuditEntry:
    """Note that one thing is merged into another, with the rows that go along without history."""
    moved = {rows[0].__tablename__: [row.id for row in rows] for rows in untracked if rows}
    entry = audit.record(
        session,
        actor_id=why.actor_id,
        action=MERGED[subject],
        subject=subject,
        subject_id=lost_id,
        now=why.now,
        into=kept_id,
        moved=moved,
        reason=why.reason,
        **details,
    )
    session.flush()
    history.because(
        session,
        actor_id=why.actor_id,
        reason=why.reason,
        now=why.now,
        origin=origin_of(entry.id),
    )
    return entry


def origin_of(entry_id: int) -> str:
    """How the history names a merge."""
    return f"merge:{entry_id}"


def give(rows: Iterable[Any], column: str, owner_id: int) -> None:
    """Let rows be those of another product or producer."""
    for row in rows:
        setattr(row, column, owner_id)


def fill_blanks(kept: Any, lost: Any, columns: Iterable[str]) -> None:
    """What is known of the lost only is kept."""
    for column in columns:
        if getattr(kept, column) in (None, ""):
            setattr(kept, column, getattr(lost, column))
