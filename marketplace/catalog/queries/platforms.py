"""Platforms, and the listings on those that are not this market."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from marketplace.catalog.models import OutsideCheck, OutsideListing, Platform
from marketplace.registry.models import Product


def platforms(session: Session) -> Sequence[Platform]:
    """All platforms, this market first, then in the order in which they were added."""
    return session.scalars(select(Platform).order_by(Platform.is_here.desc(), Platform.id)).all()


def outside_platforms(session: Session) -> Sequence[Platform]:
    """All but this market: those where people have to look."""
    return session.scalars(
        select(Platform).where(Platform.is_here.is_(False)).order_by(Platform.id)
    ).all()


def platform_by_code(session: Session, code: str) -> Platform | None:
    """The platform with this short name."""
    return session.scalar(select(Platform).where(Platform.code == code))


def platform(session: Session, platform_id: int) -> Platform:
    """The platform with this number."""
    return session.get_one(Platform, platform_id)


def find_platform(session: Session, platform_id: int) -> Platform | None:
    """The platform with this number, if there is one."""
    return session.get(Platform, platform_id)


def registered_product(session: Session, product_id: int) -> Product | None:
    """A product of the register with its producer, on sale or not."""
    return session.get(Product, product_id, options=[joinedload(Product.producer)])


def outside_listings_of(session: Session, product_id: int) -> Sequence[OutsideListing]:
    """Where a product was seen on sale elsewhere, the latest first, ended ones included."""
    return session.scalars(
        select(OutsideListing)
        .where(OutsideListing.product_id == product_id)
        .options(joinedload(OutsideListing.platform), selectinload(OutsideListing.checks))
        .order_by(OutsideListing.seen_on.desc(), OutsideListing.id.desc())
    ).all()


def outside_listing(session: Session, outside_id: int) -> OutsideListing | None:
    """One record of a product on an outside platform."""
    return session.get(OutsideListing, outside_id, options=[selectinload(OutsideListing.checks)])


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


def current_on_platform(
    session: Session, platform_id: int, product_ids: Collection[int]
) -> dict[int, OutsideListing]:
    """The records of these products on a platform that have not ended, by product."""
    found = session.scalars(
        select(OutsideListing)
        .where(
            OutsideListing.platform_id == platform_id,
            OutsideListing.product_id.in_(sorted(set(product_ids))),
            OutsideListing.ended_on.is_(None),
        )
        .options(selectinload(OutsideListing.checks), joinedload(OutsideListing.platform))
    )
    return {outside.product_id: outside for outside in found}


def products_at_addresses(
    session: Session, platform_id: int, urls: Collection[str]
) -> dict[str, int]:
    """The products last recorded on a platform under these very addresses."""
    rows = session.execute(
        select(OutsideListing.url, OutsideListing.product_id)
        .where(OutsideListing.platform_id == platform_id, OutsideListing.url.in_(sorted(urls)))
        .order_by(OutsideListing.id)
    )
    return {row.url: row.product_id for row in rows}


def last_ends(
    session: Session, platform_ids: Collection[int], product_ids: Collection[int]
) -> dict[tuple[int, int], date]:
    """Since when products are gone from platforms, by platform and product; the latest end."""
    rows = session.execute(
        select(
            OutsideListing.platform_id,
            OutsideListing.product_id,
            func.max(OutsideListing.ended_on).label("ended_on"),
        )
        .where(
            OutsideListing.platform_id.in_(platform_ids),
            OutsideListing.product_id.in_(product_ids),
            OutsideListing.ended_on.is_not(None),
        )
        .group_by(OutsideListing.platform_id, OutsideListing.product_id)
    )
    return {(row.platform_id, row.product_id): row.ended_on for row in rows}


def last_look(session: Session, platform_id: int) -> date | None:
    """The last day on which anything was seen on a platform."""
    return session.scalar(
        select(func.max(OutsideCheck.checked_on))
        .join(OutsideListing, OutsideListing.id == OutsideCheck.listing_id)
        .where(OutsideListing.platform_id == platform_id)
    )


@dataclass(frozen=True, slots=True)
class DueCheck:
    """A listing elsewhere that somebody should look at again."""

    listing: OutsideListing
    checked_on: date
    stale_on: date


_LAST = (
    select(
        OutsideCheck.listing_id,
        func.max(OutsideCheck.checked_on).label("checked_on"),
        func.max(OutsideCheck.stale_on).label("stale_on"),
    )
    .group_by(OutsideCheck.listing_id)
    .subquery()
)


def _current() -> Select[OutsideListing, date, date]:
    return (
        select(OutsideListing, _LAST.c.checked_on, _LAST.c.stale_on)
        .join(_LAST, _LAST.c.listing_id == OutsideListing.id)
        .join(Product, Product.id == OutsideListing.product_id)
        .where(OutsideListing.ended_on.is_(None), Product.merged_into_id.is_(None))
    )


@dataclass(frozen=True, slots=True)
class Due:
    """Listings that go stale after one day (any day when None) and up to another."""

    after: date | None
    until: date
    platform_id: int | None = None


def due_checks(session: Session, due: Due, first: int, size: int) -> Sequence[DueCheck]:
    """Listings elsewhere that go stale in a time, the stalest first."""
    found = session.execute(
        _within(due)
        .options(
            joinedload(OutsideListing.platform),
            joinedload(OutsideListing.product).joinedload(Product.producer),
        )
        .order_by(_LAST.c.stale_on, OutsideListing.id)
        .offset(first)
        .limit(size)
    )
    return [DueCheck(*row) for row in found]


def due_count(session: Session, due: Due) -> int:
    """How many go stale in a time."""
    return session.scalar(select(func.count()).select_from(_within(due).subquery())) or 0


def _within(due: Due) -> Select[OutsideListing, date, date]:
    query = _current().where(_LAST.c.stale_on <= due.until)
    if due.after is not None:
        query = query.where(_LAST.c.stale_on > due.after)
    if due.platform_id is not None:
        query = query.where(OutsideListing.platform_id == due.platform_id)
    return query


def current_counts(session: Session) -> dict[int, int]:
    """How many products are recorded on each platform now, by platform."""
    rows = session.execute(
        select(OutsideListing.platform_id, func.count())
        .join(Product, Product.id == OutsideListing.product_id)
        .where(OutsideListing.ended_on.is_(None), Product.merged_into_id.is_(None))
        .group_by(OutsideListing.platform_id)
    )
    return dict(rows.all())


def not_seen_since(session: Session, platform_id: int, day: date) -> Sequence[DueCheck]:
    """What is recorded on a platform and was not seen there on a day or later, by name."""
    found = session.execute(
        _current()
        .where(OutsideListing.platform_id == platform_id, _LAST.c.checked_on < day)
        .options(
            joinedload(OutsideListing.platform),
            joinedload(OutsideListing.product).joinedload(Product.producer),
        )
        .order_by(Product.name_key, OutsideListing.id)
    )
    return [DueCheck(*row) for row in found]
