"""When a failed message is tried again."""

from __future__ import annotations

import enum
from datetime import timedelta

MOST_ATTEMPTS = 18
LONG_LEASE = timedelta(minutes=2)  # long work shows signs of life of its own


class Lane(enum.StrEnum):
    """Mail must not wait behind a file of a million rows: each lane has its own worker."""

    QUICK = "quick"
    LONG = "long"


def wait_after(attempts: int, lane: Lane = Lane.QUICK) -> timedelta:
    """10 s, 20 s, 40 s ... at most 6 hours: about two days in all before giving up.

    Long work is claimed for two minutes at a time, so that it goes on soon after a crash.
    """
    if lane is Lane.LONG:
        return LONG_LEASE
    return min(timedelta(seconds=10 * 2 ** (attempts - 1)), timedelta(hours=6))
