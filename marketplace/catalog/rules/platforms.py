"""Platforms: their short names, and how long what was seen on them is believed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from urllib.parse import urlsplit

from marketplace.text import fold, words

SOON_STALE_DAYS = 14  # so long before, staff are reminded to look again
_LONGEST_CODE = 20


def code_of(name: str, taken: Collection[str]) -> str:
    """A short name that no other platform has: "Chợ quê" gives "cho-que"."""
    code = "-".join(words(fold(name)))[:_LONGEST_CODE].strip("-") or "san"
    number, found = 1, code
    while found in taken:
        number += 1
        found = f"{code[: _LONGEST_CODE - len(str(number)) - 1]}-{number}"
    return found


def soon_stale_until(day: date) -> date:
    """What goes stale up to this day is to be looked at soon."""
    return day + timedelta(days=SOON_STALE_DAYS)


def is_web_address(text: str) -> bool:
    """Whether it is an address of the web: anything else could be made to run when followed."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    fine = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    return fine and text.isprintable() and " " not in text and parts.username is None


def address_key(url: str) -> str:
    """What two spellings of one address share: no scheme, no "www.", no end."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"
