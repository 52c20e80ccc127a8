"""One state of the index: immutable segments, and which of their documents still count."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from math import log

from marketplace.search.rules import Field
from marketplace.search.segment import Segment


@dataclass(frozen=True, slots=True)
class LivePart:
    """A segment, and the set of its documents that were not replaced or removed since."""

    segment: Segment
    alive: int


@dataclass(frozen=True)
class Snapshot:
    """What one question reads, whatever is written meanwhile. Safe between threads."""

    parts: tuple[LivePart, ...]

    @cached_property
    def size(self) -> int:
        """How many documents count."""
        return sum(part.alive.bit_count() for part in self.parts)

    @cached_property
    def known_words(self) -> frozenset[str]:
        """All folded words."""
        return frozenset().union(*(part.segment.known_words for part in self.parts))

    def knows(self, word: str) -> bool:
        """Whether the folded word occurs in any document."""
        return word in self.known_words

    def beginning(self, letters: str, most: int) -> list[str]:
        """At most ``most`` folded words of names, producers and places that begin so."""
        found = chain.from_iterable(part.segment.beginning(letters) for part in self.parts)
        return list(islice(dict.fromkeys(found), most))

    def rarity(self, field: Field, term: str) -> float:
        """How telling a term is: near 0 for one in every document, more the rarer it is."""
        holders = sum(len(part.segment.postings(field, term).ids) for part in self.parts)
        return log(1 + self.size / holders) if holders else 0.0
