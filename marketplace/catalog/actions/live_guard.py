"""The guard of the live periods: what is on sale is on record, or the transaction fails.

Figures of past days are read from ``listing_live_periods``. Whoever publishes, pauses or withdraws
a listing, or opens or closes a shop, writes them in the same transaction. Code that forgets fails
the commit.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, UOWTransaction

from marketplace.catalog import queries
from marketplace.catalog.models import Listing
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
    wrong = queries.listings_off_record(session, listings, shops)
    if wrong:
        raise ForgottenPeriod(f"listings {sorted(wrong)} are on sale without a record, or off it")


event.listen(Session, "after_flush", _note)
event.listen(Session, "before_commit", _check)
