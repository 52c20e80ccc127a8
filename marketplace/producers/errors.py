"""Refusals of this slice. They carry data; pages choose the words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from marketplace.errors import Refusal


class NumberFault(StrEnum):
    """What is wrong with a tax code or an account number."""

    NOT_DIGITS = "not_digits"
    LENGTH = "length"
    CHECK_DIGIT = "check_digit"
    NOT_GIVEN_OUT = "not_given_out"
    CITIZEN = "citizen"  # 12 digits, but not a citizen's
    CARD = "card"


class BadNumber(Refusal):
    """This is no tax code, or no account number. The number itself is not repeated."""

    def __init__(self, fault: NumberFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class LooksLikeAnother(Refusal):
    """Other producers have the same tax code, or the same name in the same place."""

    def __init__(self, same_tax_code: Sequence[str], same_name: Sequence[str]) -> None:
        super().__init__(f"{len(same_tax_code)} by tax code, {len(same_name)} by name")
        self.same_tax_code = same_tax_code  # their names
        self.same_name = same_name


class AccountKnown(Refusal):
    """The same account of the producer is recorded already and not closed."""

    def __init__(self, verified_on: date | None) -> None:
        super().__init__(f"verified on {verified_on}")
        self.verified_on = verified_on


class NumberShared(Refusal):
    """An open account of another producer has the same number.

    At the same bank or wallet it is the same account, which cannot be two producers'.
    """

    def __init__(self, producers: Sequence[str], *, is_same_account: bool) -> None:
        super().__init__(f"{len(producers)} producers")
        self.producers = producers  # their names
        self.is_same_account = is_same_account


class AccountClosed(Refusal):
    """The account is closed already, on the day given."""

    def __init__(self, closed_on: date) -> None:
        super().__init__(f"closed on {closed_on}")
        self.closed_on = closed_on


class AlreadyVerified(Refusal):
    """Staff verified the account before, on the day given."""

    def __init__(self, verified_on: date) -> None:
        super().__init__(f"verified on {verified_on}")
        self.verified_on = verified_on


class ClosesBeforeVerified(Refusal):
    """An account cannot close before the day on which staff verified it."""

    def __init__(self, verified_on: date) -> None:
        super().__init__(f"verified on {verified_on}")
        self.verified_on = verified_on


class BeforeOpened(Refusal):
    """An account can neither be verified nor closed before it was opened."""

    def __init__(self, opened_on: date) -> None:
        super().__init__(f"opened on {opened_on}")
        self.opened_on = opened_on


class NothingToUndo(Refusal):
    """What shall be taken back is not there any more."""


class AlreadyAttended(Refusal):
    """The producer is among those who took part already."""
