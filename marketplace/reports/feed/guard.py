"""Who may read the feed: whoever shows a key that is not revoked, sixty times a minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec

from flask import request

from marketplace import clock
from marketplace.db import transaction
from marketplace.reports.feed import keys, queries

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
        _let_in(clock.now())
        return view(*args, **kwargs)

    return guarded


def _let_in(now: datetime) -> None:
    """Count a request of the key that is shown.

    Raises:
        Refusal: no key was shown, it opens nothing, or it was used too often in this minute.
    """
    scheme, _space, shown = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not shown:
        raise Refusal(401, "Send a key: Authorization: Bearer ocop_…")
    with transaction() as session:
        token = queries.opens(session, shown.strip())
        used = keys.count_use(token, now) if token else None
    if used is None:
        raise Refusal(401, "This key opens nothing: it is wrong or revoked.")
    if used > MOST_A_MINUTE:
        raise Refusal(429, f"At most {MOST_A_MINUTE} requests a minute: wait a minute.")
