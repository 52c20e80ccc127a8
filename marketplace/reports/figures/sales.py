"""The figure of orders and value: ours are counted, those of other platforms declared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from marketplace.reports.book import Book, PlatformRow, SalesRow
from marketplace.reports.figures.model import Breakdown, Figure
from marketplace.reports.figures.splitting import OF_MEMBERS, Getter, breakdown, key_of, month_key
from marketplace.reports.rules import Dimension, Indicator, Sales


def sales_figures(book: Book) -> Iterator[Figure]:
    """I4. The value is this market's; what was declared stands beside it, never added."""
    total = _sum(row.sales for row in book.sales if not row.sales.is_declared)
    breakdowns = {
        Dimension.MONTH: _ours_by(book, Dimension.MONTH, lambda row: month_key(row.month), total),
        Dimension.YEAR: _ours_by(book, Dimension.YEAR, lambda row: str(row.month.year), total),
        Dimension.PLATFORM: _by_platform(book),
        Dimension.MONTH_PLATFORM: _by_month_and_platform(book),
        **_by_producer(book, total),
    }
    yield Figure(
        Indicator.SALES, total, breakdowns, book.sales, lambda row: not row.sales.is_declared
    )


def _sum(sales: Iterable[Sales]) -> Sales:
    return sum(sales, Sales(0, 0))


def _ours_by(
    book: Book, dimension: Dimension, key: Callable[[SalesRow], str], total: Sales
) -> Breakdown:
    groups: defaultdict[str, list[Sales]] = defaultdict(list)
    for row in book.sales:
        if not row.sales.is_declared:
            groups[key(row)].append(row.sales)
    return breakdown(book, dimension, groups, lambda key: _sum(groups[key]), total)


def _by_platform(book: Book) -> Breakdown:
    """Side by side: what somebody declared is no part of what was counted."""
    groups: defaultdict[PlatformRow, list[Sales]] = defaultdict(list)
    for row in book.sales:
        groups[row.platform].append(row.sales)
    found = {platform.code: _whole_time(sales) for platform, sales in groups.items()}
    ours = [platform.code for platform in groups if platform.is_here]
    return breakdown(book, Dimension.PLATFORM, found, lambda key: found[key], None, listed=ours)


def _whole_time(sales: list[Sales]) -> Sales:
    """The months of one platform together; declared ones stay declared."""
    return Sales(
        sum(one.orders for one in sales),
        sum(one.value_vnd for one in sales),
        sales[0].is_declared,
    )


def _by_month_and_platform(book: Book) -> Breakdown:
    found = {row.key: row.sales for row in book.sales}
    return breakdown(book, Dimension.MONTH_PLATFORM, found, lambda key: found[key], None)


def _by_producer(book: Book, total: Sales) -> dict[Dimension, Breakdown]:
    return {
        dimension: _grouped(book, dimension, get, total) for dimension, get in OF_MEMBERS.items()
    }


def _grouped(book: Book, dimension: Dimension, get: Getter, total: Sales) -> Breakdown:
    orders: Counter[str] = Counter()
    value: Counter[str] = Counter()
    for row in book.sales_by_producer:
        key = key_of(get(row))
        orders[key] += row.orders
        value[key] += row.value_vnd
    return breakdown(book, dimension, orders, lambda key: Sales(orders[key], value[key]), total)
