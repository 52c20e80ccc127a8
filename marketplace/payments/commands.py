"""Payments from the command line, and the timer that ends what nobody paid."""

from __future__ import annotations

from datetime import datetime

from flask.cli import AppGroup

from marketplace.payments import flows
from marketplace.payments.door import card_gateway
from marketplace.payments.stand_in.command import stand_in

cli = AppGroup("payments", help="Card payments, in test mode.")
cli.add_command(stand_in)


def close_overdue(now: datetime) -> None:
    """Give back the stock of purchases that nobody paid in time."""
    flows.close_overdue(card_gateway(), now)
