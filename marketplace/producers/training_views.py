"""Courses in digital skills: which were held, and which producers took part."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.audit import history
from marketplace.db import transaction
from marketplace.producers import actions, queries
from marketplace.producers.errors import AlreadyAttended, NothingToUndo
from marketplace.producers.models import Training, TrainingAttendance
from marketplace.producers.staff_forms import ReasonForm
from marketplace.producers.training_forms import AttendanceForm, CorrectCourseForm, CourseForm
from marketplace.text import clean_line
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

trainings = Blueprint("trainings", __name__, url_prefix="/can-bo/tap-huan")
Answer = Response | str | tuple[str, int]
COURSES_A_PAGE = 50
LONGEST_SEARCH = 100
ONE = "/<int(max=2147483647):training_id>"
ENTRY = f"{ONE}/chu-the/<int(max=2147483647):producer_id>"


@trainings.get("")
@open_to(Audience.STAFF)
def index() -> str:
    """The courses, the latest first."""
    session = db.session()
    page = Page(page_number(), COURSES_A_PAGE, queries.count_trainings(session))
    return render_template(
        "producers/trainings/index.html",
        page=page,
        courses=queries.trainings(session, offset=page.offset, size=page.size),
        url_of=lambda number: url_for(".index", trang=number),
    )


@trainings.get("/them")
@open_to(Audience.STAFF)
def add() -> Answer:
    """The form for a course."""
    form = CourseForm(held_on=clock.day_in_vietnam(clock.now()))
    return render_template("producers/trainings/edit.html", training=None, form=form)


@trainings.post("/them")
@open_to(Audience.STAFF)
def add_now() -> Answer:
    """Record a course."""
    form, now = CourseForm(), clock.now()
    if not form.validate_on_submit():
        return render_template("producers/trainings/edit.html", training=None, form=form), 422
    with transaction() as session:
        history.because(session, actor_id=current_user.id, reason="training.recorded", now=now)
        training = actions.record_training(session, form.input(), actor_id=current_user.id, now=now)
        training_id = training.id
    flash(_("The course is recorded. Now add who took part."), "success")
    return _to(training_id)


@trainings.get(ONE)
@open_to(Audience.STAFF)
def show(training_id: int) -> Answer:
    """One course: who took part, and the search for who else did."""
    return _page(_training(training_id), AttendanceForm())


@trainings.get(f"{ONE}/sua")
@open_to(Audience.STAFF)
def correct(training_id: int) -> Answer:
    """A course, to be set right."""
    training = _training(training_id)
    return _edit_page(training, CorrectCourseForm(obj=training))


@trainings.post(f"{ONE}/sua")
@open_to(Audience.STAFF)
def correct_now(training_id: int) -> Answer:
    """Set a course right."""
    form = CorrectCourseForm()
    if not form.validate_on_submit():
        return _edit_page(_training(training_id), form), 422
    with transaction() as session:
        actions.correct_training(
            session,
            _training(training_id),
            form.input(),
            reason=form.reason.data,
            actor_id=current_user.id,
            now=clock.now(),
        )
    flash(_("The course is corrected."), "success")
    return _to(training_id)


@trainings.post(ENTRY)
@open_to(Audience.STAFF)
def attend(training_id: int, producer_id: int) -> Answer:
    """Enter that people of a producer took part."""
    form, now = AttendanceForm(), clock.now()
    if not form.validate_on_submit():
        return _page(_training(training_id), form), 422
    try:
        with transaction() as session:
            history.because(session, actor_id=current_user.id, reason="training.attended", now=now)
            actions.record_attendance(
                session,
                _training(training_id),
                queries.find_producer(session, producer_id) or abort(404),
                form.people.data,
                actor_id=current_user.id,
                now=now,
            )
    except AlreadyAttended:
        flash(_("The producer is entered already."), "info")
    else:
        flash(_("The producer is entered."), "success")
    return _to(training_id)


@trainings.get(f"{ENTRY}/ghi-nham")
@open_to(Audience.STAFF)
def cancel(training_id: int, producer_id: int) -> Answer:
    """The form that takes a producer out of a course."""
    return _cancel_page(_entry(training_id, producer_id), ReasonForm())


@trainings.post(f"{ENTRY}/ghi-nham")
@open_to(Audience.STAFF)
def cancel_now(training_id: int, producer_id: int) -> Answer:
    """Take a producer out of a course that it did not attend."""
    entry, form = _entry(training_id, producer_id), ReasonForm()
    if not form.validate_on_submit():
        return _cancel_page(entry, form), 422
    try:
        with transaction() as session:
            actions.cancel_attendance(
                session,
                _entry(training_id, producer_id),
                reason=form.reason.data,
                actor_id=current_user.id,
                now=clock.now(),
            )
    except NothingToUndo:
        flash(_("Somebody has taken it back already."), "info")
    else:
        flash(_("The producer counts no more among those who took part."), "success")
    return _to(training_id)


def _training(training_id: int) -> Training:
    return queries.find_training(db.session(), training_id) or abort(404)


def _entry(training_id: int, producer_id: int) -> TrainingAttendance:
    return queries.attendance(db.session(), training_id, producer_id) or abort(404)


def _page(training: Training, form: AttendanceForm) -> str:
    session, asked = db.session(), clean_line(request.args.get("q", ""))[:LONGEST_SEARCH]
    return render_template(
        "producers/trainings/show.html",
        training=training,
        form=form,
        asked=asked,
        entries=queries.attendances(session, training.id),
        found=queries.may_have_attended(session, training.id, asked) if asked else [],
    )


def _edit_page(training: Training, form: CorrectCourseForm) -> str:
    return render_template("producers/trainings/edit.html", training=training, form=form)


def _cancel_page(entry: TrainingAttendance, form: ReasonForm) -> str:
    return render_template("producers/trainings/cancel.html", entry=entry, form=form)


def _to(training_id: int) -> Response:
    """To the course; the search goes on where it was."""
    asked = clean_line(request.args.get("q", ""))[:LONGEST_SEARCH]
    return redirect(url_for(".show", training_id=training_id, q=asked or None), 303)
