"""From typed words to what is looked up: equals, beginnings, and near spellings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from marketplace.search import keystrokes, spelling
from marketplace.search.engine import Match
from marketplace.search.rules import START_LETTERS, Field, TypedWord, joined
from marketplace.search.synonyms import Phrase, Synonyms
from marketplace.text import fold

# How much a term counts that is not quite what was typed.
SYNONYM, UNACCENTED, BEGINNING, RESPELT, BESIDE = 0.6, 0.4, 0.4, 0.4, 0.5
_MOST_BEGINNINGS = 64
_LONG = 5  # letters


class Lexicon(Protocol):
    """The folded words that occur in the index."""

    def knows(self, word: str) -> bool:
        """Whether the word occurs in any name, producer, place or story."""

    def beginning(self, letters: str, most: int) -> list[str]:
        """At most ``most`` words of names, producers and places that begin so."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One term to look up and how much finding it counts."""

    field: Field
    term: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Need:
    """A typed word; any of the leaves meets it."""

    leaves: tuple[Leaf, ...]
    typed: str = ""


Way = tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One or more typed words that stand for one thing. Any way that has all it needs will do.

    ``exact`` is the same with accents; None when the question has no accents at all.
    """

    ways: tuple[Way, ...]
    exact: Way | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to look up: every slot (or any of them) must match; ``beside`` only adds weight."""

    slots: tuple[Slot, ...]
    beside: tuple[Leaf, ...]
    match: Match


@dataclass(frozen=True, slots=True)
class Planner:
    """Makes plans for one question, the strictest first."""

    typed: tuple[TypedWord, ...]
    lexicon: Lexicon
    synonyms: Synonyms
    completing: bool = False

    def plans(self) -> Iterator[Plan]:
        """Plans from strict to loose; the first that finds something is the answer."""
        last = len(self.typed) - 1
        begun = last if self.completing or _is_scrap(self.typed[-1]) else None
        unknown = self._where(lambda word: not self._is_known(word))
        doubtful = self._where(self._may_be_a_slip)
        yield self._plan(Match.ALL, strict=True, begun=begun)
        yield self._plan(Match.ALL, begun=begun)
        yield self._plan(Match.ALL, begun=last)
        yield self._plan(Match.CORRECTED, begun=last, respelt=unknown)
        yield self._plan(Match.CORRECTED, begun=last, respelt=doubtful)
        yield self._plan(Match.ANY, begun=last, respelt=unknown)

    def _plan(
        self,
        match: Match,
        *,
        strict: bool = False,
        begun: int | None = None,
        respelt: frozenset[int] = frozenset(),
    ) -> Plan:
        needs = [
            self._need(word, strict=strict, begun=i == begun, respelt=i in respelt)
            for i, word in enumerate(self.typed)
        ]
        meant = [_meant(word) or word for word in self.typed]
        beside = [Leaf(Field.PAIR, joined(pair), BESIDE) for pair in pairwise(meant)]
        beside.append(Leaf(Field.WHOLE, joined(meant)))
        return Plan(tuple(self._slots(needs)), tuple(beside), match)

    def _slots(self, needs: Sequence[Need]) -> Iterator[Slot]:
        place = 0
        while place < len(self.typed):
            length, equals = self.synonyms.starting(self.typed[place:])
            ways = [_equal_way(phrase) for phrase in equals]
            if not length:
                one_word = self._written_as_one(place)
                length = 2 if one_word else 1
                ways = [(one_word,)] if one_word else []
            end = place + length
            yield Slot((tuple(needs[place:end]), *ways), self._exact(self.typed[place:end]))
            place = end

    def _written_as_one(self, place: int) -> Need | None:
        """The next two words written as one, if such a word exists: "sa pa" as "Sapa"."""
        pair = self.typed[place : place + 2]
        known = len(pair) == 2 and self.lexicon.knows(joined(pair))
        return Need(_folded(joined(pair))) if known else None

    def _exact(self, span: Sequence[TypedWord]) -> Way | None:
        if not any(word.has_accent or _meant(word) for word in self.typed):
            return None
        meant = (_meant(word) or word for word in span)
        return tuple(Need((Leaf(Field.EXACT, word.exact),)) for word in meant)

    def _need(self, word: TypedWord, *, strict: bool, begun: bool, respelt: bool) -> Need:
        leaves: list[Leaf] = []
        for form in filter(None, (word, _meant(word))):
            leaves += _as_written(form) if strict and form.has_accent else _folded(form.folded)
            leaves.append(Leaf(Field.PAIR, form.folded))  # "Sapa" finds "Sa Pa"
            leaves += self._beginnings(form.folded) if begun else ()
        if respelt:
            near = spelling.near(word.folded, self.lexicon.knows)
            leaves += (leaf for other in near for leaf in _folded(other, RESPELT))
        if self.completing:  # a story is read, not suggested
            leaves = [leaf for leaf in leaves if leaf.field is not Field.STORY]
        return Need(tuple(dict.fromkeys(leaves)), word.exact)

    def _beginnings(self, letters: str) -> list[Leaf]:
        if len(letters) <= START_LETTERS:
            return [Leaf(Field.START, letters, BEGINNING)]
        found = self.lexicon.beginning(letters, _MOST_BEGINNINGS)
        return [Leaf(Field.WORD, word, BEGINNING) for word in found]

    def _where(self, holds: Callable[[TypedWord], bool]) -> frozenset[int]:
        return frozenset(place for place, word in enumerate(self.typed) if holds(word))

    def _may_be_a_slip(self, word: TypedWord) -> bool:
        """Whether a word may be respelt though it exists.

        Short words have too many neighbours, unless two other words say what is meant.
        """
        return len(self.typed) > 2 or len(word.folded) >= _LONG or not self._is_known(word)

    def _is_known(self, word: TypedWord) -> bool:
        return any(self.lexicon.knows(form.folded) for form in filter(None, (word, _meant(word))))


def _is_scrap(word: TypedWord) -> bool:
    """Whether it is so short that it is hardly a whole word: hardly anybody ends on "o"."""
    return len(word.folded) <= 2 and not word.has_accent


def _folded(word: str, weight: float = 1.0) -> tuple[Leaf, ...]:
    """The word anywhere, with whatever accents."""
    return Leaf(Field.WORD, word, weight), Leaf(Field.STORY, word, weight)


def _as_written(word: TypedWord) -> tuple[Leaf, ...]:
    """The word with its accents; in a name also with others, or without any.

    Elsewhere "chè" is not "chế": half of all producers are there to "chế biến".
    """
    return (
        Leaf(Field.EXACT, word.exact),
        Leaf(Field.EXACT, word.folded, UNACCENTED),
        Leaf(Field.NAME, word.folded, UNACCENTED),
        Leaf(Field.STORY, word.exact),
    )


def _equal_way(phrase: Phrase) -> Way:
    return tuple(Need((Leaf(Field.EXACT, word, SYNONYM),)) for word in phrase)


def _meant(word: TypedWord) -> TypedWord | None:
    """The word that the keys meant, when a Vietnamese keyboard was switched off."""
    meant = None if word.has_accent else keystrokes.undo(word.exact)
    return TypedWord(meant, fold(meant)) if meant else None
