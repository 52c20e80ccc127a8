"""Staff take files of the figures, see the log of who took what, and check a file against it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.reports import office
from marketplace.reports.csv_file import separator_named
from marketplace.reports.dashboard.asked import Asked as Chosen
from marketplace.reports.dashboard.asked import read as read_address
from marketplace.reports.errors import WrongDay
from marketplace.reports.exports import actions, files, job, narrowing, reports, telling
from marketplace.reports.exports.asked import Asked, FileFormat, ReportName, read
from marketplace.reports.exports.asking import (
    choices_of,
    office_words,
    place_names,
    report_named,
)
from marketplace.reports.exports.formats import MIME_TYPES, TITLES
from marketplace.reports.exports.forms import CheckForm, ExportForm
from marketplace.reports.exports.queries import log as queries
from marketplace.reports.exports.queries.log import LogFilters
from marketplace.reports.exports.reports import REPORTS
from marketplace.reports.models import Export, ExportState
from marketplace.web.filters import locale_code
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

exports = Blueprint("exports", __name__, url_prefix="/can-bo")
LINES_A_PAGE = 30
ONE = "/tai-ve/<int(max=2147483647):export_id>"
Answer = Response | str | tuple[str, int]


@exports.context_processor
def words() -> dict[str, object]:
    """Give the pages the words for lines of the log."""
    return {"telling": telling, "REPORTS": REPORTS, "FORMATS": TITLES, "read": read}


@exports.get("/tai-ve")
@open_to(Audience.STAFF)
def index() -> str:
    """The reports there are, and every file that was ever taken."""
    session, asked = db.session(), _log_filters()
    page = Page(page_number(), LINES_A_PAGE, queries.count_exports(session, asked))
    lines = queries.exports_page(session, asked, page.offset, page.size)
    return render_template(
        "reports/exports/index.html",
        lines=lines,
        page=page,
        asked=asked,
        people=queries.people_of_the_log(session),
        names=queries.names_of_users(
            session, {line.made_by_id for line in lines if line.made_by_id}
        ),
        place_names=place_names(lines),
        url_of=lambda number: url_for(".index", **_arguments() | {"trang": number}),
    )


@exports.get("/tai-ve/moi/<report>")
@open_to(Audience.STAFF)
def new(report: str) -> Answer:
    """The form for a file."""
    name = report_named(report)
    try:
        chosen = _in_address(clock.now())
    except WrongDay:
        abort(404)
    narrow = {key: str(value) for key, value in narrowing.plain(chosen.filters).items()}
    form = ExportForm(
        format=FileFormat.XLSX.value,
        day=chosen.day,
        known_on=_past(chosen),
        first_day=chosen.day.replace(day=1),
        **narrow | office_words(),
    )
    form.prepare(REPORTS[name], choices_of(REPORTS[name]))
    return _form_page(name, form, 200)


@exports.post("/tai-ve/moi/<report>")
@open_to(Audience.STAFF)
def make(report: str) -> Answer:
    """Have a file made: at once when it is small, else by the worker."""
    name, form, now = report_named(report), ExportForm(), clock.now()
    form.prepare(REPORTS[name], choices_of(REPORTS[name]))
    if not form.validate_on_submit():
        return _form_page(name, form, 422)
    with transaction() as session:
        asked = reports.complete(session, form.input(name, locale_code()), now=now)
    return _to(job.order(asked, by_id=current_user.id, now=now))


@exports.get("/so-lieu/tai-ve.<any(xlsx, csv, pdf, json):ending>")
@open_to(Audience.STAFF)
def figures(ending: str) -> Answer:
    """The figures of a day as a file, with the usual words of the office."""
    now = clock.now()
    try:
        chosen = _in_address(now)
    except WrongDay:
        return redirect(url_for("indicators.show", ngay=request.args.get("ngay", "")))
    asked = Asked(
        report=ReportName.FIGURES,
        format=FileFormat(ending),
        day=chosen.day,
        known_on=_past(chosen),
        locale=locale_code(),
        office=office.usual(),
        separator=separator_named(request.args.get("dau", "")),
        narrow=narrowing.plain(chosen.filters),
    )
    export_id = job.order(asked, by_id=current_user.id, now=now)
    return _send(export_id, now) or _to(export_id)


@exports.get(ONE)
@open_to(Audience.STAFF)
def show(export_id: int) -> str:
    """One file: how far it is, or what it is and how to take it."""
    session = db.session()
    export = _export(export_id)
    asked = read(export)
    same = queries.same_bytes(session, export.checksum, export.id) if export.checksum else []
    people = {one.made_by_id for one in (export, *same) if one.made_by_id}
    return render_template(
        "reports/exports/show.html",
        export=export,
        asked=asked,
        same=same,
        names=queries.names_of_users(session, people),
        place_names=place_names([export]),
        is_open=export.state in actions.OPEN,
        may_take=queries.export_of(session, export.id, current_user.id) is not None,
        now=clock.now(),
    )


@exports.get(f"{ONE}/tep")
@open_to(Audience.STAFF)
def take(export_id: int) -> Answer:
    """The file itself, for whoever asked for it, as long as it is kept."""
    if queries.export_of(db.session(), export_id, current_user.id) is None:
        abort(404)
    return _send(export_id, clock.now()) or _to(export_id)


@exports.post(f"{ONE}/dung")
@open_to(Audience.STAFF)
def stop(export_id: int) -> Response:
    """Want the file no more."""
    if queries.export_of(db.session(), export_id, current_user.id) is None:
        abort(404)
    with transaction() as session:
        stopped = actions.stop(queries.get_export(session, export_id), now=clock.now())
    if stopped:
        flash(_("The file is not made any more."), "success")
    else:
        flash(_("It was finished already."), "info")
    return _to(export_id)


@exports.post(f"{ONE}/lam-lai")
@open_to(Audience.STAFF)
def again(export_id: int) -> Response:
    """Make the same file once more, under one's own name."""
    return _to(job.order(read(_export(export_id)), by_id=current_user.id, now=clock.now()))


