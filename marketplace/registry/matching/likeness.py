"""How much two names of products look like one, from 0 to 100, and what speaks against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.registry.matching.names import FORMS, Name, read_name
from marketplace.registry.matching.reasons import Why
from marketplace.registry.matching.typos import Slip, slip
from marketplace.text import fold

# How high two names can come at most when they differ so.
_AT_MOST = {
    Why.OTHER_NUMBER: 25,
    Why.OTHER_GRADE: 30,
    Why.OTHER_KIND: 45,
    Why.OTHER_WORDS: 55,
    Why.OTHER_FORM: 64,
}
_LEAVES_OUT_AT_MOST = 64  # one names a grade or a number, the other none
# What each lesser difference takes away.
_COSTS = {
    Why.ACCENTS: 8,
    Why.SYNONYM: 8,
    Why.ORDER: 6,
    Why.TYPO: 8,
    Why.OTHER_SIZE: 8,
    Why.OWN_PLACE_IN_NAME: 10,
    Why.OWN_PRODUCER_IN_NAME: 10,
}
_PLACE_KINDS = frozenset(("xa", "phuong", "huyen", "tinh"))
_UNSURE_SLIP = 24  # "nhan" for "nhat": a slip, or another word


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """How alike two names are; 100 when only their spelling differs."""

    score: int
    whys: tuple[Why, ...]


def compare_names(
    one: str,
    other: str,
    *,
    places: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset()),
    producer: Iterable[str] = (),
) -> NameLikeness:
    """Compare two names of products.

    ``places`` are the words in the names of where the one and the other come from, ``producer``
    those of the one who makes both: with and without these it is probably the same product.
    """
    return _Comparison(read_name(one), read_name(other), places, set(producer)).result()


class _Comparison:
    """Two names side by side, and what was found out about them so far."""

    def __init__(
        self,
        one: Name,
        other: Name,
        places: tuple[frozenset[str], frozenset[str]],
        producer: set[str],
    ) -> None:
        self.one, self.other = one, other
        self.places = places
        self.producer_words = producer
        self.whys: list[Why] = []
        self.score = 100

    def result(self) -> NameLikeness:
        """Find out all there is."""
        self._compare_words()
        self._compare_labels()
        if self.score == 100:
            self.whys.insert(0, Why.SAME_NAME)
        return NameLikeness(max(self.score, 0), tuple(dict.fromkeys(self.whys)))

    def _differ(self, why: Why, *, cost: int | None = None) -> None:
        self.whys.append(why)
        self.score -= _COSTS.get(why, 0) if cost is None else cost
        self.score = min(self.score, _AT_MOST.get(why, 100))

    def _compare_words(self) -> None:
        one, other = self.one.words, self.other.words
        if "".join(one) == "".join(other):
            if _accents_differ(self.one, self.other):
                self._differ(Why.ACCENTS)
            return
        left, right = _left_over(one, other), _left_over(other, one)
        if not left and not right:
            self._differ(Why.ORDER)
            return
        left, right = self._without_slips(left, right)
        if self._are_names_of_one_place(left, right):
            self._differ(Why.OWN_PLACE_IN_NAME)
        elif left and right:
            self._judge_left_over(left, right)
        else:
            self._judge_left_over(self._without_own(left), self._without_own(right))

    def _are_names_of_one_place(self, left: list[str], right: list[str]) -> bool:
        """Whether the one bears the old name of a place and the other that of today."""
        both = {*left, *right} - _PLACE_KINDS
        return bool(left and right) and any(both <= names for names in self.places)

    def _without_slips(self, left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
        """Pair off words that are one word mistyped."""
        left, right = list(left), list(right)
        for word in list(left):
            found = [(kind, twin) for twin in right if (kind := slip(word, twin)) is not None]
            if found:
                kind, twin = min(found)
                left.remove(word)
                right.remove(twin)
                self._differ(Why.TYPO, cost=None if kind is Slip.SURE else _UNSURE_SLIP)
        return left, right

    def _without_own(self, left: list[str]) -> list[str]:
        """Drop the names of the place and the producer, which the register knows anyway."""
        place_words = self.places[0] | self.places[1]
        rest = [word for word in left if word not in place_words]
        if len(rest) < len(left) or (rest and set(rest) <= _PLACE_KINDS):
            self._differ(Why.OWN_PLACE_IN_NAME)
            rest = [word for word in rest if word not in _PLACE_KINDS]
        last = [word for word in rest if word not in self.producer_words]
        if len(last) < len(rest):
            self._differ(Why.OWN_PRODUCER_IN_NAME)
        return last

    def _judge_left_over(self, left: list[str], right: list[str]) -> None:
        longer = max(len(self.one.words), len(self.other.words))
        if left and right:
            union = len(set(self.one.words) | set(self.other.words))
            self._differ(Why.OTHER_WORDS, cost=20 + 60 * len(left + right) // union)
        elif left or right:
            self._differ(
                self._kind_of_more(left or right), cost=12 + 30 * len(left + right) // longer
            )

    def _kind_of_more(self, more: list[str]) -> Why:
        shorter, longer = sorted((self.one, self.other), key=lambda name: len(name.words))
        if set(more) & FORMS:
            return Why.OTHER_FORM
        if longer.words[:1] != shorter.words[:1] and shorter.words not in longer.parts:
            return Why.OTHER_KIND  # Vietnamese names begin with what the thing is
        return Why.MORE_WORDS

    def _compare_labels(self) -> None:
        """Grades, numbers and sizes; and whether a synonym was used."""
        for why, mine, theirs in (
            (Why.OTHER_GRADE, self.one.grades, self.other.grades),
            (Why.OTHER_NUMBER, self.one.numbers, self.other.numbers),
        ):
            if mine and theirs and mine != theirs:
                self._differ(why)
            elif mine != theirs:
                self.whys.append(why)
                self.score = min(self.score, _LEAVES_OUT_AT_MOST)
        if self.one.sizes and self.other.sizes and self.one.sizes != self.other.sizes:
            self._differ(Why.OTHER_SIZE)
        if self.one.synonyms != self.other.synonyms:
            self._differ(Why.SYNONYM)


def _left_over(one: tuple[str, ...], other: tuple[str, ...]) -> list[str]:
    """The words of the one that the other has not, in order, each as often as it is too many."""
    spare = Counter(one) - Counter(other)
    left = []
    for word in reversed(one):
        if spare[word] > 0:
            spare[word] -= 1
            left.append(word)
    return left[::-1]


def _accents_differ(one: Name, other: Name) -> bool:
    """Whether a word has accents in both and not the same ones; without any it was in a hurry."""
    if len(one.exact) != len(other.exact):
        return False
    return any(
        mine != theirs and fold(mine) == fold(theirs) and fold(mine) not in (mine, theirs)
        for mine, theirs in zip(one.exact, other.exact, strict=True)
    )
