"""What makes two decisions one."""

from __future__ import annotations

from marketplace.text import fold, words


def decision_key(number: str | None) -> str:
    """What two spellings of a decision's number share; "" for none."""
    return " ".join(words(fold(number or "")))
