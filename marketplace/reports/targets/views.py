"""Staff put plans down, and read the results against them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.reports.figures import figures
from marketplace.reports.models import Target
from marketplace.reports.queries.book import book
from marketplace.reports.targets import actions, queries, wording
from marketplace.reports.targets.errors import AlreadySet
from marketplace.reports.targets.forms import CorrectTargetForm, TargetForm, WithdrawForm
from marketplace.reports.targets.rules import FIRST_YEAR, LAST_YEAR, Measure
from marketplace.web.guards import open_to

targets = Blueprint("targets", __name__, url_prefix="/can-bo/so-lieu/ke-hoach")
Answer = Response | str | tuple[str, int]
ONE = "/<int(max=2147483647):target_id>"


@targets.context_processor
def words() -> dict[str, object]:
    """Give the pages the words for targets."""
    return {"target_words": wording}


@targets.get("")
@open_to(Audience.STAFF)
def index() -> str:
    """The plan of a year with the results so far."""
    session, now = db.session(), clock.now()
    today = clock.day_in_vietnam(now)
    years = queries.years(session)
    year = _asked_year() or next((one for one in years if one <= today.year), today.year)
    day = queries.last_day(year, today)
    lines = queries.targets_of(session, year) and queries.against(
        session, year, figures(book(session, day, now=now))
    )
    return render_template(
        "reports/targets/index.html",
        year=year,
        years=sorted({*years, year}, reverse=True),
        lines=lines,
        day=day,
        today=today,
    )


@targets.get("/them")
@open_to(Audience.STAFF)
def add() -> Answer:
    """The form for a target."""
    year = _asked_year() or clock.day_in_vietnam(clock.now()).year
    return _add_page(TargetForm(year=year), 200)


@targets.post("/them")
@open_to(Audience.STAFF)
def add_now() -> Answer:
    """Put a target down."""
    form = TargetForm()
    if not form.validate_on_submit():
        return _add_page(form, 422)
    try:
        with transaction() as session:
            entered = form.input()
            actions.record(session, entered, actor_id=current_user.id, now=clock.now())
    except AlreadySet:
        form.measure.errors = [
            _("The plan of that year has this already. Correct it in the list, with a reason.")
        ]
        return _add_page(form, 422)
    flash(_("The target is recorded."), "success")
    return redirect(url_for(".index", nam=entered.year), 303)


@targets.get(f"{ONE}/sua")
@open_to(Audience.STAFF)
def correct(target_id: int) -> Answer:
    """The form for a correction."""
    target = _target(target_id)
    measure = Measure(target.measure)
    typed = f"{target.value:f}".replace(".", ",") if measure.is_percent else str(int(target.value))
    form = CorrectTargetForm(measure, value=typed, source=target.source)
    return _correct_page(target, form, 200)


@targets.post(f"{ONE}/sua")
@open_to(Audience.STAFF)
def correct_now(target_id: int) -> Answer:
    """Correct a target, with a reason."""
    target = _target(target_id)
    form = CorrectTargetForm(Measure(target.measure))
    if not form.validate_on_submit():
        return _correct_page(target, form, 422)
    value, source, reason = form.input()
    with transaction() as session:
        target = _target(target_id)
        year = target.year
        actions.correct(
            session,
            target,
            value,
            source,
            reason=reason,
            actor_id=current_user.id,
            now=clock.now(),
        )
    flash(_("The target is corrected. What it was before stays in the history."), "success")
    return redirect(url_for(".index", nam=year), 303)


@targets.get(f"{ONE}/rut")
@open_to(Audience.STAFF)
def withdraw(target_id: int) -> Answer:
    """The form for why a target is withdrawn."""
    return _withdraw_page(_target(target_id), WithdrawForm(), 200)


@targets.post(f"{ONE}/rut")
@open_to(Audience.STAFF)
def withdraw_now(target_id: int) -> Answer:
    """Withdraw a target, with a reason."""
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _withdraw_page(_target(target_id), form, 422)
    with transaction() as session:
        target = _target(target_id)
        year = target.year
        actions.withdraw(
            session, target, reason=form.input(), actor_id=current_user.id, now=clock.now()
        )
    flash(_("The target is withdrawn. It stays in the history."), "success")
    return redirect(url_for(".index", nam=year), 303)


def _asked_year() -> int | None:
    """The year in the address, if a plan can be for it."""
    text = request.args.get("nam", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
    return year if year and FIRST_YEAR <= year <= LAST_YEAR else None


def _target(target_id: int) -> Target:
    return queries.target(db.session(), target_id) or abort(404)


def _add_page(form: TargetForm, status: int) -> tuple[str, int]:
    return render_template("reports/targets/add.html", form=form), status


def _correct_page(target: Target, form: CorrectTargetForm, status: int) -> tuple[str, int]:
    measure = Measure(target.measure)
    page = render_template(
        "reports/targets/correct.html", target=target, measure=measure, form=form
    )
    return page, status


def _withdraw_page(target: Target, form: WithdrawForm, status: int) -> tuple[str, int]:
    measure = Measure(target.measure)
    page = render_template(
        "reports/targets/withdraw.html", target=target, measure=measure, form=form
    )
    return page, status
