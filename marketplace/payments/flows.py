"""What takes more than one transaction, because the provider is asked in between.

The pattern is always: commit what we intend, ask the provider without holding any lock, record
its answer. A crash between two steps is repaired by the next call, because the provider knows
our idempotency key and is asked again rather than believed.
"""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from marketplace import db
from marketplace.orders import actions as orders
from marketplace.payments import actions, queries, rules
from marketplace.payments.errors import NotPayable, ProviderRefused, ProviderUnavailable
from marketplace.payments.gateway import CardGateway, HostedSession, SessionRequest
from marketplace.payments.models import PaymentAttempt

log = structlog.get_logger()


def start(
    gateway: CardGateway, purchase_id: int, *, page_url: str, return_url: str, now: datetime
) -> str:
    """The address of the provider's page on which this purchase can be paid.

    Raises:
        NotPayable: it is paid, closed or overdue, perhaps since a moment ago.
        ProviderUnavailable, ProviderRefused: nothing is lost, the purchase stays payable.
    """
    for _again in range(2):  # an attempt found expired makes room for one new one
        with db.transaction() as session:
            purchase = queries.lock_purchase(session, purchase_id)
            attempt_id = actions.begin_attempt(session, purchase, now=now).id
        told = _ask(gateway, attempt_id, page_url, return_url, now)
        _record(attempt_id, told, now)
        if told.url and not told.is_paid and told.status == "open":
            return told.url
        if told.is_paid:
            raise NotPayable
    raise ProviderUnavailable("no open page")


def settle(gateway: CardGateway, attempt_id: int, *, now: datetime) -> None:
    """Ask the provider how an attempt stands and record it; harmless any number of times.

    Raises:
        ProviderUnavailable, ProviderRefused: nobody knows yet; ask again later.
    """
    attempt = db.session().get_one(PaymentAttempt, attempt_id)
    if attempt.session_id is not None and attempt.state in queries.UNDECIDED:
        _record(attempt_id, gateway.get(attempt.session_id), now)


def close_pages(gateway: CardGateway, purchase_id: int, *, now: datetime) -> None:
    """Close every page on which this purchase could still be paid.

    A page that turns out to be paid settles the purchase instead.

    Raises:
        ProviderUnavailable, ProviderRefused: some page may still be open.
    """
    for attempt in queries.undecided_attempts(db.session(), purchase_id):
        _close(gateway, attempt, now)


def close_overdue_purchase(gateway: CardGateway, purchase_id: int, *, now: datetime) -> None:
    """End a purchase that nobody paid in time, and give its stock back.

    The provider's pages are closed first, so that nobody can pay for what is no longer kept.

    Raises:
        ProviderUnavailable: the purchase stays open until the provider can be asked.
    """
    close_pages(gateway, purchase_id, now=now)
    with db.transaction() as session:
        purchase = queries.lock_purchase(session, purchase_id)
        if purchase.closed_at is None and not queries.undecided_attempts(session, purchase_id):
            orders.expire(session, purchase, now=now)


def _close(gateway: CardGateway, attempt: PaymentAttempt, now: datetime) -> None:
    attempt_id, session_id = attempt.id, attempt.session_id
    if session_id is not None:
        _record(attempt_id, gateway.expire(session_id), now)
        return
    # No page was ever recorded, so no buyer was sent to one.
    with db.transaction() as session:
        lost = _lock_attempt(session, attempt_id)
        if lost.session_id is None:
            actions.give_up_attempt(lost, "no page was opened in time", now=now)


def _ask(
    gateway: CardGateway, attempt_id: int, page_url: str, return_url: str, now: datetime
) -> HostedSession:
    attempt = db.session().get_one(PaymentAttempt, attempt_id)
    if attempt.session_id is not None:
        return gateway.get(attempt.session_id)
    request = _request(attempt, page_url, return_url)
    db.end_reading()  # the provider may take seconds
    try:
        return gateway.create(request)
    except ProviderRefused as refusal:
        with db.transaction() as session:
            refused = _lock_attempt(session, attempt_id)
            actions.give_up_attempt(refused, refusal.message, now=now)
        raise


def _request(attempt: PaymentAttempt, page_url: str, return_url: str) -> SessionRequest:
    purchase = attempt.purchase
    return SessionRequest(
        reference=rules.reference(attempt),
        order_number=purchase.number,
        amount_vnd=attempt.amount_vnd,
        lines=rules.session_lines(purchase),
        success_url=return_url,
        cancel_url=page_url,
        expires_at=attempt.expires_at,
        idempotency_key=attempt.idempotency_key,
        customer_email=purchase.email,
        locale=purchase.locale,
    )


def _record(attempt_id: int, told: HostedSession, now: datetime) -> None:
    with db.transaction() as session:
        actions.record_answer(session, _lock_attempt(session, attempt_id), told, now=now)


def _lock_attempt(session: Session, attempt_id: int) -> PaymentAttempt:
    """The attempt as it is now; its purchase is locked first, so that two answers queue."""
    purchase_id = session.get_one(PaymentAttempt, attempt_id).purchase_id
    queries.lock_purchase(session, purchase_id)
    return session.get_one(PaymentAttempt, attempt_id, populate_existing=True)


def close_overdue(gateway: CardGateway, now: datetime) -> int:
    """End every overdue purchase; returns how many were looked at."""
    purchase_ids = queries.overdue_purchase_ids(db.session(), now)
    for purchase_id in purchase_ids:
        try:
            close_overdue_purchase(gateway, purchase_id, now=now)
        except (ProviderUnavailable, ProviderRefused) as error:
            log.warning("overdue_waits", purchase=purchase_id, error=type(error).__name__)
    return len(purchase_ids)
