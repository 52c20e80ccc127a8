"""The figures, counted from a book: one function for screen, file, feed and snapshot."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace.reports.book import Book
from marketplace.reports.figures.model import Breakdown, Figure, Figures, Line
from marketplace.reports.figures.plain import as_plain, plain_rows
from marketplace.reports.figures.producers import member_figures, producer_figures
from marketplace.reports.figures.products import product_figures
from marketplace.reports.figures.ranking import Ranked, ranking
from marketplace.reports.figures.register import flow_of, happenings_of, no_longer_in_force
from marketplace.reports.figures.sales import sales_figures
from marketplace.reports.rules import Indicator

__all__ = [
    "Breakdown",
    "Figure",
    "Figures",
    "Line",
    "Ranked",
    "as_plain",
    "figures",
    "flow_of",
    "happenings_of",
    "plain_rows",
    "ranking",
]


def figures(book: Book) -> Figures:
    """Every figure of the day of the book, with its breakdowns and its rows."""
    order = list(Indicator)
    found = sorted(_all(book), key=lambda figure: order.index(figure.indicator))
    return Figures(book, tuple(found))


def _all(book: Book) -> Iterator[Figure]:
    yield from product_figures(book)
    yield from producer_figures(book)
    yield from sales_figures(book)
    yield from member_figures(book)
    yield from no_longer_in_force(book)
