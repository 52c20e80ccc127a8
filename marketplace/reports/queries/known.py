"""Rows as they were known at a moment: what the history tells of later changes is taken back.

Only rows changed after that moment are looked at one by one; all others come as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    Enum,
    Select,
    String,
    Table,
    and_,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import Session

from marketplace.audit.models import FactChange
from marketplace.db import Base, UtcDateTime

Before = Mapping[str, Any]  # column -> the value it had
Holds = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Known:
    """What to take back: for each table and row the values before, or None for a row not there."""

    until: datetime | None = None  # the first moment whose changes were not known
    before: Mapping[str, Mapping[int, Before | None]] = field(default_factory=dict)

    def of(self, table: Table) -> Mapping[int, Before | None]:
        """The rows of a table that changed later."""
        return self.before.get(table.name, {})

    def changed_rows(self, table: Table) -> ColumnElement[bool]:
        """The condition for those rows."""
        return table.c.id.in_(
            select(FactChange.row_id).where(
                FactChange.table_name == table.name, FactChange.at >= self.until
            )
        )


def table_of(model: type[Base]) -> Table:
    """The table of a model: its columns are read without making objects, there are many."""
    return cast(Table, model.__table__)


NOW = Known()  # everything as it is


def known_until(session: Session, until: datetime | None, tables: Sequence[Table]) -> Known:
    """What was known of these tables just before a moment; None: all that is known."""
    if until is None:
        return NOW
    names = [table.name for table in tables]
    changes = session.execute(
        select(FactChange.table_name, FactChange.row_id, FactChange.is_new, FactChange.changed)
        .where(FactChange.at >= until, FactChange.table_name.in_(names))
        .order_by(FactChange.id.desc())  # the earliest of several comes last and stays
    )
    before: dict[str, dict[int, dict[str, Any] | None]] = {name: {} for name in names}
    for name, row_id, is_new, changed in changes:
        values = {column: pair[0] for column, pair in changed.items()}
        before[name][row_id] = None if is_new else (before[name].get(row_id) or {}) | values
    return Known(until, before)


def rows(
    session: Session,
    known: Known,
    columns: Sequence[Column[Any]],
    *conditions: ColumnElement[bool],
    holds: Holds | None = None,
    judged_by: Sequence[Column[Any]] = (),
) -> Sequence[Any]:
    """Rows of one table, their number first, that meet the conditions as far as it was known.

    ``holds`` says of a row in Python what the conditions say in SQL. ``judged_by`` are columns
    that it alone looks at: they come last, and only where rows changed. Choices are plain text.
    """
    table = columns[0].table
    changed = known.of(table)
    if not changed:
        return session.execute(_chosen(columns).where(*conditions)).all()
    columns = (*columns, *judged_by)
    either = or_(and_(true(), *conditions), known.changed_rows(table))
    found = session.execute(_chosen(columns).where(either)).all()
    kept = [row for row in found if row[0] not in changed]
    earlier = (_earlier(row, columns, changed[row[0]]) for row in found if row[0] in changed)
    return kept + [row for row in earlier if row is not None and (holds is None or holds(row))]


def followed(merged: Mapping[int, int], number: int) -> int:
    """The number that a merged row's number leads to."""
    while number in merged:
        number = merged[number]
    return number


def _chosen(columns: Sequence[Column[Any]]) -> Select[Any]:
    return select(
        *(
            type_coerce(column, String).label(column.name)
            if isinstance(column.type, Enum)
            else column
            for column in columns
        )
    )


def _earlier(row: Any, columns: Sequence[Column[Any]], before: Before | None) -> Any:
    if before is None:
        return None
    values = row._asdict()
    for column in columns:
        if column.name in before:
            values[column.name] = _value(column, before[column.name])
    return _Earlier(values)


class _Earlier(tuple):  # type: ignore[type-arg]
    """A row put back: a tuple whose columns have names, like the rows of a statement."""

    def __new__(cls, values: Mapping[str, Any]) -> _Earlier:
        made = super().__new__(cls, values.values())
        made.__dict__.update(values)
        return made


def _value(column: Column[Any], kept: Any) -> Any:
    """A value of the history as the column has it."""
    if kept is None:
        return None
    if isinstance(column.type, Date):
        return date.fromisoformat(kept)
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(kept)
    return kept
