"""Registered products, their certificates and listings, as the tests of the catalog need them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from marketplace.catalog import rules
from marketplace.catalog.models import Listing, ListingState, Picture
from marketplace.clock import add_months
from marketplace.money import Vnd
from marketplace.producers.models import Producer
from marketplace.registry.models import Certificate, Evidence, Precision, Product
from marketplace.text import fold
from tests.people import set_scene

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # ten in the morning in Vietnam
TODAY = date(2026, 11, 23)


def make_product(
    session: Session, producer: Producer | None, name: str = "Chè Shan tuyết", **columns: Any
) -> Product:
    """A product of the register, without any certificate."""
    set_scene(session)
    product = Product(
        name=name,
        name_key=fold(name),
        producer_id=producer.id if producer else None,
        created_at=NOW,
        **columns,
    )
    session.add(product)
    session.flush()
    return product


def certify(
    session: Session,
    product: Product,
    stars: int | None = 4,
    issued: date | None = date(2025, 6, 1),
    evidence: Evidence = Evidence.DECISION,
    **columns: Any,
) -> Certificate:
    """A certificate of 36 months for the product."""
    set_scene(session)
    certificate = Certificate(
        product_id=product.id,
        stars=stars,
        issued_from=issued,
        issued_to=issued,
        issued_precision=Precision.DAY if issued else None,
        valid_until=add_months(issued, 36) if issued else None,
        evidence=evidence,
        **columns,
    )
    session.add(certificate)
    session.flush()
    return certificate


def make_listing(
    session: Session,
    producer: Producer,
    name: str = "Chè Shan tuyết",
    *,
    state: ListingState = ListingState.PUBLISHED,
    product: Product | None = None,
    **columns: Any,
) -> Listing:
    """A listing of a product of this producer, on sale unless said otherwise."""
    product = product or make_product(session, producer, name)
    known = {
        "slug": rules.slug_of(product.name),
        "group_no": 11,
        "price_vnd": Vnd(180_000),
        "unit": "hộp 200 g",
        "weight_g": 350,
        "stock": 12,
        "story": "",
        "published_at": NOW if state is ListingState.PUBLISHED else None,
        "created_at": NOW,
        "updated_at": NOW,
    }
    listing = Listing(
        product_id=product.id, producer_id=producer.id, state=state, **{**known, **columns}
    )
    session.add(listing)
    session.flush()
    return listing


def hang_picture(
    session: Session, listing: Listing, key: str = "a" * 64, position: int = 0
) -> Picture:
    """A picture of a listing, without files."""
    picture = Picture(
        listing_id=listing.id, file_key=key, width=1280, height=960, position=position
    )
    session.add(picture)
    session.flush()
    return picture
