"""The dated facts that put a product or a producer into the part of a figure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.catalog.models import LivePeriod


def live_here(until: datetime) -> Select[int]:
    """The ids of the products on sale here just before a moment."""
    return select(LivePeriod.product_id).where(is_live(until))


def is_live(until: datetime) -> ColumnElement[bool]:
    """The condition that a listing was on sale just before a moment."""
    return and_(
        LivePeriod.live_from < until,
        or_(LivePeriod.live_to.is_(None), LivePeriod.live_to >= until),
    )


def holds_on(
    day: date,
    first: ColumnElement[Any] | InstrumentedAttribute[Any],
    ended: ColumnElement[Any] | InstrumentedAttribute[Any],
) -> ColumnElement[bool]:
    """The condition that a dated fact holds: its first day counts, the day of its end does not.

    Without a first day it never holds.
    """
    return and_(first <= day, or_(ended.is_(None), ended > day))


def holds(day: date, first: date | None, ended: date | None) -> bool:
    """The same of a row that was read."""
    return first is not None and first <= day and (ended is None or ended > day)
