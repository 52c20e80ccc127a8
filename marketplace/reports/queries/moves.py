"""Rows without a history of their own that merges moved: whose they were known to be before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.audit.models import AuditEntry
from marketplace.catalog.models import Listing, LivePeriod
from marketplace.catalog.queries.merging import MERGED, UNDONE
from marketplace.producers.models import ProducerMember

Key = tuple[str, str, int]  # "product" or "producer", a table, the number of a row


@dataclass(frozen=True, slots=True)
class Moves:
    """What merges, and undone merges, moved after a moment."""

    before: Mapping[Key, int] = field(default_factory=dict)

    def product_of_period(self, number: int, product_id: int) -> int:
        """The product that was on sale."""
        return self.before.get(("product", LivePeriod.__tablename__, number), product_id)

    def producer_of_listing(self, number: int, producer_id: int) -> int:
        """The producer whose listing it was."""
        return self.before.get(("producer", Listing.__tablename__, number), producer_id)

    def producer_of_member(self, number: int, producer_id: int) -> int:
        """The producer whose member it was."""
        return self.before.get(("producer", ProducerMember.__tablename__, number), producer_id)


NONE_MOVED = Moves()


def moves_since(session: Session, until: datetime | None) -> Moves:
    """What was moved from a moment on; None: nothing is taken back."""
    if until is None:
        return NONE_MOVED
    entries = session.execute(
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.action,
            AuditEntry.subject,
            AuditEntry.subject_id,
            AuditEntry.details,
        )
        .where(
            AuditEntry.subject.in_(MERGED),
            AuditEntry.action.in_((*MERGED.values(), *UNDONE.values())),
        )
        .order_by(AuditEntry.id)
    ).all()
    merges = {entry.id: entry for entry in entries if entry.action in MERGED.values()}
    before: dict[Key, int] = {}
    for entry in reversed(entries):  # the earliest of several comes last and stays
        if entry.at >= until:
            before.update(_taken_back(entry, merges))
    return Moves(before)


def _taken_back(entry: Any, merges: Mapping[int, Any]) -> Iterator[tuple[Key, int]]:
    """Whose the rows were just before a merge, or before it was undone."""
    is_merge = entry.id in merges
    merge = entry if is_merge else merges[entry.details["merge"]]
    owner_id = merge.subject_id if is_merge else merge.details["into"]
    for table, numbers in merge.details["moved"].items():
        for number in numbers:
            yield (merge.subject, table, number), owner_id
