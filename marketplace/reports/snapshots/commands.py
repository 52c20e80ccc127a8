"""The months freeze by themselves."""

from __future__ import annotations

from datetime import datetime

from marketplace import clock, db
from marketplace.db import transaction
from marketplace.reports.snapshots import actions, queries
from marketplace.reports.snapshots.rules import due_days


def freeze_months(now: datetime) -> None:
    """Freeze each month that has ended in Vietnam, once, however long the market stood still."""
    session = db.session()
    if not queries.has_register(session):
        return
    last = queries.last_by_itself(session)
    for day in due_days(last, clock.day_in_vietnam(now)):
        with transaction() as writing:
            actions.take(writing, day, taken_by_id=None, reason="", now=clock.now())
