"""What the register does as time passes."""

from __future__ import annotations

from datetime import datetime

from marketplace import db
from marketplace.db import transaction
from marketplace.registry.actions import reminders


def remind_of_certificates(now: datetime) -> None:
    """Once a day: write to those whose certificates come close to their end."""
    if not reminders.due(db.session(), now):
        return
    with transaction() as session:
        reminders.remind(session, now=now)
