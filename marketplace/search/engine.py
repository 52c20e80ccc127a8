"""What the market asks of a search engine, whichever it is."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from marketplace.money import Vnd
from marketplace.search.documents import SearchDocument


class Sort(enum.StrEnum):
    """In which order results come."""

    RELEVANCE = "relevance"  # without words: the newest first
    NEWEST = "newest"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    NAME = "name"


class Match(enum.StrEnum):
    """How well the results fit the words."""

    ALL = "all"  # every word, as typed or a known equal of it
    CORRECTED = "corrected"  # every word, some of them respelt
    ANY = "any"  # only some of the words


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the results. Anything left empty does not."""

    stars: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()  # criteria sets
    commune: str | None = None
    price_from: Vnd | None = None
    price_to: Vnd | None = None
    in_stock: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One question. ``day`` decides which stars hold; ``text`` may be anything people type."""

    day: date
    text: str = ""
    filters: Filters = field(default=Filters())
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 24
    completing: bool = False  # the last word is still being typed


@dataclass(frozen=True, slots=True)
class Facets:
    """How many results each choice would give; a choice ignores the filter of its own kind."""

    stars: Mapping[int, int]
    groups: Mapping[int, int]
    communes: Mapping[str, int]
    prices: tuple[int, ...]  # one for each of rules.PRICE_BANDS
    in_stock: int


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a ``Query``."""

    listing_ids: tuple[int, ...]  # this page's, in order
    total: int
    facets: Facets
    match: Match = Match.ALL
    instead: str | None = None  # the words looked for, where the typed ones were respelt


class SearchEngine(Protocol):
    """A search engine. One contract test suite holds for all of them.

    Any method may raise ``IndexUnavailable``.
    """

    def search(self, query: Query) -> Result:
        """Answer a question. Any text is answered, none is an error."""

    def update(self, documents: Iterable[SearchDocument], removed: Collection[int] = ()) -> None:
        """Forget the listings ``removed``, and add or replace these documents.

        The documents are read while nobody else can write, so that the newest stay.
        """

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Replace the whole index; returns how many documents it holds."""

    def fingerprints(self) -> dict[int, int]:
        """Listing id -> fingerprint of all that is indexed, to compare with the database."""

    def check(self) -> None:
        """Make sure that all of the index is there and unharmed, else ``IndexUnavailable``."""
