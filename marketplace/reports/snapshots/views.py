"""Staff read what was frozen, compare it with today, take it away, freeze a day by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Row
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.audit import queries as audit
from marketplace.audit import wording as facts
from marketplace.audit.actions import record
from marketplace.db import transaction
from marketplace.reports.models import Snapshot
from marketplace.reports.snapshots import actions, queries, wording
from marketplace.reports.snapshots.comparing import Change, changes_of, compare, words_of
from marketplace.reports.snapshots.forms import FreezeForm
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

snapshots = Blueprint("snapshots", __name__, url_prefix="/can-bo/so-lieu/chot")
Answer = Response | str | tuple[str, int]
ONE = "/<int(max=2147483647):snapshot_id>"
SNAPSHOTS_A_PAGE = 24
ROWS_A_PAGE = 50


@snapshots.context_processor
def words() -> dict[str, object]:
    """Give the pages the words for snapshots."""
    return {"snapshot_words": wording}


@snapshots.get("")
@open_to(Audience.STAFF)
def index() -> str:
    """Every snapshot, with whether it is still what was frozen."""
    session = db.session()
    page = Page(page_number(), SNAPSHOTS_A_PAGE, queries.snapshot_count(session))
    found = queries.snapshots(session, page.offset, page.size)
    return render_template(
        "reports/snapshots/index.html",
        lines=[(one, taken_by, words_of(one) is not None) for one, taken_by in found],
        page=page,
        url_of=lambda number: url_for(".index", trang=number),
    )


@snapshots.get(ONE)
@open_to(Audience.STAFF)
def show(snapshot_id: int) -> Answer:
    """One snapshot: then, now, what was known then, and the rows that differ."""
    session, now = db.session(), clock.now()
    snapshot, taken_by = _snapshot(snapshot_id)
    kept = words_of(snapshot)
    if kept is None:
        shout = "reports/snapshots/tampered.html"
        return render_template(shout, snapshot=snapshot, taken_by=taken_by), 500
    compared = compare(session, snapshot, json.loads(kept), now=now)
    page = Page(page_number(), ROWS_A_PAGE, len(compared.rows))
    rows = compared.rows[page.offset : page.offset + page.size]
    changes = changes_of(session, rows, snapshot.taken_at)
    others = [
        (change, actor) for change, actor in queries.other_changes(session, snapshot.taken_at)
    ]
    return render_template(
        "reports/snapshots/show.html",
        snapshot=snapshot,
        taken_by=taken_by,
        compared=compared,
        now=now,
        rows=rows,
        changes={row: _told(found) for row, found in changes.items()},
        others=_told(others) if not compared.is_same else [],
        page=page,
        url_of=lambda number: url_for(".show", snapshot_id=snapshot_id, trang=number),
    )


@snapshots.get(f"{ONE}.json")
@open_to(Audience.STAFF)
def download(snapshot_id: int) -> Answer:
    """The very words that were frozen. Who took them is kept in the audit log."""
    snapshot, _taken_by = _snapshot(snapshot_id)
    kept = words_of(snapshot) or abort(404)
    name = f"OCOP {snapshot.day.isoformat()} {snapshot.checksum[:8]}.json"
    with transaction() as session:
        record(
            session,
            actor_id=current_user.id,
            action="snapshot.exported",
            subject="snapshot",
            subject_id=snapshot_id,
            now=clock.now(),
        )
    return send_file(
        BytesIO(kept), mimetype="application/json", as_attachment=True, download_name=name
    )


@snapshots.get("/them")
@open_to(Audience.STAFF)
def freeze() -> Answer:
    """The form to freeze a day by hand."""
    return _freeze_page(FreezeForm(day=clock.day_in_vietnam(clock.now())), 200)


@snapshots.post("/them")
@open_to(Audience.STAFF)
def freeze_now() -> Answer:
    """Freeze a day as it is known now."""
    form = FreezeForm()
    if not form.validate_on_submit():
        return _freeze_page(form, 422)
    asked = form.input()
    with transaction() as session:
        snapshot = actions.take(
            session,
            asked.day,
            taken_by_id=current_user.id,
            reason=asked.reason,
            now=clock.now(),
        )
        snapshot_id = snapshot.id
    flash(_("The figures are frozen. They can be compared at any later time."), "success")
    return redirect(url_for(".show", snapshot_id=snapshot_id), 303)


def _snapshot(snapshot_id: int) -> Row[Snapshot, str | None]:
    return queries.snapshot(db.session(), snapshot_id) or abort(404)


def _freeze_page(form: FreezeForm, status: int) -> tuple[str, int]:
    return render_template("reports/snapshots/freeze.html", form=form), status


def _told(changes: Sequence[Change]) -> list[Mapping[str, Any]]:
    """Changes in words: when, who, why, and what each column was."""
    tables = audit.tracked_tables()
    named: Iterable[set[audit.Named]] = (
        facts.named_in(change, tables[change.table_name]) for change, _actor in changes
    )
    names = audit.names(db.session(), set().union(*named))
    return [
        {
            "at": change.at,
            "actor": actor,
            "kind": facts.TABLES[change.table_name],
            "reason": facts.reason(change.reason),
            "is_new": change.is_new,
            "told": list(facts.told(change, tables[change.table_name], names)),
            "url": url_for("history.show", table_name=change.table_name, row_id=change.row_id),
        }
        for change, actor in changes
    ]
