"""Orders move along the table of transitions; a repeated message moves nothing twice.

Each action holds its rows first and reads them as they are then, so that of two that come at the
same moment (a payment and a cancellation, two notices) the second one sees what the first did.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.catalog.actions import give_back_stock
from marketplace.orders.actions import notes
from marketplace.orders.models import OrderState, Purchase, SellerOrder
from marketplace.orders.queries import purchases
from marketplace.orders.rules.life import Action, Actor, Stock, Transition, transition


def mark_paid(session: Session, purchase: Purchase, now: datetime) -> bool:
    """The provider has the money: the producers may pack. False when it was paid before.

    Raises:
        NotAllowed: it expired or was cancelled; the money has to go back.
    """
    held = purchases.hold_purchase(session, purchase.id)
    if held.paid_at is not None:
        return False
    _move_whole(session, held, Action.PAY, Actor.PROVIDER, None, now)
    held.paid_at = now
    return True


def expire(session: Session, purchase: Purchase, now: datetime) -> bool:
    """The time to pay has run out: the pieces go back. False when it does not wait for money
    (any more), or still has time.
    """
    held = purchases.hold_purchase(session, purchase.id)
    if held.closed_at is not None or now < held.pay_by:
        return False
    _move_whole(session, held, Action.EXPIRE, Actor.CLOCK, None, now)
    return True


def cancel(
    session: Session, purchase: Purchase, now: datetime, *, actor_id: int | None = None
) -> None:
    """The buyer gives the purchase up before paying: the pieces go back.

    Raises:
        NotAllowed: it does not wait for money any more.
    """
    held = purchases.hold_purchase(session, purchase.id)
    _move_whole(session, held, Action.CANCEL, Actor.BUYER, actor_id, now)


def pack(session: Session, order: SellerOrder, *, actor_id: int, now: datetime) -> None:
    """The producer has packed the order.

    Raises:
        NotAllowed: it is not paid, or packed already.
    """
    held = purchases.hold_order(session, order.id)
    _move(session, held, Action.PACK, actor_id, now)
    held.packed_at = now


def send(
    session: Session,
    order: SellerOrder,
    *,
    carrier: str,
    tracking_number: str,
    actor_id: int,
    now: datetime,
) -> None:
    """The producer has handed the parcel to a carrier.

    Raises:
        NotAllowed: it is not packed, or sent already.
    """
    held = purchases.hold_order(session, order.id)
    row = _move(session, held, Action.SEND, actor_id, now)
    held.sent_at = now
    held.carrier = carrier
    held.tracking_number = tracking_number
    notes.send_mail(session, row, held.purchase, held, now)


def _move(
    session: Session, order: SellerOrder, action: Action, actor_id: int, now: datetime
) -> Transition:
    row = transition(order.state, action, Actor.PRODUCER)
    order.state = row.after
    notes.record(session, row, order, actor_id, now)
    return row


def _move_whole(
    session: Session,
    purchase: Purchase,
    action: Action,
    actor: Actor,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Move all orders of a purchase at once; from now on it waits for money no more."""
    row = transition(_common_state(purchase), action, actor)
    for order in purchase.orders:
        order.state = row.after
        notes.record(session, row, order, actor_id, now)
    purchase.closed_at = now
    if row.stock is Stock.RETURNED:
        give_back_stock(session, _pieces(purchase), now=now)
    notes.send_mail(session, row, purchase, None, now)


def _common_state(purchase: Purchase) -> OrderState:
    """The state its orders share until it is paid; after that, the one furthest behind."""
    return min((order.state for order in purchase.orders), key=list(OrderState).index)


def _pieces(purchase: Purchase) -> Counter[int]:
    """How many pieces of each listing the purchase holds."""
    pieces: Counter[int] = Counter()
    for order in purchase.orders:
        for line in order.lines:
            pieces[line.listing_id] += line.quantity
    return pieces
