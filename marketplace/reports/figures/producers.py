"""The figures of producers: with a product in force, with an account, with a shop as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from operator import attrgetter

from marketplace.reports.book import Book, ProducerInForce
from marketplace.reports.figures.model import Figure
from marketplace.reports.figures.splitting import (
    MADE_BY_PRODUCERS,
    OF_MEMBERS,
    OF_PRODUCERS,
    Splitter,
    breakdown,
    counts,
    month_key,
)
from marketplace.reports.rules import Count, Dimension, Indicator, Share


def producer_figures(book: Book) -> Iterator[Figure]:
    """N2, I2, I2s."""
    splitter = Splitter(book, book.producers, OF_PRODUCERS, MADE_BY_PRODUCERS)
    value = Count(len(book.producers))
    yield Figure(Indicator.PRODUCERS, value, splitter.counts(), book.producers, lambda _row: True)
    yield _e_payment(book, splitter)
    yield _share(splitter, Indicator.SHOP_AND_ACCOUNT, attrgetter("has_shop_and_account"))


def _share(
    splitter: Splitter, indicator: Indicator, is_counted: Callable[[ProducerInForce], bool]
) -> Figure:
    part = list(filter(is_counted, splitter.rows))
    value = Share(len(part), len(splitter.rows))
    return Figure(indicator, value, splitter.shares(part), splitter.rows, is_counted)


def _e_payment(book: Book, splitter: Splitter) -> Figure:
    """The three kinds stand apart as well; a producer can have several."""
    figure = _share(splitter, Indicator.E_PAYMENT, attrgetter("accounts"))
    sizes = Counter(chain.from_iterable(row.accounts for row in book.producers))
    by_kind = Counter({kind.value: number for kind, number in sizes.items()})
    whole = len(book.producers)
    kinds = breakdown(
        book, Dimension.ACCOUNT_KIND, by_kind, lambda key: Share(by_kind[key], whole), None
    )
    breakdowns = {**figure.breakdowns, Dimension.ACCOUNT_KIND: kinds}
    return Figure(figure.indicator, figure.value, breakdowns, figure.rows, figure.is_counted)


def member_figures(book: Book) -> Iterator[Figure]:
    """I5 and I7: accounts here with those in use, and producers trained."""
    holders = Splitter(book, book.holders, OF_MEMBERS)
    active = [row for row in book.holders if row.is_active]
    yield Figure(
        Indicator.ACTIVE_ACCOUNTS,
        Share(len(active), len(book.holders)),
        holders.shares(active),
        book.holders,
        attrgetter("is_active"),
    )
    yield _trained(book)


def _trained(book: Book) -> Figure:
    """By the month and year of the first course as well."""
    total = Count(len(book.trainees))
    months = Counter(month_key(row.first_on) for row in book.trainees)
    years = Counter(f"{row.first_on.year:04}" for row in book.trainees)
    breakdowns = Splitter(book, book.trainees, OF_MEMBERS).counts()
    breakdowns[Dimension.MONTH] = counts(book, Dimension.MONTH, months)
    breakdowns[Dimension.YEAR] = counts(book, Dimension.YEAR, years)
    return Figure(Indicator.TRAINED, total, breakdowns, book.trainees, lambda _row: True)
