"""Payment attempts, one row each, and the provider's events as they came."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db import Base, choice
from marketplace.money import Vnd
from marketplace.orders.models import Purchase


class AttemptState(enum.StrEnum):
    """What is known of one attempt to pay."""

    CREATED = "created"  # ours; the provider has perhaps not heard of it
    OPEN = "open"  # the provider's page waits for the buyer
    PAID = "paid"
    EXPIRED = "expired"
    MISMATCH = "mismatch"  # the provider's amount, currency or order is not ours: staff look


class PaymentAttempt(Base):
    """One attempt to pay a purchase by card. Its key makes a repeated call the same call."""

    __tablename__ = "payment_attempts"
    __table_args__ = (
        UniqueConstraint("purchase_id", "position"),
        CheckConstraint("amount_vnd > 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"))
    position: Mapped[int]
    amount_vnd: Mapped[Vnd]
    state: Mapped[AttemptState] = mapped_column(choice(AttemptState))
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    session_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    url: Mapped[str | None] = mapped_column(Text)
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(Text)

    purchase: Mapped[Purchase] = relationship()


class ProviderEvent(Base):
    """An event the provider sent, stored under its own id before anything is done with it."""

    __tablename__ = "provider_events"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    about: Mapped[dict[str, Any]] = mapped_column(JSON)  # ids only, no personal data
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
