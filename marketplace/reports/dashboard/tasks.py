"""What staff find to do on their first page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace.reports.dashboard import lists
from marketplace.reports.dashboard.cards import RowsUrl
from marketplace.reports.figures import Figures
from marketplace.reports.rules import Indicator, Share


@dataclass(frozen=True, slots=True)
class Task:
    """How many there are, what to do about them, and where they are listed."""

    words: str
    advice: str
    url: str


def tasks(figures: Figures, url: RowsUrl) -> Iterator[Task]:
    """Only those about which there is something to do."""
    book = figures.book
    found = (
        _not_on_sale(lists.missing_of(figures, figures[Indicator.LISTING])),
        _no_account(lists.missing_of(figures, figures[Indicator.E_PAYMENT])),
        _to_reassess(_part(figures, Indicator.TO_REASSESS)),
        _no_producer(len(book.without_producer)),
        _no_dates(len(book.undated)),
    )
    for number, name, words, advice in found:
        if number:
            yield Task(words, advice, url(name, None))


_Found = tuple[int, str, str, str]


def _part(figures: Figures, indicator: Indicator) -> int:
    value = figures[indicator].value
    return value.part if isinstance(value, Share) else 0


def _not_on_sale(number: int) -> _Found:
    words = ngettext(
        "%(num)s product is not on sale yet", "%(num)s products are not on sale yet", number
    )
    advice = _("Help the producer open a shop here, or record where the product is sold elsewhere.")
    return number, "chua-len-san", words, advice


def _no_account(number: int) -> _Found:
    words = ngettext(
        "%(num)s producer has no e-payment account",
        "%(num)s producers have no e-payment account",
        number,
    )
    advice = _("Ask the producer, check the account, then record it on the producer's page.")
    return number, "chua-co-tai-khoan", words, advice


def _to_reassess(number: int) -> _Found:
    words = ngettext(
        "%(num)s product is to be assessed again",
        "%(num)s products are to be assessed again",
        number,
    )
    advice = _("Its certificate ends within 180 days, and no file has been received yet.")
    return number, "can-danh-gia-lai", words, advice


def _no_producer(number: int) -> _Found:
    words = ngettext(
        "%(num)s product has no known producer", "%(num)s products have no known producer", number
    )
    advice = _("These products count among the products, and in no number of producers.")
    return number, "chua-ro-chu-the", words, advice


def _no_dates(number: int) -> _Found:
    words = ngettext(
        "%(num)s certificate does not count: its dates are not clear",
        "%(num)s certificates do not count: their dates are not clear",
        number,
    )
    advice = _(
        "They may be in force on this day. Find the decision and put its date in the register."
    )
    return number, "chua-ro-ngay", words, advice
