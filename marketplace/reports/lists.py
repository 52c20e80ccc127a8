"""The lists behind the figures: who is missing, and what staff should look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace.reports.definitions import E_PAYMENT_SHARE, LISTING_SHARE
from marketplace.reports.rows import Figures
from marketplace.reports.rules import ENDS_SOON


class Rows(StrEnum):
    """Which columns a list has."""

    PRODUCTS = "products"
    PRODUCERS = "producers"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class RowList:
    """A list with its name in the address, its title and what to do about it."""

    name: str
    title: str
    task: str  # "2 products are not on sale yet"
    advice: str
    none: str  # what an empty list says
    kind: Rows
    rows: Sequence[Any]


def row_lists(figures: Figures) -> dict[str, RowList]:
    """Every list by its name in the address."""
    makers = (_not_on_sale, _no_account, _no_producer, _no_dates, _ending)
    return {made.name: made for made in (make(figures) for make in makers)}


def _not_on_sale(figures: Figures) -> RowList:
    rows = figures.listing.missing
    return RowList(
        "chua-len-san",
        str(LISTING_SHARE.missing),
        ngettext(
            "%(num)s product is not on sale yet", "%(num)s products are not on sale yet", len(rows)
        ),
        _("Help the producer open a shop here, or record where the product is sold elsewhere."),
        str(LISTING_SHARE.none_missing),
        Rows.PRODUCTS,
        rows,
    )


def _no_account(figures: Figures) -> RowList:
    rows = figures.e_payment.missing
    return RowList(
        "chua-co-tai-khoan",
        str(E_PAYMENT_SHARE.missing),
        ngettext(
            "%(num)s producer has no e-payment account",
            "%(num)s producers have no e-payment account",
            len(rows),
        ),
        _("Ask the producer, check the account, then record it on the producer's page."),
        str(E_PAYMENT_SHARE.none_missing),
        Rows.PRODUCERS,
        rows,
    )


def _no_producer(figures: Figures) -> RowList:
    rows = figures.without_producer
    return RowList(
        "chua-ro-chu-the",
        _("Producer not known"),
        ngettext(
            "%(num)s product has no known producer",
            "%(num)s products have no known producer",
            len(rows),
        ),
        _("These products count among the products, and in no number of producers."),
        _("The producer of every product in force is known."),
        Rows.PRODUCTS,
        rows,
    )


def _no_dates(figures: Figures) -> RowList:
    rows = figures.undated
    return RowList(
        "chua-ro-ngay",
        _("Dates not clear"),
        ngettext(
            "%(num)s certificate does not count: its dates are not clear",
            "%(num)s certificates do not count: their dates are not clear",
            len(rows),
        ),
        _("They may be in force on this day. Find the decision and put its date in the register."),
        _("Every certificate that may be in force has exact dates."),
        Rows.UNDATED,
        rows,
    )


def _ending(figures: Figures) -> RowList:
    limit = figures.day + ENDS_SOON
    rows = [row for row in figures.listing.rows if row.valid_until <= limit]
    rows.sort(key=lambda row: row.valid_until)
    return RowList(
        "sap-het-han",
        _("Ending soon"),
        ngettext(
            "%(num)s certificate ends within %(days)s days",
            "%(num)s certificates end within %(days)s days",
            len(rows),
            days=ENDS_SOON.days,
        ),
        _("After their last day they leave both numbers, unless they are assessed again."),
        _("No certificate ends soon."),
        Rows.PRODUCTS,
        rows,
    )
