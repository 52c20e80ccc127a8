"""Finding purchases: by their secret, by their number, for their buyer."""

from __future__ import annotations

import hmac

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from marketplace.orders.models import Purchase, SellerOrder
from marketplace.orders.rules.numbers import SECRET


def _whole() -> tuple[ORMOption, ...]:
    """With its orders, their lines and producers: three more statements, however many there are."""
    orders = selectinload(Purchase.orders)
    return (orders.selectinload(SellerOrder.lines), orders.joinedload(SellerOrder.producer))


def find_by_secret(session: Session, secret: str) -> Purchase | None:
    """The purchase that this link leads to.

    The secret has 256 random bits, so how long the index looks tells nothing about its neighbours;
    what it found is compared in constant time all the same.
    """
    if not SECRET.fullmatch(secret):
        return None
    found = session.scalar(select(Purchase).options(*_whole()).where(Purchase.secret == secret))
    if found is None or not hmac.compare_digest(found.secret, secret):
        return None
    return found


def find_by_token(session: Session, token: str) -> Purchase | None:
    """The purchase that was placed with this form."""
    return session.scalar(select(Purchase).where(Purchase.checkout_token == token))


def find_by_number(session: Session, number: str, phone: str) -> Purchase | None:
    """The purchase with this number, if it was placed with this telephone number."""
    mine = select(Purchase).where(Purchase.number == number, Purchase.phone == phone)
    return session.scalar(mine)


def is_number_taken(session: Session, number: str) -> bool:
    """Whether a purchase has this number."""
    return session.scalar(select(Purchase.id).where(Purchase.number == number)) is not None


def hold_purchase(session: Session, purchase_id: int) -> Purchase:
    """The purchase as it is now; until the transaction ends nobody else changes it."""
    return session.scalars(
        select(Purchase)
        .options(*_whole())
        .where(Purchase.id == purchase_id)
        .with_for_update(of=Purchase)
        .execution_options(populate_existing=True)
    ).one()


def get_whole(session: Session, purchase_id: int) -> Purchase:
    """The purchase with all that belongs to it."""
    whole = select(Purchase).options(*_whole()).where(Purchase.id == purchase_id)
    return session.scalars(whole).one()


def count_of_buyer(session: Session, buyer_id: int) -> int:
    """How many purchases a member placed."""
    return session.scalar(select(func.count()).where(Purchase.buyer_id == buyer_id)) or 0


def of_buyer(session: Session, buyer_id: int, offset: int, limit: int) -> list[Purchase]:
    """A member's purchases, the newest first."""
    return list(
        session.scalars(
            select(Purchase)
            .options(*_whole())
            .where(Purchase.buyer_id == buyer_id)
            .order_by(Purchase.placed_at.desc(), Purchase.id.desc())
            .offset(offset)
            .limit(limit)
        )
    )


def hold_order(session: Session, order_id: int) -> SellerOrder:
    """A producer's order as it is now, held like its purchase would be."""
    return session.scalars(
        select(SellerOrder)
        .options(joinedload(SellerOrder.purchase))
        .where(SellerOrder.id == order_id)
        .with_for_update(of=SellerOrder)
        .execution_options(populate_existing=True)
    ).one()
