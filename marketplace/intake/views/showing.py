"""Staff look at a file: how far it is, what would become of its rows, which are refused."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from marketplace import db
from marketplace.audience import Audience
from marketplace.intake import flows, queries, wording
from marketplace.intake.kinds import OutcomeKind, RemarkKind, Taker
from marketplace.intake.models import IntakeRow, IntakeRun, RunState
from marketplace.intake.returned import Returned, as_csv, write_xlsx
from marketplace.intake.rules import is_ours
from marketplace.intake.views.desk import ONE, intake, run_or_404, taker_of
from marketplace.web.filters import number
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

ROWS_A_PAGE, LONGEST_REST = 50, 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKING = (RunState.READING, RunState.TAKING, RunState.STOPPED)


@intake.get(ONE)
@open_to(Audience.STAFF)
def show(run_id: int) -> Answer | str:
    """One file: its progress, or what would become or became of its rows."""
    run = run_or_404(run_id)
    if run.state is RunState.MAPPING:
        return redirect(url_for(".columns", run_id=run_id), 303)
    if run.state in WORKING:
        return render_template("intake/working.html", run=run, progress=_progress(run))
    return _result_page(run)


def _result_page(run: IntakeRun) -> str:
    session, taker = db.session(), taker_of(run)
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
    run = run_or_404(run_id)
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


@intake.get(f"{ONE}/tra-lai.<any(csv, xlsx):ending>")
@open_to(Audience.STAFF)
def returned(run_id: int, ending: str) -> Response:
    """The refused rows as a file, to be corrected and sent in again.

    Secrets are in it only for who sent them in.
    """
    run = run_or_404(run_id)
    said = queries.said_above(db.session(), run_id, OutcomeKind.REFUSED)
    rows = queries.all_rows(db.session(), run_id, OutcomeKind.REFUSED)
    shows_secrets = run.started_by_id == current_user.id
    back = Returned(run, taker_of(run), flows.reader_of(run), said, shows_secrets=shows_secrets)
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
