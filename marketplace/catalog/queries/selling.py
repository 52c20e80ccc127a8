"""What a producer sees of their own products and listings. The producer is part of every query."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from marketplace.catalog.models import Listing, ListingState, LivePeriod
from marketplace.registry.models import Product


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


def products_with_listings(
    session: Session, producer_id: int
) -> list[tuple[Product, Listing | None]]:
    """All registered products of a producer, each with its listing if there is one."""
    rows = session.execute(
        select(Product, Listing)
        .outerjoin(Listing, Listing.product_id == Product.id)
        .where(Product.producer_id == producer_id)
        .order_by(Product.name_key, Product.id)
    )
    return [(product, listing) for product, listing in rows]


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
