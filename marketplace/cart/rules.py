"""What a cart may hold, and what can be wrong with a line of it."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from marketplace import money
from marketplace.catalog.rules import StockLevel, stock_level
from marketplace.money import Vnd

MOST_PIECES = 999  # of one product
MOST_LINES = 50  # two carts that become one still fit one card payment's 100 lines

_QUANTITY = re.compile(r"[1-9][0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose cart it is: a member's, or a guest's by the digest of the token in their session."""

    user_id: int | None = None
    token_hash: str | None = None


class Problem(enum.StrEnum):
    """Why a line cannot be bought as it stands."""

    WITHDRAWN = "withdrawn"
    SOLD_OUT = "sold_out"
    LESS_LEFT = "less_left"


@dataclass(frozen=True, slots=True)
class CartItem:
    """A line of a cart with its listing as it is now: a cart remembers neither price nor stock."""

    line_id: int
    listing_id: int
    name: str
    url: str
    unit: str
    price_vnd: Vnd
    quantity: int
    stock: int
    on_sale: bool
    stars: int | None
    picture_url: str | None
    group_no: int | None
    producer_id: int
    producer_name: str
    producer_slug: str
    place_name: str

    @property
    def amount_vnd(self) -> Vnd:
        """What the line would cost now."""
        return money.times(self.price_vnd, self.quantity)

    @property
    def most(self) -> int:
        """How many of it a cart can hold now."""
        return most(self.stock)

    @property
    def is_nearly_gone(self) -> bool:
        """Whether little is left, so that the buyer had better hurry."""
        return stock_level(self.stock) is StockLevel.FEW

    @property
    def problem(self) -> Problem | None:
        """What keeps it from being bought, if anything."""
        if not self.on_sale:
            return Problem.WITHDRAWN
        if self.stock == 0:
            return Problem.SOLD_OUT
        return Problem.LESS_LEFT if self.quantity > self.stock else None


class OfProducer(Protocol):
    """Something that one producer sells."""

    @property
    def producer_id(self) -> int:
        """Whose it is."""


T = TypeVar("T", bound=OfProducer)


def by_producer(things: Sequence[T]) -> list[list[T]]:
    """One list for each producer, in the order in which something of theirs first comes."""
    groups: dict[int, list[T]] = {}
    for thing in things:
        groups.setdefault(thing.producer_id, []).append(thing)
    return list(groups.values())


def goods_vnd(items: Sequence[CartItem]) -> Vnd:
    """What the lines cost that can be bought as they stand."""
    return money.total([item.amount_vnd for item in items if item.problem is None])


def most(stock: int) -> int:
    """How many pieces one line can hold while this many are left."""
    return min(stock, MOST_PIECES)


def read_quantity(text: str) -> int | None:
    """The number of pieces that somebody typed: 1 to 999 in plain digits, else None.

    ``int()`` would also read "1_000", "+5" and digits of other scripts.
    """
    return int(text) if _QUANTITY.fullmatch(text) else None


def merged(wished: int, stock: int) -> int:
    """How many pieces a line holds after a guest's cart became a member's.

    With nothing left the wish stays, so that the page can say what is missing.
    """
    return min(wished, most(stock) or MOST_PIECES)
