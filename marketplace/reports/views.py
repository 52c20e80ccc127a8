"""Pages of trade-promotion staff: the two figures of any day, who is missing, the files."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

from flask import Blueprint, abort, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.audit.actions import record
from marketplace.db import transaction
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.reports import csv_file, making, queries, rules, wording, xlsx_file
from marketplace.reports.errors import DayBeforeProgramme, DayToCome, WrongDay
from marketplace.reports.groups import groupings
from marketplace.reports.lists import row_lists
from marketplace.reports.making import Making
from marketplace.reports.rows import Figures
from marketplace.web import filters
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

staff = Blueprint("staff", __name__, url_prefix="/can-bo")
indicators = Blueprint("indicators", __name__, url_prefix="/can-bo/so-lieu")
ROWS_A_PAGE = 100
Answer = Response | str | tuple[str, int]


@staff.context_processor
@indicators.context_processor
def words() -> dict[str, object]:
    """Give the pages the words for rows and shares."""
    return {"wording": wording}


@staff.get("/")
@open_to(Audience.STAFF)
def home() -> Answer:
    """Today's figures and what needs doing."""
    now = clock.now()
    figures = queries.figures(db.session(), clock.day_in_vietnam(now), now=now)
    return render_template(
        "reports/home.html",
        figures=figures,
        headline=making.headline(figures),
        tasks=[task for task in row_lists(figures).values() if task.rows],
    )


@indicators.get("")
@open_to(Audience.STAFF)
def show() -> Answer:
    """Both figures of the day asked for, with who is missing."""
    now = clock.now()
    try:
        day = _asked_day(now)
    except WrongDay as refusal:
        return _wrong_day(refusal, now)
    figures = queries.figures(db.session(), day, now=now)
    return render_template(
        "reports/show.html",
        figures=figures,
        headline=making.headline(figures),
        lists=row_lists(figures),
        groupings=groupings(figures),
        rows_shown=ROWS_A_PAGE,
        making=_making(day, now),
        choice=_day_choice(now, day.isoformat()),
    )


@indicators.get("/<name>")
@open_to(Audience.STAFF)
def rows(name: str) -> Answer:
    """One list behind the figures, in pages."""
    now = clock.now()
    try:
        day = _asked_day(now)
    except WrongDay as refusal:
        return _wrong_day(refusal, now)
    asked = row_lists(queries.figures(db.session(), day, now=now)).get(name)
    if asked is None:
        abort(404)
    page = Page(page_number(), ROWS_A_PAGE, len(asked.rows))
    return render_template(
        "reports/rows.html",
        list=asked,
        day=day,
        today=clock.day_in_vietnam(now),
        page=page,
        rows=asked.rows[page.offset : page.offset + page.size],
        url_of=lambda number: url_for(".rows", name=name, ngay=day.isoformat(), trang=number),
    )


@indicators.get("/tai-ve.<any(xlsx, csv):ending>")
@open_to(Audience.STAFF)
def export(ending: str) -> Answer:
    """The figures of a day as a file. Who took it is kept in the audit log."""
    now = clock.now()
    try:
        day = _asked_day(now)
    except WrongDay as refusal:
        return _wrong_day(refusal, now)
    figures = queries.figures(db.session(), day, now=now)
    content, mime_type = _write(figures, ending, now)
    _note_export(figures, ending, now)
    return send_file(
        BytesIO(content),
        mimetype=mime_type,
        as_attachment=True,
        download_name=making.file_name(day, ending),
    )


def _write(figures: Figures, ending: str, now: datetime) -> tuple[bytes, str]:
    if ending == "xlsx":
        return xlsx_file.write(figures, _making(figures.day, now)), xlsx_file.MIME_TYPE
    separator = csv_file.separator_named(request.args.get("dau", ""))
    return csv_file.write(figures, separator), csv_file.MIME_TYPE


def _note_export(figures: Figures, ending: str, now: datetime) -> None:
    with transaction() as session:
        record(
            session,
            actor_id=current_user.id,
            action="figures.exported",
            subject="figures",
            subject_id=None,
            now=now,
            day=figures.day.isoformat(),
            file=ending,
            products=len(figures.listing.rows),
            producers=len(figures.e_payment.rows),
        )


def _making(day: date, now: datetime) -> Making:
    return Making(
        at=now, by=current_user.name, platforms=queries.counted_platforms(db.session(), day)
    )


def _asked_day(now: datetime) -> date:
    """The day in the address, else today."""
    today = clock.day_in_vietnam(now)
    typed = request.args.get("ngay", "")
    return rules.read_day(typed, today) if typed.strip() else today


def _day_choice(now: datetime, typed: str, problem: str = "") -> dict[str, object]:
    """What the form for the day shows: what was typed, what is wrong with it, usual days."""
    today = clock.day_in_vietnam(now)
    return {
        "typed": typed,
        "problem": problem,
        "first": PROGRAMME_BEGAN,
        "today": today,
        "usual": [
            (_("Today so far"), today),
            (_("End of last month"), rules.end_of_last_month(today)),
            (_("End of last year"), rules.end_of_last_year(today)),
            (filters.day(rules.FIRST_PUBLISHED), rules.FIRST_PUBLISHED),
        ],
    }


def _wrong_day(refusal: WrongDay, now: datetime) -> tuple[str, int]:
    choice = _day_choice(now, request.args.get("ngay", ""), _told(refusal))
    return render_template("reports/wrong_day.html", choice=choice), 422


def _told(refusal: WrongDay) -> str:
    match refusal:
        case DayToCome(today=today):
            return str(
                _(
                    "This day has not come yet. Choose today, %(day)s, or a day before.",
                    day=filters.day(today),
                )
            )
        case DayBeforeProgramme(began=began):
            return str(
                _(
                    "The OCOP programme began on %(day)s. Choose that day or a later one.",
                    day=filters.day(began),
                )
            )
    return str(_("This is not a day. Enter it like 31/12/2022."))
