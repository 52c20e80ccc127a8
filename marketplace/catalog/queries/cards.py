"""Products as cards of a list: plain columns in one statement, however many there are.

Lists are the most visited pages, and mapped objects cost several times the rows themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from marketplace.admin_units.models import AdminUnit
from marketplace.catalog.models import Listing, ListingState, Picture
from marketplace.catalog.rules import CARD_WIDTH, listing_url, picture_url
from marketplace.money import Vnd
from marketplace.producers.models import Producer
from marketplace.registry.models import Certificate, Product
from marketplace.registry.queries import in_force_on, latest_first

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a listing on sale."""

    id: int
    slug: str
    name: str
    price_vnd: Vnd
    unit: str
    stars: int | None  # proven, of a certificate in force on the day of viewing
    producer_name: str
    producer_slug: str
    place_name: str  # commune of today, else as the register words it, else ""
    picture_url: str | None
    group_no: int | None
    in_stock: bool
    is_illustration: bool

    @property
    def url(self) -> str:
        """The address of the product page."""
        return listing_url(self.slug, self.id)


def stars_on(day: date) -> ScalarSelect[int | None]:
    """The proven stars of the outer ``Product``; the newest certificate in force speaks."""
    return (
        select(Certificate.proven_stars)
        .where(Certificate.product_id == Product.id, in_force_on(day))
        .order_by(*latest_first())
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )


def first_picture() -> ScalarSelect[str]:
    """The key of the first picture of the outer ``Listing``."""
    return (
        select(Picture.file_key)
        .where(Picture.listing_id == Listing.id)
        .order_by(Picture.position, Picture.id)
        .limit(1)
        .correlate(Listing)
        .scalar_subquery()
    )


def unit_id() -> ColumnElement[int | None]:
    """The commune of today of the outer ``Product``, else that of its ``Producer``."""
    return func.coalesce(Product.unit_id, Producer.unit_id)


def place_name() -> ColumnElement[str]:
    """Where the outer ``Product`` comes from: its ``AdminUnit``, else the words of the register."""
    return func.coalesce(AdminUnit.name, func.nullif(Product.place_text, ""), Producer.place_text)


def on_sale() -> ColumnElement[bool]:
    """What buyers see: a published ``Listing`` of a ``Producer`` whose shop is open."""
    return and_(Listing.state == ListingState.PUBLISHED, Producer.shop_opened_at.is_not(None))


def cards(session: Session, listing_ids: Sequence[int], day: date) -> list[Card]:
    """The cards of these listings in this order; those not on sale (any more) are left out."""
    if not listing_ids:
        return []
    found = _cards_of(session, _of_ids(day), {"ids": list(listing_ids)})
    by_id = {card.id: card for card in found}
    return [by_id[listing_id] for listing_id in listing_ids if listing_id in by_id]


def latest_cards(session: Session, day: date, limit: int) -> list[Card]:
    """The listings put on sale last."""
    return _cards_of(session, _latest(day), {"limit": limit})


def starred_cards(session: Session, day: date, limit: int) -> list[Card]:
    """Listings with stars today and pieces in stock, most stars first, then newest."""
    return _cards_of(session, _starred(day), {"limit": limit})


def cards_of_producer(
    session: Session, producer_id: int, day: date, *, but: int = 0, limit: int = 200
) -> list[Card]:
    """What a producer sells, newest first, without the listing ``but``."""
    wanted = {"producer_id": producer_id, "but": but, "limit": limit}
    return _cards_of(session, _of_producer(day), wanted)


# The statements of a day are built once: building one costs as much as asking it.


@lru_cache(maxsize=4)
def _of_ids(day: date) -> Rows:
    return _card_rows(day).where(Listing.id.in_(bindparam("ids", expanding=True)))


@lru_cache(maxsize=4)
def _latest(day: date) -> Rows:
    return _newest_first(_card_rows(day))


@lru_cache(maxsize=4)
def _starred(day: date) -> Rows:
    stars = stars_on(day)
    starred = _card_rows(day).where(stars.is_not(None), Listing.stock > 0)
    return _newest_first(starred.order_by(stars.desc()))


@lru_cache(maxsize=4)
def _of_producer(day: date) -> Rows:
    own = Listing.producer_id == bindparam("producer_id")
    return _newest_first(_card_rows(day).where(own, Listing.id != bindparam("but")))


def _newest_first(rows: Rows) -> Rows:
    newest = (Listing.published_at.desc(), Listing.id.desc())
    return rows.order_by(*newest).limit(bindparam("limit"))


def _card_rows(day: date) -> Rows:
    """One row per listing on sale, with the columns that ``_cards_of`` reads."""
    return (
        select(
            Listing.id,
            Listing.slug,
            Product.name,
            Listing.price_vnd,
            Listing.unit,
            stars_on(day).label("stars"),
            Producer.name.label("producer_name"),
            Producer.slug.label("producer_slug"),
            place_name().label("place_name"),
            first_picture().label("picture_key"),
            Listing.group_no,
            Listing.stock,
            Listing.is_illustration,
        )
        .join(Product, Product.id == Listing.product_id)
        .join(Producer, Producer.id == Listing.producer_id)
        .outerjoin(AdminUnit, AdminUnit.id == unit_id())
        .where(on_sale())
    )


def _cards_of(session: Session, rows: Rows, wanted: dict[str, Any]) -> list[Card]:
    return [
        Card(
            id=row.id,
            slug=row.slug,
            name=row.name,
            price_vnd=row.price_vnd,
            unit=row.unit,
            stars=row.stars,
            producer_name=row.producer_name,
            producer_slug=row.producer_slug,
            place_name=row.place_name,
            picture_url=picture_url(row.picture_key, CARD_WIDTH) if row.picture_key else None,
            group_no=row.group_no,
            in_stock=row.stock > 0,
            is_illustration=row.is_illustration,
        )
        for row in session.execute(rows, wanted)
    ]
