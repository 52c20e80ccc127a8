"""Every SELECT of declared sales. What is counted here comes from the book of figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from marketplace.catalog.models import Platform
from marketplace.reports.book import Book
from marketplace.reports.models import DeclaredSale
from marketplace.reports.rules import Sales
from marketplace.text import sort_key


@dataclass(frozen=True, slots=True)
class Line:
    """The sales of one platform in one month: counted by us, or as ``declared``."""

    month: date
    platform: str
    sales: Sales
    declared: DeclaredSale | None


def other_platforms(session: Session) -> Sequence[Platform]:
    """Platforms for which sales can be declared: all but this market."""
    found = session.scalars(select(Platform).where(Platform.is_here.is_(False))).all()
    return sorted(found, key=lambda platform: sort_key(platform.name))


def platform(session: Session, platform_id: int) -> Platform | None:
    """One platform."""
    return session.get(Platform, platform_id)


def declared_sale(session: Session, sale_id: int) -> DeclaredSale | None:
    """One declared month that stands; a withdrawn one is history."""
    found = session.get(DeclaredSale, sale_id, options=[joinedload(DeclaredSale.platform)])
    return found if found is not None and found.withdrawn_at is None else None


def declared_for(session: Session, platform_id: int, month: date) -> DeclaredSale | None:
    """What was declared for a platform and month, withdrawn or not."""
    return session.scalar(
        select(DeclaredSale).where(
            DeclaredSale.platform_id == platform_id, DeclaredSale.month == month
        )
    )


def declared_sales(session: Session) -> Sequence[DeclaredSale]:
    """Every declared month that stands."""
    return session.scalars(
        select(DeclaredSale)
        .where(DeclaredSale.withdrawn_at.is_(None))
        .options(joinedload(DeclaredSale.platform))
    ).all()


def lines(session: Session, counted: Book) -> list[Line]:
    """Every month and platform, the latest first, ours before the others. They have no total."""
    ours = [
        Line(row.month, row.platform.name, row.sales, None)
        for row in counted.sales
        if not row.sales.is_declared
    ]
    others = [
        Line(
            sale.month,
            sale.platform.name,
            Sales(sale.orders, sale.value_vnd, is_declared=True),
            sale,
        )
        for sale in declared_sales(session)
    ]
    made = sorted(others, key=lambda line: sort_key(line.platform))
    return sorted([*ours, *made], key=lambda line: line.month, reverse=True)
