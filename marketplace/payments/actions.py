"""Changes to attempts and events, each within the transaction of the caller."""

from __future__ import annotations

import secrets
from datetime import datetime

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.orders import actions as orders
from marketplace.orders.models import Purchase
from marketplace.payments import queries, rules
from marketplace.payments.errors import NotPayable
from marketplace.payments.gateway import HostedSession, SessionStatus, WebhookEvent
from marketplace.payments.models import AttemptState, PaymentAttempt, ProviderEvent

log = structlog.get_logger()


def begin_attempt(session: Session, purchase: Purchase, *, now: datetime) -> PaymentAttempt:
    """The attempt to go on with: the undecided one if there is one, else a new one.

    Raises:
        NotPayable: the purchase is paid, cancelled, or its time is over.
    """
    if purchase.closed_at is not None or now >= purchase.pay_by:
        raise NotPayable
    last = queries.last_attempt(session, purchase.id)
    if last is not None and last.state in queries.UNDECIDED:
        return last
    attempt = PaymentAttempt(
        purchase=purchase,
        position=last.position + 1 if last else 1,
        amount_vnd=purchase.total_vnd,
        state=AttemptState.CREATED,
        idempotency_key=f"attempt-{secrets.token_urlsafe(16)}",
        expires_at=rules.page_expires_at(purchase.pay_by, now),
        created_at=now,
    )
    session.add(attempt)
    session.flush()
    return attempt


def record_answer(
    session: Session, attempt: PaymentAttempt, told: HostedSession, *, now: datetime
) -> None:
    """Write down what the provider says of an attempt, and let the purchase follow.

    Nothing happens to an attempt that is decided already, so the answer may come any number of
    times, by webhook, return page and timer, in any order.
    """
    if attempt.state not in queries.UNDECIDED:
        return
    attempt.session_id, attempt.url = told.id, told.url or attempt.url
    problem = rules.mismatch(attempt, told)
    if problem is not None:
        _put_aside(session, attempt, problem, now=now)
    elif told.is_paid:
        _settle(session, attempt, now=now)
    elif told.status is SessionStatus.EXPIRED:
        attempt.state, attempt.settled_at = AttemptState.EXPIRED, now
    else:
        attempt.state = AttemptState.OPEN


def _settle(session: Session, attempt: PaymentAttempt, *, now: datetime) -> None:
    purchase = attempt.purchase
    if purchase.closed_at is not None:
        _put_aside(session, attempt, "paid after the purchase was closed", now=now)
        return
    attempt.state, attempt.settled_at = AttemptState.PAID, now
    orders.mark_paid(session, purchase, now=now)


def _put_aside(session: Session, attempt: PaymentAttempt, problem: str, *, now: datetime) -> None:
    """Money that pays nothing here: the purchase stays as it is, and people must look."""
    attempt.state, attempt.settled_at, attempt.problem = AttemptState.MISMATCH, now, problem
    log.error("payment_mismatch", attempt=attempt.id, problem=problem)
    audit.record(
        session,
        actor_id=None,
        action="payment.put_aside",
        subject="payment_attempt",
        subject_id=attempt.id,
        now=now,
        problem=problem,
    )


def give_up_attempt(attempt: PaymentAttempt, problem: str, *, now: datetime) -> None:
    """The provider refused to open a page: nothing can be paid on it."""
    attempt.state, attempt.settled_at, attempt.problem = AttemptState.EXPIRED, now, problem


def store_event(session: Session, event: WebhookEvent, *, now: datetime) -> bool:
    """Keep an event under its own id; False when it was kept and handled before.

    Only what it is about is kept: the provider's own text names the buyer.
    """
    known = queries.find_event(session, event.id)
    if known is not None:
        return known.handled_at is None
    try:
        with session.begin_nested():
            session.add(_stored(event, now))
    except IntegrityError:  # the same event at the same moment: the other one handles it
        return False
    return True


def _stored(event: WebhookEvent, now: datetime) -> ProviderEvent:
    return ProviderEvent(
        id=event.id,
        kind=event.kind,
        about={
            "session": event.session_id,
            "reference": event.reference,
            "livemode": event.livemode,
            "created_at": event.created_at.isoformat(),
        },
        received_at=now,
    )


def finish_event(session: Session, event_id: str, *, now: datetime) -> None:
    """Note that an event has had its effect."""
    event = queries.find_event(session, event_id)
    if event is not None:
        event.handled_at = now
