"""What of a listing can be found, how much each word counts, and how a question is cut."""

from __future__ import annotations

import enum
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from marketplace.money import Vnd
from marketplace.search.documents import SearchDocument
from marketplace.text import clean_line, fold, fold_exact, words

MOST_CHARACTERS, MOST_WORDS, LONGEST_WORD = 200, 12, 40
STORY_CHARACTERS = 20_000
START_LETTERS = 3

# A price on the border counts in both bands, as it does when the band is chosen.
PRICE_BANDS: tuple[tuple[Vnd | None, Vnd | None], ...] = (
    (None, Vnd(50_000)),
    (Vnd(50_000), Vnd(100_000)),
    (Vnd(100_000), Vnd(200_000)),
    (Vnd(200_000), Vnd(500_000)),
    (Vnd(500_000), None),
)


class Field(enum.StrEnum):
    """The kinds of terms under which a listing can be found."""

    WORD = "word"  # folded words of name, producer and places
    EXACT = "exact"  # the same words with their accents
    NAME = "name"  # folded words of the name alone
    PAIR = "pair"  # two folded words side by side, written as one
    WHOLE = "whole"  # the folded words of the name, written as one
    START = "start"  # first letters of the words of the name
    STORY = "story"  # words of the story, folded and with their accents
    CHOICE = "choice"  # group, commune, stock, stars: what can be filtered and counted


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a word counts in a part of a listing, and the length at which it counts as is."""

    boost: float
    usual_words: int


NAME, PRODUCER, PLACE = Weight(8.0, 5), Weight(3.0, 8), Weight(2.5, 3)
_SATURATION = 4.0  # a word that counts this much has half of the highest impact
_LENGTH_SHARE = 0.5  # how far a longer text lowers the weight of its words
_STORY_IMPACT = 40
_TOP_IMPACT = 255

Terms = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TypedWord:
    """One word of a question: as typed with its accents, and folded."""

    exact: str
    folded: str

    @property
    def has_accent(self) -> bool:
        """Whether it was typed with a mark, so that the writer means exactly this word."""
        return self.exact != self.folded


def typed_words(text: str) -> tuple[TypedWord, ...]:
    """Cut what somebody typed into at most 12 words of its first 200 characters."""
    line = clean_line(text[: 4 * MOST_CHARACTERS])[:MOST_CHARACTERS]
    found = (TypedWord(*_forms(word)) for word in words(line)[:MOST_WORDS])
    return tuple(word for word in found if word.folded)


def terms(document: SearchDocument) -> dict[Field, Terms]:
    """All terms of a listing with their impact, 1 to 255: how much the term says about it."""
    parts = [(document.name, NAME), (document.producer, PRODUCER)]
    parts += [(place, PLACE) for place in dict.fromkeys(document.places) if place]
    cut = [(_cut(text), weight) for text, weight in parts]
    name = cut[0][0]
    return {
        Field.WORD: _impacts(((w.folded for w in found), found, weight) for found, weight in cut),
        Field.EXACT: _impacts(((w.exact for w in found), found, weight) for found, weight in cut),
        Field.NAME: _impacts([((word.folded for word in name), name, NAME)]),
        Field.PAIR: _impacts((_pairs(found), found, weight) for found, weight in cut),
        Field.WHOLE: {joined(name): _TOP_IMPACT},
        Field.START: _starts(name),
        Field.STORY: _story(document.story),
        Field.CHOICE: dict.fromkeys(_choices(document), 1),
    }


def choice(kind: str, *values: object) -> str:
    """The term of one choice: ``choice("group", 12)`` gives "group:12"."""
    return ":".join([kind, *map(str, values)])


def joined(found: Iterable[TypedWord]) -> str:
    """Words folded and written as one."""
    return "".join(word.folded for word in found)


def _cut(text: str) -> list[TypedWord]:
    return [TypedWord(*_forms(word)) for word in words(clean_line(text[:STORY_CHARACTERS]))]


@lru_cache(maxsize=16384)
def _forms(word: str) -> tuple[str, str]:
    exact = fold_exact(word[:LONGEST_WORD])
    # A folded letter may bring punctuation with it ("℅" reads "c/o"): a term is one word.
    return exact, re.sub(r"[\W_]+", "", fold(exact))


def _impacts(
    parts: Iterable[tuple[Iterable[str], Sequence[TypedWord], Weight]],
) -> Terms:
    weights: dict[str, float] = defaultdict(float)
    for found, text, weight in parts:
        length = 1 - _LENGTH_SHARE + _LENGTH_SHARE * len(text) / weight.usual_words
        for term in found:
            weights[term] += weight.boost / length
    return {
        term: max(1, round(_TOP_IMPACT * weight / (_SATURATION + weight)))
        for term, weight in weights.items()
        if term
    }


def _pairs(found: Sequence[TypedWord]) -> Iterable[str]:
    return map(joined, pairwise(found))


def _starts(name: Sequence[TypedWord]) -> Terms:
    """First letters of each word, which count more the nearer the word is to the front."""
    starts: dict[str, int] = {}
    for place, word in enumerate(name):
        impact = max(_TOP_IMPACT // (place + 1), 20)
        for letters in range(1, min(START_LETTERS, len(word.folded)) + 1):
            starts.setdefault(word.folded[:letters], impact)
    return starts


def _story(story: str) -> Terms:
    found = _cut(story)
    forms = {word.folded for word in found} | {word.exact for word in found if word.has_accent}
    return dict.fromkeys(filter(None, forms), _STORY_IMPACT)


def _choices(document: SearchDocument) -> Iterable[str]:
    if document.group_no is not None:
        yield choice("group", document.group_no)
    if document.commune_code:
        yield choice("commune", document.commune_code)
    if document.in_stock:
        yield choice("in_stock")
    for period in document.stars:
        yield choice("stars", period.stars, period.first, period.last)
