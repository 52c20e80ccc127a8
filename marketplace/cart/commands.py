"""What the worker does with carts as time passes."""

from __future__ import annotations

from datetime import datetime

from marketplace.cart import actions
from marketplace.db import transaction


def forget_abandoned_carts(now: datetime) -> None:
    """Delete guests' carts that nobody can come back to."""
    with transaction() as session:
        actions.forget_abandoned(session, now=now)
