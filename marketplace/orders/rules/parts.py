"""What a purchase is made of: lines, a part for each producer, sums in whole đồng."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace import money
from marketplace.cart.rules import by_producer
from marketplace.money import Vnd

# What one card payment carries: at least about half a US dollar, at most eight digits.
LEAST_TOTAL_VND = Vnd(13_000)
MOST_TOTAL_VND = Vnd(99_999_999)


@dataclass(frozen=True, slots=True)
class Bought:
    """One listing as it is sold: everything the order line keeps, whatever happens later."""

    listing_id: int
    product_id: int
    producer_id: int
    producer_name: str
    name: str
    unit: str
    price_vnd: Vnd
    quantity: int
    stars: int | None = None
    certificate_number: str | None = None

    @property
    def amount_vnd(self) -> Vnd:
        """What the line costs."""
        return money.times(self.price_vnd, self.quantity)


@dataclass(frozen=True, slots=True)
class Part:
    """What one producer sells in a purchase."""

    producer_id: int
    producer_name: str
    lines: tuple[Bought, ...]

    @property
    def subtotal_vnd(self) -> Vnd:
        """The sum of the lines."""
        return money.total([line.amount_vnd for line in self.lines])


def split(lines: Sequence[Bought]) -> list[Part]:
    """One part for each producer, in the order in which the buyer took something of theirs."""
    return [
        Part(group[0].producer_id, group[0].producer_name, tuple(group))
        for group in by_producer(lines)
    ]


def total(parts: Sequence[Part]) -> Vnd:
    """What the purchase costs. Delivery costs nothing in the trial run."""
    return money.total([part.subtotal_vnd for part in parts])


def fits_a_payment(total_vnd: Vnd) -> bool:
    """Whether one card payment can carry this sum."""
    return LEAST_TOTAL_VND <= total_vnd <= MOST_TOTAL_VND
