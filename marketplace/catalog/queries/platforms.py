"""Listings on outside platforms."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from marketplace.catalog.models import OutsideListing, Platform
from marketplace.registry.models import Product


def platforms(session: Session) -> Sequence[Platform]:
    """All outside platforms, in the order in which they were loaded."""
    return session.scalars(select(Platform).order_by(Platform.id)).all()


def platform_by_code(session: Session, code: str) -> Platform | None:
    """The platform with this short name."""
    return session.scalar(select(Platform).where(Platform.code == code))


def platform(session: Session, platform_id: int) -> Platform:
    """The platform with this number."""
    return session.get_one(Platform, platform_id)


def registered_product(session: Session, product_id: int) -> Product | None:
    """A product of the register with its producer, on sale or not."""
    return session.get(Product, product_id, options=[joinedload(Product.producer)])


def outside_listings_of(session: Session, product_id: int) -> Sequence[OutsideListing]:
    """Where a product was seen on sale elsewhere, the latest first, ended ones included."""
    return session.scalars(
        select(OutsideListing)
        .where(OutsideListing.product_id == product_id)
        .options(joinedload(OutsideListing.platform))
        .order_by(OutsideListing.seen_on.desc(), OutsideListing.id.desc())
    ).all()


def outside_listing(session: Session, outside_id: int) -> OutsideListing | None:
    """One record of a product on an outside platform."""
    return session.get(OutsideListing, outside_id)


def current_outside_listing(
    session: Session, product_id: int, platform_id: int
) -> OutsideListing | None:
    """The record of this product on this platform that has not ended."""
    return session.scalar(
        select(OutsideListing).where(
            OutsideListing.product_id == product_id,
            OutsideListing.platform_id == platform_id,
            OutsideListing.ended_on.is_(None),
        )
    )
