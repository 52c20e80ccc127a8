"""Staff make two products or producers one, one two, and undo it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.audit.models import AuditEntry
from marketplace.catalog.actions.merging import Why, undo_merge
from marketplace.catalog.merging.forms import SplitForm
from marketplace.catalog.merging.subjects import SUBJECTS, Subject
from marketplace.catalog.merging.wording import refusal_words
from marketplace.catalog.queries import merging as queries
from marketplace.catalog.staff_forms import ReasonForm
from marketplace.db import transaction
from marketplace.errors import Refusal
from marketplace.text import clean_line
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

merging = Blueprint("merging", __name__, url_prefix="/can-bo")
Answer = Response | str | tuple[str, int]
THING = '/<any("san-pham", "chu-the"):what>/<int(max=2147483647):thing_id>'
CHOOSE = f"{THING}/gop"
MERGE = f"{THING}/gop/<int(max=2147483647):kept_id>"
SPLIT = f"{THING}/tach"
UNDO = "/gop/<int(max=2147483647):entry_id>/hoan-lai"
MERGES_A_PAGE = 50
FOUND_AT_MOST = 30


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge as the list shows it."""

    entry: AuditEntry
    actor: str | None
    lost: str
    kept: str
    kept_url: str
    is_undone: bool


@merging.get("/gop")
@open_to(Audience.STAFF)
def index() -> str:
    """What was merged, with what can be undone."""
    session = db.session()
    page = Page(page_number(), MERGES_A_PAGE, queries.merges_count(session))
    return render_template(
        "catalog/merging/index.html",
        merges=[_merge(*row) for row in queries.merges(session, page.offset, page.size)],
        page=page,
        url_of=lambda number: url_for(".index", trang=number),
    )


def _merge(entry: AuditEntry, actor: str | None) -> Merge:
    session, lost_id, kept_id = db.session(), entry.subject_id or 0, entry.details["into"]
    names = queries.names_of(session, entry.subject, [lost_id, kept_id])
    (subject,) = (one for one in SUBJECTS.values() if one.name == entry.subject)
    return Merge(
        entry,
        actor,
        names[lost_id],
        names[kept_id],
        subject.url(kept_id),
        queries.is_undone(session, entry),
    )


@merging.get(CHOOSE)
@open_to(Audience.STAFF)
def choose(what: str, thing_id: int) -> str:
    """Look for what this one is the same as."""
    session, subject = db.session(), SUBJECTS[what]
    thing = _thing(subject, thing_id)
    asked = clean_line(request.args.get("q", ""))[:100]
    matches = (
        queries.things_called(session, subject.name, asked, FOUND_AT_MOST, but=thing.id)
        if asked
        else []
    )
    return render_template(
        "catalog/merging/choose.html",
        what=what,
        thing=thing,
        thing_url=subject.url(thing.id),
        asked=asked,
        alike=subject.alike(session, thing.id),
        matches=matches,
    )


@merging.get(MERGE)
@open_to(Audience.STAFF)
def preview(what: str, thing_id: int, kept_id: int) -> Answer:
    """What merging one into the other would move."""
    return _preview(what, thing_id, kept_id, ReasonForm(), 200)


@merging.post(MERGE)
@open_to(Audience.STAFF)
def merge(what: str, thing_id: int, kept_id: int) -> Answer:
    """Merge one into the other."""
    subject, form = SUBJECTS[what], ReasonForm()

    def act() -> None:
        with transaction() as session:
            lost, kept = _thing(subject, thing_id), _thing(subject, kept_id)
            subject.merge(session, lost, kept, _why(form))

    if not _does(form, act):
        return _preview(what, thing_id, kept_id, form, 422)
    flash(_("They are one now. It can be undone under “What was merged”."), "success")
    return redirect(subject.url(kept_id), 303)


@merging.get(SPLIT)
@open_to(Audience.STAFF)
def split(what: str, thing_id: int) -> Answer:
    """The form for splitting off a part."""
    return _split_page(what, thing_id, SplitForm(name=_thing(SUBJECTS[what], thing_id).name), 200)


@merging.post(SPLIT)
@open_to(Audience.STAFF)
def split_now(what: str, thing_id: int) -> Answer:
    """Split off a part."""
    subject = SUBJECTS[what]
    form = subject.offer(db.session(), _thing(subject, thing_id), SplitForm())
    made: list[int] = []

    def act() -> None:
        with transaction() as session:
            new = subject.split(session, _thing(subject, thing_id), form, _why(form))
            made.append(new.id)

    if not _does(form, act):
        return _split_page(what, thing_id, form, 422)
    flash(_("They are two now. Merging them again undoes it."), "success")
    return redirect(subject.url(made[0]), 303)


@merging.get(UNDO)
@open_to(Audience.STAFF)
def undo(entry_id: int) -> Answer:
    """The form for undoing a merge."""
    return _undo_page(entry_id, ReasonForm(), 200)


@merging.post(UNDO)
@open_to(Audience.STAFF)
def undo_now(entry_id: int) -> Answer:
    """Undo a merge."""
    form = ReasonForm()

    def act() -> None:
        with transaction() as session:
            undo_merge(session, _entry(entry_id), _why(form))

    if not _does(form, act):
        return _undo_page(entry_id, form, 422)
    flash(_("The merge is undone: they are two again."), "success")
    return redirect(url_for(".index"), 303)


def _does(form: ReasonForm, act: Callable[[], None]) -> bool:
    """Whether a valid form was carried out; why not is told in the form."""
    if not form.validate_on_submit():
        return False
    try:
        act()
    except Refusal as refusal:
        form.form_errors.append(refusal_words(refusal))
        return False
    return True


def _why(form: ReasonForm) -> Why:
    return Why(current_user.id, form.input(), clock.now())


def _thing(subject: Subject, thing_id: int) -> Any:
    return subject.find(db.session(), thing_id) or abort(404)


def _entry(entry_id: int) -> AuditEntry:
    return queries.merge_entry(db.session(), entry_id) or abort(404)


def _preview(
    what: str, thing_id: int, kept_id: int, form: ReasonForm, status: int
) -> tuple[str, int]:
    session, subject = db.session(), SUBJECTS[what]
    lost, kept = _thing(subject, thing_id), _thing(subject, kept_id)
    obstacle = ""
    try:
        subject.check(session, lost, kept)
    except Refusal as refusal:
        obstacle = refusal_words(refusal)
    page = render_template(
        "catalog/merging/preview.html",
        what=what,
        lost=lost,
        kept=kept,
        lost_url=subject.url(lost.id),
        kept_url=subject.url(kept.id),
        moves=subject.moves(session, lost, kept),
        obstacle=obstacle,
        form=form,
    )
    return page, status


def _split_page(what: str, thing_id: int, form: SplitForm, status: int) -> tuple[str, int]:
    subject = SUBJECTS[what]
    thing = _thing(subject, thing_id)
    page = render_template(
        "catalog/merging/split.html",
        what=what,
        thing=thing,
        thing_url=subject.url(thing.id),
        form=subject.offer(db.session(), thing, form),
    )
    return page, status


def _undo_page(entry_id: int, form: ReasonForm, status: int) -> tuple[str, int]:
    entry = _entry(entry_id)
    page = render_template("catalog/merging/undo.html", merge=_merge(entry, None), form=form)
    return page, status
