"""Whether what is on sale is on record."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from marketplace.catalog.models import Listing, ListingState, LivePeriod
from marketplace.producers.models import Producer


def listings_off_record(
    session: Session, listings: Collection[int], shops: Collection[int]
) -> Sequence[int]:
    """Of these listings, and those of these shops, which ones buyers see without an open live
    period, or which have one though nobody sees them.
    """
    return session.scalars(
        select(Listing.id)
        .join(Producer, Producer.id == Listing.producer_id)
        .where(
            Listing.id.in_(listings) | Listing.producer_id.in_(shops),
            _open_periods() != _periods_due(),
        )
    ).all()


def _open_periods() -> ColumnElement[int]:
    return (
        select(func.count())
        .where(LivePeriod.listing_id == Listing.id, LivePeriod.live_to.is_(None))
        .scalar_subquery()
    )


def _periods_due() -> ColumnElement[int]:
    """One while buyers see the listing, else none."""
    is_seen = (Listing.state == ListingState.PUBLISHED) & Producer.shop_opened_at.is_not(None)
    return case((is_seen, 1), else_=0)
