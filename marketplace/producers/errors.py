"""Refusals of this slice. They carry data; pages choose the words."""

from __future__ import annotations

from datetime import date

from marketplace.errors import Refusal


class AccountKnown(Refusal):
    """The same account of the producer is recorded already and not closed."""

    def __init__(self, verified_on: date) -> None:
        super().__init__(f"verified on {verified_on}")
        self.verified_on = verified_on


class ClosesBeforeVerified(Refusal):
    """An account cannot close before the day on which staff verified it."""

    def __init__(self, verified_on: date) -> None:
        super().__init__(f"verified on {verified_on}")
        self.verified_on = verified_on


class AccountClosed(Refusal):
    """The account is closed already, on the day given."""

    def __init__(self, closed_on: date) -> None:
        super().__init__(f"closed on {closed_on}")
        self.closed_on = closed_on
