"""Refusals of this slice."""

from __future__ import annotations

from marketplace.errors import Refusal


class NotOnSale(Refusal):
    """No such listing, or it is not on sale (any more)."""


class SoldOut(Refusal):
    """Nothing is left of it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class CartFull(Refusal):
    """The cart holds as many different products as a cart can."""


class NoSuchLine(Refusal):
    """This cart has no such line."""
