"""The one table of what can happen to an order: buttons, checks, mail and document follow it."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.orders.errors import NotAllowed
from marketplace.orders.models import OrderState


class Action(enum.StrEnum):
    """What can be done to an order."""

    PLACE = "place"
    PAY = "pay"
    EXPIRE = "expire"
    CANCEL = "cancel"
    PACK = "pack"
    SEND = "send"


class Actor(enum.StrEnum):
    """Who does it."""

    BUYER = "buyer"  # whoever holds the secret link
    PROVIDER = "provider"  # the card payment provider, asked by us
    CLOCK = "clock"  # the time to pay has run out
    PRODUCER = "producer"  # a person of the producer whose order it is


class Stock(enum.StrEnum):
    """What becomes of the goods on the shelf."""

    TAKEN = "taken"
    KEPT = "kept"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table. ``before`` is None where the order begins.

    ``whole`` says that it happens to every order of the purchase at once: those before payment
    do, because a purchase is paid or given up as one. ``mail`` names the templates that leave.
    """

    before: OrderState | None
    action: Action
    actor: Actor
    after: OrderState
    stock: Stock = Stock.KEPT
    mail: tuple[str, ...] = ()
    whole: bool = False


AWAITING = OrderState.AWAITING_PAYMENT

TRANSITIONS = (
    Transition(
        None,
        Action.PLACE,
        Actor.BUYER,
        AWAITING,
        stock=Stock.TAKEN,
        mail=("order_placed",),
        whole=True,
    ),
    Transition(
        AWAITING,
        Action.PAY,
        Actor.PROVIDER,
        OrderState.PAID,
        mail=("order_paid", "order_to_pack"),
        whole=True,
    ),
    Transition(
        AWAITING,
        Action.EXPIRE,
        Actor.CLOCK,
        OrderState.EXPIRED,
        stock=Stock.RETURNED,
        mail=("order_expired",),
        whole=True,
    ),
    Transition(
        AWAITING,
        Action.CANCEL,
        Actor.BUYER,
        OrderState.CANCELLED,
        stock=Stock.RETURNED,
        mail=("order_cancelled",),
        whole=True,
    ),
    Transition(OrderState.PAID, Action.PACK, Actor.PRODUCER, OrderState.PACKED),
    Transition(
        OrderState.PACKED, Action.SEND, Actor.PRODUCER, OrderState.SENT, mail=("order_sent",)
    ),
)
UNDER_WAY = frozenset({row.before for row in TRANSITIONS if row.before is not None})
_TABLE = {(row.before, row.action, row.actor): row for row in TRANSITIONS}


def transition(state: OrderState | None, action: Action, actor: Actor) -> Transition:
    """The row that lets this actor do this now.

    Raises:
        NotAllowed: there is none.
    """
    row = _TABLE.get((state, action, actor))
    if row is None:
        raise NotAllowed(state, action)
    return row


def possible(state: OrderState, actor: Actor) -> frozenset[Action]:
    """What this actor may do now: the buttons of the page."""
    return frozenset(action for before, action, who in _TABLE if before is state and who is actor)


class PurchaseState(enum.StrEnum):
    """How a whole purchase stands. Never stored: derived from its orders."""

    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"  # every producer is at it, nothing has left yet
    PARTLY_SENT = "partly_sent"
    SENT = "sent"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


_WHOLE = {
    OrderState.AWAITING_PAYMENT: PurchaseState.AWAITING_PAYMENT,
    OrderState.EXPIRED: PurchaseState.EXPIRED,
    OrderState.CANCELLED: PurchaseState.CANCELLED,
    OrderState.SENT: PurchaseState.SENT,
}


def purchase_state(orders: Iterable[OrderState]) -> PurchaseState:
    """The state of a purchase whose orders are in these states (at least one)."""
    states = set(orders)
    if len(states) == 1:
        return _WHOLE.get(states.pop(), PurchaseState.PAID)
    return PurchaseState.PARTLY_SENT if OrderState.SENT in states else PurchaseState.PAID


def shows_buyer(state: OrderState) -> bool:
    """Whether the producer may read who buys and where it goes: once it is paid, not before."""
    return state in (OrderState.PAID, OrderState.PACKED, OrderState.SENT)
