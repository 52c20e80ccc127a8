"""The history of tracked tables: every change leaves a row, or the transaction fails.

A table is tracked when its model says ``__tracked__ = True``. Whoever changes it says why first,
with ``because``; the rows of ``fact_changes`` are then written by themselves at each flush. Code
that forgets to say why fails the request, and so does code that deletes a fact or changes facts
in a way that cannot be seen here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, event, insert, inspect
from sqlalchemy.orm import (
    Mapper,
    ORMExecuteState,
    Session,
    UOWTransaction,
    object_mapper,
)

from marketplace.audit.models import FactChange
from marketplace.db import REASON_KEY

HIDDEN = "•"  # stands for a value that is not kept, only that it changed
SEEN = "tracked"  # execution option of a statement whose history its writer keeps


@dataclass(frozen=True, slots=True)
class Reason:
    """Who changes facts in this transaction, when, why, and from what."""

    actor_id: int | None
    text: str
    at: datetime
    origin: str = ""


class ForgottenReason(AssertionError):
    """Code changed a tracked table without saying why."""


class FactLost(AssertionError):
    """Code would delete a fact, or change facts where no history sees it."""


def because(
    session: Session, *, actor_id: int | None, reason: str, now: datetime, origin: str = ""
) -> None:
    """Say why the facts of this transaction change, before they do.

    ``reason`` is what a person typed ("Sửa theo QĐ 12/QĐ-UBND"), or the name of the act
    ("shop.opened") where nobody was asked; pages put the latter into words. ``origin`` names the
    file that brought it ("intake:12"). What was changed before keeps the reason given before.
    """
    if session.info.get(REASON_KEY) is not None:
        session.flush()
    session.info[REASON_KEY] = Reason(actor_id, reason[:300], now, origin)


def is_tracked(model: type[Any]) -> bool:
    """Whether the history keeps what happens to this table."""
    return bool(getattr(model, "__tracked__", False))


def table_name(mapper: Mapper[Any]) -> str:
    """What the table of a model is called."""
    return str(mapper.local_table.description)


def _value(value: object) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | int | bool | list | dict):
        return value
    return str(value)  # decimals keep their digits


def _changed(thing: Any, mapper: Mapper[Any], *, is_new: bool) -> dict[str, list[Any]]:
    state = inspect(thing)
    changed: dict[str, list[Any]] = {}
    for attribute in mapper.column_attrs:
        column = attribute.columns[0]
        if column.primary_key:
            continue
        past = state.attrs[attribute.key].history
        if not past.has_changes():
            continue
        before = None if is_new or not past.deleted else past.deleted[0]
        after = past.added[0] if past.added else None
        if before == after:
            continue
        if column.info.get("secret"):
            changed[column.name] = [before and HIDDEN, after and HIDDEN]
        else:
            changed[column.name] = [_value(before), _value(after)]
    return changed


def _rows(session: Session) -> Iterator[dict[str, Any]]:
    things = [(thing, True) for thing in session.new] + [(thing, False) for thing in session.dirty]
    for thing, is_new in things:
        if not is_tracked(type(thing)):
            continue
        mapper = object_mapper(thing)
        changed = _changed(thing, mapper, is_new=is_new)
        if changed:
            yield {
                "table_name": table_name(mapper),
                "row_id": thing.id,
                "is_new": is_new,
                "changed": changed,
            }


def _keep(session: Session, _context: UOWTransaction) -> None:
    rows = list(_rows(session))
    if not rows:
        return
    reason = session.info.get(REASON_KEY)
    if reason is None:
        names = sorted({row["table_name"] for row in rows})
        raise ForgottenReason(f"changed without a reason: {', '.join(names)}")
    common = {
        "at": reason.at,
        "actor_id": reason.actor_id,
        "reason": reason.text,
        "origin": reason.origin,
    }
    session.connection().execute(insert(FactChange), [row | common for row in rows])


def _refuse_deletion(session: Session, _context: UOWTransaction, _objects: object) -> None:
    for thing in session.deleted:
        if is_tracked(type(thing)):
            raise FactLost(f"{table_name(object_mapper(thing))} {thing.id} may not be deleted")


def _refuse_unseen(state: ORMExecuteState) -> None:
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    if state.execution_options.get(SEEN):
        return
    mapper = state.bind_mapper
    if mapper is not None and is_tracked(mapper.class_):
        raise FactLost(f"{table_name(mapper)} may not be changed in bulk without its history")


def _refuse(_mapper: object, _connection: object, row: FactChange) -> None:
    raise FactLost(f"history row {row.id} may not be changed")


def _read_before_writing(mapper: Mapper[Any], model: type[Any]) -> None:
    """Have a fact that is not in memory read before it changes, or what it was would be lost."""
    if is_tracked(model):
        for attribute in mapper.column_attrs:
            getattr(model, attribute.key).impl.active_history = True


def changes_of(table_name: str, row_id: int) -> ColumnElement[bool]:
    """The condition for the history of one row."""
    return (FactChange.table_name == table_name) & (FactChange.row_id == row_id)


event.listen(Mapper, "mapper_configured", _read_before_writing)
event.listen(Session, "after_flush", _keep)
event.listen(Session, "before_flush", _refuse_deletion)
event.listen(Session, "do_orm_execute", _refuse_unseen)
event.listen(FactChange, "before_update", _refuse)
event.listen(FactChange, "before_delete", _refuse)
