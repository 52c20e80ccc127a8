"""Staff let reports go out by mail by themselves, and end that."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.reports.exports import schedules as actions
from marketplace.reports.exports import telling
from marketplace.reports.exports.asked import FileFormat, ReportName, read
from marketplace.reports.exports.asking import choices_of, office_words, place_names, report_named
from marketplace.reports.exports.forms import ScheduleForm
from marketplace.reports.exports.queries import log as queries
from marketplace.reports.exports.reports import REPORTS
from marketplace.reports.models import Rhythm
from marketplace.web.filters import day as written_day
from marketplace.web.filters import locale_code
from marketplace.web.guards import open_to

schedules = Blueprint("schedules", __name__, url_prefix="/can-bo/tai-ve/dinh-ky")
Answer = Response | tuple[str, int]


@schedules.context_processor
def words() -> dict[str, object]:
    """Give the pages the words for schedules."""
    return {"telling": telling, "REPORTS": REPORTS, "read": read}


@schedules.get("")
@open_to(Audience.STAFF)
def index() -> str:
    """What goes out by itself, to whom and when next."""
    found = queries.living_schedules(db.session())
    return render_template(
        "reports/exports/schedules.html", schedules=found, place_names=place_names(found)
    )


@schedules.get("/moi/<report>")
@open_to(Audience.STAFF)
def new(report: str) -> Answer:
    """The form for a schedule."""
    name = report_named(report)
    form = ScheduleForm(
        format=FileFormat.XLSX.value,
        rhythm=Rhythm.MONTHLY.value,
        from_day=clock.day_in_vietnam(clock.now()),
        recipients=current_user.email,
        **office_words(),
    )
    form.prepare(REPORTS[name], choices_of(REPORTS[name]))
    return _page(name, form, 200)


@schedules.post("/moi/<report>")
@open_to(Audience.STAFF)
def make(report: str) -> Answer:
    """Begin a schedule."""
    name, form = report_named(report), ScheduleForm()
    form.prepare(REPORTS[name], choices_of(REPORTS[name]))
    if not form.validate_on_submit():
        return _page(name, form, 422)
    wish = form.input(name, locale_code())
    with transaction() as session:
        made = actions.make(session, wish, by_id=current_user.id, now=clock.now())
        next_on = made.next_on
    flash(_("It goes out first on %(day)s.", day=written_day(next_on)), "success")
    return redirect(url_for(".index"), 303)


@schedules.post("/<int(max=2147483647):schedule_id>/dung")
@open_to(Audience.STAFF)
def end(schedule_id: int) -> Response:
    """Send it no more."""
    with transaction() as session:
        schedule = queries.find_schedule(session, schedule_id) or abort(404)
        actions.end(session, schedule, by_id=current_user.id, now=clock.now())
    flash(_("It is not sent any more."), "success")
    return redirect(url_for(".index"), 303)


def _page(name: ReportName, form: ScheduleForm, status: int) -> tuple[str, int]:
    page = render_template(
        "reports/exports/schedule.html", name=name, report=REPORTS[name], form=form
    )
    return page, status
