"""The dated facts that put a product or a producer into the part of a figure."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.catalog.models import LivePeriod, OutsideListing, Platform
from marketplace.producers.models import EPaymentAccount, EPaymentKind


def live_here(until: datetime) -> Select[int]:
    """The ids of the products on sale here just before a moment."""
    return select(LivePeriod.product_id).where(
        LivePeriod.live_from < until,
        or_(LivePeriod.live_to.is_(None), LivePeriod.live_to >= until),
    )


def seen_outside(day: date) -> Select[int, str]:
    """The ids of the products recorded on counted outside platforms, each with a platform."""
    return (
        select(OutsideListing.product_id, Platform.name)
        .join(Platform, Platform.id == OutsideListing.platform_id)
        .where(
            Platform.is_counted,
            holds_on(day, OutsideListing.seen_on, OutsideListing.ended_on),
        )
    )


def verified_accounts(day: date) -> Select[int, EPaymentKind]:
    """The ids of the producers with verified accounts, each with a kind."""
    return select(EPaymentAccount.producer_id, EPaymentAccount.kind).where(
        holds_on(day, EPaymentAccount.verified_on, EPaymentAccount.closed_on)
    )


def holds_on(
    day: date,
    first: InstrumentedAttribute[date],
    ended: InstrumentedAttribute[date | None],
) -> ColumnElement[bool]:
    """Whether a dated fact holds: its first day counts, the day of its end does not."""
    return and_(first <= day, or_(ended.is_(None), ended > day))
