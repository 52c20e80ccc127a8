"""The figures of a day and their rows as plain values: what a snapshot freezes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from marketplace.reports.figures import as_plain, figures, plain_rows
from marketplace.reports.queries.book import book
from marketplace.reports.snapshots.rules import Plain


def counted(
    session: Session, day: date, *, now: datetime, known_at: datetime | None = None
) -> Plain:
    """The figures of ``day`` and the rows behind them, as known now or at ``known_at``."""
    found = figures(book(session, day, now=now, known_at=known_at))
    told = as_plain(found)
    return {"day": told["day"], "figures": told["figures"], "rows": plain_rows(found)}
