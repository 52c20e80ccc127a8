"""Staff send files in, say what their columns mean, look at what would change, and take them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.intake import actions, flows, queries, wording
from marketplace.intake.errors import BadFile, DoubleColumn, RowsRefused, Unmapped, WrongState
from marketplace.intake.forms import ColumnsForm, SendForm, columns_form
from marketplace.intake.kinds import OutcomeKind, RemarkKind, Taker
from marketplace.intake.models import IntakeRow, IntakeRun, RunState, TakingMode
from marketplace.intake.returned import Returned, as_csv, write_xlsx
from marketplace.intake.rules import Vocabulary, is_ours
from marketplace.web.filters import number
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

intake = Blueprint("intake", __name__, url_prefix="/can-bo/tap-tin")
FILES_A_PAGE, ROWS_A_PAGE, SAMPLES, LONGEST_REST = 30, 50, 3, 200
ONE = "/<int(max=2147483647):run_id>"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKING = (RunState.READING, RunState.TAKING, RunState.STOPPED)
Shown = Answer | str | tuple[str, int]


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
def send() -> Shown:
    """The form for a file."""
    return _send_page(SendForm(flows.takers(), kind=request.args.get("loai")), 200)


@intake.post("/gui")
@open_to(Audience.STAFF)
def send_now() -> Shown:
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
def columns(run_id: int) -> Shown:
    """What the columns mean, as far as it can be guessed."""
    run = _run(run_id)
    if run.state not in (RunState.MAPPING, RunState.CHECKED):
        return redirect(url_for(".show", run_id=run_id), 303)
    return _columns_page(run, columns_form(run, _taker(run)), 200)


@intake.post(f"{ONE}/cot")
@open_to(Audience.STAFF)
def columns_now(run_id: int) -> Shown:
    """Keep what the columns mean, and read the rows."""
    run = _run(run_id)
    form = columns_form(run, _taker(run))
    if not form.validate_on_submit():
        return _columns_page(run, form, 422)
    said, now = form.input(), clock.now()
    try:
        with transaction() as session:
            run = queries.held_run(session, run_id)
            actions.confirm(
                session,
                run,
                _taker(run),
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
        return _columns_page(_run(run_id), form, 422)
    except Unmapped as refusal:
        form.form_errors = [wording.unfitting(refusal.fields, _taker(_run(run_id)))]
        return _columns_page(_run(run_id), form, 422)
    return redirect(url_for(".show", run_id=run_id), 303)


def _columns_page(run: IntakeRun, form: ColumnsForm, status: int) -> tuple[str, int]:
    vocabulary = Vocabulary(_taker(run).fields)
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


@intake.get(ONE)
@open_to(Audience.STAFF)
def show(run_id: int) -> Shown:
    """One file: its progress, or what would become or became of its rows."""
    run = _run(run_id)
    if run.state is RunState.MAPPING:
        return redirect(url_for(".columns", run_id=run_id), 303)
    if run.state in WORKING:
        return render_template("intake/working.html", run=run, progress=_progress(run))
    return _result_page(run)


def _result_page(run: IntakeRun) -> str:
    session, taker = db.session(), _taker(run)
    outcome = _outcome_asked()
    shown = run.counts.get(outcome, 0) if outcome else sum(run.counts.values())
    page = Page(page_number(), ROWS_A_PAGE, shown)
    rows = queries.rows(session, run.id, outcome, page.offset, page.size)
    return render_template(
        "intake/result.html",
        run=run,
        kind=taker.title,
        state=wording.STATES[run.state],
        fault=wording.fault_of(run),
        said=[(wording.label(taker, name), text) for name, text in run.settings.items() if text],
        unknown=[title for title in run.headings if not (title in run.mapping or is_ours(title))],
        counted=wording.counted(run),
        outcome=outcome,
        outcomes=wording.OUTCOMES,
        lines=_lines(run, taker, rows),
        page=page,
        refused=run.counts.get(OutcomeKind.REFUSED, 0),
        unsure=run.counts.get(OutcomeKind.UNSURE, 0),
        taken_before=queries.taken_before(session, run),
        url_of=lambda number: url_for(".show", run_id=run.id, ket_qua=outcome, trang=number),
    )


def _outcome_asked() -> str | None:
    asked = request.args.get("ket_qua", "")
    return asked if asked in {kind.value for kind in OutcomeKind} else None


def _lines(run: IntakeRun, taker: Taker, rows: Sequence[IntakeRow]) -> Iterator[dict[str, Any]]:
    """Rows as the page shows them: line, name, outcome, and what is said of them."""
    reader = flows.reader_of(run)
    name_field = taker.fields[0].name
    for row in rows:
        shown = reader.masked(row.cells)
        said = reader.read(row.line, shown, row.above).cells
        is_row = row.outcome != OutcomeKind.IGNORED
        rest = [
            text
            for name, text in said.items()
            if name != name_field and run.settings.get(name) != text
        ]
        remarks = [wording.remark_from(kept) for kept in row.remarks]
        yield {
            "line": row.line,
            "name": said.get(name_field, "") if is_row else " ".join(filter(None, shown))[:200],
            "rest": " · ".join(rest)[:LONGEST_REST] if is_row else "",
            "outcome": OutcomeKind(row.outcome) if row.outcome else None,
            "remarks": [
                (
                    one.kind is RemarkKind.FAULT,
                    wording.column(run, taker, one.column) if one.column else "",
                    wording.sentence(taker, one),
                )
                for one in remarks
            ],
        }


@intake.get(f"{ONE}/tien-do")
@open_to(Audience.STAFF)
def progress(run_id: int) -> dict[str, Any]:
    """How far the work on a file is, for the page that shows it."""
    run = _run(run_id)
    return _progress(run) | {"is_over": run.state not in (RunState.READING, RunState.TAKING)}


def _progress(run: IntakeRun) -> dict[str, Any]:
    """``total`` is missing while nobody knows how many rows there are."""
    is_taking = run.mode is not None
    if run.rows_total is None:
        words = _("%(rows)s rows read…", rows=number(run.rows_read))
        return {"done": None, "total": None, "words": words}
    done = run.rows_taken if is_taking else sum(run.counts.values())
    numbers = {"done": number(done), "total": number(run.rows_total)}
    if is_taking:
        words = _("%(done)s of %(total)s rows taken", **numbers)
    else:
        words = _("%(done)s of %(total)s rows checked", **numbers)
    return {"done": done, "total": run.rows_total, "words": words}


@intake.post(f"{ONE}/nhap")
@open_to(Audience.STAFF)
def take(run_id: int) -> Answer:
    """Begin to take the rows."""
    is_whole = request.form.get("cach") == TakingMode.ALL_OR_NOTHING
    mode = TakingMode.ALL_OR_NOTHING if is_whole else TakingMode.GOOD_ROWS
    try:
        with transaction() as session:
            run = _held(run_id)
            actions.start_taking(run, mode, now=clock.now())
            actions.queue(session, run, now=clock.now())
    except RowsRefused as refusal:
        sentence = _("%(rows)s rows are refused, so nothing was taken.", rows=refusal.rows)
        flash(sentence, "error")
    except WrongState:
        flash(_("The file is further on already."), "info")
    return _back(run_id)


@intake.post(f"{ONE}/dung")
@open_to(Audience.STAFF)
def stop(run_id: int) -> Answer:
    """Pause the work."""
    try:
        with transaction():
            actions.stop(_held(run_id), now=clock.now())
    except WrongState:
        flash(_("The file is further on already."), "info")
    return _back(run_id)


@intake.post(f"{ONE}/tiep")
@open_to(Audience.STAFF)
def resume(run_id: int) -> Answer:
    """Go on where it was stopped."""
    try:
        with transaction() as session:
            run = _held(run_id)
            actions.resume(run, now=clock.now())
            actions.queue(session, run, now=clock.now())
    except WrongState:
        flash(_("The file is further on already."), "info")
    return _back(run_id)


@intake.post(f"{ONE}/bo")
@open_to(Audience.STAFF)
def discard(run_id: int) -> Answer:
    """Drop a file of which nothing was taken."""
    _run(run_id)
    try:
        flows.discard(run_id, actor_id=current_user.id, now=clock.now())
    except WrongState:
        flash(_("Rows of this file were taken already, so it cannot be discarded."), "error")
        return _back(run_id)
    flash(_("The file is discarded. Nothing was taken."), "success")
    return redirect(url_for(".index"), 303)


@intake.get(f"{ONE}/tra-lai.<any(csv, xlsx):ending>")
@open_to(Audience.STAFF)
def returned(run_id: int, ending: str) -> Response:
    """The refused rows as a file, to be corrected and sent in again.

    Secrets are in it only for who sent them in.
    """
    run = _run(run_id)
    said = queries.said_above(db.session(), run_id, OutcomeKind.REFUSED)
    rows = queries.all_rows(db.session(), run_id, OutcomeKind.REFUSED)
    shows_secrets = run.started_by_id == current_user.id
    back = Returned(run, _taker(run), flows.reader_of(run), said, shows_secrets=shows_secrets)
    if ending == "csv":
        answer = Response("".join(as_csv(back, rows)), mimetype="text/csv")
    else:
        out = io.BytesIO()
        write_xlsx(back, rows, out)
        answer = Response(out.getvalue(), mimetype=XLSX)
    answer.headers.set(
        "Content-Disposition", "attachment", filename=f"dong-bi-tu-choi-{run_id}.{ending}"
    )
    return answer


def _run(run_id: int) -> IntakeRun:
    run = queries.find_run(db.session(), run_id)
    return run if run is not None and run.kind in flows.takers() else abort(404)


def _held(run_id: int) -> IntakeRun:
    _run(run_id)
    return queries.held_run(db.session(), run_id)


def _taker(run: IntakeRun) -> Taker:
    return flows.takers()[run.kind]


def _back(run_id: int) -> Answer:
    return redirect(url_for(".show", run_id=run_id), 303)
