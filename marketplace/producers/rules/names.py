"""When two spellings name the same producer, and what a producer's kind is called."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from marketplace.producers.models import ProducerKind
from marketplace.text import fold, words

# The OCOP programme began with Decision 490/QĐ-TTg of 7 May 2018: nothing of it is older.
PROGRAMME_BEGAN = date(2018, 5, 7)

# Long forms and the short ones that decisions use for them; folded, whole words.
_SHORT_FORMS = (
    ("hop tac xa nong nghiep", "htx nn"),
    ("htx nong nghiep", "htx nn"),
    ("htxnn", "htx nn"),
    ("hop tac xa", "htx"),
    ("to hop tac", "tht"),
    ("trach nhiem huu han", "tnhh"),
    ("cong ty co phan", "cty cp"),
    ("ctcp", "cty cp"),
    ("cong ty", "cty"),
    ("co phan", "cp"),
    ("mot thanh vien", "mtv"),
    ("1 thanh vien", "mtv"),
    ("ho kinh doanh", "hkd"),
    ("doanh nghiep tu nhan", "dntn"),
)
_KINDS = {
    ProducerKind.COOPERATIVE: ("htx", "hop tac xa", "lien hiep htx", "cooperative"),
    ProducerKind.COOPERATIVE_GROUP: ("tht", "to hop tac", "cooperative group"),
    ProducerKind.ENTERPRISE: (
        "cong ty",
        "cty",
        "doanh nghiep",
        "doanh nghiep tu nhan",
        "dntn",
        "doanh nghiep nho va vua",
        "enterprise",
    ),
    ProducerKind.HOUSEHOLD: (
        "ho kinh doanh",
        "hkd",
        "ho san xuat",
        "ho gia dinh",
        "ho",
        "co so san xuat",
        "co so san xuat kinh doanh",
        "co so",
        "household",
    ),
    ProducerKind.FARM: ("trang trai", "farm"),
    ProducerKind.ASSOCIATION: ("hoi", "hiep hoi", "trung tam", "association"),
}
_KIND_BY_WORDS = {text: kind for kind, texts in _KINDS.items() for text in texts}


@lru_cache(maxsize=4096)
def producer_key(name: str) -> str:
    """What two spellings of one producer share: no accents, no punctuation, short legal forms.

    "Hợp tác xã Hoa Lợi" and "HTX Hoa Lợi" are one producer.
    """
    key = " ".join(words(fold(name)))
    for long, short in _SHORT_FORMS:
        key = re.sub(rf"\b{long}\b", short, key)
    return key


def kind_from(text: str) -> ProducerKind | None:
    """The kind that a source names ("cơ sở sản xuất" is a household business), or None."""
    return _KIND_BY_WORDS.get(" ".join(words(fold(text))))


def slug_of(name: str) -> str:
    """The name as it may stand in an address: "HTX Hoa Lợi" -> "htx-hoa-loi"."""
    return "-".join(words(fold(name)))[:100].strip("-") or "chu-the"


def provider_key(name: str) -> str:
    """What two spellings of one bank, wallet or operator share: "Ngân hàng BIDV", "bidv"."""
    return " ".join(words(fold(name))).removeprefix("ngan hang ")


def is_holder_expected(holder: str, producer: str, representative: str | None) -> bool:
    """Whether an account is in the name of the producer, or of who represents it.

    Banks write names in capitals without accents: "NGUYEN THI LAN" is "Bà Nguyễn Thị Lan".
    """
    expected = {_person_key(producer), _person_key(representative or "")} - {""}
    return _person_key(holder) in expected


def _person_key(name: str) -> str:
    return re.sub(r"^(ong|ba|anh|chi|co) (?=\w+ \w)", "", producer_key(name))
