"""The figures of products in force: how many, on sale, promoted, to be assessed again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from operator import attrgetter

from marketplace.registry.rules.life import HOLDING, State
from marketplace.reports.book import Book, CommuneRow, ProductInForce
from marketplace.reports.figures.model import Breakdown, Figure
from marketplace.reports.figures.register import happened_in_years
from marketplace.reports.figures.splitting import (
    OF_PRODUCTS,
    Splitter,
    breakdown,
    counts,
    month_key,
)
from marketplace.reports.rules import Count, Dimension, Indicator, Share

_HOLDING = tuple(state.value for state in State if state in HOLDING)


def product_figures(book: Book) -> Iterator[Figure]:
    """N1, N3, I1, I1f, I3, I6."""
    splitter = Splitter(book, book.products, OF_PRODUCTS)
    yield _in_force(book, splitter)
    yield _communes(book)
    yield _share(splitter, Indicator.LISTING, attrgetter("platforms"))
    yield _by_platform(book)
    promoted = _share(splitter, Indicator.PROMOTED, attrgetter("is_promoted"))
    yield promoted if book.has_channels else _not_known(promoted)
    yield _to_reassess(book, splitter)


def _in_force(book: Book, splitter: Splitter) -> Figure:
    breakdowns = splitter.counts() | {
        Dimension.MONTH: _months(book),
        Dimension.YEAR: happened_in_years(book),
    }
    value = Count(len(book.products))
    return Figure(Indicator.PRODUCTS, value, breakdowns, book.products, lambda _row: True)


def _months(book: Book) -> Breakdown:
    """Products in force by the month of the recognition that holds."""
    sizes = Counter(month_key(row.recognised_on) for row in book.products)
    return counts(book, Dimension.MONTH, sizes)


def _share(
    splitter: Splitter, indicator: Indicator, is_counted: Callable[[ProductInForce], bool]
) -> Figure:
    part = list(filter(is_counted, splitter.rows))
    value = Share(len(part), len(splitter.rows))
    return Figure(indicator, value, splitter.shares(part), splitter.rows, is_counted)


def _not_known(figure: Figure) -> Figure:
    """The same without a value: there is no platform on which it could be counted."""
    return Figure(figure.indicator, None, {}, figure.rows, figure.is_counted)


def _by_platform(book: Book) -> Figure:
    sizes = Counter(platform.code for row in book.products for platform in row.platforms)
    whole = len(book.products)
    lines = breakdown(
        book,
        Dimension.PLATFORM,
        (platform.code for platform in book.platforms),
        lambda key: Share(sizes[key], whole),
        None,
    )
    return Figure(
        Indicator.LISTING_BY_PLATFORM,
        None,
        {Dimension.PLATFORM: lines},
        book.products,
        attrgetter("platforms"),
    )


def _to_reassess(book: Book, splitter: Splitter) -> Figure:
    figure = _share(splitter, Indicator.TO_REASSESS, attrgetter("is_to_reassess"))
    sizes: Counter[str] = Counter(row.state.value for row in book.products)
    states = counts(book, Dimension.STATE, sizes, listed=_HOLDING)
    breakdowns = {**figure.breakdowns, Dimension.STATE: states}
    return Figure(figure.indicator, figure.value, breakdowns, figure.rows, figure.is_counted)


def _communes(book: Book) -> Figure:
    """Of the communes of the province, those with a product; products elsewhere do not count."""
    sizes = Counter(row.area.commune for row in book.products)
    names = book.names[Dimension.COMMUNE]
    rows = [CommuneRow(code, names[code], sizes[code]) for code in book.listed[Dimension.COMMUNE]]
    value = Share(sum(row.has_product for row in rows), len(rows))
    return Figure(Indicator.COMMUNES, value, {}, rows, attrgetter("has_product"))
