"""Every SELECT of carts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from marketplace.admin_units.models import AdminUnit
from marketplace.cart.models import Cart, CartLine
from marketplace.cart.rules import CartItem, Owner
from marketplace.catalog.models import Listing
from marketplace.catalog.queries.cards import first_picture, on_sale, place_name, stars_on, unit_id
from marketplace.catalog.rules import CARD_WIDTH, listing_url, picture_url
from marketplace.producers.models import Producer
from marketplace.registry.models import Product

# Statements are put together once: that costs more than sending them.
_IS_OWNERS = or_(Cart.user_id == bindparam("user_id"), Cart.token_hash == bindparam("token_hash"))
_CART = select(Cart).where(_IS_OWNERS)
_HELD = _CART.with_for_update().execution_options(populate_existing=True)
_COUNT = select(func.count(CartLine.id)).join(CartLine.cart).where(_IS_OWNERS)
_LINE_OF_LISTING = select(CartLine).where(
    CartLine.cart_id == bindparam("cart_id"), CartLine.listing_id == bindparam("listing_id")
)
_OFFER = (
    select(Product.name, Listing.stock)
    .select_from(Listing)
    .join(Product, Product.id == Listing.product_id)
    .join(Producer, Producer.id == Listing.producer_id)
    .where(Listing.id == bindparam("listing_id"), on_sale())
)


def find_cart(session: Session, owner: Owner) -> Cart | None:
    """The owner's cart, if they ever put something in."""
    return session.scalar(_CART, asdict(owner))


def hold_cart(session: Session, owner: Owner) -> Cart | None:
    """The same, and until the transaction ends nobody else changes it."""
    return session.scalar(_HELD, asdict(owner))


def count(session: Session, owner: Owner) -> int:
    """How many different products the cart holds."""
    return session.scalar(_COUNT, asdict(owner)) or 0


def lines(session: Session, cart_id: int) -> list[CartLine]:
    """The lines as they are stored, oldest first."""
    return list(
        session.scalars(select(CartLine).where(CartLine.cart_id == cart_id).order_by(CartLine.id))
    )


def find_line(session: Session, cart_id: int, line_id: int) -> CartLine | None:
    """This line, if it lies in this cart."""
    mine = select(CartLine).where(CartLine.id == line_id, CartLine.cart_id == cart_id)
    return session.scalar(mine)


def find_line_of_listing(session: Session, cart_id: int, listing_id: int) -> CartLine | None:
    """The cart's line of this listing."""
    return session.scalar(_LINE_OF_LISTING, {"cart_id": cart_id, "listing_id": listing_id})


def find_offer(session: Session, listing_id: int) -> tuple[str, int] | None:
    """Name and stock of a listing on sale, or None."""
    row = session.execute(_OFFER, {"listing_id": listing_id}).first()
    return (row.name, row.stock) if row else None


def items(session: Session, cart_id: int, day: date) -> list[CartItem]:
    """The lines of a cart with their listings of this moment, in one statement."""
    return [_item(row) for row in session.execute(_item_rows(day), {"cart_id": cart_id})]


@lru_cache(maxsize=2)
def _item_rows(day: date) -> Select[*tuple[Any, ...]]:
    """The statement of a day."""
    return (
        select(
            CartLine.id.label("line_id"),
            CartLine.quantity,
            Listing.id.label("listing_id"),
            Listing.slug,
            Listing.unit,
            Listing.price_vnd,
            Listing.stock,
            Listing.group_no,
            on_sale().label("on_sale"),
            Product.name,
            stars_on(day).label("stars"),
            first_picture().label("picture_key"),
            Producer.id.label("producer_id"),
            Producer.name.label("producer_name"),
            Producer.slug.label("producer_slug"),
            place_name().label("place_name"),
        )
        .join(Listing, Listing.id == CartLine.listing_id)
        .join(Product, Product.id == Listing.product_id)
        .join(Producer, Producer.id == Listing.producer_id)
        .outerjoin(AdminUnit, AdminUnit.id == unit_id())
        .where(CartLine.cart_id == bindparam("cart_id"))
        .order_by(CartLine.id)
    )


def _item(row: Any) -> CartItem:
    return CartItem(
        line_id=row.line_id,
        listing_id=row.listing_id,
        name=row.name,
        url=listing_url(row.slug, row.listing_id),
        unit=row.unit,
        price_vnd=row.price_vnd,
        quantity=row.quantity,
        stock=row.stock,
        on_sale=bool(row.on_sale),
        stars=row.stars,
        picture_url=picture_url(row.picture_key, CARD_WIDTH) if row.picture_key else None,
        group_no=row.group_no,
        producer_id=row.producer_id,
        producer_name=row.producer_name,
        producer_slug=row.producer_slug,
        place_name=row.place_name,
    )


def stocks(session: Session, listing_ids: list[int]) -> dict[int, tuple[str, int]]:
    """Name and stock of each of these listings, on sale or not."""
    rows = session.execute(
        select(Listing.id, Product.name, Listing.stock)
        .join(Product, Product.id == Listing.product_id)
        .where(Listing.id.in_(listing_ids))
    )
    return {row.id: (row.name, row.stock) for row in rows}


def abandoned_ids(session: Session, before: datetime) -> list[int]:
    """Carts of guests that nobody touched since ``before``."""
    left = select(Cart.id).where(Cart.user_id.is_(None), Cart.updated_at < before)
    return list(session.scalars(left))
