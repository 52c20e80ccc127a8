"""One immutable part of the index in memory: postings as arrays and bitsets, read when needed."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Protocol

from marketplace.money import Vnd
from marketplace.search import bitsets
from marketplace.search.engine import Sort
from marketplace.search.rules import Field, choice
from marketplace.text import fold

_KEPT_POSTINGS, _KEPT_RANGES, _KEPT_DAYS = 4096, 64, 4


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents that hold a term: ascending numbers, an impact for each, and the set."""

    ids: array[int]
    impacts: bytes
    bits: int


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of each document, by its number in the segment."""

    listing_ids: Sequence[int]
    prices: Sequence[int]
    published: Sequence[int]  # seconds
    names: Sequence[str]  # keys that sort as Vietnamese
    fingerprints: Sequence[int]


class Source(Protocol):
    """Where a segment's data lies. Its methods are safe to call from several threads."""

    columns: Columns

    def terms(self, field: Field) -> list[str]:
        """All terms of a field, sorted."""

    def read(self, field: Field, term: str) -> tuple[list[int], list[int]]:
        """Document numbers, ascending, and impacts of a term; both empty when it is unknown."""


class Segment:
    """A segment as the executor sees it. Everything derived from it is computed once."""

    def __init__(self, source: Source) -> None:
        self.columns = source.columns
        self.size = len(source.columns.listing_ids)
        self._source = source
        self.postings: Callable[[Field, str], Postings] = lru_cache(_KEPT_POSTINGS)(self._read)
        self.price_between: Callable[[Vnd | None, Vnd | None], int] = lru_cache(_KEPT_RANGES)(
            self._price_between
        )
        self.stars_on: Callable[[date], dict[int, int]] = lru_cache(_KEPT_DAYS)(self._stars_on)
        self.in_order: Callable[[Sort], list[int]] = lru_cache(None)(self._in_order)

    def bits(self, field: Field, term: str) -> int:
        """The set of documents that hold a term."""
        return self.postings(field, term).bits

    @cached_property
    def words(self) -> list[str]:
        """Folded words of names, producers and places, sorted."""
        return self._source.terms(Field.WORD)

    @cached_property
    def known_words(self) -> frozenset[str]:
        """All folded words, those of stories included."""
        return frozenset(self.words).union(self._source.terms(Field.STORY))

    @cached_property
    def spellings(self) -> dict[str, list[str]]:
        """Folded word -> the ways in which names, producers and places write it."""
        spellings: dict[str, list[str]] = defaultdict(list)
        for word in self._source.terms(Field.EXACT):
            spellings[fold(word)].append(word)
        return spellings

    @cached_property
    def groups(self) -> dict[int, int]:
        """Criteria set -> documents."""
        terms = self._choices("group")
        return {int(number): self.bits(Field.CHOICE, term) for (number,), term in terms}

    @cached_property
    def communes(self) -> dict[str, int]:
        """Commune code -> documents."""
        terms = self._choices("commune")
        return {code: self.bits(Field.CHOICE, term) for (code,), term in terms}

    @cached_property
    def in_stock(self) -> int:
        """Documents of listings with pieces left."""
        return self.bits(Field.CHOICE, choice("in_stock"))

    @cached_property
    def newest_bonus(self) -> list[float]:
        """A weight so small that it only decides between equals: the newer listing first."""
        return [listing_id * 1e-7 for listing_id in self.columns.listing_ids]

    def beginning(self, letters: str) -> Iterator[str]:
        """Words of names, producers and places that begin so."""
        start = bisect_left(self.words, letters)
        rest = (self.words[place] for place in range(start, len(self.words)))
        return takewhile(lambda word: word.startswith(letters), rest)

    def sort_key(self, sort: Sort) -> Callable[[int], tuple[int | str, int]]:
        """The key of a document in this order, comparable between segments."""
        ids, columns = self.columns.listing_ids, self.columns
        if sort is Sort.NAME:
            return lambda doc: (columns.names[doc], -ids[doc])
        if sort is Sort.CHEAPEST:
            return lambda doc: (columns.prices[doc], -ids[doc])
        if sort is Sort.DEAREST:
            return lambda doc: (-columns.prices[doc], -ids[doc])
        return lambda doc: (-columns.published[doc], -ids[doc])

    def _in_order(self, sort: Sort) -> list[int]:
        """All document numbers in this order, equals by the newer listing."""
        return sorted(range(self.size), key=self.sort_key(sort))

    def _read(self, field: Field, term: str) -> Postings:
        ids, impacts = self._source.read(field, term)
        return Postings(bitsets.ids_array(ids), bytes(impacts), bitsets.from_ids(ids, self.size))

    def _choices(self, kind: str) -> Iterator[tuple[list[str], str]]:
        """The values of each choice of a kind, and its term."""
        for term in self._source.terms(Field.CHOICE):
            name, *values = term.split(":")
            if name == kind:
                yield values, term

    def _stars_on(self, day: date) -> dict[int, int]:
        """Stars -> documents whose product holds them on the day."""
        holding: dict[int, int] = defaultdict(int)
        for (stars, first, last), term in self._choices("stars"):
            if first <= day.isoformat() <= last:
                holding[int(stars)] |= self.bits(Field.CHOICE, term)
        return dict(holding)

    def _price_between(self, lowest: Vnd | None, highest: Vnd | None) -> int:
        """Documents with a price in the range, both ends included."""
        order = self.in_order(Sort.CHEAPEST)
        prices = [self.columns.prices[document] for document in order]
        start = 0 if lowest is None else bisect_left(prices, lowest)
        end = self.size if highest is None else bisect_right(prices, highest)
        return bitsets.from_ids(order[start:end], self.size)
