"""Who runs a producer's shop, and what its page says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.audit import actions as audit
from marketplace.audit import history
from marketplace.producers import queries
from marketplace.producers.models import Producer, ProducerMember


@dataclass(frozen=True, slots=True)
class ShopText:
    """What a producer tells buyers about themselves, and where they answer."""

    intro: str
    phone: str | None  # E.164
    email: str | None


def join(session: Session, producer: Producer, user: User, *, now: datetime) -> None:
    """Let a person run the shop; who runs it already goes on as before."""
    if queries.is_member(session, producer.id, user.id):
        return
    session.add(ProducerMember(producer_id=producer.id, user_id=user.id, joined_at=now))
    audit.record(
        session,
        actor_id=None,
        action="producer.joined",
        subject="producer",
        subject_id=producer.id,
        now=now,
        user_id=user.id,
    )


def describe_shop(
    session: Session, producer: Producer, told: ShopText, *, actor_id: int, now: datetime
) -> None:
    """Change what the shop's page says. Name, kind and place come from the register."""
    names = ("intro", "phone", "email")
    changed = [name for name in names if getattr(producer, name) != getattr(told, name)]
    history.because(session, actor_id=actor_id, reason="shop.described", now=now)
    for name in changed:
        setattr(producer, name, getattr(told, name))
    if changed:
        audit.record(
            session,
            actor_id=actor_id,
            action="shop.described",
            subject="producer",
            subject_id=producer.id,
            now=now,
            changed=changed,
        )
