"""A product's name taken apart: the words that make it this product, and those that do not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from marketplace.text import fold, fold_exact, words

# Folded phrases, the longest first: what is said in two ways is kept in one of them.
_SAME = {
    "dau dau phung": "dau lac",
    "dau phong": "lac",
    "lap xuong": "lap suon",
    "sapa": "sa pa",
    "atiso": "actiso",
    "artiso": "actiso",
}
# Words that are one thing in the North and the South; by their accents, for "me" is tamarind.
_SYNONYMS = {"chè": "trà", "heo": "lợn", "bắp": "ngô", "mè": "vừng"}
_HASTY_SYNONYMS = {fold(word): same for word, same in _SYNONYMS.items()}  # no accents at all
# Say nothing about which product it is.
_IDLE = re.compile(
    r"\b(?:(?:san pham )?ocop|san pham|dac san|thom ngon|chinh hieu|chinh hang|truyen thong"
    r"|[345] sao|quy cach|dong (?:goi|hop|tui|chai|hu))\b"
)
_LEADING = re.compile(r"^(?:qua|trai) (?=\w)")
_UNIT = r"(?:kg|g|gr|gram|gam|ml|l|lit|cl|tui|goi|hop|hu|lo|chai|vien|qua|cai|chiec)"
_PACK = r"(?:(?:hop|hu|lo|chai|tui|goi|bich|can|thung|lon|combo|set|vi|khay) )?"
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")  # a point in a number is no end of a word
_SIZE = re.compile(rf"\b{_PACK}(\d+(?:p\d+)? ?{_UNIT})\b")
_GRADE = re.compile(
    r"\b(?:dac biet|thuong hang|hao hang|cao cap|premium|superior|vip|hang nhat"
    r"|(?:loai|hang) (?:\d|i{1,3}|[abc]))\b"
)
_I_FOR_Y = re.compile(r"\b(qu|[bcdghklmnprstvx]+)y\b")  # Tân Quy, Tân Qui; kỹ, kĩ
_PARTS = re.compile(r"\s[-–—:|/]\s|[(),;\[\]]")

# How a thing was made or kept: with and without such a word it is rarely the same product.
FORMS = frozenset(
    "say kho tuoi deo bot vien nang muoi rang ngam hun khoi loc lut nuong ep".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Name:
    """What is left of a name when its spelling is evened out. All words are folded."""

    key: str  # as it was, folded
    exact: tuple[str, ...]  # with accents, in one spelling
    words: tuple[str, ...]  # what makes it this product, in order
    parts: tuple[tuple[str, ...], ...]  # the same, split where a dash or bracket splits it
    synonyms: frozenset[str]  # the words of it that stand for another one
    grades: frozenset[str]
    numbers: frozenset[str]
    sizes: frozenset[str]


@lru_cache(maxsize=32768)
def read_name(name: str) -> Name:
    """Take a name apart."""
    synonyms = _HASTY_SYNONYMS if fold(name) == fold_exact(name) else _SYNONYMS
    usual = (synonyms.get(fold_exact(word), word) for word in re.split(r"(\W+)", name))
    text = _DECIMAL.sub("p", "".join(usual))
    plain = _plain(text)
    parts = tuple(filter(None, map(_core, _PARTS.split(text))))
    core = [word for part in parts for word in part]
    return Name(
        key=" ".join(words(fold(name))),
        exact=tuple(words(fold_exact(name))),
        words=tuple(word for word in core if not _has_digit(word)),
        parts=parts,
        synonyms=frozenset(fold(word) for word in words(name) if fold_exact(word) in synonyms),
        grades=frozenset(_GRADE.findall(plain)),
        numbers=frozenset(filter(_has_digit, core)),
        sizes=frozenset(size.replace(" ", "") for size in _SIZE.findall(_GRADE.sub("", plain))),
    )


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def _plain(text: str) -> str:
    """Folded words with one spelling of i and y and of what is said in two ways."""
    plain = " ".join(words(fold(text)))
    for said, kept in _SAME.items():
        plain = re.sub(rf"\b{said}\b", kept, plain)
    return _I_FOR_Y.sub(r"\1i", plain)


def _core(part: str) -> tuple[str, ...]:
    """The words of a part of a name without grade, size and idle words."""
    plain = _plain(part)
    for useless in (_GRADE, _SIZE, _IDLE):
        plain = " ".join(useless.sub(" ", plain).split())
    return tuple(_LEADING.sub("", plain).split())
