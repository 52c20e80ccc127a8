"""When a failed message is tried again."""

from __future__ import annotations

from datetime import timedelta

MOST_ATTEMPTS = 18


def wait_after(attempts: int) -> timedelta:
    """10 s, 20 s, 40 s ... at most 6 hours: about two days in all before giving up."""
    return min(timedelta(seconds=10 * 2 ** (attempts - 1)), timedelta(hours=6))
