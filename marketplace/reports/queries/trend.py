"""The two headline figures on many days at once: a few statements, however many days.

The book of the last day has the register with every certificate; what was on sale, and which
accounts were verified, is read once for the whole time. Each day gives exactly what a book of
that day, known at the same time and narrowed in the same way, would give.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, or_, select
from sqlalchemy.orm import Session

from marketplace.catalog.models import LivePeriod, OutsideCheck, OutsideListing, Platform
from marketplace.producers.models import EPaymentAccount
from marketplace.reports.book import Book
from marketplace.reports.queries.book import without_collecting
from marketplace.reports.queries.facts import holds, holds_on
from marketplace.reports.queries.known import Known, followed, known_until, rows, table_of
from marketplace.reports.queries.moves import Moves, moves_since
from marketplace.reports.queries.presence import Platforms, read_platforms
from marketplace.reports.rules import INSTANT, Share, counted_until
from marketplace.reports.rules.certificates import CertificateRow

_TRACKED = [table_of(model) for model in (Platform, OutsideListing, OutsideCheck, EPaymentAccount)]
_LISTINGS, _CHECKS = table_of(OutsideListing).c, table_of(OutsideCheck).c
_ACCOUNTS = table_of(EPaymentAccount).c
Sets = list[set[int]]  # numbers of products or producers, a set for each day


@dataclass(frozen=True, slots=True)
class Point:
    """Both shares at the end of one day."""

    day: date
    listing: Share
    e_payment: Share


def trend(session: Session, book: Book, days: Sequence[date], *, now: datetime) -> list[Point]:
    """The points of these days, which rise up to the day of the book."""
    with without_collecting():
        return _trend(session, book, days, now)


def _trend(session: Session, book: Book, days: Sequence[date], now: datetime) -> list[Point]:
    latest = now if book.known_at is None else min(now, book.known_at)
    untils = [counted_until(day, latest) for day in days]
    later = None if book.known_at is None else book.known_at + INSTANT
    known = known_until(session, later, _TRACKED)
    read = read_platforms(session, known, days[-1])
    platforms = [read.on(day) for day in days]
    listed = _sold_here(session, book, moves_since(session, later), platforms, untils)
    _add_sold_outside(session, known, platforms, days, listed)
    verified = _verified(session, known, days)
    products, makers = _in_force(book, days)
    return [
        Point(day, _share(products[at], listed[at]), _share(makers[at], verified[at]))
        for at, day in enumerate(days)
    ]


def _share(whole: set[int], part: set[int]) -> Share:
    return Share(len(whole & part), len(whole))


def _sold_here(
    session: Session,
    book: Book,
    moves: Moves,
    platforms: Sequence[Platforms],
    untils: Sequence[datetime],
) -> Sets:
    """What was on sale here just before each moment, on the days on which this market counts."""
    found: Sets = [set() for _until in untils]
    periods = select(
        LivePeriod.id, LivePeriod.product_id, LivePeriod.live_from, LivePeriod.live_to
    ).where(
        LivePeriod.live_from < untils[-1],
        or_(LivePeriod.live_to.is_(None), LivePeriod.live_to >= untils[0]),
    )
    counts = [one.here_id in one.counted for one in platforms]
    for number, product_id, live_from, live_to in session.execute(periods):
        product = followed(book.merged, moves.product_of_period(number, product_id))
        # A moment is in the period when it comes after its beginning and not after its end.
        first = bisect_left(untils, live_from + INSTANT)
        last = len(untils) if live_to is None else bisect_left(untils, live_to + INSTANT)
        for at in range(first, last):
            if counts[at]:
                found[at].add(product)
    return found


def _add_sold_outside(
    session: Session,
    known: Known,
    platforms: Sequence[Platforms],
    days: Sequence[date],
    listed: Sets,
) -> None:
    """What was seen on a counted platform, and checked lately enough."""
    checks = [_CHECKS.id, _CHECKS.listing_id, _CHECKS.checked_on, _CHECKS.stale_on]
    fresh: Sets = [set() for _day in days]
    for _id, listing_id, checked_on, stale_on in _holding(session, known, checks, days):
        for at in _span(days, checked_on, stale_on):
            fresh[at].add(listing_id)
    seen = [_LISTINGS.id, _LISTINGS.product_id, _LISTINGS.platform_id, _LISTINGS.seen_on,
            _LISTINGS.ended_on]  # fmt: skip
    for listing_id, product_id, platform_id, seen_on, ended_on in _holding(
        session, known, seen, days
    ):
        for at in _span(days, seen_on, ended_on):
            if listing_id in fresh[at] and platform_id in platforms[at].counted:
                listed[at].add(product_id)


def _verified(session: Session, known: Known, days: Sequence[date]) -> Sets:
    """The producers with a verified account."""
    columns = [_ACCOUNTS.id, _ACCOUNTS.producer_id, _ACCOUNTS.verified_on, _ACCOUNTS.closed_on]
    found: Sets = [set() for _day in days]
    for _id, producer_id, verified_on, closed_on in _holding(session, known, columns, days):
        for at in _span(days, verified_on, closed_on):
            found[at].add(producer_id)
    return found


def _holding(
    session: Session, known: Known, columns: Sequence[Column[Any]], days: Sequence[date]
) -> Sequence[Any]:
    """The rows of dated facts that hold on one of the days; their last two columns say when."""
    first, ended = columns[-2:]
    return rows(
        session,
        known,
        columns,
        or_(*(holds_on(day, first, ended) for day in days)),
        holds=lambda row: any(holds(day, row[-2], row[-1]) for day in days),
    )


def _span(days: Sequence[date], first: date, ended: date | None) -> range:
    """Which of the days lie in a time: its first day does, the day of its end does not."""
    last = len(days) if ended is None else bisect_left(days, ended)
    return range(bisect_left(days, first), last)


def _in_force(book: Book, days: Sequence[date]) -> tuple[Sets, Sets]:
    """The products in force that the filters leave, and their makers, on each day."""
    products: Sets = [set() for _day in days]
    makers: Sets = [set() for _day in days]
    asked, takes_all = book.filters, book.filters.is_empty
    for product in book.register.values():
        owner = product.owner
        is_taken = takes_all or (asked.take_area(product.area) and asked.take_kind(owner.kind))
        is_maker = takes_all or (asked.take_area(owner.area) and asked.take_kind(owner.kind))
        for at, stars in _held_on(book.recognitions.get(product.id, ()), days):
            if not (takes_all or asked.take_goods(product.sector, product.group_no, stars)):
                continue
            if is_taken:
                products[at].add(product.id)
            if is_maker and owner.id is not None:
                makers[at].add(owner.id)
    return products, makers


def _held_on(
    held: Sequence[CertificateRow], days: Sequence[date]
) -> Iterable[tuple[int, int | None]]:
    """On which of the days a product was in force, and with how many proven stars."""
    if len(held) == 1:
        stars = held[0].proven_stars
        return [(at, stars) for at in _in_force_span(held[0], days)]
    speaking: dict[int, CertificateRow] = {}
    for row in sorted(held, key=CertificateRow.weight):  # of several that hold the last speaks
        speaking.update(dict.fromkeys(_in_force_span(row, days), row))
    return [(at, row.proven_stars) for at, row in speaking.items()]


def _in_force_span(row: CertificateRow, days: Sequence[date]) -> range:
    """On which of the days a certificate was in force: one span, as it is in force in one."""
    last = row.last_day
    if row.issued_to is None or last is None or not row.is_recognition:
        return range(0)
    end = bisect_right(days, last)
    if row.revoked_on is not None:
        end = min(end, bisect_left(days, row.revoked_on))
    return range(bisect_left(days, row.issued_to), end)
