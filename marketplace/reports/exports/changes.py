"""What changed in the register as paper: every fact, before and after, who, when and why.

Two reports stand on it. ``paper`` is the whole history since the last such file. ``beside`` is a
table of the figures' own file: of what is counted there, the rows whose facts changed since the
file before. It makes that file depend on the history, and so it is a report of its own: the plain
figures of a day stay the same bytes, however often somebody takes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Table as Schema
from sqlalchemy.orm import Session

from marketplace.audit import queries as history
from marketplace.audit import wording as words
from marketplace.audit.models import FactChange
from marketplace.reports.exports import figures
from marketplace.reports.exports.asked import Asked
from marketplace.reports.exports.queries import changes as queries
from marketplace.reports.exports.queries.changes import Key
from marketplace.reports.figures import Figures
from marketplace.reports.paper import Column, Paper, Table
from marketplace.web.filters import day as written_day


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One column of one row that changed."""

    table: str
    row_id: int
    name: str
    what: str
    before: str
    after: str
    at: datetime
    by: str
    why: str
    origin: str


_COLUMNS = (
    Column("table", _l("Kind of fact"), 16, lambda row: row.table),
    Column("row_id", _l("Row number"), 9, lambda row: row.row_id, is_number=True),
    Column("name", _l("Name"), 38, lambda row: row.name),
    Column("what", _l("What changed"), 20, lambda row: row.what),
    Column("before", _l("Before"), 26, lambda row: row.before),
    Column("after", _l("After"), 26, lambda row: row.after),
    Column("at", _l("When"), 17, lambda row: row.at),
    Column("by", _l("Changed by"), 20, lambda row: row.by),
    Column("why", _l("Why"), 34, lambda row: row.why),
    Column("origin", _l("From file"), 22, lambda row: row.origin),
)


def paper(session: Session, asked: Asked, *, now: datetime) -> Paper:
    """Every fact changed since the file before, or since a day."""
    since, until = asked.since_id or 0, asked.until_id or 0
    table = Table(
        key="changes",
        name=_("Changes"),
        title=_("Every fact changed"),
        columns=_COLUMNS,
        rows=lambda: _read(session, since, until),
        when_empty=_("Nothing has changed."),
    )
    return Paper(
        report=asked.report.value,
        title=_("Changes of the register"),
        as_of=_period(asked),
        day=asked.day,
        office=asked.office,
        tables=[table],
        notes=[(_("Time"), _period(asked)), *_notes(since, until)],
        locale=asked.locale,
        expected=queries.count_changes(session, since, until),
    )


def figures_paper(session: Session, asked: Asked, *, now: datetime) -> Paper:
    """The figures, and which of their rows changed since the same file before."""
    found = figures.counted(session, asked, now=now)
    plain = figures.paper_of(session, found, asked)
    summary, *others = plain.tables
    until = asked.until_id or 0
    since = until if asked.since_id is None else asked.since_id
    table = beside(session, found, since, until)
    if asked.since_id is None:
        table = replace(table, when_empty=_("This is the first file: there is none before it."))
    return replace(
        plain,
        tables=[summary, table, *others],
        notes=[*plain.notes, *_notes(since, until)],
        plain=None,
    )


def beside(session: Session, found: Figures, since: int, until: int) -> Table:
    """The rows of the figures whose facts changed."""
    counted = _counted(found)
    return Table(
        key="changes",
        name=_("Changes since last file"),
        title=_("Rows of the figures that changed since the file before"),
        columns=_COLUMNS,
        rows=lambda: _read(session, since, until, counted),
        when_empty=_("No row of the figures has changed since the file before."),
    )


def _counted(found: Figures) -> set[Key]:
    """The rows the figures are made of, and those that fell out of them."""
    book = found.book
    products = {("products", row.id) for row in book.products}
    over = {("products", row.id) for row in book.over}
    return products | over | {("producers", row.id) for row in book.producers}


def _period(asked: Asked) -> str:
    if asked.first_day is None:
        return str(_("Until %(last)s", last=written_day(asked.day)))
    return str(
        _(
            "From %(first)s to %(last)s",
            first=written_day(asked.first_day),
            last=written_day(asked.day),
        )
    )


def _notes(since: int, until: int) -> list[tuple[str, str]]:
    return [
        (
            _("Numbers of the changes"),
            _("after %(since)s, up to %(until)s", since=since, until=until),
        ),
        (
            _("Not shown"),
            _(
                "Names of representatives, tax codes, addresses, phones and account numbers: only "
                "that they changed is told."
            ),
        ),
    ]


def _read(
    session: Session, since: int, until: int, only: set[Key] | None = None
) -> Iterator[ChangeRow]:
    """The changes between two, column by column; ``only`` those about some rows."""
    tables = history.tracked_tables()
    for some in queries.changes(session, since, until):
        kept = _about(session, some, only)
        called = _Called(session, kept, tables)
        for change in kept:
            yield from called.rows(change)


def _about(
    session: Session, some: Sequence[FactChange], only: set[Key] | None
) -> Sequence[FactChange]:
    if only is None:
        return some
    subjects = queries.subjects(session, ((one.table_name, one.row_id) for one in some))
    return [one for one in some if subjects.get((one.table_name, one.row_id)) in only]


class _Called:
    """How the rows, people and files of some changes are called, read at once."""

    def __init__(
        self, session: Session, some: Sequence[FactChange], tables: Mapping[str, Schema]
    ) -> None:
        self.tables = tables
        self.rows_called = queries.labels(session, {(one.table_name, one.row_id) for one in some})
        self.people = queries.people(session, {one.actor_id for one in some if one.actor_id})
        named = {key for one in some for key in words.named_in(one, tables[one.table_name])}
        self.names = history.names(session, named)

    def rows(self, change: FactChange) -> Iterator[ChangeRow]:
        """A row for each column that people know."""
        origin = words.origin(change)
        for told in words.told(change, self.tables[change.table_name], self.names):
            hidden = str(_("(not shown)")) if told.is_hidden else ""
            yield ChangeRow(
                table=str(words.TABLES[change.table_name]),
                row_id=change.row_id,
                name=self.rows_called.get((change.table_name, change.row_id), ""),
                what=told.label,
                before=hidden or told.before,
                after=hidden or told.after,
                at=change.at,
                by=self._who(change.actor_id),
                why=words.reason(change.reason),
                origin=self.names.get(origin, "") if origin else "",
            )

    def _who(self, actor_id: int | None) -> str:
        return self.people[actor_id] if actor_id else str(_("the market itself"))
