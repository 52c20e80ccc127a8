"""What every slice's refusals have in common."""

from __future__ import annotations


class Refusal(Exception):
    """A rule of the market says no. Carries data; the page chooses the words."""
