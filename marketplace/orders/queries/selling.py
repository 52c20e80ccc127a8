"""What a producer sees: their own orders, and what needs doing today. Always of one producer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from marketplace.accounts.models import User
from marketplace.catalog.models import Listing, ListingState
from marketplace.catalog.rules import FEW_LEFT
from marketplace.orders.models import OrderState, Purchase, SellerOrder
from marketplace.producers.models import ProducerMember
from marketplace.registry.models import Certificate, Product
from marketplace.registry.queries import in_force_on

# A file for re-assessment may be handed in from 180 days before the end on.
ENDS_SOON = timedelta(days=180)


def count_by_state(session: Session, producer_id: int) -> Counter[OrderState]:
    """How many orders of the producer are in each state."""
    rows = session.execute(
        select(SellerOrder.state, func.count())
        .where(SellerOrder.producer_id == producer_id)
        .group_by(SellerOrder.state)
    )
    return Counter(dict(rows.all()))


def _with_lines(producer_id: int) -> Select[SellerOrder]:
    return (
        select(SellerOrder)
        .options(joinedload(SellerOrder.purchase), selectinload(SellerOrder.lines))
        .where(SellerOrder.producer_id == producer_id)
    )


def in_state(
    session: Session, producer_id: int, state: OrderState, *, offset: int, limit: int
) -> list[SellerOrder]:
    """The producer's orders in this state: work with the oldest first, what is done the newest."""
    oldest = (Purchase.placed_at, SellerOrder.id)
    newest = (SellerOrder.sent_at.desc(), SellerOrder.id.desc())
    return list(
        session.scalars(
            _with_lines(producer_id)
            .join(SellerOrder.purchase)
            .where(SellerOrder.state == state)
            .order_by(*(newest if state is OrderState.SENT else oldest))
            .offset(offset)
            .limit(limit)
        )
    )


def find_order(
    session: Session, producer_id: int, order_id: int, states: Collection[OrderState]
) -> SellerOrder | None:
    """This order, if it is the producer's own and in one of these states."""
    mine = _with_lines(producer_id).where(SellerOrder.id == order_id, SellerOrder.state.in_(states))
    return session.scalar(mine)


@dataclass(frozen=True, slots=True)
class ShelfTask:
    """A listing that wants looking at."""

    listing_id: int
    name: str
    stock: int


def low_stock(session: Session, producer_id: int) -> list[ShelfTask]:
    """Listings on sale of which little or nothing is left, the emptiest first."""
    return _shelf(
        session,
        _listings(producer_id)
        .where(Listing.state == ListingState.PUBLISHED, Listing.stock <= FEW_LEFT)
        .order_by(Listing.stock, Product.name),
    )


def drafts(session: Session, producer_id: int) -> list[ShelfTask]:
    """Listings begun and not on sale yet, the oldest first."""
    return _shelf(
        session,
        _listings(producer_id)
        .where(Listing.state == ListingState.DRAFT)
        .order_by(Listing.created_at, Listing.id),
    )


def _listings(producer_id: int) -> Select[int, str, int]:
    return (
        select(Listing.id, Product.name, Listing.stock)
        .join(Product, Product.id == Listing.product_id)
        .where(Listing.producer_id == producer_id)
    )


def _shelf(session: Session, statement: Select[int, str, int]) -> list[ShelfTask]:
    return [ShelfTask(*row) for row in session.execute(statement)]


@dataclass(frozen=True, slots=True)
class EndingCertificate:
    """A certificate whose re-assessment should be prepared."""

    name: str
    product_id: int
    listing_id: int | None  # None: it is not offered here
    valid_until: date
    days_left: int


def ending_certificates(session: Session, producer_id: int, day: date) -> list[EndingCertificate]:
    """Products whose last certificate in force ends within 180 days, the soonest first."""
    last_day = func.max(Certificate.valid_until)
    rows = session.execute(
        select(Product.name, Product.id, Listing.id, last_day)
        .join(Certificate, Certificate.product_id == Product.id)
        .outerjoin(Listing, Listing.product_id == Product.id)
        .where(Product.producer_id == producer_id, in_force_on(day))
        .group_by(Product.id, Product.name, Listing.id)
        .having(last_day <= day + ENDS_SOON)
        .order_by(last_day, Product.name)
    )
    return [
        EndingCertificate(name, product_id, listing_id, ends, (ends - day).days)
        for name, product_id, listing_id, ends in rows
        if ends is not None  # a certificate in force has a last day
    ]


def mail_addresses(session: Session, producer_id: int) -> list[tuple[str, str]]:
    """Where the producer reads mail: (address, language) of each person who runs the shop."""
    rows = session.execute(
        select(User.email, User.locale)
        .join(ProducerMember, ProducerMember.user_id == User.id)
        .where(
            ProducerMember.producer_id == producer_id,
            ProducerMember.left_at.is_(None),
            User.closed_at.is_(None),
        )
        .order_by(User.id)
    )
    return [(email, locale) for email, locale in rows]
