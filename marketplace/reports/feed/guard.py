"""Who may read the feed: whoever shows a key that is not revoked, sixty times a minute."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import g, request

from marketplace import clock, db
from marketplace.accounts.rules import digest
from marketplace.db import transaction
from marketplace.reports.feed import keys, queries
from marketplace.web.limits import limiter

P = ParamSpec("P")
MOST_A_MINUTE = 60


class Refusal(Exception):
    """The feed does not answer. Carries the HTTP status and the reason in English."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def asks_for_key(view: Callable[P, Any]) -> Callable[P, Any]:
    """Answer only with a key, and only so often."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        g.feed_key = _key()
        return limited(*args, **kwargs)

    limited = limiter.limit(f"{MOST_A_MINUTE} per minute", key_func=lambda: g.feed_key)(view)
    return guarded


def _key() -> str:
    """The hash of the key shown, by which its requests are counted.

    Raises:
        Refusal: none was shown, or it opens nothing.
    """
    scheme, _space, shown = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not shown:
        raise Refusal(401, "Send a key: Authorization: Bearer ocop_…")
    token, now = queries.opens(db.session(), shown.strip()), clock.now()
    if token is None:
        raise Refusal(401, "This key opens nothing: it is wrong or revoked.")
    if keys.needs_noting(token, now):
        token_id = token.id
        with transaction() as session:
            if (fresh := queries.find(session, token_id)) is not None:
                fresh.last_used_at = now
    return digest(shown.strip())
