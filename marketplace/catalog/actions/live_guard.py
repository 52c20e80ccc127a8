"""The guard of the live periods: what is on sale is on record, or the transaction fails.

Figures of past days are read from ``listing_live_periods``. Whoever publishes, pauses or withdraws
a listing, or opens or closes a shop, writes them in the same transaction. Code that forgets fails
the commit.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, event, func, inspect, select
from sqlalchemy.orm import Session, UOWTransaction

from marketplace.catalog.models import Listing, ListingState, LivePeriod
from marketplace.producers.models import Producer

TOUCHED = "listings and shops touched"  # in Session.info: (table, id) of what changed


class ForgottenPeriod(AssertionError):
    """Code changed what is on sale without recording since when, or until when."""


def _note(session: Session, _context: UOWTransaction) -> None:
    for thing in session.dirty:
        if _changed(thing, Listing, "state") or _changed(thing, Producer, "shop_opened_at"):
            session.info.setdefault(TOUCHED, set()).add((type(thing), thing.id))


def _changed(thing: Any, model: type[Any], attribute: str) -> bool:
    return isinstance(thing, model) and inspect(thing).attrs[attribute].history.has_changes()


def _check(session: Session) -> None:
    session.flush()
    touched = session.info.pop(TOUCHED, set())
    if not touched:
        return
    listings = [number for model, number in touched if model is Listing]
    shops = [number for model, number in touched if model is Producer]
    wrong = session.scalars(
        select(Listing.id)
        .join(Producer, Producer.id == Listing.producer_id)
        .where(
            Listing.id.in_(listings) | Listing.producer_id.in_(shops),
            _open_periods() != _periods_due(),
        )
    ).all()
    if wrong:
        raise ForgottenPeriod(f"listings {sorted(wrong)} are on sale without a record, or off it")


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


event.listen(Session, "after_flush", _note)
event.listen(Session, "before_commit", _check)
