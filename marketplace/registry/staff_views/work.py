"""What certificates and papers ask of staff now: a list by what is to be done, and a calendar."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.registry import certificate_wording as wording
from marketplace.registry.calendars import calendar_file
from marketplace.registry.queries import work as queries
from marketplace.registry.queries.work import Part, Task
from marketplace.registry.rules import life
from marketplace.registry.rules.evidence import validity
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

staff_work = Blueprint("staff_work", __name__, url_prefix="/can-bo/viec")
ROWS_A_PAGE = 50
PAPERS = "giay-to"


@staff_work.get("/chung-nhan")
@open_to(Audience.STAFF)
def show() -> str:
    """One part of the list, for all communes or one, in pages."""
    session, today = db.session(), clock.day_in_vietnam(clock.now())
    unit_id, part = _unit_id(), request.args.get("viec", "")
    counts = queries.counts(session, today, unit_id)
    papers = queries.ending_evidence_count(session, today, unit_id)
    task = Task(part) if part in set(Task) else None if part == PAPERS else _first(counts)
    page = Page(page_number(), ROWS_A_PAGE, papers if task is None else counts[task])
    chosen = Part(unit_id, page.offset, page.size)
    return render_template(
        "registry/work.html",
        today=today,
        task=task,
        tabs=[
            *((wording.TASKS[one], _url(one), one is task, counts[one]) for one in Task),
            (_("Papers that end"), _url(PAPERS), task is None, papers),
        ],
        page=page,
        lines=queries.lines(session, task, today, chosen) if task else [],
        papers=[] if task else queries.ending_evidence(session, today, chosen),
        validity_of=lambda file: validity(file, today),
        window_of=life.filing_window,
        communes=queries.communes(session),
        unit_id=unit_id,
        part=task or PAPERS,
        wording=wording,
        url_of=lambda number: _url(task or PAPERS, number),
    )


@staff_work.get("/chung-nhan.ics")
@open_to(Audience.STAFF)
def ics() -> Response:
    """The days of every certificate that ends within 180 days, for a calendar."""
    session, now = db.session(), clock.now()
    found = queries.holding_certificates(session, clock.day_in_vietnam(now), unit_id=_unit_id())
    return calendar_file(found, name=_("OCOP certificates that end"), now=now)


def _first(counts: dict[Task, int]) -> Task:
    """The first part that has something to do."""
    return next((task for task in Task if counts[task]), Task.WINDOW)


def _url(part: str, page: int | None = None) -> str:
    return url_for(".show", viec=str(part), xa=_unit_id(), trang=page)


def _unit_id() -> int | None:
    text = request.args.get("xa", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
