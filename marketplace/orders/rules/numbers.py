"""How a purchase is named: by a number one can say, and by a secret one cannot guess."""

from __future__ import annotations

import re
import secrets

# Without 0 and O, 1, I and L: 31 signs, a prime, so that the last one catches any single slip
# and any two neighbours that changed places.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 7

_COMPLETE = re.compile(rf"[{SIGNS}]{{{LENGTH + 1}}}")
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 random bytes


def new_number() -> str:
    """A number nobody can guess from another, with its check sign at the end."""
    body = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return body + check_sign(body)


def new_secret() -> str:
    """What opens the page of a purchase."""
    return secrets.token_urlsafe(32)


def check_sign(body: str) -> str:
    """The last sign of the number that begins with ``body``."""
    weighed = sum(place * SIGNS.index(sign) for place, sign in enumerate(body, start=1))
    return SIGNS[weighed % len(SIGNS)]


def read_number(text: str) -> str | None:
    """The number as a person typed it, or None when it cannot be one (a slip of one key).

    The place of a producer's order behind it ("-2") is not part of it.
    """
    typed = text.upper().replace(" ", "")
    for written in (typed, typed.rpartition("-")[0]):
        number = written.replace("-", "")
        if _COMPLETE.fullmatch(number) and number[-1] == check_sign(number[:-1]):
            return number
    return None
