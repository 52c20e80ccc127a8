"""Keeping the index like the database. Only the outbox worker and the commands do this."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.orm import Session

from marketplace import db
from marketplace.search import door, queries
from marketplace.search.documents import SearchDocument
from marketplace.search.errors import IndexBusy, IndexUnavailable

log = structlog.get_logger()
Tell = Callable[[int, int], None]  # documents done, documents in all


@dataclass(frozen=True, slots=True)
class Differences:
    """Listings in which the index is not like the database."""

    missing: tuple[int, ...]
    outdated: tuple[int, ...]
    left_over: tuple[int, ...]

    @property
    def all(self) -> tuple[int, ...]:
        """All of them."""
        return (*self.missing, *self.outdated, *self.left_over)


def listing_changed(payload: dict[str, Any], now: datetime) -> None:
    """Let the index follow a change of one listing (message ``listing-changed``)."""
    index_listings(db.session(), [payload["listing_id"]])


def product_changed(payload: dict[str, Any], now: datetime) -> None:
    """Let the index follow a change of the register (message ``product-changed``)."""
    session = db.session()
    index_listings(session, queries.listings_of_product(session, payload["product_id"]))


def producer_changed(payload: dict[str, Any], now: datetime) -> None:
    """Let the index follow a new name or place of a producer (message ``producer-changed``)."""
    session = db.session()
    index_listings(session, queries.listings_of_producer(session, payload["producer_id"]))


def index_listings(session: Session, listing_ids: Collection[int]) -> None:
    """Let the index say of these listings what the database says; an unusable index is rebuilt.

    Raises:
        IndexBusy: another process has been writing for a minute.
    """
    ids = sorted(set(listing_ids))
    try:
        door.engine().update(queries.documents(session, ids), removed=ids)
    except IndexBusy:
        raise
    except IndexUnavailable:
        rebuild(session)


def rebuild(session: Session, tell: Tell | None = None) -> int:
    """Build the index from the database; returns how many listings it holds.

    Raises:
        IndexBusy: another process has been writing for a minute.
    """
    ids = queries.ids_on_sale(session)
    documents = queries.documents(session, ids)
    count = door.engine().rebuild(_telling(documents, len(ids), tell) if tell else documents)
    log.info("search_index_rebuilt", listings=count)
    return count


def _telling(
    documents: Iterable[SearchDocument], total: int, tell: Tell
) -> Iterator[SearchDocument]:
    for done, document in enumerate(documents, start=1):
        yield document
        tell(done, total)


def compare(session: Session) -> Differences:
    """Compare every listing on sale with the index.

    Raises:
        IndexUnavailable: there is no index to compare with.
    """
    engine = door.engine()
    engine.check()
    indexed = engine.fingerprints()
    wanted = {
        document.listing_id: document.fingerprint
        for document in queries.documents(session, queries.ids_on_sale(session))
    }
    return Differences(
        missing=tuple(sorted(wanted.keys() - indexed.keys())),
        outdated=tuple(
            n for n in sorted(wanted.keys() & indexed.keys()) if wanted[n] != indexed[n]
        ),
        left_over=tuple(sorted(indexed.keys() - wanted.keys())),
    )


def mend(session: Session) -> None:
    """Rebuild a missing or damaged index; bring in and take out listings it knows wrongly of."""
    engine = door.engine()
    try:
        engine.check()
        different = set(queries.ids_on_sale(session)) ^ engine.fingerprints().keys()
    except IndexUnavailable as fault:
        log.warning("search_index_unusable", reason=str(fault))
        rebuild(session)
    else:
        if different:
            index_listings(session, different)
