"""Undoing a merge: what it moved goes back, as new facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Enum, inspect
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from marketplace.audit import actions as audit
from marketplace.audit import history
from marketplace.audit.models import AuditEntry, FactChange
from marketplace.catalog.actions.merging.moving import Why, origin_of
from marketplace.catalog.actions.merging.producers import check_orders, follow_shop
from marketplace.catalog.errors import AlreadyUndone, ChangedSince
from marketplace.catalog.models import Listing
from marketplace.catalog.queries.merging import (
    UNDONE,
    changes_from,
    is_undone,
    rows_of,
)
from marketplace.db import UtcDateTime
from marketplace.outbox import actions as outbox
from marketplace.producers.models import Producer


def undo_merge(session: Session, entry: AuditEntry, why: Why) -> None:
    """Let two things that were made one be two again; what came later stays where it is.

    Raises:
        AlreadyUndone.
        ChangedSince: what was moved was changed or moved on since.
        OpenOrders: buyers wait for parcels of the producer that would be split again.
    """
    if is_undone(session, entry):
        raise AlreadyUndone
    kept_id: int = entry.details["into"]
    if entry.subject == "producer":
        check_orders(session, session.get_one(Producer, kept_id))
    history.because(session, actor_id=why.actor_id, reason=why.reason, now=why.now)
    for change in changes_from(session, origin_of(entry.id)):
        _take_back(session, change)
    listings = _give_back(session, entry, kept_id)
    audit.record(
        session,
        actor_id=why.actor_id,
        action=UNDONE[entry.subject],
        subject=entry.subject,
        subject_id=entry.subject_id,
        now=why.now,
        merge=entry.id,
        reason=why.reason,
    )
    follow_shop(session, listings, why.now)
    if entry.subject == "product":
        for product_id in (entry.subject_id, kept_id):
            outbox.put(session, "product-changed", {"product_id": product_id}, now=why.now)


def _take_back(session: Session, change: FactChange) -> None:
    """Let a row say what it said before the merge, if it still says what the merge made of it."""
    (row,) = rows_of(session, change.table_name, [change.row_id])
    columns = inspect(type(row)).columns
    for name, (before, after) in change.changed.items():
        column = columns[name]
        if getattr(row, name) != _value(column.type, after):
            raise ChangedSince(change.table_name, change.row_id)
        setattr(row, name, _value(column.type, before))


def _value(kind: TypeEngine[Any], kept: Any) -> Any:
    """A value as the history keeps it, as the row has it."""
    if not isinstance(kept, str):
        return kept
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(kept)
    if isinstance(kind, Date):
        return date.fromisoformat(kept)
    return kind.enum_class(kept) if isinstance(kind, Enum) and kind.enum_class else kept


def _give_back(session: Session, entry: AuditEntry, kept_id: int) -> Sequence[Listing]:
    """The rows without a history go back, too."""
    column = f"{entry.subject}_id"
    listings: list[Listing] = []
    for table, ids in entry.details["moved"].items():
        for row in rows_of(session, table, ids):
            if getattr(row, column) != kept_id:
                raise ChangedSince(table, row.id)
            setattr(row, column, entry.subject_id)
            listings += [row] if isinstance(row, Listing) else []
    for member in rows_of(session, "producer_members", entry.details.get("left", [])):
        member.left_at = None
    return listings
