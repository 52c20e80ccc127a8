"""The orders of a time as paper, line by line: the rows behind the figure of orders and value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from marketplace.reports.exports.asked import Asked
from marketplace.reports.exports.queries.orders import count_sent_lines, sent_lines
from marketplace.reports.paper import Column, Line, Paper, Table
from marketplace.web.filters import day as written_day

_COLUMNS = (
    Column("order", _l("Order"), 18, lambda row: f"{row.number}-{row.position}"),
    Column("placed_at", _l("Ordered at"), 17, lambda row: row.placed_at),
    Column("sent_at", _l("Sent at"), 17, lambda row: row.sent_at),
    Column("producer", _l("Producer"), 36, lambda row: row.producer_name),
    Column("product", _l("Product"), 42, lambda row: row.name),
    Column("stars", _l("Stars"), 6, lambda row: row.stars, is_number=True),
    Column("certificate", _l("Certificate"), 18, lambda row: row.certificate_number),
    Column("unit", _l("Unit"), 14, lambda row: row.unit),
    Column("price_vnd", _l("Price (đồng)"), 13, lambda row: row.price_vnd, is_number=True),
    Column("quantity", _l("Quantity"), 10, lambda row: row.quantity, is_number=True),
    Column("amount_vnd", _l("Amount (đồng)"), 16, lambda row: row.amount_vnd, is_number=True),
)


class _Lines:
    """The lines, added up while they are read."""

    def __init__(self, session: Session, asked: Asked) -> None:
        self.session = session
        self.first, self.last = asked.first_day or asked.day, asked.day
        self.quantity = self.amount_vnd = 0

    def __call__(self) -> Iterator[Any]:
        self.quantity = self.amount_vnd = 0
        for row in sent_lines(self.session, self.first, self.last):
            self.quantity += row.quantity
            self.amount_vnd += row.amount_vnd
            yield row

    def total(self) -> Line:
        """What all lines come to."""
        return [_("Total"), *[None] * 8, self.quantity, self.amount_vnd]


def paper(session: Session, asked: Asked, *, now: datetime) -> Paper:
    """The orders sent from the first day to the last."""
    lines = _Lines(session, asked)
    period = _(
        "From %(first)s to %(last)s", first=written_day(lines.first), last=written_day(lines.last)
    )
    table = Table(
        key="orders",
        name=_("Orders"),
        title=_("Orders sent"),
        columns=_COLUMNS,
        rows=lines,
        when_empty=_("No order was sent in this time."),
        total=lines.total,
    )
    return Paper(
        report=asked.report.value,
        title=_("Orders of this market"),
        as_of=period,
        day=asked.day,
        office=asked.office,
        tables=[table],
        notes=[
            (_("Time"), period),
            (
                _("Which orders"),
                _(
                    "Orders that the producer handed to a carrier in this time, Vietnam time: the "
                    "same that the figure of orders and value counts. A line for each product."
                ),
            ),
            (_("Personal data"), _("Names, phones and addresses of buyers are not in this file.")),
        ],
        locale=asked.locale,
        expected=count_sent_lines(session, lines.first, lines.last),
    )
