"""Telling those who would move a shop that buyers still wait for its parcels."""

from __future__ import annotations

from flask import Flask
from sqlalchemy.orm import Session

from marketplace.catalog.signals import moving_shop
from marketplace.orders.queries.selling import count_by_state
from marketplace.orders.rules.life import UNDER_WAY


def connect(_app: Flask) -> None:
    """Answer whoever is about to move a shop."""
    moving_shop.connect(waiting_orders)


def waiting_orders(session: Session, *, producer_id: int) -> int:
    """How many orders of a producer were placed and have not left."""
    counts = count_by_state(session, producer_id)
    return sum(counts[state] for state in UNDER_WAY)
