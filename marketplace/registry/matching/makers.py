"""Whether two names of producers name one producer."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from functools import lru_cache

from marketplace.producers.rules import producer_key
from marketplace.registry.matching.typos import slip
from marketplace.text import fold, words

# What a producer is and does: says little about which one it is. Folded, short legal forms.
_GENERIC = re.compile(
    r"\b(?:htx|tht|hkd|dntn|cty|tnhh|cp|mtv|nn|co so|ho|ho gia dinh|doanh nghiep|trang trai"
    r"|chi nhanh|san xuat|kinh doanh|dich vu|thuong mai|tong hop|che bien|nong nghiep"
    r"|nong lam nghiep|nong lam|lam nghiep|thuy san|nong san|thuc pham|duoc lieu|phat trien|dau tu"
    r"|cong nghe cao|xuat nhap khau|xnk|tm|dv|sx|kd|va|huu co|sach|an toan|tieu thu|cac san pham)\b"
)
_KINDS = re.compile(
    r"^(?:lien hiep )?(htx|tht|hkd|dntn|cty|ho|co so|doanh nghiep|trang trai|hoi)\b"
)
_KIND_GROUPS = {"ho": "hkd", "co so": "hkd", "dntn": "cty", "doanh nghiep": "cty"}
# ", xã An Phú Tân" after a name says where, not who.
_PLACE_TAIL = re.compile(
    r"[,;(]\s*(?:xã|phường|thị trấn|huyện|thành phố|tp|tỉnh|thôn|bản|khu phố|tổ)\b.*$"
    r"|[,;]\s*[^,;]*\btỉnh\b.*$",
    re.IGNORECASE,
)


class MakerLikeness(enum.IntEnum):
    """How surely two texts name one producer."""

    OTHER = 0
    UNKNOWN = 1  # one text, or both, names nobody
    ALIKE = 2
    SAME = 3


@dataclass(frozen=True, slots=True)
class Maker:
    """A producer's name taken apart, folded."""

    key: str
    kind: str  # "htx", "cty", "hkd"; "" when it is not said
    own: tuple[str, ...]  # the words that are this producer's own
    numbers: frozenset[str]


@lru_cache(maxsize=32768)
def read_maker(name: str) -> Maker:
    """Take a producer's name apart."""
    key = " ".join(words(fold(producer_key(_PLACE_TAIL.sub("", name)))))
    kind = _KINDS.match(key)
    own = tuple(_GENERIC.sub(" ", key).split())
    return Maker(
        key,
        _KIND_GROUPS.get(kind[1], kind[1]) if kind else "",
        own,
        frozenset(word for word in own if any(letter.isdigit() for letter in word)),
    )


def compare_makers(one: str, other: str) -> MakerLikeness:
    """Whether two texts name one producer."""
    mine, theirs = read_maker(one), read_maker(other)
    if not mine.key or not theirs.key:
        return MakerLikeness.UNKNOWN
    if mine.key == theirs.key:
        return MakerLikeness.SAME
    if mine.numbers != theirs.numbers or not mine.own or not theirs.own:
        return MakerLikeness.OTHER
    return MakerLikeness.ALIKE if _own_words_fit(mine, theirs) else MakerLikeness.OTHER


def _own_words_fit(mine: Maker, theirs: Maker) -> bool:
    """The same own words, one of them mistyped, or all of the one among the other's."""
    if "".join(mine.own) == "".join(theirs.own):
        return True
    left, right = set(mine.own) - set(theirs.own), set(theirs.own) - set(mine.own)
    if len(left) == len(right) == 1:
        typed = slip(left.pop(), right.pop())
        return typed is not None and len(mine.own) > 1
    if left and right:
        return False
    shared = len(set(mine.own) & set(theirs.own))
    return shared >= 2 and (mine.kind == theirs.kind or not (mine.kind and theirs.kind))
