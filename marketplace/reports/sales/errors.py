"""Refusals about declared sales."""

from __future__ import annotations

from marketplace.errors import Refusal


class AlreadyDeclared(Refusal):
    """Somebody declared this platform and month before."""


class NotDeclarable(Refusal):
    """This platform is this market itself, where orders are counted."""
