"""A cart becomes a purchase: stock, orders, lines and mail together, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace import clock
from marketplace.cart import actions as cart_actions
from marketplace.cart import queries as cart_queries
from marketplace.cart.models import Cart
from marketplace.cart.rules import Owner
from marketplace.catalog.actions import take_stock
from marketplace.orders.actions import notes
from marketplace.orders.errors import EmptyCart, PricesChanged, TotalOutOfRange
from marketplace.orders.models import OrderLine, OrderState, Purchase, SellerOrder
from marketplace.orders.queries import goods, purchases
from marketplace.orders.rules import parts
from marketplace.orders.rules.life import Action, Actor, transition
from marketplace.orders.rules.numbers import new_number, new_secret
from marketplace.orders.rules.parts import Bought, Part
from marketplace.orders.rules.quote import Quote, shown


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who buys and where it goes: ``phone`` in E.164, ``address`` whole, down to the province."""

    name: str
    phone: str
    email: str | None
    province_id: int
    commune_id: int
    address: str
    note: str


@dataclass(frozen=True, slots=True)
class Placing:
    """What the buyer confirmed, and what the market knows about it."""

    quote: Quote
    delivery: Delivery
    buyer_id: int | None
    locale: str
    pay_by: datetime
    is_demo: bool


def place(session: Session, owner: Owner, placing: Placing, *, now: datetime) -> Purchase:
    """Buy what is in the cart, at the prices that the buyer saw. The same form again changes
    nothing and answers with the same purchase.

    Raises:
        EmptyCart: there is nothing in it.
        OutOfStock: one of the listings has too few pieces left.
        PricesChanged: a price or the content of the cart is not what the buyer saw.
        TotalOutOfRange: no card payment carries the sum.
    """
    cart = cart_queries.hold_cart(session, owner)
    if cart is None or cart.id != placing.quote.cart_id:
        raise EmptyCart
    placed = purchases.find_by_token(session, placing.quote.token)
    if placed is not None:
        return placed
    split = parts.split(_take(session, cart, placing.quote, now))
    purchase = _write_down(session, split, placing, now)
    cart_actions.empty(session, cart, now=now)
    return purchase


def _take(session: Session, cart: Cart, quote: Quote, now: datetime) -> list[Bought]:
    """Take the pieces, and only then read the prices: nobody can change a listing whose pieces
    were taken in this transaction, so what is compared is what is charged.
    """
    quantities = {line.listing_id: line.quantity for line in cart_queries.lines(session, cart.id)}
    if not quantities:
        raise EmptyCart
    take_stock(session, quantities, now=now)
    lines = goods.bought(session, quantities, clock.day_in_vietnam(now))
    if shown(lines) != quote.lines:
        raise PricesChanged
    return lines


def _write_down(session: Session, split: list[Part], placing: Placing, now: datetime) -> Purchase:
    total_vnd = parts.total(split)
    if not parts.fits_a_payment(total_vnd):
        raise TotalOutOfRange(parts.LEAST_TOTAL_VND, parts.MOST_TOTAL_VND)
    row = transition(None, Action.PLACE, Actor.BUYER)
    delivery = placing.delivery
    purchase = Purchase(
        number=_free_number(session),
        secret=new_secret(),
        checkout_token=placing.quote.token,
        buyer_id=placing.buyer_id,
        buyer_name=delivery.name,
        phone=delivery.phone,
        email=delivery.email,
        province_id=delivery.province_id,
        commune_id=delivery.commune_id,
        address=delivery.address,
        note=delivery.note,
        locale=placing.locale,
        total_vnd=total_vnd,
        is_demo=placing.is_demo,
        placed_at=now,
        pay_by=placing.pay_by,
        orders=[_order(part, place, row.after) for place, part in enumerate(split, start=1)],
    )
    session.add(purchase)
    session.flush()
    for order in purchase.orders:
        notes.record(session, row, order, placing.buyer_id, now)
    notes.send_mail(session, row, purchase, None, now)
    return purchase


def _free_number(session: Session) -> str:
    number = new_number()
    while purchases.is_number_taken(session, number):
        number = new_number()
    return number


def _order(part: Part, position: int, state: OrderState) -> SellerOrder:
    return SellerOrder(
        position=position,
        producer_id=part.producer_id,
        producer_name=part.producer_name,
        subtotal_vnd=part.subtotal_vnd,
        state=state,
        lines=[_line(line) for line in part.lines],
    )


def _line(line: Bought) -> OrderLine:
    return OrderLine(
        listing_id=line.listing_id,
        product_id=line.product_id,
        name=line.name,
        unit=line.unit,
        price_vnd=line.price_vnd,
        quantity=line.quantity,
        amount_vnd=line.amount_vnd,
        stars=line.stars,
        certificate_number=line.certificate_number,
    )
