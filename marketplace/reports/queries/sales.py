"""Orders and value: those of this market counted by month and producer, others as declared."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, func, literal, select, true, union_all
from sqlalchemy.orm import Session

from marketplace import clock
from marketplace.db import UtcDateTime
from marketplace.orders.models import SellerOrder
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.reports.book import OwnerSales, PlatformRow, SalesRow
from marketplace.reports.models import DeclaredSale
from marketplace.reports.queries.known import Known, rows, table_of
from marketplace.reports.queries.owners import Owners
from marketplace.reports.queries.presence import Platforms
from marketplace.reports.rules import Sales

_DECLARED = table_of(DeclaredSale).c
_MONEY = (func.count(), func.sum(SellerOrder.subtotal_vnd))


def counted_sales(
    session: Session,
    here: PlatformRow,
    day: date,
    until: datetime,
    producers: Collection[int] | None,
) -> Iterator[SalesRow]:
    """The orders sent here until a moment, by the month in Vietnam in which they were sent.

    ``producers`` narrows them to those of some producers.
    """
    months = _months(day, until)
    statement = (
        select(months.c.month, *_MONEY)
        .join(
            SellerOrder,
            (SellerOrder.sent_at >= months.c.first) & (SellerOrder.sent_at < months.c.ended),
        )
        .where(_of(producers))
        .group_by(months.c.month)
        .order_by(months.c.month)
    )
    for month, orders, value in session.execute(statement):
        year, number = divmod(month, 12)
        yield SalesRow(date(year, number + 1, 1), here, Sales(orders, int(value)))


def _months(day: date, until: datetime) -> CTE:
    """Each month up to ``day`` with its first moment and the first moment after it."""
    begun = [
        clock.add_months(PROGRAMME_BEGAN.replace(day=1), number)
        for number in range(
            12 * (day.year - PROGRAMME_BEGAN.year) + day.month - PROGRAMME_BEGAN.month + 1
        )
    ]
    moment = UtcDateTime()
    return union_all(
        *(
            select(
                literal(12 * first.year + first.month - 1).label("month"),
                literal(clock.start_of_day(first), moment).label("first"),
                literal(min(until, clock.start_of_day(clock.add_months(first, 1))), moment).label(
                    "ended"
                ),
            )
            for first in begun
        )
    ).cte("months")


def _of(producers: Collection[int] | None) -> ColumnElement[bool]:
    return true() if producers is None else SellerOrder.producer_id.in_(producers)


def sales_of_producers(
    session: Session, owners: Owners, until: datetime, producers: Collection[int] | None
) -> Iterator[OwnerSales]:
    """The orders sent here until a moment, by producer."""
    statement = (
        select(SellerOrder.producer_id, *_MONEY)
        .where(SellerOrder.sent_at < until, _of(producers))
        .group_by(SellerOrder.producer_id)
    )
    for producer_id, orders, value in session.execute(statement).all():
        owner = owners.get(producer_id)
        if owner is not None:
            yield OwnerSales(owner, orders, int(value))


def declared_sales(
    session: Session, known: Known, platforms: Platforms, day: date
) -> Iterator[SalesRow]:
    """What was declared for other platforms, for months up to that of ``day``."""
    found: list[Any] = list(
        rows(
            session,
            known,
            [
                _DECLARED.id,
                _DECLARED.platform_id,
                _DECLARED.month,
                _DECLARED.orders,
                _DECLARED.value_vnd,
            ],
            _DECLARED.month <= day,
            _DECLARED.withdrawn_at.is_(None),
            holds=lambda row: row.month <= day and row.withdrawn_at is None,
            judged_by=[_DECLARED.withdrawn_at],
        )
    )
    found.sort(key=lambda row: (row.month, row.platform_id))
    for row in found:
        platform = platforms.by_id[row.platform_id]
        yield SalesRow(row.month, platform, Sales(row.orders, row.value_vnd, is_declared=True))
