"""Taking pieces for an order and giving them back.

One conditional UPDATE per listing decides and takes at once: a read followed by a write would
sell the last piece to everybody who read it in time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from marketplace.catalog import queries
from marketplace.catalog.actions.listings import note_change
from marketplace.catalog.errors import OutOfStock
from marketplace.catalog.models import Listing, ListingState


def take_stock(session: Session, quantities: Mapping[int, int], *, now: datetime) -> None:
    """Take pieces of several listings (id -> how many), all or, by rolling back, none.

    Listings are taken in the order of their ids, so that two buyers of the same things wait for
    each other instead of blocking each other.

    Raises:
        OutOfStock: for the first listing of which not enough is left or which is not on sale.
    """
    for listing_id, quantity in sorted(quantities.items()):
        _take(session, listing_id, quantity, now)


def give_back_stock(session: Session, quantities: Mapping[int, int], *, now: datetime) -> None:
    """Put pieces back (id -> how many), whatever became of the listing meanwhile."""
    for listing_id, quantity in sorted(quantities.items()):
        _require_pieces(quantity)
        left = session.scalar(
            update(Listing)
            .where(Listing.id == listing_id)
            .values(stock=Listing.stock + quantity)
            .returning(Listing.stock)
        )
        if left == quantity:  # it was sold out
            note_change(session, listing_id, now=now)


def _take(session: Session, listing_id: int, quantity: int, now: datetime) -> None:
    _require_pieces(quantity)
    left = session.scalar(
        update(Listing)
        .where(
            Listing.id == listing_id,
            Listing.state == ListingState.PUBLISHED,
            Listing.stock >= quantity,
            queries.in_open_shop(),
        )
        .values(stock=Listing.stock - quantity)
        .returning(Listing.stock)
    )
    if left is None:
        raise OutOfStock(listing_id, quantity, queries.pieces_left(session, listing_id))
    if left == 0:
        note_change(session, listing_id, now=now)


def _require_pieces(quantity: int) -> None:
    if quantity < 1:
        raise ValueError(f"{quantity} pieces can be neither taken nor given back")
