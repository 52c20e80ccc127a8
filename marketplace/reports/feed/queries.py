"""Finding keys to the feed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.rules import digest
from marketplace.reports.models import FeedToken

MARK = "ocop_"  # tells a key of ours from others, should it be found somewhere


def all_keys(session: Session) -> Sequence[FeedToken]:
    """Every key, those in use first, the newest first."""
    order = (FeedToken.revoked_at.is_not(None), FeedToken.id.desc())
    return session.scalars(select(FeedToken).order_by(*order)).all()


def find(session: Session, token_id: int) -> FeedToken | None:
    """A key by its number."""
    return session.get(FeedToken, token_id)


def opens(session: Session, key: str) -> FeedToken | None:
    """The key in use that this text is, or None."""
    if not key.startswith(MARK):
        return None
    return session.scalar(
        select(FeedToken).where(FeedToken.token_hash == digest(key), FeedToken.revoked_at.is_(None))
    )
