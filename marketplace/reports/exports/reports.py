"""The reports there are, what each may be asked for, and when it is work for the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from marketplace import clock
from marketplace.reports.exports import changes, figures, orders, register
from marketplace.reports.exports.asked import Asked, FileFormat, ReportName, read
from marketplace.reports.exports.queries import changes as history
from marketplace.reports.exports.queries import log
from marketplace.reports.paper import Paper

SMALL = 10_000  # rows: what has no more is made while the person waits
EVERY = (FileFormat.XLSX, FileFormat.CSV, FileFormat.PDF, FileFormat.JSON)


class Make(Protocol):
    """Reads what a report needs and lays it out."""

    def __call__(self, session: Session, asked: Asked, *, now: datetime) -> Paper:
        """The paper."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report. ``text`` tells staff what is in it; ``fields`` are those of the form it needs."""

    title: Any
    text: Any
    make: Make
    fields: tuple[str, ...]
    formats: tuple[FileFormat, ...] = EVERY
    size: Callable[[Session], int] | None = None  # None: the worker always makes it
    is_narrowed: bool = False  # to a place, a star, a kind ...


REPORTS = {
    ReportName.FIGURES: Report(
        title=_l("Figures of a day"),
        text=_l(
            "Every figure with its breakdowns, the rows it is counted from and who is missing. The "
            "same day and data give the same file, to the byte."
        ),
        make=figures.paper,
        fields=("day", "known_on"),
        size=log.register_size,
        is_narrowed=True,
    ),
    ReportName.FIGURE_CHANGES: Report(
        title=_l("Figures, and what changed since the last file"),
        text=_l(
            "The figures with one table more: which of their rows changed since this file was last "
            "taken. Taken twice, it differs, because its second half tells of the time between."
        ),
        make=changes.figures_paper,
        fields=("day", "known_on"),
        size=log.register_size,
        is_narrowed=True,
    ),
    ReportName.CHANGES: Report(
        title=_l("Changes of the register"),
        text=_l(
            "Every fact that was added or corrected since the last such file: before, after, who, "
            "when, why and from which file."
        ),
        make=changes.paper,
        fields=("since",),
    ),
    ReportName.ORDERS: Report(
        title=_l("Orders of a time"),
        text=_l(
            "A line for each product sold here, without names, phones and addresses of buyers."
        ),
        make=orders.paper,
        fields=("first_day", "day"),
    ),
    ReportName.REGISTER: Report(
        title=_l("The register with everything"),
        text=_l("Every product with every certificate and decision, in force or not."),
        make=register.paper,
        fields=(),
        formats=(FileFormat.XLSX, FileFormat.CSV, FileFormat.JSON),
    ),
}


def paper(session: Session, asked: Asked, *, now: datetime) -> Paper:
    """The report asked for, as of the moment in which it was asked."""
    return REPORTS[asked.report].make(session, asked, now=now)


def is_small(session: Session, asked: Asked) -> bool:
    """Whether the page can make the file itself."""
    size = REPORTS[asked.report].size
    return size is not None and size(session) <= SMALL


def complete(session: Session, asked: Asked, *, now: datetime) -> Asked:
    """The same, with the stretch of history it covers when it tells of changes."""
    if asked.report not in (ReportName.CHANGES, ReportName.FIGURE_CHANGES):
        return asked
    until_id = history.last_change(session)
    if asked.report is ReportName.CHANGES and asked.first_day is not None:
        first = clock.start_of_day(asked.first_day)
        return replace(
            asked, since_id=history.last_change_before(session, first), until_id=until_id
        )
    before = _file_before(session, asked, now)
    since_id, first_day = (before.until_id, before.day) if before else (_beginning(asked), None)
    return replace(asked, since_id=since_id, until_id=until_id, first_day=first_day)


def _beginning(asked: Asked) -> int | None:
    """The first report of changes tells them all; the first figures have nothing before them."""
    return 0 if asked.report is ReportName.CHANGES else None


def _file_before(session: Session, asked: Asked, now: datetime) -> Asked | None:
    """The latest file of the same report, narrowed to the same."""
    found = map(read, log.files_before(session, asked.report.value, now))
    return next((before for before in found if before.narrow == asked.narrow), None)
