"""Money: whole đồng. VND has no smaller unit, so no amount is ever a fraction or a float."""

from __future__ import annotations

from typing import NewType

Vnd = NewType("Vnd", int)

# The dearest price and the largest sum that a form, a column or a provider may carry.
MAX_PRICE_VND = Vnd(99_999_999)
MAX_TOTAL_VND = Vnd(9_999_999_999)


def times(price_vnd: Vnd, quantity: int) -> Vnd:
    """The price of ``quantity`` pieces."""
    return Vnd(price_vnd * quantity)


def total(amounts: list[Vnd]) -> Vnd:
    """The sum of the amounts; nothing costs 0 đ."""
    return Vnd(sum(amounts))
