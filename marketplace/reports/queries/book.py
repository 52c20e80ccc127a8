"""The book of a day, read in a fixed number of statements, however many products there are."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from marketplace.catalog.models import OutsideCheck, OutsideListing, Platform
from marketplace.producers.models import EPaymentAccount, Producer, Training, TrainingAttendance
from marketplace.registry.models import Certificate, Decision, Product
from marketplace.registry.rules.groups import groups
from marketplace.reports.book import Book, Filters, Owner, SalesRow
from marketplace.reports.models import DeclaredSale
from marketplace.reports.queries import owners as makers
from marketplace.reports.queries import sales
from marketplace.reports.queries.certified import Register, read_register
from marketplace.reports.queries.entries import Entries
from marketplace.reports.queries.known import Known, known_until, table_of
from marketplace.reports.queries.moves import Moves, moves_since
from marketplace.reports.queries.owners import Owners
from marketplace.reports.queries.places import Places, read_places
from marketplace.reports.queries.presence import Platforms, read_platforms, read_presence
from marketplace.reports.rules import INSTANT, Dimension, counted_until

_PRODUCTS, _PRODUCERS = table_of(Product), table_of(Producer)
_TRACKED = [
    table_of(model)
    for model in (
        Certificate,
        Decision,
        DeclaredSale,
        EPaymentAccount,
        OutsideCheck,
        OutsideListing,
        Platform,
        Producer,
        Product,
        Training,
        TrainingAttendance,
    )
]
EVERYTHING = Filters()


def book(
    session: Session,
    day: date,
    *,
    now: datetime,
    known_at: datetime | None = None,
    filters: Filters = EVERYTHING,
) -> Book:
    """Everything of the end of ``day`` (of ``now``, when it is today), read once.

    What was true on that day comes from dated facts as we know them. With ``known_at`` it is as
    it was known at that moment: whatever was added, corrected or merged after it is taken back.
    ``filters`` narrow the rows before they are counted.
    """
    with without_collecting():
        return _book(session, day, now, known_at, filters)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let Python look for garbage later: a book is some hundred thousand objects and no cycle.

    Looking through all of them again and again while they are made takes as long as making them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _book(
    session: Session, day: date, now: datetime, known_at: datetime | None, filters: Filters
) -> Book:
    session.flush()  # the statements below go round the session's objects
    until = counted_until(day, now if known_at is None else min(now, known_at))
    later = None if known_at is None else known_at + INSTANT
    known, moves = known_until(session, later, _TRACKED), moves_since(session, later)
    read = _read(session, day, until, known, moves, filters)
    sold = _sales(session, read, day, until, known)
    return Book(
        day=day,
        until=until,
        known_at=known_at,
        filters=filters,
        names=_names(read, sold),
        listed=read.places.listed(),
        platforms=read.platforms.in_order,
        has_channels=read.platforms.has_channels,
        register=read.register.products,
        recognitions=read.register.certificates,
        merged=read.register.merged,
        products=read.entries.products,
        over=list(read.entries.over()),
        producers=read.entries.producers,
        holders=read.left(makers.read_holders(session, read.owners, day, until, moves)),
        trainees=read.left(makers.read_trainees(session, known, read.owners, day)),
        happenings=list(read.entries.happenings()),
        sales=sold,
        sales_by_producer=list(sales.sales_of_producers(session, read.owners, until, read.sellers)),
        undated=read.entries.undated(),
    )


class _OfOwner(Protocol):
    @property
    def owner(self) -> Owner:
        """Whose row it is."""


Row = TypeVar("Row", bound=_OfOwner)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the statements brought, as far as the rows of a book stand on it."""

    platforms: Platforms
    places: Places
    owners: Owners
    register: Register
    entries: Entries
    sellers: frozenset[int] | None  # whose orders count; None: everybody's

    def left(self, found: Iterable[Row]) -> list[Row]:
        """The rows of producers that the filters leave."""
        return [row for row in found if self.entries.takes_owner(row.owner)]


def _read(
    session: Session, day: date, until: datetime, known: Known, moves: Moves, filters: Filters
) -> _Read:
    platforms = read_platforms(session, known, day)
    places = read_places(session, filters, all_communes=_places_moved(known))
    owners = makers.read_owners(session, known, places, until)
    register = read_register(session, known, places, owners)
    presence = read_presence(session, known, platforms, day, until, register.merged, moves)
    accounts = makers.read_accounts(session, known, owners, day)
    entries = Entries(register, presence, accounts, day, filters)
    sellers = None if filters.is_empty else owners.numbers(entries.takes_owner)
    return _Read(platforms, places, owners, register, entries, sellers)


def _places_moved(known: Known) -> bool:
    """Whether a product or producer may have been recorded in a place that none is in now."""
    return bool(known.of(_PRODUCTS) or known.of(_PRODUCERS))


def _sales(
    session: Session, read: _Read, day: date, until: datetime, known: Known
) -> list[SalesRow]:
    """Ours, and what was declared; a declaration is of a platform as a whole."""
    here = read.platforms.here
    ours = list(sales.counted_sales(session, here, day, until, read.sellers))
    if read.sellers is not None:
        return ours
    return ours + list(sales.declared_sales(session, known, read.platforms, day))


def _names(read: _Read, sold: Iterable[SalesRow]) -> dict[Dimension, dict[str, str]]:
    return read.places.names() | {
        Dimension.SECTOR: {group.sector: group.sector_name for group in groups()},
        Dimension.GROUP: {str(group.no): group.subgroup or group.group for group in groups()},
        Dimension.PLATFORM: read.platforms.names,
        Dimension.MONTH_PLATFORM: {row.key: row.platform.name for row in sold},
    }
