"""Recording where a product is sold besides this market: seen, seen again, gone, back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.audit import history
from marketplace.catalog import queries
from marketplace.catalog.errors import (
    AlreadyRecorded,
    CheckedBeforeSeen,
    EndsBeforeSeen,
    ListedHere,
    NotEnded,
)
from marketplace.catalog.models import OutsideCheck, OutsideListing, Platform
from marketplace.registry.models import Product


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
        ListedHere: the platform is this market, which knows by itself what is on sale.
    """
    history.because(session, actor_id=seen_by_id, reason="outside_listing.recorded", now=now)
    return note_outside_listing(
        session, product, platform, url, seen_on=seen_on, seen_by_id=seen_by_id, now=now
    )


def note_outside_listing(
    session: Session,
    product: Product,
    platform: Platform,
    url: str,
    *,
    seen_on: date,
    seen_by_id: int | None,
    now: datetime,
) -> OutsideListing:
    """The same for a reason that was given already: that of the file it is read from."""
    if platform.is_here:
        raise ListedHere
    current = queries.current_outside_listing(session, product.id, platform.id)
    if current is not None:
        raise AlreadyRecorded(current.seen_on)
    outside = OutsideListing(
        product_id=product.id,
        platform=platform,
        url=url,
        seen_on=seen_on,
        seen_by_id=seen_by_id,
        recorded_at=now,
        checks=[],
    )
    session.add(outside)
    _add_check(outside, seen_on, seen_by_id, now)
    session.flush()
    _record(session, outside, "recorded", seen_by_id, now, platform=platform.code, url=url)
    return outside


def check_again(
    session: Session,
    outside: OutsideListing,
    *,
    checked_on: date,
    checked_by_id: int | None,
    now: datetime,
) -> bool:
    """Note that the product was seen there again; whether that was not known yet.

    Raises:
        CheckedBeforeSeen: it was first seen there on a later day.
    """
    history.because(session, actor_id=checked_by_id, reason="outside_listing.checked", now=now)
    return note_check(session, outside, checked_on=checked_on, checked_by_id=checked_by_id, now=now)


def note_check(
    session: Session,
    outside: OutsideListing,
    *,
    checked_on: date,
    checked_by_id: int | None,
    now: datetime,
) -> bool:
    """The same for a reason that was given already."""
    if checked_on < outside.seen_on:
        raise CheckedBeforeSeen(outside.seen_on)
    if any(check.checked_on == checked_on for check in outside.checks):
        return False
    _add_check(outside, checked_on, checked_by_id, now)
    session.flush()
    _record(session, outside, "checked", checked_by_id, now, checked_on=checked_on.isoformat())
    return True


def _add_check(
    outside: OutsideListing, checked_on: date, checked_by_id: int | None, now: datetime
) -> None:
    """How long a look is believed is settled on its day: later settings are for later looks."""
    outside.checks.append(
        OutsideCheck(
            checked_on=checked_on,
            stale_on=checked_on + timedelta(days=outside.platform.stale_after_days),
            checked_by_id=checked_by_id,
            recorded_at=now,
        )
    )


def end_outside_listing(
    session: Session,
    outside: OutsideListing,
    *,
    ended_on: date,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Note that the product is gone from there; from that day on it counts no more.

    What was recorded by mistake ends on the day on which it was seen, and never counts.

    Raises:
        EndsBeforeSeen: it was seen there on a later day.
    """
    if ended_on < outside.seen_on:
        raise EndsBeforeSeen(outside.seen_on)
    history.because(session, actor_id=actor_id, reason="outside_listing.ended", now=now)
    outside.ended_on = ended_on
    _record(session, outside, "ended", actor_id, now, ended_on=ended_on.isoformat())


def take_back_end(
    session: Session,
    outside: OutsideListing,
    *,
    reason: str,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Correct an end that was recorded by mistake: the product was there all the time.

    Raises:
        NotEnded: it has no end.
        AlreadyRecorded: the product was recorded there anew meanwhile.
    """
    if outside.ended_on is None:
        raise NotEnded
    current = queries.current_outside_listing(session, outside.product_id, outside.platform_id)
    if current is not None:
        raise AlreadyRecorded(current.seen_on)
    history.because(session, actor_id=actor_id, reason=reason, now=now)
    outside.ended_on = None
    _record(session, outside, "end_taken_back", actor_id, now)


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
