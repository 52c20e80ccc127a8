"""The figures as one plain table: a line per figure, then a line per product and producer.

UTF-8 with a byte order mark, so that Excel reads the accents; days as 2022-12-31. The comma is the
standard (RFC 4180); Excel under Vietnamese regional settings, where the comma is the decimal mark,
splits columns at semicolons, so both can be had.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from io import StringIO

from flask_babel import gettext as _

from marketplace.reports import making, wording
from marketplace.reports.cells import for_csv
from marketplace.reports.definitions import E_PAYMENT_SHARE, LISTING_SHARE, Definition
from marketplace.reports.rows import Figures, Place
from marketplace.reports.rules import in_reading_order
from marketplace.reports.tables import Cell

MIME_TYPE = "text/csv"  # Flask adds the character set
Line = dict[str, Cell]


class Separator(StrEnum):
    """What stands between two cells; the value is its name in the address."""

    COMMA = "phay"
    SEMICOLON = "cham-phay"


_MARKS = {Separator.COMMA: ",", Separator.SEMICOLON: ";"}


def separator_named(name: str) -> Separator:
    """The separator asked for; the comma when the name is not known."""
    return Separator.SEMICOLON if name == Separator.SEMICOLON else Separator.COMMA


def write(figures: Figures, separator: Separator = Separator.COMMA) -> bytes:
    """The file."""
    titles = _titles()
    memory = StringIO(newline="")
    # Quoted text is text on both sides of a separator that the reader's Excel does not split at.
    writer = csv.writer(memory, delimiter=_MARKS[separator], quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(titles.values())
    for line in _lines(figures):
        writer.writerow([_cell(line.get(name)) for name in titles])
    return memory.getvalue().encode("utf-8-sig")


def _titles() -> dict[str, str]:
    return {
        "day": _("Day"),
        "figure": _("Figure"),
        "line": _("Kind of line"),
        "counted": _("Counted"),
        "out_of": _("Out of"),
        "reads": _("Reads"),
        "name": _("Name"),
        "producer": _("Producer"),
        "commune": _("Commune today"),
        "old_district": _("District before July 2025"),
        "stars": _("Stars"),
        "certificate": _("Certificate"),
        "decision": _("Decision"),
        "valid_until": _("In force until"),
        "where": _("Where on sale or kinds of account"),
        "how": _("How it is counted"),
    }


def _lines(figures: Figures) -> Iterator[Line]:
    for definition, share in making.headline(figures):
        yield _common(figures.day, definition, _("Total line")) | {
            "counted": share.part,
            "out_of": share.whole,
            "reads": wording.share(share),
            "how": str(definition.how),
        }
    yield from _product_lines(figures)
    yield from _producer_lines(figures)


def _product_lines(figures: Figures) -> Iterator[Line]:
    for row in in_reading_order(figures.listing.rows):
        yield _common(figures.day, LISTING_SHARE, _is_counted(LISTING_SHARE, row.is_counted)) | {
            "name": row.name,
            "producer": wording.producer(row.producer),
            **_where(row.place),
            "stars": row.stars,
            "certificate": row.certificate,
            "decision": row.decision,
            "valid_until": row.valid_until,
            "where": ", ".join(row.sold_at),
        }


def _producer_lines(figures: Figures) -> Iterator[Line]:
    for row in in_reading_order(figures.e_payment.rows):
        line = _is_counted(E_PAYMENT_SHARE, row.is_counted)
        yield _common(figures.day, E_PAYMENT_SHARE, line) | {
            "name": row.name,
            "producer": row.name,
            **_where(row.place),
            "where": wording.account_kinds(row.accounts),
        }


def _common(day: date, definition: Definition, line: str) -> Line:
    return {"day": day, "figure": str(definition.title), "line": line}


def _is_counted(definition: Definition, is_counted: bool) -> str:
    return str(definition.counted if is_counted else definition.missing)


def _where(place: Place) -> Line:
    return {"commune": wording.place(place), "old_district": place.old_district}


def _cell(cell: Cell) -> str | int:
    """Numbers bare, days as in ISO 8601, text made harmless."""
    if cell is None:
        return ""
    if isinstance(cell, int):
        return cell
    if isinstance(cell, date):
        return cell.isoformat()
    return for_csv(str(cell))
