"""Pages on which staff do something about those that a figure lacks."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.accounts.queries import find_user, people_of
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.registry.actions import follow_ups as actions
from marketplace.registry.queries import contacts as contact_queries
from marketplace.registry.queries import follow_ups as queries
from marketplace.registry.queries.contacts import Contact
from marketplace.registry.rules.follow_ups import Subject, read_subject
from marketplace.reports.follow_ups import words
from marketplace.reports.follow_ups.forms import (
    AssignForm,
    LetterForm,
    ReasonForm,
    usual_assignment,
)
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number
from marketplace.web.redirects import safe_path

follow_ups = Blueprint("follow_ups", __name__, url_prefix="/can-bo/viec")
Answer = Response | str | tuple[str, int]
ONE = "/<code>/<subject>"
LINES_A_PAGE = 50
MOST_AT_ONCE = 200


@follow_ups.context_processor
def spoken() -> dict[str, object]:
    """Give the pages the words for what is to be done."""
    return {"words": words}


@follow_ups.get("")
@open_to(Audience.STAFF)
def index() -> str:
    """All that is going on, what is due first on top."""
    session = db.session()
    page = Page(page_number(), LINES_A_PAGE, queries.unsettled_count(session))
    return render_template(
        "reports/follow_ups/index.html",
        lines=queries.unsettled(session, page.offset, page.size),
        page=page,
        today=clock.day_in_vietnam(clock.now()),
        url_of=lambda number: url_for(".index", trang=number),
    )


@follow_ups.get("/giao")
@open_to(Audience.STAFF)
def assign() -> Answer:
    """The form that gives what was chosen to a helper."""
    code, chosen = _asked_code(), _chosen()
    if not chosen:
        flash(_("Choose at least one line first."), "error")
        return redirect(_way_back(), 303)
    form = _assign_form(**usual_assignment(clock.day_in_vietnam(clock.now())))
    return _assign_page(code, chosen, form, 200)


@follow_ups.post("/giao")
@open_to(Audience.STAFF)
def assign_now() -> Answer:
    """Give what was chosen to a helper."""
    code, chosen = _asked_code(), _chosen()
    form = _assign_form()
    if not chosen or not form.validate_on_submit():
        return _assign_page(code, chosen, form, 422)
    wanted = form.input()
    with transaction() as session:
        helper = find_user(session, wanted.helper_id) or abort(404)
        actions.assign(
            session,
            [contact.subject for contact in chosen],
            indicator=code,
            helper=helper,
            due_on=wanted.due_on,
            text=wanted.text,
            actor_id=current_user.id,
            now=clock.now(),
        )
        told = ngettext(
            "%(num)s task is assigned to %(helper)s.",
            "%(num)s tasks are assigned to %(helper)s.",
            len(chosen),
            helper=helper.name,
        )
    flash(told, "success")
    return redirect(_way_back(), 303)


@follow_ups.get(ONE)
@open_to(Audience.STAFF)
def show(code: str, subject: str) -> Answer:
    """One product or producer: how to reach it, what was done, what can be done."""
    return _page(_known(code), _contact(subject), 200)


@follow_ups.post(f"{ONE}/thu")
@open_to(Audience.STAFF)
def write_now(code: str, subject: str) -> Answer:
    """Send the producer a letter."""
    contact, form = _contact(subject), LetterForm()
    if contact.email is None or not form.validate_on_submit():
        return _page(_known(code), contact, 422, letter=form)
    wanted = form.input()
    with transaction() as session:
        actions.write(
            session,
            contact.subject,
            indicator=_known(code),
            title=wanted.title,
            text=wanted.text,
            actor_id=current_user.id,
            now=clock.now(),
        )
    flash(_("The letter is on its way to %(address)s.", address=contact.email), "success")
    return redirect(_here(code, contact.subject), 303)


@follow_ups.post(f"{ONE}/ly-do")
@open_to(Audience.STAFF)
def note_now(code: str, subject: str) -> Answer:
    """Keep why it is missing."""
    contact, form = _contact(subject), ReasonForm()
    if not form.validate_on_submit():
        return _page(_known(code), contact, 422, reason=form)
    with transaction() as session:
        actions.note(
            session,
            contact.subject,
            indicator=_known(code),
            text=form.input(),
            actor_id=current_user.id,
            now=clock.now(),
        )
    flash(_("The reason is noted."), "success")
    return redirect(_here(code, contact.subject), 303)


@follow_ups.post("/<int(max=2147483647):follow_up_id>/xong")
@open_to(Audience.STAFF)
def settle(follow_up_id: int) -> Response:
    """Nothing more is to be done about it."""
    with transaction() as session:
        found = queries.find_follow_up(session, follow_up_id) or abort(404)
        actions.settle(session, found, actor_id=current_user.id, now=clock.now())
    flash(_("It is settled."), "success")
    return redirect(_way_back(), 303)


def _known(code: str) -> str:
    return code if words.indicator_of(code) else abort(404)


def _asked_code() -> str:
    return _known(request.values.get("chi_so", ""))


def _contact(subject: str) -> Contact:
    read = read_subject(subject) or abort(404)
    return contact_queries.contacts_of(db.session(), [read]).get(read) or abort(404)


def _chosen() -> list[Contact]:
    """What was ticked, as far as it exists; each once, in the order of the list."""
    texts = dict.fromkeys(request.values.getlist("chon")[:MOST_AT_ONCE])
    subjects = [subject for text in texts if (subject := read_subject(text))]
    found = contact_queries.contacts_of(db.session(), subjects)
    return [found[subject] for subject in subjects if subject in found]


def _way_back() -> str:
    """To the list from which one came."""
    return safe_path(request.values.get("ve"), url_for(".index"))


def _here(code: str, subject: Subject) -> str:
    return url_for(".show", code=code, subject=str(subject), ve=request.values.get("ve"))


def _assign_form(**values: object) -> AssignForm:
    form = AssignForm(**values)
    form.offer(people_of(db.session(), Audience.HELPER))
    return form


def _assign_page(
    code: str, chosen: list[Contact], form: AssignForm, status: int
) -> tuple[str, int]:
    page = render_template(
        "reports/follow_ups/assign.html", code=code, chosen=chosen, form=form, back=_way_back()
    )
    return page, status


def _page(
    code: str,
    contact: Contact,
    status: int,
    *,
    letter: LetterForm | None = None,
    reason: ReasonForm | None = None,
) -> tuple[str, int]:
    today = clock.day_in_vietnam(clock.now())
    page = render_template(
        "reports/follow_ups/show.html",
        code=code,
        contact=contact,
        today=today,
        lines=queries.follow_ups_about(db.session(), code, contact.subject),
        assign=_assign_form(formdata=None, **usual_assignment(today)),
        letter=letter or _letter(code, contact),
        reason=reason or ReasonForm(formdata=None),
        back=_way_back(),
    )
    return page, status


def _letter(code: str, contact: Contact) -> LetterForm:
    producer = contact.producer or ""
    return LetterForm(
        formdata=None,
        title=words.letter_title(code, contact.product),
        letter=words.letter(code, contact.product, producer, current_user.name),
    )
