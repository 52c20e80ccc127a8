"""A listing: what is said of it, where it may go, how it is addressed and how much is left."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.catalog.models import ListingState
from marketplace.money import Vnd
from marketplace.text import fold, words

# Sizes kept of each picture: a card, a page on a phone, a page on a large screen.
WIDTHS = (320, 640, 1280)
CARD_WIDTH, PAGE_WIDTH, LARGE_WIDTH = WIDTHS
MAX_PICTURES = 8

ALCOHOL_GROUPS = frozenset({14, 15})  # Decision 26/2026: drinks with alcohol
FEW_LEFT = 5
SLUG_LENGTH = 120

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
