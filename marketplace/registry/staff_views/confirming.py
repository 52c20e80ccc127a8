"""A change in two steps: what would change is shown first, as the history will keep it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.audit import queries as audit
from marketplace.audit import wording
from marketplace.audit.queries import Named
from marketplace.audit.wording import Told
from marketplace.db import transaction
from marketplace.errors import Refusal
from marketplace.registry.actions.certificates import Why
from marketplace.registry.certificate_wording import refused
from marketplace.registry.staff_forms import ReasonForm

Answer = Response | str | tuple[str, int]
Act = Callable[[Session, Why], object]
CONFIRMED, AGAIN = "xac-nhan", "sua-lai"


@dataclass(frozen=True, slots=True)
class Step:
    """One change: its form, the page of the form, what it does, and where it leads."""

    form: ReasonForm
    page: Callable[[int], Answer]  # status -> the form's page
    act: Act
    title: str
    done: str
    back: str
    fields: dict[type[Refusal], str]  # the field beside which a refusal is told


@dataclass(frozen=True, slots=True)
class Subject:
    """One row that would change."""

    kind: str
    name: str
    is_new: bool
    told: list[Told]


class _OnlyTried(Exception):
    """Ends a transaction that was only tried, with what it would have changed."""

    def __init__(self, subjects: list[Subject]) -> None:
        super().__init__("only tried")
        self.subjects = subjects


def take(step: Step) -> Answer:
    """Answer the form: its faults, or what would change, or the change itself."""
    if not step.form.validate_on_submit():
        return step.page(422)
    if AGAIN in request.form:
        return step.page(200)
    why = Why(current_user.id, step.form.reason.data, clock.now())
    try:
        if CONFIRMED not in request.form:
            return _confirm_page(step, _try(step.act, why))
        with transaction() as session:
            step.act(session, why)
    except Refusal as refusal:
        _tell(step, refusal)
        return step.page(422)
    flash(step.done, "success")
    return redirect(step.back, 303)


def _try(act: Act, why: Why) -> list[Subject]:
    """Do it, read what the history says of it, and undo it."""
    try:
        with transaction() as session:
            before = audit.last_change_id(session)
            act(session, why)
            session.flush()
            raise _OnlyTried(_subjects(session, before))
    except _OnlyTried as tried:
        return tried.subjects


def _subjects(session: Session, before: int) -> list[Subject]:
    tables = audit.tracked_tables()
    changes = audit.latest_changes(session, before)
    owners = {
        change.id: audit.owner(session, tables[change.table_name], change.row_id)
        for change in changes
    }
    wanted = {(change.table_name, change.row_id) for change in changes}
    wanted |= {owner for owner in owners.values() if owner is not None}
    for change in changes:
        wanted |= wording.named_in(change, tables[change.table_name])
    names = audit.names(session, wanted)
    return [
        Subject(
            kind=str(wording.TABLES[change.table_name]),
            name=_name(names, (change.table_name, change.row_id), owners[change.id]),
            is_new=change.is_new,
            told=list(wording.told(change, tables[change.table_name], names)),
        )
        for change in changes
    ]


def _name(names: Mapping[Named, str], row: Named, owner: Named | None) -> str:
    """How a row is called, else what it is about."""
    return names.get(row) or (names.get(owner, "") if owner else "")


def _confirm_page(step: Step, subjects: list[Subject]) -> str:
    sent: MultiDict[str, str] = MultiDict(
        (name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"
    )
    return render_template(
        "registry/confirm.html", step=step, subjects=subjects, sent=sent.items(multi=True)
    )


def _tell(step: Step, refusal: Refusal) -> None:
    name = step.fields.get(type(refusal))
    if name is None:
        step.form.form_errors.append(refused(refusal))
    else:
        step.form[name].errors = [refused(refusal)]
