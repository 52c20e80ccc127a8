"""What the page of figures says of itself: its headline, when and by whom it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from marketplace.reports.definitions import E_PAYMENT_SHARE, LISTING_SHARE, Definition
from marketplace.reports.rows import Figures
from marketplace.reports.rules import Share


@dataclass(frozen=True, slots=True)
class Making:
    """When and by whom a page is made, and which outside platforms were counted."""

    at: datetime
    by: str
    platforms: tuple[str, ...]


def headline(figures: Figures) -> list[tuple[Definition, Share]]:
    """Both figures with what they mean."""
    return [
        (LISTING_SHARE, figures.listing.share),
        (E_PAYMENT_SHARE, figures.e_payment.share),
    ]
