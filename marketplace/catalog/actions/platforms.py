"""The platforms on which OCOP products are sold or shown: settings with a history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.audit import history
from marketplace.catalog import queries
from marketplace.catalog.models import Platform
from marketplace.catalog.rules.platforms import code_of
from marketplace.producers.rules import PROGRAMME_BEGAN


@dataclass(frozen=True, slots=True)
class PlatformFacts:
    """What staff say of a platform. It counts from ``counted_from`` to before ``counted_to``."""

    name: str
    address: str
    counted_from: date | None
    counted_to: date | None
    is_provincial: bool
    is_promotion: bool
    stale_after_days: int


# code, name, and whether it is this market, the province's own, its trade-promotion site.
SHIPPED: tuple[tuple[str, str, dict[str, bool]], ...] = (
    ("cho-phien", "Chợ phiên OCOP (sàn này)", {"is_here": True}),
    ("postmart", "Postmart (Bưu điện Việt Nam)", {}),
    ("voso", "Voso (Viettel Post)", {}),
    ("san-tinh", "Sàn thương mại điện tử của tỉnh", {"is_provincial": True}),
    ("xttm", "Trang xúc tiến thương mại của tỉnh", {"is_promotion": True}),
    ("shopee", "Shopee", {}),
    ("tiktok", "TikTok Shop", {}),
    ("lazada", "Lazada", {}),
)


def load_platforms(session: Session, *, now: datetime) -> int:
    """Add the platforms that are not known yet; returns how many were.

    All count from the beginning of the programme but the trade-promotion site: there products
    are shown, not sold.
    """
    history.because(session, actor_id=None, reason="platform.shipped", now=now)
    known = {platform.code for platform in queries.platforms(session)}
    missing = [shipped for shipped in SHIPPED if shipped[0] not in known]
    for code, name, marks in missing:
        counted_from = None if "is_promotion" in marks else PROGRAMME_BEGAN
        session.add(Platform(code=code, name=name, counted_from=counted_from, **marks))
    return len(missing)


def add_platform(
    session: Session, facts: PlatformFacts, *, actor_id: int | None, now: datetime
) -> Platform:
    """Add a platform that staff know of."""
    history.because(session, actor_id=actor_id, reason="platform.added", now=now)
    taken = {platform.code for platform in queries.platforms(session)}
    platform = Platform(code=code_of(facts.name, taken))
    _put(platform, facts)
    session.add(platform)
    session.flush()
    _record(session, platform, "added", actor_id, now)
    return platform


def change_platform(
    session: Session,
    platform: Platform,
    facts: PlatformFacts,
    *,
    reason: str,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Correct what is known of a platform; figures of the days it is about change with it."""
    history.because(session, actor_id=actor_id, reason=reason, now=now)
    _put(platform, facts)
    session.flush()
    _record(session, platform, "changed", actor_id, now)


def _put(platform: Platform, facts: PlatformFacts) -> None:
    platform.name = facts.name
    platform.address = facts.address
    platform.counted_from = facts.counted_from
    platform.counted_to = facts.counted_to
    platform.is_provincial = facts.is_provincial
    platform.is_promotion = facts.is_promotion
    platform.stale_after_days = facts.stale_after_days


def _record(
    session: Session, platform: Platform, act: str, actor_id: int | None, now: datetime
) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action=f"platform.{act}",
        subject="platform",
        subject_id=platform.id,
        now=now,
        code=platform.code,
    )
