"""Refusals of this slice."""

from __future__ import annotations

from marketplace.errors import Refusal


class RegisterMissing(Refusal):
    """The demo sells products of the register, and the register is empty."""
