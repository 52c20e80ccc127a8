"""Whether one word is another one mistyped."""

from __future__ import annotations

import enum
import re
from functools import lru_cache

# A syllable of Vietnamese without its accents; what is none of them was probably mistyped.
_SYLLABLE = re.compile(
    r"(?:ch|gh|gi|kh|ngh|ng|nh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:ieu|ie|yeu|ye|uoi|uou|uye|uya|uyu|oai|oay|oeo|uay|uy|ua|ue|ui|uo|uu|ia|iu|oa|oe|oi|oo"
    r"|ai|ao|au|ay|eo|eu|[aeiouy])"
    r"(?:ch|nh|ng|[cmnpt])?"
)


class Slip(enum.IntEnum):
    """How surely a word is another one mistyped; the surest first."""

    SURE = 1  # one of the two is no word
    POSSIBLE = 2  # both could be words


@lru_cache(maxsize=65536)
def slip(one: str, other: str) -> Slip | None:
    """Whether two folded words differ by one letter, or two that changed places.

    Short words are full of neighbours ("sen" and "men", "nhài" and "nhãn"): of those, one must be
    no word at all.
    """
    if min(len(one), len(other)) < 2 or not within_one(one, other):
        return None
    if not (is_syllable(one) and is_syllable(other)):
        return Slip.SURE
    return Slip.POSSIBLE if min(len(one), len(other)) >= 5 else None


def is_syllable(word: str) -> bool:
    """Whether a folded word could be a Vietnamese one."""
    return _SYLLABLE.fullmatch(word) is not None


def within_one(one: str, other: str) -> bool:
    """Whether one letter more, less or other, or one swap of neighbours, makes one the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    mine, theirs = one[start:], other[start:]
    if mine[1:] == theirs[1:] or mine[1:] == theirs or mine == theirs[1:]:
        return True
    return mine[:2] == theirs[1::-1] and mine[2:] == theirs[2:]
