"""Opening and closing a producer's shop, with what that does to its listings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.audit import history
from marketplace.catalog import queries
from marketplace.catalog.actions.listings import follow_visibility
from marketplace.producers.models import Producer


def open_shop(session: Session, producer: Producer, *, actor_id: int | None, now: datetime) -> None:
    """Let buyers see the shop and what it has published. Opening an open shop changes nothing."""
    if producer.shop_opened_at is None:
        _switch(session, producer, now, "shop.opened", actor_id, now)


def close_shop(
    session: Session, producer: Producer, *, actor_id: int | None, now: datetime
) -> None:
    """Hide the shop and its listings until it opens again. Orders already placed go on."""
    if producer.shop_opened_at is not None:
        _switch(session, producer, None, "shop.closed", actor_id, now)


def _switch(
    session: Session,
    producer: Producer,
    opened_at: datetime | None,
    action: str,
    actor_id: int | None,
    now: datetime,
) -> None:
    history.because(session, actor_id=actor_id, reason=action, now=now)
    producer.shop_opened_at = opened_at
    session.flush()
    for listing in queries.published_listings(session, producer.id):
        follow_visibility(session, listing, now=now)
    audit.record(
        session,
        actor_id=actor_id,
        action=action,
        subject="producer",
        subject_id=producer.id,
        now=now,
    )
