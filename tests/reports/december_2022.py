"""The register and the market of December 2022, as far as its figures need them.

Lào Cai published 137/139 = 98,6 % for that year: 139 products in force, 137 on sale, and
everything around them that does not count.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import cycle, islice

from sqlalchemy.orm import Session

from marketplace.producers.models import ProducerKind
from marketplace.registry.models import Precision
from tests.reports.market import LONG_AGO, Market

DAY = date(2022, 12, 31)
MIDNIGHT = datetime(2022, 12, 31, 17, tzinfo=UTC)
MISSING = ("Gạo Séng Cù Mường Vi", "Tương ớt Mường Khương")
POOR = "Hợp tác xã Gạo Mường Vi"


def december_2022(session: Session) -> Market:
    """Add it to the database of a test."""
    market = Market(session)
    producers = [
        market.producer(f"Hợp tác xã số {number}", kind)
        for number, kind in enumerate(islice(cycle(ProducerKind), 40), 1)
    ]
    poor = market.producer(POOR, ProducerKind.COOPERATIVE_GROUP)
    for producer in producers:
        market.account(producer)
    _listed(market, producers)
    _missing(market, poor)
    _beside(market)
    return market


def _listed(market, producers):
    """137 products: 60 here only, 50 elsewhere only, 20 both, 7 on three platforms."""
    platforms = [market.platform(code) for code in ("postmart", "voso", "shopee")]
    whose = cycle(producers)
    for number in range(1, 138):
        issued = date(2020, 1, 1) if number % 2 else DAY
        stars = (3, 3, 3, 4, 5)[number % 5]
        product = market.product(f"Sản phẩm số {number}", next(whose), issued, stars=stars)
        if number <= 60 or number > 110:
            market.live(product, LONG_AGO, MIDNIGHT if number % 3 else None)
        if 60 < number <= 130:
            market.outside(product, platforms[number % 3])
        if number > 130:
            for platform in platforms:
                market.outside(product, platform)


def _missing(market, poor):
    """Two products in force that were on sale before or after, or where it does not count."""
    rice = market.product(MISSING[0], poor)
    market.live(rice, LONG_AGO, datetime(2022, 12, 20, tzinfo=UTC))
    market.live(rice, MIDNIGHT)
    market.outside(rice, market.platform("facebook", is_counted=False))
    sauce = market.product(MISSING[1], producer=None)
    market.outside(sauce, market.platform("postmart"), date(2022, 3, 1), date(2022, 11, 30))
    market.outside(sauce, market.platform("voso"), date(2023, 1, 1))


def _beside(market):
    """On sale, but not in force that day: ended, revoked, not yet issued, dates not clear."""
    producer = market.producer("Hợp tác xã ngoài danh sách")
    ended = market.product("Hết hạn", producer, date(2019, 12, 30))
    revoked = market.product("Bị thu hồi", producer, date(2022, 1, 1), revoked_on=DAY)
    coming = market.product("Công nhận sau", producer, date(2023, 1, 1))
    rough = market.product("Chỉ rõ năm", producer, None)
    market.certificate(rough, date(2019, 1, 1), date(2019, 12, 31), Precision.YEAR)
    undated = market.product("Không rõ ngày", producer, None)
    market.certificate(undated, None)
    for product in (ended, revoked, coming, rough, undated):
        market.live(product)
