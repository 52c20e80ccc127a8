"""Who did what, and for whom. Rows are added, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base


class AuditEntry(Base):
    """One act: its moment, its actor, what it touched and what changed."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: the market itself
    action: Mapped[str] = mapped_column(String(60))  # "listing.published"
    subject: Mapped[str] = mapped_column(String(40))  # "listing"
    subject_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)  # before and after; no personal data


class FactChange(Base):
    """What changed in one row of a tracked table, when, by whom and why. Never changed itself.

    Written by ``audit.history`` in the same transaction as the change. ``changed`` maps each
    column to ``[before, after]`` as JSON values; a row that is new has ``is_new`` and befores of
    null. What was known at a moment is the row with all later changes taken back.
    """

    __tablename__ = "fact_changes"
    __table_args__ = (
        Index("ix_fact_changes_row", "table_name", "row_id", "id"),
        Index("ix_fact_changes_at", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: the market itself
    table_name: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int]
    is_new: Mapped[bool]
    changed: Mapped[dict[str, list[Any]]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(300))
    origin: Mapped[str] = mapped_column(String(60), default="")  # "intake:12", or empty: by hand
