"""What somebody can declare for another platform, as people type it."""

from __future__ import annotations

import re
from datetime import date

from marketplace.money import Vnd

MOST_ORDERS = 100_000_000
MOST_VND = Vnd(10**15)
_WHOLE = re.compile(r"[0-9]{1,3}(?:(?P<gap>[., ])[0-9]{3})(?:(?P=gap)[0-9]{3})*|[0-9]{1,16}")
_MONEY = re.compile(r"(?i)\s*(?:đ|₫|vnd|vnđ|đồng)$")
_MONTH = re.compile(
    r"(?P<month>[0-9]{1,2})[/.-](?P<year>20[0-9]{2})|(?P<y>20[0-9]{2})-(?P<m>[0-9]{1,2})"
)


def read_orders(text: str) -> int | None:
    """A number of orders like "6.200"; None when it is none."""
    number = _whole(text)
    return number if number is not None and number <= MOST_ORDERS else None


def read_value(text: str) -> Vnd | None:
    """An amount in whole đồng like "1.250.000 đ"; None when it is none."""
    number = _whole(_MONEY.sub("", text))
    return Vnd(number) if number is not None and number <= MOST_VND else None


def read_month(text: str) -> date | None:
    """The first day of a month like "10/2026" or "2026-10"; None when it is none."""
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    month = int(found["month"] or found["m"])
    return date(int(found["year"] or found["y"]), month, 1) if 1 <= month <= 12 else None


def _whole(text: str) -> int | None:
    return int(re.sub("[., ]", "", text)) if _WHOLE.fullmatch(text.strip()) else None
