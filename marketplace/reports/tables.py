"""The tables of the files, declared as data. No phone, address or account number is among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.reports import wording
from marketplace.reports.definitions import E_PAYMENT_SHARE, LISTING_SHARE
from marketplace.reports.groups import groupings
from marketplace.reports.rows import Figures
from marketplace.reports.rules import in_reading_order

Cell = str | int | date | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters and what it says of a row."""

    title: Any
    width: int
    cell: Callable[[Any], Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the name of its sheet, its title and its rows."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    when_empty: str


_PRODUCT = Column(_l("OCOP product"), 42, lambda row: row.name)
_PRODUCER = Column(_l("Producer"), 36, lambda row: wording.producer(row.producer))
_PLACE = (
    Column(_l("Commune today"), 20, lambda row: wording.place(row.place)),
    Column(_l("District before July 2025"), 18, lambda row: row.place.old_district),
)
_CERTIFICATE = (
    Column(_l("Stars"), 6, lambda row: row.stars),
    Column(_l("Certificate"), 18, lambda row: row.certificate),
    Column(_l("Decision"), 18, lambda row: row.decision),
)
_VALID_UNTIL = Column(_l("In force until"), 13, lambda row: row.valid_until)
_ON_SALE = (
    Column(_l("On sale"), 9, lambda row: _("yes") if row.is_counted else _("not yet")),
    Column(_l("On sale at"), 32, lambda row: ", ".join(row.sold_at)),
)
_NAMED_PRODUCT = (_PRODUCT, _PRODUCER, *_PLACE, *_CERTIFICATE)

_NAMED_PRODUCER = (
    Column(_l("Producer"), 42, lambda row: row.name),
    Column(_l("Legal kind"), 16, lambda row: wording.producer_kind(row.kind)),
    *_PLACE,
    Column(_l("Products in force"), 11, lambda row: row.products),
)
_ACCOUNT = (
    Column(_l("Has an account"), 11, lambda row: _("yes") if row.is_counted else _("not yet")),
    Column(_l("Kinds of account"), 30, lambda row: wording.account_kinds(row.accounts)),
)

_GROUP = (
    Column(_l("Figure"), 48, lambda line: line[0]),
    Column(_l("Grouped by"), 16, lambda line: line[1]),
    Column(_l("Group"), 26, lambda line: line[2]),
    Column(_l("Counted"), 10, lambda line: line[3].part),
    Column(_l("Out of"), 10, lambda line: line[3].whole),
    Column(_l("Percent"), 10, lambda line: line[3].percent),
)
_UNDATED = (
    Column(_l("OCOP product"), 42, lambda row: row.product),
    _PRODUCER,
    *_PLACE,
    *_CERTIFICATE,
    Column(_l("Issued"), 22, wording.issued),
)


def tables(figures: Figures) -> list[Table]:
    """Every table of a file, in the order in which it is read."""
    return [*_product_tables(figures), *_producer_tables(figures), *_side_tables(figures)]


def _product_tables(figures: Figures) -> list[Table]:
    return [
        Table(
            _("Products"),
            _("OCOP products in force"),
            (*_NAMED_PRODUCT, _VALID_UNTIL, *_ON_SALE),
            in_reading_order(figures.listing.rows),
            _("No product is in force on this day."),
        ),
        Table(
            _("Not on sale"),
            _("OCOP products in force that are not on sale yet"),
            (*_NAMED_PRODUCT, _VALID_UNTIL),
            figures.listing.missing,
            str(LISTING_SHARE.none_missing),
        ),
    ]


def _producer_tables(figures: Figures) -> list[Table]:
    return [
        Table(
            _("Producers"),
            _("OCOP producers with a product in force"),
            (*_NAMED_PRODUCER, *_ACCOUNT),
            in_reading_order(figures.e_payment.rows),
            _("No known producer has a product in force on this day."),
        ),
        Table(
            _("No account"),
            _("OCOP producers without an e-payment account"),
            _NAMED_PRODUCER,
            figures.e_payment.missing,
            str(E_PAYMENT_SHARE.none_missing),
        ),
    ]


def _side_tables(figures: Figures) -> list[Table]:
    lines = [
        (str(grouping.definition.title), grouping.by, group, share)
        for grouping in groupings(figures)
        for group, share in grouping.lines
    ]
    return [
        Table(
            _("Groups"),
            _("Both figures by star, kind and commune"),
            _GROUP,
            lines,
            _("No product is in force on this day."),
        ),
        Table(
            _("Dates not clear"),
            _("Certificates that do not count: their dates are missing or not exact"),
            _UNDATED,
            figures.undated,
            _("Every certificate that may be in force has exact dates."),
        ),
    ]
