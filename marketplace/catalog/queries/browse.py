"""Browsing and plain searching in the database, for when no search index answers."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from marketplace.admin_units.models import AdminUnit
from marketplace.catalog.models import Listing
from marketplace.catalog.queries.cards import on_sale, stars_on, unit_id
from marketplace.money import Vnd
from marketplace.producers.models import Producer
from marketplace.registry.models import Product


class Order(enum.StrEnum):
    """In which order a list of products comes."""

    NEWEST = "newest"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    MOST_STARS = "most_stars"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a buyer wants to see. Anything left empty does not narrow the list."""

    words: tuple[str, ...] = ()  # folded; each must occur in the product, producer or place
    stars: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    unit_id: int | None = None  # commune of today
    price_from: Vnd | None = None
    price_to: Vnd | None = None
    in_stock: bool = False
    order: Order = Order.NEWEST


def published_ids(session: Session, filters: Filters, day: date) -> list[int]:
    """The ids of all listings on sale that fit, in order: one statement."""
    statement = (
        select(Listing.id)
        .join(Product, Product.id == Listing.product_id)
        .join(Producer, Producer.id == Listing.producer_id)
        .outerjoin(AdminUnit, AdminUnit.id == unit_id())
        .where(on_sale(), *_conditions(filters, day), *map(_has_word, filters.words))
        .order_by(*_order(filters, day))
    )
    return list(session.scalars(statement))


def _has_word(word: str) -> ColumnElement[bool]:
    columns = (Product.name_key, Producer.name_key, AdminUnit.folded)
    return or_(*(column.contains(word, autoescape=True) for column in columns))


def _conditions(filters: Filters, day: date) -> Iterator[ColumnElement[bool]]:
    if filters.stars:
        yield stars_on(day).in_(filters.stars)
    if filters.groups:
        yield Listing.group_no.in_(filters.groups)
    if filters.unit_id is not None:
        yield unit_id() == filters.unit_id
    if filters.price_from is not None:
        yield Listing.price_vnd >= filters.price_from
    if filters.price_to is not None:
        yield Listing.price_vnd <= filters.price_to
    if filters.in_stock:
        yield Listing.stock > 0


def _order(filters: Filters, day: date) -> tuple[ColumnElement[Any], ...]:
    newest = (Listing.published_at.desc(), Listing.id.desc())
    first: dict[Order, tuple[ColumnElement[Any], ...]] = {
        Order.NEWEST: (),
        Order.CHEAPEST: (Listing.price_vnd.asc(),),
        Order.DEAREST: (Listing.price_vnd.desc(),),
        Order.MOST_STARS: (func.coalesce(stars_on(day), 0).desc(),),
    }
    return (*first[filters.order], *newest)
