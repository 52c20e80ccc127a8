"""Keys to the feed: made once, shown once, kept as a hash, revoked at any time."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from marketplace.accounts.rules import digest
from marketplace.audit import actions as audit
from marketplace.reports.feed.queries import MARK
from marketplace.reports.models import FeedToken

SHOWN = len(MARK) + 5  # characters by which people tell keys apart
MINUTE = timedelta(minutes=1)


def make(session: Session, name: str, *, actor_id: int | None, now: datetime) -> str:
    """Make a key for somebody. Returned once: only its hash is kept."""
    key = MARK + secrets.token_urlsafe(32)
    token = FeedToken(
        name=name, prefix=key[:SHOWN], token_hash=digest(key), made_by_id=actor_id, made_at=now
    )
    session.add(token)
    session.flush()
    _record(session, token, "made", actor_id, now)
    return key


def revoke(session: Session, token: FeedToken, *, actor_id: int | None, now: datetime) -> None:
    """Let a key open nothing any more. One that is revoked stays so."""
    if token.revoked_at is None:
        token.revoked_at = now
        _record(session, token, "revoked", actor_id, now)


def count_use(token: FeedToken, now: datetime) -> int:
    """Note that a key is used; returns how often it was in this minute, on every worker."""
    if token.minute_began_at is None or now - token.minute_began_at >= MINUTE:
        token.minute_began_at, token.used_in_minute = now, 0
    token.used_in_minute += 1
    token.last_used_at = now
    return token.used_in_minute


def _record(
    session: Session, token: FeedToken, act: str, actor_id: int | None, now: datetime
) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action=f"feed_key.{act}",
        subject="feed_key",
        subject_id=token.id,
        now=now,
        name=token.name,
    )
