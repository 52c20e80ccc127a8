"""Pages of trade-promotion staff: today, the figures of any day, the rows behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.registry.queries import follow_ups
from marketplace.registry.rules.follow_ups import Subject
from marketplace.reports import rules, wording
from marketplace.reports.dashboard import choices, lists
from marketplace.reports.dashboard.asked import Asked, WrongKnownDay, read
from marketplace.reports.dashboard.lists import RowList, Shape
from marketplace.reports.dashboard.page import Reader
from marketplace.reports.dashboard.trends import Pace
from marketplace.reports.errors import DayBeforeProgramme, DayToCome, WrongDay
from marketplace.reports.follow_ups import words as follow_up_words
from marketplace.reports.rules import Indicator
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
    """Today's figures, how they grew, and what needs doing."""
    now = clock.now()
    today = clock.day_in_vietnam(now)
    reader = Reader(db.session(), Asked(today, today), now)
    points = reader.points(Pace.MONTHS)
    return render_template(
        "reports/home.html",
        reader=reader,
        today=today,
        tiles=reader.headlines(points),
        cards=reader.home_cards(points),
        tasks=reader.tasks(),
        overdue=follow_ups.overdue_count(db.session(), today),
        given=follow_ups.unsettled_count(db.session()),
    )


@indicators.get("")
@open_to(Audience.STAFF)
def show() -> Answer:
    """Every figure of the day asked for: sentences, charts, tables."""
    now = clock.now()
    try:
        asked = _asked(now)
    except WrongDay as refusal:
        return _wrong_day(refusal, now)
    reader, pace = Reader(db.session(), asked, now), _pace()
    points = reader.points(pace)
    return render_template(
        "reports/show.html",
        tiles=reader.tiles(points),
        sections=reader.sections(points, pace),
        pace=pace,
        paces=Pace,
        printed_at=now,
        printed_by=current_user.name,
        **_common(reader, now),
    )


@indicators.get("/chi-so/<code>")
@open_to(Audience.STAFF)
def figure(code: str) -> Answer:
    """One figure with its definition and every way to split it."""
    indicator = next((one for one in Indicator if one.value == code), None) or abort(404)
    now = clock.now()
    try:
        asked = _asked(now)
    except WrongDay as refusal:
        return _wrong_day(refusal, now)
    reader = Reader(db.session(), asked, now)
    found = reader.figures[indicator]
    return render_template(
        "reports/figure.html",
        figure=found,
        tile=reader.tile(found),
        cards=reader.cards_of(found),
        **_common(reader, now),
    )


@indicators.get("/<name>")
@open_to(Audience.STAFF)
def rows(name: str) -> Answer:
    """The rows behind one number, in pages."""
    now = clock.now()
    try:
        asked = _asked(now)
    except WrongDay as refusal:
        return _wrong_day(refusal, now)
    group = lists.read_group(request.args.get("nhom", ""))
    if request.args.get("nhom") and group is None:
        abort(404)
    reader = Reader(db.session(), asked, now)
    found = lists.find_list(reader.figures, name, group) or abort(404)
    page = Page(page_number(), ROWS_A_PAGE, len(found.rows))
    shown = found.rows[page.offset : page.offset + page.size]
    return render_template(
        "reports/rows.html",
        list=found,
        name=name,
        group=str(group) if group else None,
        page=page,
        rows=shown,
        subjects=[_subject(found, row) for row in shown],
        going_on=_going_on(found, shown),
        follow_up_words=follow_up_words,
        url_of=lambda number: reader.rows_url(name, group, trang=number),
        **_common(reader, now),
    )


def _subject(found: RowList, row: Any) -> Subject | None:
    """Whom one follows up in a row; nobody in a list of what is well."""
    if not found.code:
        return None
    return Subject(None, row.id) if found.shape is Shape.PRODUCERS else Subject(row.id)


def _going_on(found: RowList, shown: Sequence[Any]) -> dict[Subject, list[follow_ups.FollowUpLine]]:
    """What is being done about the rows of a page, in one statement."""
    subjects = [subject for row in shown if (subject := _subject(found, row))]
    if not subjects:
        return {}
    return follow_ups.open_follow_ups(db.session(), found.code, subjects)


def _common(reader: Reader, now: datetime) -> dict[str, object]:
    """What every page of figures shows: the day, the choices, and when it is not today's."""
    asked = reader.asked
    return {
        "asked": asked,
        "reader": reader,
        "day": asked.day.isoformat(),
        "url_here": _url_here,
        "today": asked.today,
        "is_open": request.args.get("bang") == "mo",
        "choice": _day_choice(now, asked.day.isoformat()),
        "choices": choices.choices(db.session(), reader.figures.book),
        "narrowed": choices.narrowed(reader.figures.book, asked),
    }


def _url_here(arguments: Mapping[str, Any]) -> str:
    """The address of this page, of the same group of rows, with these arguments."""
    kept: dict[str, Any] = {"nhom": request.args["nhom"]} if "nhom" in request.args else {}
    return url_for(request.endpoint or "", **(request.view_args or {}), **kept, **arguments)


def _pace() -> Pace:
    return Pace.YEARS if request.args.get("dien-bien") == Pace.YEARS.value else Pace.MONTHS


def _asked(now: datetime) -> Asked:
    """What the address asks for."""
    return read(request.args, clock.day_in_vietnam(now))


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
    problem = _told(refusal)
    if isinstance(refusal, WrongKnownDay):
        problem = _("As known at the end of: %(problem)s", problem=_told(refusal.cause))
    choice = _day_choice(now, request.args.get("ngay", ""), problem)
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
