"""Refusals of this slice."""

from __future__ import annotations

from marketplace.errors import Refusal
from marketplace.money import Vnd


class NotAllowed(Refusal):
    """Nobody, or not this actor, may do this in this state (None: before there is an order)."""

    def __init__(self, state: str | None, action: str) -> None:
        super().__init__(f"{action} in {state}")
        self.state = state
        self.action = action


class EmptyCart(Refusal):
    """There is nothing to buy."""


class PricesChanged(Refusal):
    """What the buyer saw is not what it would be now: they look again before they buy."""


class TotalOutOfRange(Refusal):
    """One card payment cannot carry this sum."""

    def __init__(self, least_vnd: Vnd, most_vnd: Vnd) -> None:
        super().__init__(f"{least_vnd} to {most_vnd}")
        self.least_vnd = least_vnd
        self.most_vnd = most_vnd


class StillPayable(Refusal):
    """The payment page is open and could not be closed just now. Try again in a minute."""
