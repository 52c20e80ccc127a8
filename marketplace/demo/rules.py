"""When the demo's people bought what: spread over a year, the same on every machine."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

SEED = 2026
PURCHASES = 240
DAYS_OF_A_YEAR = 365
# Families known to every reader; nobody in particular.
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Lò", "Giàng", "Vàng")
MIDDLE = ("Thị", "Văn", "Minh", "Thu", "Quốc", "Ngọc", "Hải", "Thanh")
GIVEN = ("Hoa", "Hương", "Nam", "Phúc", "Yến", "Dũng", "Mai", "Tâm", "Linh", "Sáng", "Páo", "Nụ")
STREETS = ("thôn 1", "thôn Bản Mới", "số 12 đường Trần Phú", "tổ 5", "ngõ 8 phố Chợ", "bản Trung")


class Fate(enum.StrEnum):
    """How far a purchase of the demo got."""

    SENT = "sent"
    PACKED = "packed"
    PAID = "paid"
    WAITING = "waiting"  # for the buyer's money
    EXPIRED = "expired"
    CANCELLED = "cancelled"


LATELY = (Fate.WAITING, Fate.PAID, Fate.PAID, Fate.PAID, Fate.PACKED, Fate.PACKED, Fate.PAID)


@dataclass(frozen=True, slots=True)
class PlannedPurchase:
    """One made-up purchase. ``basket`` maps an index into the listings to a quantity."""

    placed_at: datetime
    buyer_name: str
    phone: str
    street: str
    basket: dict[int, int]
    fate: Fate
    place: int  # picks a commune
    is_hoa: bool


def plan(now: datetime, listings: int, featured: Sequence[int]) -> Sequence[PlannedPurchase]:
    """The purchases of twelve months up to ``now``, oldest first.

    Demand grows over the year and peaks before Tết (January and early February). ``featured``
    are the listings of the demo's own sellers: somebody bought them these days, so that their
    desks are not empty.
    """
    random = Random(SEED)  # noqa: S311 (a picture, not a secret)
    year = [_purchase(random, now, _day(random), listings) for _ in range(PURCHASES)]
    lately = [
        replace(
            _purchase(random, now, 0.04 + place / 3, listings),
            basket={featured[place % len(featured)]: 2, random.randrange(listings): 1},
            fate=fate,
        )
        for place, fate in enumerate(LATELY if featured else ())
    ]
    return sorted(year + lately, key=lambda purchase: purchase.placed_at)


def _day(random: Random) -> float:
    """How many days ago; recent days and the weeks before Tết come up more often."""
    if random.random() < 0.2:
        return random.uniform(280, 325)
    return DAYS_OF_A_YEAR * math.pow(random.random(), 1.4) + 0.05


def _purchase(random: Random, now: datetime, days_ago: float, listings: int) -> PlannedPurchase:
    size = random.choice((1, 1, 1, 2, 2, 3, 4))
    return PlannedPurchase(
        placed_at=now - timedelta(days=days_ago),
        buyer_name=" ".join(random.choice(part) for part in (FAMILY, MIDDLE, GIVEN)),
        phone=f"+849{random.randrange(10_000_000, 99_999_999)}",
        street=random.choice(STREETS),
        basket={random.randrange(listings): random.choice((1, 1, 2, 3)) for _ in range(size)},
        fate=_fate(random, days_ago),
        place=random.randrange(1_000_000),
        is_hoa=random.random() < 0.06,
    )


def _fate(random: Random, days_ago: float) -> Fate:
    if random.random() < 0.06:
        return Fate.EXPIRED
    if random.random() < 0.03:
        return Fate.CANCELLED
    if days_ago > 6:
        return Fate.SENT
    return random.choice((Fate.PAID, Fate.PAID, Fate.PACKED, Fate.SENT))
