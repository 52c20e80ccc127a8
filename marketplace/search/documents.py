"""What the search engine is told about one listing on sale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from itertools import pairwise

from marketplace.money import Vnd


@dataclass(frozen=True, slots=True)
class StarPeriod:
    """Days on which the product holds a star; both ends count."""

    stars: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One listing on sale, as buyers may look for it."""

    listing_id: int
    name: str
    producer: str
    places: tuple[str, ...]  # commune of today, old commune, old district, province
    story: str
    group_no: int | None  # criteria set 1 to 26
    commune_code: str | None  # of today's scheme
    price_vnd: Vnd
    in_stock: bool
    published_at: datetime
    stars: tuple[StarPeriod, ...] = ()  # periods do not overlap

    @property
    def fingerprint(self) -> int:
        """63 bits that change when anything that can be searched changes."""
        content = repr(self).encode("utf-8", "backslashreplace")
        return int.from_bytes(blake2b(content, digest_size=8).digest(), "big") >> 1


def star_periods(certificates: Iterable[tuple[int | None, date, date]]) -> tuple[StarPeriod, ...]:
    """Cut certificates into periods of one star each.

    Takes ``(stars, first day, last day)``, the one that speaks first where two hold on the same
    day. A certificate whose star is not stated covers its days without a star.
    """
    ranked = [row for row in certificates if row[1] <= row[2]]
    starts = {first for _, first, _ in ranked}
    cuts = sorted(starts | {_day_after(last) for _, _, last in ranked})
    periods = []
    for first, end in pairwise(cuts):
        stars = next((s for s, begin, last in ranked if begin <= first <= last), None)
        if stars is not None:
            periods.append(StarPeriod(stars, first, _day_before(end)))
    return tuple(periods)


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
