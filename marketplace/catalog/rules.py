"""Rules of listings that need neither a page nor the database."""

from __future__ import annotations

import enum

# Sizes kept of each picture: a card on a phone, a page on a phone, a page on a large screen.
WIDTHS = (320, 640, 1280)
CARD_WIDTH, PAGE_WIDTH, LARGE_WIDTH = WIDTHS
MAX_PICTURES = 8

ALCOHOL_GROUPS = frozenset({14, 15})  # Decision 26/2026: drinks with alcohol
FEW_LEFT = 5


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


def listing_url(slug: str, listing_id: int) -> str:
    """The address of a product page, made without the router because lists make many."""
    return f"/san-pham/{slug}-{listing_id}"


def picture_url(file_key: str, width: int) -> str:
    """The address of one size of a picture."""
    return f"/anh/{file_key}-{width}.webp"


def is_alcohol(group_no: int | None) -> bool:
    """Whether it may be sold to adults only."""
    return group_no in ALCOHOL_GROUPS
