"""Asking for the figures of a scene, and reading them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from marketplace.money import Vnd
from marketplace.orders.models import OrderState, Purchase, SellerOrder
from marketplace.reports import queries
from marketplace.reports.figures import Figures, figures
from marketplace.reports.rules import Dimension, Indicator, Value
from tests.reports.market import LONG_AGO, Market

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
LAST_DAY = date(2025, 12, 31)
_numbers = count(1)


def counted(market: Market, day: date, now: datetime = NOW, **asked: Any) -> Figures:
    """The figures of a day."""
    return figures(queries.book(market.session, day, now=now, **asked))


def lines(found: Figures, indicator: Indicator, dimension: Dimension) -> dict[str, Value]:
    """The values of a breakdown by key."""
    return {line.key: line.value for line in found[indicator].breakdowns[dimension].lines}


def sent(
    market: Market,
    producer_id: int | None,
    sent_at: datetime | None,
    state: OrderState = OrderState.SENT,
) -> None:
    """An order of 100.000 đ."""
    number = next(_numbers)
    purchase = Purchase(
        number=f"P{number}",
        secret=f"s{number}",
        checkout_token=f"t{number}",
        buyer_name="Cô Hoa",
        phone="+84912345678",
        province_id=market.unit("34", "15").id,
        commune_id=market.unit("34", "02647").id,
        address="Thôn 1",
        locale="vi",
        total_vnd=Vnd(100_000),
        placed_at=LONG_AGO,
        pay_by=LONG_AGO,
        orders=[
            SellerOrder(
                position=1,
                producer_id=producer_id,
                producer_name="",
                subtotal_vnd=Vnd(100_000),
                state=state,
                sent_at=sent_at,
            )
        ],
    )
    market.session.add(purchase)
    market.session.flush()
