"""The order lines of a time, read one by one. Nothing of the buyer is among them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from marketplace import clock
from marketplace.orders.models import OrderLine, Purchase, SellerOrder

AT_A_TIME = 2000


def sent_lines(session: Session, first: date, last: date) -> Iterator[Row[*tuple[Any, ...]]]:
    """The lines of the orders sent from the first to the last day, in the order of their making."""
    chosen = (
        select(
            Purchase.number,
            SellerOrder.position,
            Purchase.placed_at,
            SellerOrder.sent_at,
            SellerOrder.producer_name,
            OrderLine.name,
            OrderLine.stars,
            OrderLine.certificate_number,
            OrderLine.unit,
            OrderLine.price_vnd,
            OrderLine.quantity,
            OrderLine.amount_vnd,
        )
        .select_from(SellerOrder)
        .join(Purchase, Purchase.id == SellerOrder.purchase_id)
        .join(OrderLine, OrderLine.order_id == SellerOrder.id)
        .where(_sent_between(first, last))
        .order_by(SellerOrder.id, OrderLine.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    with session.execute(chosen) as found:
        yield from found


def count_sent_lines(session: Session, first: date, last: date) -> int:
    """How many there are."""
    chosen = (
        select(func.count(OrderLine.id))
        .select_from(SellerOrder)
        .join(OrderLine, OrderLine.order_id == SellerOrder.id)
        .where(_sent_between(first, last))
    )
    return session.scalar(chosen) or 0


def _sent_between(first: date, last: date) -> ColumnElement[bool]:
    return (SellerOrder.sent_at >= clock.start_of_day(first)) & (
        SellerOrder.sent_at < clock.end_of_day(last)
    )
