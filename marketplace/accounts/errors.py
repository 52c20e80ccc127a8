"""Refusals of this slice."""

from __future__ import annotations

from marketplace.errors import Refusal


class WrongLogin(Refusal):
    """No such account, or not its password: never said which."""


class TooManyTries(Refusal):
    """Too many wrong passwords for this account or from this address."""


class EmailTaken(Refusal):
    """Somebody already has an account under this address."""


class StaleLink(Refusal):
    """The link to choose a new password was used, is too old, or was never ours."""
