"""Filters, and how many results each other choice would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import TypeVar

from marketplace.search.engine import Facets, Filters
from marketplace.search.rules import PRICE_BANDS
from marketplace.search.segment import Segment

Key = TypeVar("Key", int, str)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a question found in one segment, and the set that each of its filters lets through."""

    segment: Segment
    found: int
    allowed: Mapping[str, int]
    holding: Mapping[int, int]  # stars on the day of the question -> documents

    @property
    def all(self) -> int:
        """What passes every filter."""
        return reduce(and_, self.allowed.values(), self.found)

    def without(self, kind: str) -> int:
        """What passes every filter but one."""
        return reduce(and_, (b for name, b in self.allowed.items() if name != kind), self.found)


def narrow(segment: Segment, found: int, filters: Filters, day: date) -> Narrowed:
    """Apply the filters to what was found in a segment."""
    holding = segment.stars_on(day)
    return Narrowed(segment, found, dict(_allowed(segment, filters, holding)), holding)


def _allowed(
    segment: Segment, filters: Filters, holding: Mapping[int, int]
) -> Iterator[tuple[str, int]]:
    if filters.stars:
        yield "stars", reduce(or_, (holding.get(stars, 0) for stars in filters.stars))
    if filters.groups:
        yield "groups", reduce(or_, (segment.groups.get(number, 0) for number in filters.groups))
    if filters.commune is not None:
        yield "commune", segment.communes.get(filters.commune, 0)
    if filters.price_from is not None or filters.price_to is not None:
        yield "price", segment.price_between(filters.price_from, filters.price_to)
    if filters.in_stock:
        yield "stock", segment.in_stock


def count(narrowed: Sequence[Narrowed]) -> Facets:
    """Count the results of each choice over all segments; choices without results are left out."""
    stars: Counter[int] = Counter()
    groups: Counter[int] = Counter()
    communes: Counter[str] = Counter()
    for one in narrowed:
        stars.update(_counts(one.holding, one.without("stars")))
        groups.update(_counts(one.segment.groups, one.without("groups")))
        communes.update(_counts(one.segment.communes, one.without("commune")))
    return Facets(
        dict(stars),
        dict(groups),
        dict(communes),
        tuple(_in_band(narrowed, band) for band in range(len(PRICE_BANDS))),
        sum((one.segment.in_stock & one.without("stock")).bit_count() for one in narrowed),
    )


def _counts(choices: Mapping[Key, int], bits: int) -> dict[Key, int]:
    counts = ((value, (held & bits).bit_count()) for value, held in choices.items())
    return {value: number for value, number in counts if number}


def _in_band(narrowed: Sequence[Narrowed], band: int) -> int:
    lowest, highest = PRICE_BANDS[band]
    return sum(
        (one.segment.price_between(lowest, highest) & one.without("price")).bit_count()
        for one in narrowed
    )