@exports.get("/tai-ve/kiem-tra")
@open_to(Audience.STAFF)
def check() -> str:
    """The form to check a file against the log."""
    return render_template("reports/exports/check.html", form=CheckForm(), checksum="", same=[])


@exports.post("/tai-ve/kiem-tra")
@open_to(Audience.STAFF)
def check_now() -> Answer:
    """Whether this very file left from here, when, and who took it."""
    form, session = CheckForm(), db.session()
    if not form.validate_on_submit():
        page = render_template("reports/exports/check.html", form=form, checksum="", same=[])
        return page, 422
    checksum = form.checksum()
    same = queries.same_bytes(session, checksum)
    return render_template(
        "reports/exports/check.html",
        form=form,
        checksum=checksum,
        same=same,
        names=queries.names_of_users(session, {one.made_by_id for one in same if one.made_by_id}),
        place_names=place_names(same),
    )


def _export(export_id: int) -> Export:
    return queries.find_export(db.session(), export_id) or abort(404)


def _to(export_id: int) -> Response:
    return redirect(url_for(".show", export_id=export_id), 303)


def _send(export_id: int, now: datetime) -> Response | None:
    """The file, with a line in the audit log of who took it; None when it is not there."""
    with transaction() as session:
        export = queries.get_export(session, export_id)
        path = files.path_of(export.id, export.format)
        if export.state is not ExportState.DONE or not path.exists():
            return None
        actions.note_download(session, export, by_id=current_user.id, now=now)
        name, mime_type = export.file_name, MIME_TYPES[FileFormat(export.format)]
    answer = send_file(path, mimetype=mime_type, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _form_page(name: ReportName, form: ExportForm, status: int) -> tuple[str, int]:
    page = render_template("reports/exports/new.html", name=name, report=REPORTS[name], form=form)
    return page, status


def _in_address(now: datetime) -> Chosen:
    """The day in the address, what was known of it when, and what narrows the figures.

    Raises:
        WrongDay: it is no day that can be counted.
    """
    return read_address(request.args, clock.day_in_vietnam(now))


def _past(chosen: Chosen) -> date | None:
    """The day until which things were known; of a day not over, all is counted that is known."""
    known_on = chosen.known_on
    return known_on if known_on is not None and known_on < chosen.today else None


def _log_filters() -> LogFilters:
    """What the address asks the log for; what is no choice of ours asks for everything."""
    person = request.args.get("nguoi", "")
    return LogFilters(
        report=request.args.get("bao_cao", ""),
        format=request.args.get("loai", ""),
        by_id=int(person) if person.isascii() and person.isdigit() and len(person) < 10 else None,
    )


def _arguments() -> dict[str, Any]:
    """The choices of this page, for the addresses of its other pages."""
    return {
        name: request.args[name] for name in ("bao_cao", "loai", "nguoi") if name in request.args
    }
