"""Reading the history of facts: what changed in a row, and how the rows it names are called."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, Table, func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.audit.history import changes_of, is_tracked
from marketplace.audit.models import FactChange
from marketplace.db import Base

Named = tuple[str, int]  # a table and a row of it
_OWNERS = ("product_id", "listing_id", "producer_id", "platform_id")
_NAMES = (
    "name",
    "number",
    "title",
    "topic",
    "url",
    "file_name",
    "indicator",
    "measure",
    "provider",
)


def tracked_tables() -> dict[str, Table]:
    """The tables whose history is kept, by name."""
    mappers = (mapper for mapper in Base.registry.mappers if is_tracked(mapper.class_))
    tables = (mapper.local_table for mapper in mappers)
    return {table.name: table for table in tables if isinstance(table, Table)}


def change_count(session: Session, table_name: str, row_id: int) -> int:
    """How many times a row was changed, its beginning included."""
    counted = select(func.count()).select_from(FactChange).where(changes_of(table_name, row_id))
    return session.scalar(counted) or 0


def changes(
    session: Session, table_name: str, row_id: int, *, offset: int, limit: int
) -> Sequence[Row[FactChange, str | None]]:
    """The changes of a row with the name of who made each, the latest first."""
    return session.execute(
        select(FactChange, User.name.label("actor"))
        .outerjoin(User, User.id == FactChange.actor_id)
        .where(changes_of(table_name, row_id))
        .order_by(FactChange.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()


def latest_changes(session: Session, after_id: int) -> Sequence[FactChange]:
    """The changes noted after one, in their order: those of a transaction that still runs."""
    return session.scalars(
        select(FactChange).where(FactChange.id > after_id).order_by(FactChange.id)
    ).all()


def last_change_id(session: Session) -> int:
    """The number of the newest change; 0 before the first."""
    return session.scalar(select(func.max(FactChange.id))) or 0


def exists(session: Session, table: Table, row_id: int) -> bool:
    """Whether a table has this row."""
    return session.execute(select(table.c.id).where(table.c.id == row_id)).first() is not None


def names(session: Session, wanted: Collection[Named]) -> dict[Named, str]:
    """How rows are called; those without a name are left out."""
    found: dict[Named, str] = {}
    for table_name in {table_name for table_name, _ in wanted}:
        table = Base.metadata.tables[table_name]
        column = next((table.c[name] for name in _NAMES if name in table.c), None)
        if column is None:
            continue
        ids = [row_id for name, row_id in wanted if name == table_name]
        rows = session.execute(select(table.c.id, column).where(table.c.id.in_(ids)))
        found |= {(table_name, row_id): str(name) for row_id, name in rows if name}
    return found


def owner(session: Session, table: Table, row_id: int) -> Named | None:
    """What a row is about: the product of a certificate, the producer of an account."""
    for column in (table.c[name] for name in _OWNERS if name in table.c):
        found = session.scalar(select(column).where(table.c.id == row_id))
        named = table_named(table, column.name)
        if found is not None and named is not None:
            return named, int(found)
    return None


def table_named(table: Table, column: str) -> str | None:
    """The table whose row a column names, if it names one."""
    keys: Any = table.c[column].foreign_keys if column in table.c else ()
    return next((key.column.table.name for key in keys), None)
