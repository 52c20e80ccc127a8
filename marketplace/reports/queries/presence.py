"""Where products are on sale and shown on a day: here, and on outside platforms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.catalog.models import LivePeriod, OutsideCheck, OutsideListing, Platform
from marketplace.reports.book import HERE, PlatformRow
from marketplace.reports.queries.facts import holds, holds_on, is_live
from marketplace.reports.queries.known import Known, followed, rows, table_of
from marketplace.reports.queries.moves import Moves
from marketplace.reports.rows import THIS_MARKET
from marketplace.text import sort_key

_PLATFORMS = table_of(Platform).c
_LISTINGS = table_of(OutsideListing).c
_CHECKS = table_of(OutsideCheck).c
_PERIODS = table_of(LivePeriod).c
_NO_PLATFORMS: frozenset[int] = frozenset()
_THIS_MARKET_ID = 0  # stands for this market where no platform row does
Key = tuple[bool, frozenset[int]]


class Platforms:
    """The platforms of a day: their names, which count, which are the province's channels."""

    def __init__(self, found: list[Any], day: date) -> None:
        self._found = found
        here = next((row for row in found if row.is_here), None)
        self.here_id = here.id if here else _THIS_MARKET_ID
        self.by_id = {row.id: PlatformRow(row.code, row.name, row.is_here) for row in found}
        self.by_id.setdefault(_THIS_MARKET_ID, PlatformRow(HERE, THIS_MARKET, True))
        self.here = self.by_id[self.here_id]
        self.counted = frozenset(
            row.id for row in found if holds(day, row.counted_from, row.counted_to)
        ) | (frozenset() if here else {_THIS_MARKET_ID})
        self.provincial = frozenset(row.id for row in found if row.is_provincial)
        self.promotion = frozenset(row.id for row in found if row.is_promotion)

    def on(self, day: date) -> Platforms:
        """The same platforms on another day."""
        return Platforms(self._found, day)

    @property
    def has_channels(self) -> bool:
        """Whether a provincial platform and a trade-promotion site are known."""
        return bool(self.provincial and self.promotion)

    @property
    def in_order(self) -> list[PlatformRow]:
        """Those that count, this market first."""
        return self.named(self.counted)

    @property
    def names(self) -> dict[str, str]:
        """What every platform is called, by code."""
        return {platform.code: platform.name for platform in self.by_id.values()}

    def named(self, ids: Set[int]) -> list[PlatformRow]:
        """The platforms with these numbers, this market first."""
        found = (self.by_id[platform_id] for platform_id in ids)
        return sorted(found, key=lambda row: (not row.is_here, sort_key(row.name), row.code))


class Presence:
    """Where each product is on the day."""

    def __init__(
        self, platforms: Platforms, live: Set[int], outside: Mapping[int, frozenset[int]]
    ) -> None:
        self.platforms = platforms
        self._live = live
        self._outside = outside
        self._counted: dict[Key, tuple[PlatformRow, ...]] = {}
        self._promoted: dict[Key, bool] = {}

    def key(self, product_id: int) -> Key:
        """What tells the places of a product from those of another: few keys for many products."""
        return product_id in self._live, self._outside.get(product_id, _NO_PLATFORMS)

    def counted(self, key: Key) -> tuple[PlatformRow, ...]:
        """The places that count, this market first."""
        if key not in self._counted:
            shown = self._shown(key) & self.platforms.counted
            self._counted[key] = tuple(self.platforms.named(shown))
        return self._counted[key]

    def is_promoted(self, key: Key) -> bool:
        """Whether it is on both channels of the province."""
        if key not in self._promoted:
            shown = self._shown(key)
            self._promoted[key] = bool(
                shown & self.platforms.provincial and shown & self.platforms.promotion
            )
        return self._promoted[key]

    def _shown(self, key: Key) -> frozenset[int]:
        is_live, outside = key
        return outside | {self.platforms.here_id} if is_live else outside


def read_platforms(session: Session, known: Known, day: date) -> Platforms:
    """Every platform as far as it was known."""
    columns = [
        _PLATFORMS.id,
        _PLATFORMS.code,
        _PLATFORMS.name,
        _PLATFORMS.is_here,
        _PLATFORMS.is_provincial,
        _PLATFORMS.is_promotion,
        _PLATFORMS.counted_from,
        _PLATFORMS.counted_to,
    ]
    return Platforms(list(rows(session, known, columns)), day)


def read_presence(
    session: Session,
    known: Known,
    platforms: Platforms,
    day: date,
    until: datetime,
    merged: Mapping[int, int],
    moves: Moves,
) -> Presence:
    """What is on sale here just before ``until``, and seen elsewhere on ``day``.

    ``merged`` leads from a merged product to the one it was merged into.
    """
    periods = session.execute(select(_PERIODS.id, _PERIODS.product_id).where(is_live(until)))
    live = {followed(merged, moves.product_of_period(*period)) for period in periods.all()}
    seen = rows(
        session,
        known,
        [_LISTINGS.id, _LISTINGS.product_id, _LISTINGS.platform_id],
        holds_on(day, _LISTINGS.seen_on, _LISTINGS.ended_on),
        holds=lambda row: holds(day, row.seen_on, row.ended_on),
        judged_by=[_LISTINGS.seen_on, _LISTINGS.ended_on],
    )
    fresh = _checked_listings(session, known, day)
    outside: defaultdict[int, set[int]] = defaultdict(set)
    for listing_id, product_id, platform_id, *_ in seen:
        if listing_id in fresh:
            outside[product_id].add(platform_id)
    return Presence(platforms, live, {key: frozenset(ids) for key, ids in outside.items()})


def _checked_listings(session: Session, known: Known, day: date) -> set[int]:
    """The outside listings that somebody saw lately enough."""
    checks = rows(
        session,
        known,
        [_CHECKS.id, _CHECKS.listing_id],
        holds_on(day, _CHECKS.checked_on, _CHECKS.stale_on),
        holds=lambda row: holds(day, row.checked_on, row.stale_on),
        judged_by=[_CHECKS.checked_on, _CHECKS.stale_on],
    )
    return {listing_id for _, listing_id, *_ in checks}
