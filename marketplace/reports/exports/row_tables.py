"""The rows behind the figures as tables. No phone, address or account number is among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.reports import wording
from marketplace.reports.figures import Figures
from marketplace.reports.paper import Column, Table, fixed
from marketplace.reports.rules import Indicator, in_reading_order

_PRODUCT = Column("product", _l("OCOP product"), 42, lambda row: row.name)
_OWNER = Column("producer", _l("Producer"), 36, lambda row: wording.producer(row.producer))
_PLACE = (
    Column("commune", _l("Commune today"), 20, lambda row: wording.place(row.place)),
    Column("old_district", _l("District before July 2025"), 18, lambda row: row.place.old_district),
)
_CERTIFICATE = (
    Column("stars", _l("Stars"), 6, lambda row: row.stars, is_number=True),
    Column("certificate", _l("Certificate"), 18, lambda row: row.certificate),
    Column("decision", _l("Decision"), 18, lambda row: row.decision),
)
_NAMED = (_PRODUCT, _OWNER, *_PLACE, *_CERTIFICATE)
_VALID_UNTIL = Column("valid_until", _l("In force until"), 13, lambda row: row.valid_until)
_STATE = Column("state", _l("State"), 20, lambda row: wording.state(row.state))
_ON_SALE = (
    Column("on_sale", _l("On sale"), 9, lambda row: _yes(row.is_on_sale)),
    Column("on_sale_at", _l("On sale at"), 30, lambda row: ", ".join(row.sold_at)),
)
_OVER_SINCE = Column("over_since", _l("Not in force since"), 14, lambda row: row.over_since)
_PRODUCER = (
    Column("producer", _l("Producer"), 42, lambda row: row.name),
    Column("kind", _l("Legal kind"), 16, lambda row: wording.producer_kind(row.kind)),
    *_PLACE,
    Column("products", _l("Products in force"), 11, lambda row: row.products, is_number=True),
)
_ACCOUNT = (
    Column("has_account", _l("Has an account"), 11, lambda row: _yes(row.has_account)),
    Column("accounts", _l("Kinds of account"), 26, lambda row: wording.account_kinds(row.accounts)),
    Column("has_shop", _l("Shop here is open"), 11, lambda row: _yes(row.owner.has_shop)),
)
_UNDATED = (
    Column("product", _l("OCOP product"), 42, lambda row: row.product),
    _OWNER,
    *_PLACE,
    *_CERTIFICATE,
    Column("issued", _l("Issued"), 22, wording.issued),
)
_COMMUNE = (Column("commune", _l("Commune today"), 40, lambda row: row.name),)


def _yes(is_so: bool) -> str:
    return str(_("yes") if is_so else _("not yet"))


def row_tables(counted: Figures) -> list[Table]:
    """What was counted, row by row, then who is missing from each figure."""
    return [*_whole(counted), *_missing(counted), *_beside(counted)]


def _whole(counted: Figures) -> Iterator[Table]:
    book = counted.book
    yield _table(
        "products",
        _("Products"),
        _("OCOP products in force"),
        (*_NAMED, _VALID_UNTIL, _STATE, *_ON_SALE),
        in_reading_order(book.products),
        _("No product is in force on this day."),
    )
    yield _table(
        "producers",
        _("Producers"),
        _("OCOP producers with a product in force"),
        (*_PRODUCER, *_ACCOUNT),
        in_reading_order(book.producers),
        _("No known producer has a product in force on this day."),
    )


def _missing(counted: Figures) -> Iterator[Table]:
    named = (*_NAMED, _VALID_UNTIL)
    yield _missing_from(counted, Indicator.LISTING, _("Not on sale"), named)
    yield _missing_from(counted, Indicator.E_PAYMENT, _("No account"), _PRODUCER)
    yield _missing_from(
        counted, Indicator.SHOP_AND_ACCOUNT, _("Shop or account missing"), (*_PRODUCER, *_ACCOUNT)
    )
    yield _missing_from(counted, Indicator.PROMOTED, _("Not on both channels"), named)
    yield _missing_from(counted, Indicator.COMMUNES, _("Communes without a product"), _COMMUNE)


def _missing_from(
    counted: Figures, indicator: Indicator, name: str, columns: Sequence[Column]
) -> Table:
    """Who is in the whole of a figure and not in its part."""
    figure = counted[indicator]
    title = f"{figure.definition.title}: {figure.definition.missing}"
    rows = figure.missing if figure.value else ()
    empty = figure.definition.none_missing if figure.value else wording.NO_FIGURES
    return _table(f"missing_{figure.code}", name, title, columns, rows, str(empty))


def _beside(counted: Figures) -> Iterator[Table]:
    book = counted.book
    yield _table(
        "to_reassess",
        _("To assess again"),
        str(counted[Indicator.TO_REASSESS].definition.title),
        (*_NAMED, _VALID_UNTIL, _STATE),
        in_reading_order(counted[Indicator.TO_REASSESS].counted),
        _("No product has to be assessed again yet."),
    )
    yield _table(
        "over",
        _("No longer in force"),
        str(counted[Indicator.NO_LONGER_IN_FORCE].definition.title),
        (*_NAMED, _OVER_SINCE, _STATE),
        in_reading_order(book.over),
        _("No product has left the programme."),
    )
    yield _table(
        "undated",
        _("Dates not clear"),
        _("Certificates that do not count: their dates are missing or not exact"),
        _UNDATED,
        book.undated,
        _("Every certificate that may be in force has exact dates."),
    )


def _table(
    key: str, name: str, title: str, columns: Sequence[Column], rows: Sequence[Any], empty: str
) -> Table:
    return Table(key, name, title, columns, fixed(rows), empty)
