"""What the buyer was shown: nobody is charged a price that was not on their page."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from marketplace.money import Vnd


class Priced(Protocol):
    """A line of a cart or of a purchase."""

    @property
    def listing_id(self) -> int:
        """Which listing."""

    @property
    def quantity(self) -> int:
        """How many pieces."""

    @property
    def price_vnd(self) -> Vnd:
        """What one costs."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One line as the buyer saw it."""

    listing_id: int
    quantity: int
    price_vnd: Vnd


@dataclass(frozen=True, slots=True)
class Quote:
    """One showing of the checkout page. ``token`` makes it good for one purchase only."""

    cart_id: int
    token: str
    lines: tuple[Shown, ...]


def shown(lines: Iterable[Priced]) -> tuple[Shown, ...]:
    """What a page with these lines shows, whatever their order."""
    return tuple(
        sorted(
            (Shown(line.listing_id, line.quantity, line.price_vnd) for line in lines),
            key=lambda line: line.listing_id,
        )
    )


def earlier_prices(quote: Quote | None, lines: Sequence[Priced]) -> dict[int, Vnd]:
    """The prices that the buyer saw before, by listing, where they are others now."""
    before = {line.listing_id: line.price_vnd for line in quote.lines} if quote else {}
    return {
        line.listing_id: before[line.listing_id]
        for line in lines
        if before.get(line.listing_id, line.price_vnd) != line.price_vnd
    }


def checkout_token(key: str, cart_id: int, updated_at: datetime) -> str:
    """The one-time token of a cart as it was last changed.

    Two tabs that show the same cart carry the same token, so that both together make one purchase.
    Placing it changes the cart, and the next purchase has another token.
    """
    content = f"{cart_id} {updated_at.isoformat()}".encode()
    digest = hmac.digest(key.encode(), b"checkout " + content, "sha256")
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
