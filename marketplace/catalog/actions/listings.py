"""Writing a listing and moving it through its life."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.catalog import queries, rules
from marketplace.catalog.errors import AlreadyListed, CannotMove, StockMoved
from marketplace.catalog.models import Listing, ListingState, LivePeriod
from marketplace.catalog.rules import ListingInput
from marketplace.money import Vnd
from marketplace.outbox import actions as outbox
from marketplace.registry.models import Product


def create_listing(
    session: Session,
    product: Product,
    given: ListingInput,
    *,
    actor_id: int | None,
    now: datetime,
    is_illustration: bool = False,
) -> Listing:
    """Begin to offer a registered product of a known producer: a draft that buyers do not see.

    Raises:
        AlreadyListed: the product has a listing.
    """
    listing = Listing(
        product_id=product.id,
        producer_id=product.producer_id,
        slug=rules.slug_of(product.name),
        is_illustration=is_illustration,
        state=ListingState.DRAFT,
        created_at=now,
        updated_at=now,
        **asdict(given),
    )
    try:
        with session.begin_nested():
            session.add(listing)
    except IntegrityError as error:
        raise AlreadyListed from error
    note_change(session, listing.id, now=now)
    record(session, listing, "created", actor_id, now)
    return listing


def edit_listing(
    session: Session,
    listing: Listing,
    given: ListingInput,
    *,
    stock_seen: int,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Change what a producer says about a listing.

    ``stock_seen`` is the stock that the producer's page showed. A stock typed unchanged is left
    alone, so that pieces sold meanwhile stay sold.

    Raises:
        StockMoved: the stock was changed by the producer and by a sale at once.
    """
    _change(session, listing, asdict(given), stock_seen, actor_id, now)


def change_price_and_stock(
    session: Session,
    listing: Listing,
    price_vnd: Vnd,
    stock: int,
    *,
    stock_seen: int,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Change only these two; otherwise as ``edit_listing``.

    Raises:
        StockMoved: the stock was changed by the producer and by a sale at once.
    """
    wished = {"price_vnd": price_vnd, "stock": stock}
    _change(session, listing, wished, stock_seen, actor_id, now)


def publish(session: Session, listing: Listing, *, actor_id: int | None, now: datetime) -> None:
    """Put the listing on sale. The first moment stands, however often it is published.

    No certificate is asked for: without one in force the listing carries no star.

    Raises:
        CannotMove: never from the states there are today; see ``rules.ALLOWED``.
    """
    if _move(session, listing, ListingState.PUBLISHED, actor_id, now):
        listing.published_at = listing.published_at or now


def pause(session: Session, listing: Listing, *, actor_id: int | None, now: datetime) -> None:
    """Take the listing off sale for a while.

    Raises:
        CannotMove: it is a draft.
    """
    _move(session, listing, ListingState.PAUSED, actor_id, now)


def withdraw(session: Session, listing: Listing, *, actor_id: int | None, now: datetime) -> None:
    """Stop offering the product. What was written is kept, and so is what was sold."""
    _move(session, listing, ListingState.WITHDRAWN, actor_id, now)


def bring_back(session: Session, listing: Listing, *, actor_id: int | None, now: datetime) -> None:
    """Make a withdrawn listing a draft again.

    Raises:
        CannotMove: it is on sale or paused.
    """
    _move(session, listing, ListingState.DRAFT, actor_id, now)


def note_change(session: Session, listing_id: int, *, now: datetime) -> None:
    """Let the search index follow once this transaction is committed."""
    outbox.put(session, "listing-changed", {"listing_id": listing_id}, now=now)


def record(
    session: Session,
    listing: Listing,
    act: str,
    actor_id: int | None,
    now: datetime,
    **details: object,
) -> None:
    """Note in the audit log what was done to a listing."""
    audit.record(
        session,
        actor_id=actor_id,
        action=f"listing.{act}",
        subject="listing",
        subject_id=listing.id,
        now=now,
        **details,
    )


def follow_visibility(session: Session, listing: Listing, *, now: datetime) -> None:
    """Open or close the listing's live period, so that one is open exactly while buyers see it."""
    period = queries.open_live_period(session, listing.id)
    is_visible = (
        listing.state is ListingState.PUBLISHED and listing.producer.shop_opened_at is not None
    )
    if is_visible and period is None:
        session.add(LivePeriod(listing_id=listing.id, product_id=listing.product_id, live_from=now))
    elif period is not None and not is_visible:
        period.live_to = now
    note_change(session, listing.id, now=now)


def _move(
    session: Session, listing: Listing, wished: ListingState, actor_id: int | None, now: datetime
) -> bool:
    """Change the state and what follows from it; False when it is there already."""
    before = listing.state
    if before is wished:
        return False
    if wished not in rules.ALLOWED[before]:
        raise CannotMove(before, wished)
    listing.state = wished
    listing.updated_at = now
    follow_visibility(session, listing, now=now)
    record(session, listing, str(wished), actor_id, now, before=before)
    return True


def _change(
    session: Session,
    listing: Listing,
    wished: dict[str, Any],
    stock_seen: int,
    actor_id: int | None,
    now: datetime,
) -> None:
    if wished["stock"] == stock_seen:
        del wished["stock"]
    elif listing.stock not in (stock_seen, wished["stock"]):
        raise StockMoved(listing.stock)
    changes = {name: new for name, new in wished.items() if getattr(listing, name) != new}
    if not changes:
        return
    before = {name: getattr(listing, name) for name in changes}
    for name, new in changes.items():
        setattr(listing, name, new)
    listing.updated_at = now
    note_change(session, listing.id, now=now)
    record(session, listing, "edited", actor_id, now, before=before, after=changes)
