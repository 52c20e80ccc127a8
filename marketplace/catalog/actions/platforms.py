"""Recording where a product is sold besides this market."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.audit import history
from marketplace.catalog import queries
from marketplace.catalog.errors import AlreadyRecorded, EndsBeforeSeen
from marketplace.catalog.models import OutsideCheck, OutsideListing, Platform
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.registry.models import Product

PLATFORMS = {
    "postmart": "Postmart (Bưu điện Việt Nam)",
    "voso": "Voso (Viettel Post)",
    "san-tinh": "Sàn thương mại điện tử của tỉnh",
    "shopee": "Shopee",
    "tiktok": "TikTok Shop",
    "lazada": "Lazada",
}


def load_platforms(session: Session, *, now: datetime) -> int:
    """Add the outside platforms that are not known yet; returns how many were."""
    history.because(session, actor_id=None, reason="platform.shipped", now=now)
    missing = [code for code in PLATFORMS if queries.platform_by_code(session, code) is None]
    session.add_all(
        Platform(code=code, name=PLATFORMS[code], counted_from=PROGRAMME_BEGAN) for code in missing
    )
    return len(missing)


def record_outside_listing(
    session: Session,
    product: Product,
    platform: Platform,
    url: str,
    *,
    seen_on: date,
    seen_by_id: int | None,
    now: datetime,
) -> OutsideListing:
    """Note that a product was seen on sale on an outside platform; it counts from that day on.

    Raises:
        AlreadyRecorded: a record of this product there has not ended.
    """
    current = queries.current_outside_listing(session, product.id, platform.id)
    if current is not None:
        raise AlreadyRecorded(current.seen_on)
    history.because(session, actor_id=seen_by_id, reason="outside_listing.recorded", now=now)
    outside = OutsideListing(
        product_id=product.id,
        platform_id=platform.id,
        url=url,
        seen_on=seen_on,
        seen_by_id=seen_by_id,
        recorded_at=now,
        checks=[
            OutsideCheck(
                checked_on=seen_on,
                stale_on=seen_on + timedelta(days=platform.stale_after_days),
                checked_by_id=seen_by_id,
                recorded_at=now,
            )
        ],
    )
    session.add(outside)
    session.flush()
    _record(session, outside, "recorded", seen_by_id, now, platform=platform.code, url=url)
    return outside


def end_outside_listing(
    session: Session,
    outside: OutsideListing,
    *,
    ended_on: date,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Note that the product is gone from there; from that day on it counts no more.

    Raises:
        EndsBeforeSeen: it was seen there on a later day.
    """
    if ended_on < outside.seen_on:
        raise EndsBeforeSeen(outside.seen_on)
    history.because(session, actor_id=actor_id, reason="outside_listing.ended", now=now)
    outside.ended_on = ended_on
    _record(session, outside, "ended", actor_id, now, ended_on=ended_on.isoformat())


def _record(
    session: Session,
    outside: OutsideListing,
    act: str,
    actor_id: int | None,
    now: datetime,
    **details: str,
) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action=f"outside_listing.{act}",
        subject="product",
        subject_id=outside.product_id,
        now=now,
        **details,
    )
