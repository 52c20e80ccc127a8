"""When editions are made: one for each past month, by itself; and where they lie."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from flask import current_app

from marketplace import clock, db
from marketplace.reports import queries
from marketplace.reports.figures import figures
from marketplace.reports.open_data import editions, tables
from marketplace.reports.open_data.editions import Edition
from marketplace.reports.queries.decisions import decision_rows
from marketplace.reports.rules import end_of_last_month


def folder() -> Path:
    """Where the editions lie."""
    data_dir: Path = current_app.extensions["market"].data_dir
    return data_dir / "open-data"


def publish(day: date, *, now: datetime) -> Edition:
    """Make the edition of a day, if there is none yet."""
    known = editions.read(folder(), day)
    if known is not None:
        return known
    session = db.session()
    found = figures(queries.book(session, day, now=now))
    contents = tables.contents(found, decision_rows(session, day))
    return editions.publish(folder(), day, contents, now=now)


def publish_last_month(now: datetime) -> None:
    """The timer: on the first of a month, or when it was missed, the month before is published."""
    publish(end_of_last_month(clock.day_in_vietnam(now)), now=now)
