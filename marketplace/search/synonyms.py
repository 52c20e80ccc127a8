"""Words for the same thing: chè and trà, heo and lợn, HTX and hợp tác xã."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from marketplace.search.rules import TypedWord
from marketplace.text import fold, fold_exact

Phrase = tuple[str, ...]
TABLE = Path(__file__).resolve().parent.parent / "data" / "synonyms.csv"


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The table of equal phrases, found by their exact or their folded words."""

    by_exact: dict[Phrase, tuple[Phrase, ...]]
    by_folded: dict[Phrase, tuple[Phrase, ...]]
    longest: int

    def starting(self, typed: Sequence[TypedWord]) -> tuple[int, tuple[Phrase, ...]]:
        """How many of the first typed words make a known phrase, and its equals (exact words).

        A phrase typed with accents must agree in them: "mè" is sesame, "mẹ" is not.
        """
        for length in range(min(self.longest, len(typed)), 0, -1):
            head = typed[:length]
            equals = self.by_exact.get(tuple(word.exact for word in head))
            if equals is None and not any(word.has_accent for word in head):
                equals = self.by_folded.get(tuple(word.folded for word in head))
            if equals:
                return length, equals
        return 0, ()


@lru_cache(maxsize=1)
def shipped() -> Synonyms:
    """The table that comes with the market."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return from_rows(row["same"].split("|") for row in csv.DictReader(file))


def from_rows(rows: Iterable[Sequence[str]]) -> Synonyms:
    """Make the table from groups of equal phrases."""
    by_exact: dict[Phrase, tuple[Phrase, ...]] = {}
    by_folded: dict[Phrase, tuple[Phrase, ...]] = {}
    for row in rows:
        group = [tuple(fold_exact(phrase).split()) for phrase in row]
        for phrase in group:
            others = tuple(other for other in group if other != phrase)
            by_exact[phrase] = by_exact.get(phrase, ()) + others
            folded = tuple(fold(word) for word in phrase)
            by_folded[folded] = by_folded.get(folded, ()) + others
    longest = max((len(phrase) for phrase in by_folded), default=0)
    return Synonyms(by_exact, by_folded, longest)
