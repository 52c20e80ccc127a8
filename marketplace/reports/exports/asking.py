"""What the pages of files and of schedules share: the report named, and what its form offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import abort
from flask_login import current_user

from marketplace import db
from marketplace.reports import office
from marketplace.reports.book import Filters
from marketplace.reports.exports import telling
from marketplace.reports.exports.asked import Logged, ReportName
from marketplace.reports.exports.queries import log as queries
from marketplace.reports.exports.reports import Report
from marketplace.reports.queries.places import read_places


def report_named(name: str) -> ReportName:
    """The report of this name in the address, or 404."""
    return ReportName(name) if name in set(ReportName) else abort(404)


def choices_of(report: Report) -> dict[str, list[tuple[str, str]]]:
    """What the form offers to narrow figures by."""
    if not report.is_narrowed:
        return {}
    places = read_places(db.session(), Filters(), all_communes=False)
    return telling.choices(places.names(), places.listed())


def office_words() -> dict[str, Any]:
    """As this person typed them last; the number and the day are of one report only."""
    kept = queries.last_office(db.session(), current_user.id) or office.usual().as_plain()
    return kept | {"number": "", "signed_on": None}


def place_names(lines: Iterable[Logged]) -> telling.Names:
    """What places are called, when a line is narrowed to one."""
    if not any(line.filters.get("narrow") for line in lines):
        return {}
    return read_places(db.session(), Filters(), all_communes=True).names()
