"""Staff send files in and say what their columns mean."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.intake import actions, flows, queries, wording
from marketplace.intake.errors import BadFile, DoubleColumn, Unmapped, WrongState
from marketplace.intake.forms import ColumnsForm, SendForm, columns_form
from marketplace.intake.models import IntakeRun, RunState
from marketplace.intake.rules import Vocabulary
from marketplace.intake.views.desk import ONE, held_or_404, intake, run_or_404, taker_of
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

FILES_A_PAGE, SAMPLES = 30, 3
Answer = Response | str | tuple[str, int]


@intake.get("")
@open_to(Audience.STAFF)
def index() -> str:
    """The files that came in: who sent them, when, and what became of their rows."""
    session = db.session()
    page = Page(page_number(), FILES_A_PAGE, queries.runs_count(session))
    return render_template(
        "intake/index.html",
        runs=queries.runs(session, page.offset, page.size),
        page=page,
        states=wording.STATES,
        kinds={name: taker.title for name, taker in flows.takers().items()},
        counted=wording.counted,
        url_of=lambda number: url_for(".index", trang=number),
    )


@intake.get("/gui")
@open_to(Audience.STAFF)
def send() -> Answer:
    """The form for a file."""
    return _send_page(SendForm(flows.takers(), kind=request.args.get("loai")), 200)


@intake.post("/gui")
@open_to(Audience.STAFF)
def send_now() -> Answer:
    """Let a file in."""
    form = SendForm(flows.takers())
    if not form.validate_on_submit():
        return _send_page(form, 422)
    sent = form.input()
    try:
        run_id = flows.receive(
            flows.takers()[sent.kind],
            sent.file.stream,
            sent.file.filename or "",
            actor_id=current_user.id,
            now=clock.now(),
        )
    except BadFile as refusal:
        form.file.errors = [wording.file_fault(refusal)]
        return _send_page(form, 422)
    return redirect(url_for(".show", run_id=run_id), 303)


def _send_page(form: SendForm, status: int) -> tuple[str, int]:
    return render_template("intake/send.html", form=form), status


@intake.get(f"{ONE}/cot")
@open_to(Audience.STAFF)
def columns(run_id: int) -> Answer:
    """What the columns mean, as far as it can be guessed."""
    run = run_or_404(run_id)
    if run.state not in (RunState.MAPPING, RunState.CHECKED):
        return redirect(url_for(".show", run_id=run_id), 303)
    return _columns_page(run, columns_form(run, taker_of(run)), 200)


@intake.post(f"{ONE}/cot")
@open_to(Audience.STAFF)
def columns_now(run_id: int) -> Answer:
    """Keep what the columns mean, and read the rows."""
    run = run_or_404(run_id)
    form = columns_form(run, taker_of(run))
    if not form.validate_on_submit():
        return _columns_page(run, form, 422)
    said, now = form.input(), clock.now()
    try:
        with transaction() as session:
            run = held_or_404(run_id)
            actions.confirm(
                session,
                run,
                taker_of(run),
                said.mapping,
                said.settings,
                actor_id=current_user.id,
                now=now,
            )
            actions.queue(session, run, now=now)
    except WrongState:
        flash(_("The file is further on already."), "info")
    except DoubleColumn as refusal:
        form.box_of(refusal.field).errors = [_("Two columns were given this meaning.")]
        return _columns_page(run_or_404(run_id), form, 422)
    except Unmapped as refusal:
        form.form_errors = [wording.unfitting(refusal.fields, taker_of(run_or_404(run_id)))]
        return _columns_page(run_or_404(run_id), form, 422)
    return redirect(url_for(".show", run_id=run_id), 303)


def _columns_page(run: IntakeRun, form: ColumnsForm, status: int) -> tuple[str, int]:
    vocabulary = Vocabulary(taker_of(run).fields)
    page = render_template(
        "intake/columns.html",
        run=run,
        form=form,
        samples=_samples(run),
        is_plain=lambda heading: vocabulary.exact(heading) == run.mapping.get(heading),
        taken_before=queries.taken_before(db.session(), run),
    )
    return page, status


def _samples(run: IntakeRun) -> dict[int, list[str]]:
    """What stands in each column, a few different cells."""
    return {
        place: list(
            dict.fromkeys(row[place] for row in run.samples if place < len(row) and row[place])
        )[:SAMPLES]
        for place in range(len(run.headings))
    }
