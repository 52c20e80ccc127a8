"""What a producer sees of their own products and listings. The producer is part of every query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from marketplace.catalog.models import Listing, ListingState, LivePeriod, Picture
from marketplace.catalog.queries.cards import first_picture
from marketplace.catalog.rules import CARD_WIDTH, picture_url
from marketplace.money import Vnd
from marketplace.registry.models import Certificate, Product
from marketplace.registry.queries import is_recognition, latest_first
from marketplace.text import sort_key


def listing_of_producer(
    session: Session, listing_id: int, producer_id: int, *, lock: bool = False
) -> Listing | None:
    """One of the producer's own listings, with its product and producer.

    With ``lock`` nobody else changes it until the transaction ends (SQLite has one writer anyway).
    """
    statement = (
        select(Listing)
        .where(Listing.id == listing_id, Listing.producer_id == producer_id)
        .options(joinedload(Listing.product), joinedload(Listing.producer))
    )
    if lock:
        statement = statement.with_for_update(of=Listing).execution_options(populate_existing=True)
    return session.scalar(statement)


def product_of_producer(session: Session, product_id: int, producer_id: int) -> Product | None:
    """One of the producer's own registered products."""
    return session.scalar(
        select(Product).where(Product.id == product_id, Product.producer_id == producer_id)
    )


def listing_id_of_product(session: Session, product_id: int) -> int | None:
    """The listing of a product, whatever its state."""
    return session.scalar(select(Listing.id).where(Listing.product_id == product_id))


@dataclass(frozen=True, slots=True)
class OwnProduct:
    """A registered product as its producer sees it, with its listing if there is one."""

    product_id: int
    name: str
    group_no: int | None
    listing_id: int | None
    state: ListingState | None
    price_vnd: Vnd | None
    unit: str | None
    stock: int | None
    picture_url: str | None


def own_products(session: Session, producer_id: int) -> list[OwnProduct]:
    """All registered products of a producer, in Vietnamese order: one statement."""
    rows = session.execute(
        select(
            Product.id,
            Product.name,
            func.coalesce(Listing.group_no, Product.group_no).label("group_no"),
            Listing.id.label("listing_id"),
            Listing.state,
            Listing.price_vnd,
            Listing.unit,
            Listing.stock,
            first_picture().label("picture_key"),
        )
        .outerjoin(Listing, Listing.product_id == Product.id)
        .where(Product.producer_id == producer_id)
    )
    products = [
        OwnProduct(
            product_id=row.id,
            name=row.name,
            group_no=row.group_no,
            listing_id=row.listing_id,
            state=row.state,
            price_vnd=row.price_vnd,
            unit=row.unit,
            stock=row.stock,
            picture_url=picture_url(row.picture_key, CARD_WIDTH) if row.picture_key else None,
        )
        for row in rows
    ]
    return sorted(products, key=lambda product: (sort_key(product.name), product.product_id))


def certificates_of_producer(session: Session, producer_id: int) -> dict[int, list[Certificate]]:
    """The recognitions of all products of a producer by product, the latest first."""
    found: dict[int, list[Certificate]] = {}
    rows = session.scalars(
        select(Certificate)
        .join(Product, Product.id == Certificate.product_id)
        .where(Product.producer_id == producer_id, is_recognition())
        .order_by(*latest_first())
    )
    for certificate in rows:
        found.setdefault(certificate.product_id, []).append(certificate)
    return found


def picture_of_listing(session: Session, listing_id: int, picture_id: int) -> Picture | None:
    """One picture, if it hangs on this listing."""
    return session.scalar(
        select(Picture).where(Picture.id == picture_id, Picture.listing_id == listing_id)
    )


def hangs_somewhere(session: Session, file_key: str) -> bool:
    """Whether any listing shows this picture."""
    return (
        session.scalar(select(Picture.id).where(Picture.file_key == file_key).limit(1)) is not None
    )


def published_listings(session: Session, producer_id: int) -> Sequence[Listing]:
    """The producer's listings that are on sale whenever the shop is open."""
    return session.scalars(
        select(Listing)
        .where(Listing.producer_id == producer_id, Listing.state == ListingState.PUBLISHED)
        .options(joinedload(Listing.producer))
        .order_by(Listing.id)
    ).all()


def open_live_period(session: Session, listing_id: int) -> LivePeriod | None:
    """The time on sale that has not ended yet."""
    return session.scalar(
        select(LivePeriod).where(LivePeriod.listing_id == listing_id, LivePeriod.live_to.is_(None))
    )
