"""The history of one fact: who changed what, when, why, and from which file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, render_template, url_for
from sqlalchemy import Table

from marketplace import db
from marketplace.audience import Audience
from marketplace.audit import queries, wording
from marketplace.audit.models import FactChange
from marketplace.audit.wording import Told
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

history = Blueprint("history", __name__, url_prefix="/can-bo/lich-su")
CHANGES_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One change, as the page shows it."""

    at: datetime
    actor: str | None  # None: the market itself
    reason: str
    file: str
    is_new: bool
    told: list[Told]


@history.get("/<table_name>/<int(max=2147483647):row_id>")
@open_to(Audience.STAFF)
def show(table_name: str, row_id: int) -> str:
    """Everything that happened to one row, the latest first."""
    session = db.session()
    table = queries.tracked_tables().get(table_name)
    if table is None or not queries.exists(session, table, row_id):
        abort(404)
    page = Page(page_number(), CHANGES_A_PAGE, queries.change_count(session, table_name, row_id))
    found = queries.changes(session, table_name, row_id, offset=page.offset, limit=page.size)
    return render_template(
        "audit/history.html",
        kind=wording.TABLES[table_name],
        **_called(table, row_id),
        entries=_entries(table, [(change, actor) for change, actor in found]),
        page=page,
        url_of=lambda number: url_for(".show", table_name=table_name, row_id=row_id, trang=number),
    )


def _called(table: Table, row_id: int) -> dict[str, object]:
    """The name of the row, and the row it is about with that one's name."""
    here, owner = (table.name, row_id), queries.owner(db.session(), table, row_id)
    names = queries.names(db.session(), {here, owner} if owner else {here})
    owned_by = names.get(owner, "") if owner else ""
    return {"here": here, "owner": owner, "owner_name": owned_by, "name": names.get(here, owned_by)}


def _entries(table: Table, changes: list[tuple[FactChange, str | None]]) -> list[Entry]:
    wanted = set().union(*(wording.named_in(change, table) for change, _actor in changes))
    names = queries.names(db.session(), wanted)
    return [
        Entry(
            at=change.at,
            actor=actor,
            reason=wording.reason(change.reason),
            file=names.get(origin, "") if (origin := wording.origin(change)) else "",
            is_new=change.is_new,
            told=list(wording.told(change, table, names)),
        )
        for change, actor in changes
    ]
