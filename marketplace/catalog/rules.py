"""Rules of listings that need neither a page nor the database."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marketplace.catalog.models import ListingState
from marketplace.money import Vnd
from marketplace.registry.models import Certificate
from marketplace.text import fold, words

# Sizes kept of each picture: a card, a page on a phone, a page on a large screen.
WIDTHS = (320, 640, 1280)
CARD_WIDTH, PAGE_WIDTH, LARGE_WIDTH = WIDTHS
MAX_PICTURES = 8

ALCOHOL_GROUPS = frozenset({14, 15})  # Decision 26/2026: drinks with alcohol
FEW_LEFT = 5
SLUG_LENGTH = 120
GRAMS_OF_A_KILOGRAM = 1000

ALLOWED: Mapping[ListingState, frozenset[ListingState]] = {
    ListingState.DRAFT: frozenset({ListingState.PUBLISHED, ListingState.WITHDRAWN}),
    ListingState.PUBLISHED: frozenset({ListingState.PAUSED, ListingState.WITHDRAWN}),
    ListingState.PAUSED: frozenset({ListingState.PUBLISHED, ListingState.WITHDRAWN}),
    # A withdrawn listing can go back to any place it came from.
    ListingState.WITHDRAWN: frozenset(
        {ListingState.DRAFT, ListingState.PUBLISHED, ListingState.PAUSED}
    ),
}


@dataclass(frozen=True, slots=True)
class ListingInput:
    """What a producer says about a listing. Name and stars come from the register."""

    price_vnd: Vnd
    unit: str
    weight_g: int
    stock: int
    group_no: int | None
    story: str


class Standing(enum.StrEnum):
    """What a product's certificates say on a day."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNCERTAIN = "uncertain"  # the register does not know its dates well enough to say
    NONE = "none"


def speaking_certificate(
    certificates: Sequence[Certificate], day: date
) -> tuple[Certificate | None, Standing]:
    """The certificate that a product page shows on ``day``, and how it stands.

    ``certificates`` come latest first. One in force speaks before any other; else the latest does.
    """
    for certificate in certificates:
        if certificate.is_in_force_on(day):
            return certificate, Standing.IN_FORCE
    if not certificates:
        return None, Standing.NONE
    return certificates[0], _standing(certificates[0], day)


def _standing(certificate: Certificate, day: date) -> Standing:
    """How a certificate that is not in force stands."""
    if certificate.revoked_on is not None and day >= certificate.revoked_on:
        return Standing.REVOKED
    last = _last_possible_day(certificate)
    return Standing.EXPIRED if last is not None and day > last else Standing.UNCERTAIN


def _last_possible_day(certificate: Certificate) -> date | None:
    """When it ends if it was issued on the last day that the source can mean."""
    first, last, until = certificate.issued_from, certificate.issued_to, certificate.valid_until
    return until + (last - first) if first and last and until else None


class StockLevel(enum.StrEnum):
    """How much is left, as a buyer wants to know it."""

    PLENTY = "plenty"
    FEW = "few"
    NONE = "none"


def stock_level(stock: int) -> StockLevel:
    """Whether there is plenty, little or nothing left."""
    if stock <= 0:
        return StockLevel.NONE
    return StockLevel.FEW if stock <= FEW_LEFT else StockLevel.PLENTY


def is_alcohol(group_no: int | None) -> bool:
    """Whether it may be sold to adults only."""
    return group_no in ALCOHOL_GROUPS


def slug_of(name: str) -> str:
    """The name as it stands in an address: "Chè Shan tuyết" gives "che-shan-tuyet"."""
    return "-".join(words(fold(name)))[:SLUG_LENGTH].rstrip("-") or "san-pham"


def listing_url(slug: str, listing_id: int) -> str:
    """The address of a product page, made without the router because lists make many."""
    return f"/san-pham/{slug}-{listing_id}"


def picture_url(file_key: str, width: int) -> str:
    """The address of one size of a picture."""
    return f"/anh/{file_key}-{width}.webp"


@dataclass(frozen=True, slots=True)
class KilogramPrice:
    """A price per kilogram in whole đồng."""

    amount_vnd: Vnd
    is_rounded: bool


# The last amount in a unit: "chai 500 ml" has none, "hũ 0,5 kg" and "túi 250g" have one.
_WEIGHT = re.compile(r"(?<![\w.,])(\d{1,6}(?:[.,]\d{1,3})?) ?(kg|g|gr|gram)(?![^\W_])", re.I)


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


def net_grams(unit: str) -> Decimal | None:
    """The net weight that a unit states: 500 for "hũ 500 g", None for "hộp 10 gói" or "kg"."""
    found = _WEIGHT.findall(unit)
    if len(found) != 1 or re.search(r"\d *[x×]", unit, re.I) or re.search(r"[x×] *\d", unit, re.I):
        return None
    number, measure = found[0]
    grams = Decimal(number.replace(",", "."))
    if measure.lower() == "kg":
        grams *= GRAMS_OF_A_KILOGRAM
    return grams if grams >= 1 else None
