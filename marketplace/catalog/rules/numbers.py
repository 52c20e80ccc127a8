"""Numbers as producers type them, and the price of a kilogram."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from marketplace.money import Vnd
from marketplace.text import nfc

GRAMS_OF_A_KILOGRAM = 1000
MAX_STOCK = 999_999
MAX_WEIGHT_G = 1_000_000

# Digits 0 to 9 only, whole or in groups of three: "85000", "85.000", "85 000", "1,250,000".
_WHOLE = r"[0-9]{1,3}(?:(?P<gap>[. ,])[0-9]{3})(?:(?P=gap)[0-9]{3})*|[0-9]{1,9}"
_PRICE = re.compile(rf"({_WHOLE}) ?(?:đ|₫|d|vnd|vnđ|đồng)?")
_COUNT = re.compile(_WHOLE)
_GRAMS = re.compile(rf"({_WHOLE}) ?(?:g|gr|gam|gram)?")
# Three digits after a dot could be thousands, so "1.200 kg" is not read; "1,2 kg" is.
_KILOGRAMS = re.compile(r"([0-9]{1,4}(?:,[0-9]{1,3}|\.[0-9]{1,2})?) ?(?:kg|kí|ký|cân)")


def price_typed(text: str) -> Vnd | None:
    """A price like "85.000" or "85000 đ" in whole đồng; None when it is no such number."""
    found = _PRICE.fullmatch(_plain(text))
    return Vnd(_number(found[1])) if found else None


def count_typed(text: str) -> int | None:
    """A number of pieces like "12" or "1.200"; None when it is no such number."""
    return _number(text) if _COUNT.fullmatch(text) else None


def grams_typed(text: str) -> int | None:
    """A weight like "650", "1.200 g" or "1,2 kg" in grams; None when it is no such number."""
    typed = _plain(text)
    if found := _GRAMS.fullmatch(typed):
        return _number(found[1])
    if found := _KILOGRAMS.fullmatch(typed):
        grams = Decimal(found[1].replace(",", ".")) * GRAMS_OF_A_KILOGRAM
        return int(grams)
    return None


def _plain(text: str) -> str:
    """In lower case with ordinary spaces, as copied from a page of ours or typed by hand."""
    return " ".join(nfc(text).lower().split())


def _number(text: str) -> int:
    return int(re.sub("[. ,]", "", text))


@dataclass(frozen=True, slots=True)
class KilogramPrice:
    """A price per kilogram in whole đồng."""

    amount_vnd: Vnd
    is_rounded: bool


_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_WEIGHT = re.compile(rf"(?i)(?<![\w.,-]){_NUMBER.pattern} ?(?:kg|gam|gram|gr|g)(?![^\W_])")


def price_per_kg(price_vnd: Vnd, unit: str) -> KilogramPrice | None:
    """What a kilogram costs, when the unit states exactly one net weight.

    The packed weight does not serve: it includes the jar and the box.
    """
    grams = net_grams(unit)
    if grams is None or grams == GRAMS_OF_A_KILOGRAM:
        return None
    exact = Decimal(price_vnd) * GRAMS_OF_A_KILOGRAM / grams
    rounded = int(exact.to_integral_value("ROUND_HALF_UP"))
    return KilogramPrice(Vnd(rounded), is_rounded=exact != rounded)


def net_grams(unit: str) -> int | None:
    """The net weight that a unit states: 500 for "hũ 500 g", None for "hộp 10 gói 2 g" or "kg".

    Any other number beside the weight makes it unclear what weighs so much.
    """
    weights, numbers = _WEIGHT.findall(unit), _NUMBER.findall(unit)
    if len(weights) != 1 or len(numbers) != 1:
        return None
    return grams_typed(weights[0]) or None
