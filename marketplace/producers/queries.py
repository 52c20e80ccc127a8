"""Finding producers and who runs them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.producers.models import Producer, ProducerMember


def producer_of_user(session: Session, user_id: int) -> Producer | None:
    """The producer whose shop this person runs; the one joined first when there are several."""
    return session.scalar(
        select(Producer)
        .join(ProducerMember, ProducerMember.producer_id == Producer.id)
        .where(ProducerMember.user_id == user_id, ProducerMember.left_at.is_(None))
        .order_by(ProducerMember.joined_at, ProducerMember.id)
        .limit(1)
    )
