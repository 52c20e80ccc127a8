"""What the taking of stock needs to know."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from marketplace.catalog.models import Listing, ListingState
from marketplace.producers.models import Producer


def in_open_shop() -> ColumnElement[bool]:
    """Whether the outer ``Listing`` belongs to a producer whose shop is open, without a join."""
    its_own = (Producer.id == Listing.producer_id, Producer.shop_opened_at.is_not(None))
    return select(Producer.id).where(*its_own).correlate(Listing).exists()


def pieces_left(session: Session, listing_id: int) -> int:
    """How many a buyer can have now: none of what is not on sale."""
    left = select(Listing.stock).where(
        Listing.id == listing_id, Listing.state == ListingState.PUBLISHED, in_open_shop()
    )
    return session.scalar(left) or 0
