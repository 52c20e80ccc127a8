"""Reading attempts and events."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.orders.models import Purchase
from marketplace.payments.models import AttemptState, PaymentAttempt, ProviderEvent

UNDECIDED = (AttemptState.CREATED, AttemptState.OPEN)


def lock_purchase(session: Session, purchase_id: int) -> Purchase:
    """The purchase, held until the transaction ends, as it is now."""
    return session.scalars(
        select(Purchase)
        .where(Purchase.id == purchase_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def last_attempt(session: Session, purchase_id: int) -> PaymentAttempt | None:
    """The newest attempt to pay this purchase."""
    return session.scalar(
        select(PaymentAttempt)
        .where(PaymentAttempt.purchase_id == purchase_id)
        .order_by(PaymentAttempt.position.desc())
        .limit(1)
    )


def find_attempt(session: Session, session_id: str) -> PaymentAttempt | None:
    """The attempt that this page of the provider belongs to."""
    return session.scalar(select(PaymentAttempt).where(PaymentAttempt.session_id == session_id))


def undecided_attempts(session: Session, purchase_id: int) -> list[PaymentAttempt]:
    """Attempts that may still turn out to be paid."""
    return list(
        session.scalars(
            select(PaymentAttempt).where(
                PaymentAttempt.purchase_id == purchase_id, PaymentAttempt.state.in_(UNDECIDED)
            )
        )
    )


def overdue_purchase_ids(session: Session, now: datetime, most: int = 100) -> list[int]:
    """Purchases whose time to pay is over and that nobody has closed yet."""
    return list(
        session.scalars(
            select(Purchase.id)
            .where(Purchase.closed_at.is_(None), Purchase.pay_by <= now)
            .order_by(Purchase.pay_by)
            .limit(most)
        )
    )


def find_event(session: Session, event_id: str) -> ProviderEvent | None:
    """An event that came before."""
    return session.get(ProviderEvent, event_id)
