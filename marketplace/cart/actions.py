"""Filling, changing, mending and merging carts.

Each action holds the cart first, so that two tabs of one person follow one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace import clock
from marketplace.accounts.rules import digest
from marketplace.cart import queries, rules
from marketplace.cart.errors import CartFull, NoSuchLine, NotOnSale, SoldOut
from marketplace.cart.models import Cart, CartLine
from marketplace.cart.rules import CartItem, Owner, Problem

KEPT = timedelta(days=30)  # as long as the cookie that leads to a guest's cart


@dataclass(frozen=True, slots=True)
class Held:
    """How many pieces a line holds now, and how many were wished for."""

    name: str
    quantity: int
    wished: int

    @property
    def is_less(self) -> bool:
        """Whether fewer are left than were wished for."""
        return self.quantity < self.wished


@dataclass(frozen=True, slots=True)
class Removed:
    """A line taken out of a cart."""

    listing_id: int
    quantity: int
    name: str


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What became of a guest's cart at log-in.

    ``came`` lines came to ``found`` older ones of the member; ``lowered`` are those of which
    fewer are left than both carts wished for.
    """

    came: int = 0
    found: int = 0
    lowered: tuple[Held, ...] = ()


def add(session: Session, owner: Owner, listing_id: int, quantity: int, *, now: datetime) -> Held:
    """Put pieces of a listing into the cart, at most as many as are left.

    Raises:
        NotOnSale: no such listing on sale.
        SoldOut: none is left.
        CartFull: too many different products.
    """
    offer = queries.find_offer(session, listing_id)
    if offer is None:
        raise NotOnSale
    name, stock = offer
    if stock == 0:
        raise SoldOut(name)
    cart = _cart_of(session, owner, now)
    line = queries.find_line_of_listing(session, cart.id, listing_id)
    wished = quantity + (line.quantity if line else 0)
    held = min(wished, rules.most(stock))
    if line is not None:
        line.quantity = held
    else:
        _add_line(session, cart, listing_id, held)
    _touch(cart, now)
    return Held(name, held, wished)


def _cart_of(session: Session, owner: Owner, now: datetime) -> Cart:
    """The owner's cart, held; a first one is opened for them."""
    cart = queries.hold_cart(session, owner)
    if cart is not None:
        return cart
    cart = Cart(user_id=owner.user_id, token_hash=owner.token_hash, updated_at=now)
    try:
        with session.begin_nested():
            session.add(cart)
    except IntegrityError:  # another tab of the same person opened it just now
        opened = queries.hold_cart(session, owner)
        if opened is None:
            raise
        return opened
    return cart


def _add_line(session: Session, cart: Cart, listing_id: int, quantity: int) -> None:
    if len(queries.lines(session, cart.id)) >= rules.MOST_LINES:
        raise CartFull
    session.add(CartLine(cart_id=cart.id, listing_id=listing_id, quantity=quantity))


def _touch(cart: Cart, now: datetime) -> None:
    """Note a change. No two changes of a cart share a moment, not even when the clock stands
    still: the moment names what is in the cart, and a checkout form is good for that only.
    """
    cart.updated_at = max(now, cart.updated_at + timedelta(microseconds=1))


def change(session: Session, owner: Owner, line_id: int, quantity: int, *, now: datetime) -> Held:
    """Set how many pieces a line holds, at most as many as are left.

    Raises:
        NoSuchLine: not in this cart.
        NotOnSale, SoldOut: it cannot be bought any more.
    """
    cart, line = _line_of(session, owner, line_id)
    offer = queries.find_offer(session, line.listing_id)
    if offer is None:
        raise NotOnSale
    name, stock = offer
    if stock == 0:
        raise SoldOut(name)
    line.quantity = min(quantity, rules.most(stock))
    _touch(cart, now)
    return Held(name, line.quantity, quantity)


def remove(session: Session, owner: Owner, line_id: int, *, now: datetime) -> Removed:
    """Take a line out; returns what it was, to put it back.

    Raises:
        NoSuchLine: not in this cart.
    """
    cart, line = _line_of(session, owner, line_id)
    name, _stock = queries.stocks(session, [line.listing_id])[line.listing_id]
    session.delete(line)
    _touch(cart, now)
    return Removed(line.listing_id, line.quantity, name)


def _line_of(session: Session, owner: Owner, line_id: int) -> tuple[Cart, CartLine]:
    cart = queries.hold_cart(session, owner)
    line = queries.find_line(session, cart.id, line_id) if cart else None
    if cart is None or line is None:
        raise NoSuchLine
    return cart, line


def mend(session: Session, owner: Owner, *, now: datetime) -> list[CartItem]:
    """Make every line one that can be bought; returns the lines that were changed, as they were."""
    cart = queries.hold_cart(session, owner)
    if cart is None:
        return []
    wrong = [
        item
        for item in queries.items(session, cart.id, clock.day_in_vietnam(now))
        if item.problem is not None
    ]
    for item in wrong:
        line = session.get_one(CartLine, item.line_id)
        if item.problem is Problem.LESS_LEFT:
            line.quantity = item.most
        else:
            session.delete(line)
        _touch(cart, now)
    return wrong


def empty(session: Session, cart: Cart, *, now: datetime) -> None:
    """Take everything out."""
    session.execute(delete(CartLine).where(CartLine.cart_id == cart.id))
    _touch(cart, now)


def merge_on_login(session: Session, guest_token: str, user_id: int, now: datetime) -> MergeResult:
    """Give a guest's cart to the member they turned out to be. Loses nothing, refuses nothing.

    Pieces of the same listing are added up, at most as many as are left.
    """
    guests = queries.hold_cart(session, Owner(token_hash=digest(guest_token)))
    if guests is None:
        return MergeResult()
    members = _cart_of(session, Owner(user_id=user_id), now)
    mine = {line.listing_id: line for line in queries.lines(session, members.id)}
    came = queries.lines(session, guests.id)
    stocks = queries.stocks(session, [line.listing_id for line in came])
    held = [
        _take_over(session, members, line, mine.get(line.listing_id), *stocks[line.listing_id])
        for line in came
    ]
    session.delete(guests)
    _touch(members, now)
    return MergeResult(len(came), len(mine), tuple(line for line in held if line.is_less))


def _take_over(
    session: Session, members: Cart, line: CartLine, mine: CartLine | None, name: str, stock: int
) -> Held:
    wished = line.quantity + (mine.quantity if mine else 0)
    quantity = rules.merged(wished, stock)
    if mine is not None:
        mine.quantity = quantity
    else:
        session.add(CartLine(cart_id=members.id, listing_id=line.listing_id, quantity=quantity))
    return Held(name, quantity, wished)


def forget_abandoned(session: Session, *, now: datetime) -> None:
    """Delete guests' carts to which no cookie leads any more."""
    old = queries.abandoned_ids(session, now - KEPT)
    session.execute(delete(CartLine).where(CartLine.cart_id.in_(old)))
    session.execute(delete(Cart).where(Cart.id.in_(old)))
