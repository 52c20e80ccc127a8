"""Reads of what is done about products and producers that a figure lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from marketplace.accounts.models import User
from marketplace.producers.models import Producer
from marketplace.registry.models import FollowUp, FollowUpKind, Product
from marketplace.registry.queries.contacts import Contact, contacts_of
from marketplace.registry.rules.follow_ups import Subject

_Helper = aliased(User)
_Maker = aliased(User)
_Settler = aliased(User)


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """What was done about one subject, by whom, and whether it is settled."""

    id: int
    subject: Subject
    name: str  # of the product or producer
    indicator: str
    kind: FollowUpKind
    helper: str | None
    text: str
    due_on: date | None
    made_by: str | None
    made_at: datetime
    settled_at: datetime | None
    settled_by: str | None

    def is_overdue_on(self, day: date) -> bool:
        """Whether it should have been done before ``day`` and is not."""
        return self.settled_at is None and self.due_on is not None and self.due_on < day


@dataclass(frozen=True, slots=True)
class Task:
    """What a helper is asked to do, and whom to call."""

    line: FollowUpLine
    contact: Contact


def open_follow_ups(
    session: Session, indicator: str, subjects: Sequence[Subject]
) -> dict[Subject, list[FollowUpLine]]:
    """What is going on about these subjects for one figure, the latest first."""
    rows = session.execute(
        _lines()
        .where(FollowUp.indicator == indicator, FollowUp.settled_at.is_(None), _about(subjects))
        .order_by(FollowUp.id.desc())
    )
    found: defaultdict[Subject, list[FollowUpLine]] = defaultdict(list)
    for row in rows:
        line = _line(row)
        found[line.subject].append(line)
    return dict(found)


def follow_ups_about(session: Session, indicator: str, subject: Subject) -> list[FollowUpLine]:
    """All that was ever done about a subject for one figure, the latest first."""
    rows = session.execute(
        _lines()
        .where(FollowUp.indicator == indicator, _about([subject]))
        .order_by(FollowUp.id.desc())
    )
    return [_line(row) for row in rows]


def open_assignments(
    session: Session, indicator: str, subjects: Sequence[Subject]
) -> Sequence[FollowUp]:
    """The tasks about these subjects that helpers have not finished."""
    return session.scalars(
        select(FollowUp).where(
            FollowUp.indicator == indicator,
            FollowUp.kind == FollowUpKind.ASSIGNED,
            FollowUp.settled_at.is_(None),
            _about(subjects),
        )
    ).all()


def unsettled_count(session: Session) -> int:
    """How much is going on in all."""
    return session.scalar(_counted().where(FollowUp.settled_at.is_(None))) or 0


def overdue_count(session: Session, day: date) -> int:
    """How many tasks should have been done before ``day``."""
    overdue = _counted().where(FollowUp.settled_at.is_(None), FollowUp.due_on < day)
    return session.scalar(overdue) or 0


def unsettled(session: Session, offset: int, limit: int) -> list[FollowUpLine]:
    """What is going on, in the order of the days by which it is due; without a day last."""
    rows = session.execute(
        _lines()
        .where(FollowUp.settled_at.is_(None))
        .order_by(FollowUp.due_on.is_(None), FollowUp.due_on, FollowUp.id)
        .offset(offset)
        .limit(limit)
    )
    return [_line(row) for row in rows]


def find_follow_up(session: Session, follow_up_id: int) -> FollowUp | None:
    """One follow-up, or None."""
    return session.get(FollowUp, follow_up_id)


def task_of_helper(session: Session, follow_up_id: int, helper_id: int) -> FollowUp | None:
    """A task if it was given to this helper, or None."""
    return session.scalar(
        select(FollowUp).where(FollowUp.id == follow_up_id, FollowUp.helper_id == helper_id)
    )


def task_count(session: Session, helper_id: int, *, is_settled: bool) -> int:
    """How many tasks a helper has to do, or has done."""
    return session.scalar(_counted().where(*_tasks(helper_id, is_settled=is_settled))) or 0


def tasks_of_helper(
    session: Session, helper_id: int, offset: int, limit: int, *, is_settled: bool
) -> list[Task]:
    """The tasks of a helper: those to do by the day they are due, those done the latest first."""
    order: tuple[Any, ...] = (FollowUp.due_on.is_(None), FollowUp.due_on, FollowUp.id)
    if is_settled:
        order = (FollowUp.settled_at.desc(), FollowUp.id.desc())
    rows = session.execute(
        _lines()
        .where(*_tasks(helper_id, is_settled=is_settled))
        .order_by(*order)
        .offset(offset)
        .limit(limit)
    )
    lines = [_line(row) for row in rows]
    contacts = contacts_of(session, [line.subject for line in lines])
    return [Task(line, contacts[line.subject]) for line in lines]


def _counted() -> Select[int]:
    return select(func.count(FollowUp.id))


def _tasks(helper_id: int, *, is_settled: bool) -> tuple[ColumnElement[bool], ...]:
    settled = FollowUp.settled_at.is_not(None) if is_settled else FollowUp.settled_at.is_(None)
    return (FollowUp.helper_id == helper_id, FollowUp.kind == FollowUpKind.ASSIGNED, settled)


def _about(subjects: Sequence[Subject]) -> ColumnElement[bool]:
    products = [one.product_id for one in subjects if one.product_id is not None]
    producers = [one.producer_id for one in subjects if one.producer_id is not None]
    return or_(FollowUp.product_id.in_(products), FollowUp.producer_id.in_(producers))


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(
            FollowUp,
            func.coalesce(Product.name, Producer.name, "").label("name"),
            _Helper.name.label("helper"),
            _Maker.name.label("made_by"),
            _Settler.name.label("settled_by"),
        )
        .outerjoin(Product, Product.id == FollowUp.product_id)
        .outerjoin(Producer, Producer.id == FollowUp.producer_id)
        .outerjoin(_Helper, _Helper.id == FollowUp.helper_id)
        .outerjoin(_Maker, _Maker.id == FollowUp.made_by_id)
        .outerjoin(_Settler, _Settler.id == FollowUp.settled_by_id)
    )


def _line(row: Row[*tuple[Any, ...]]) -> FollowUpLine:
    made: FollowUp = row.FollowUp
    subject = Subject(made.product_id, None if made.product_id else made.producer_id)
    return FollowUpLine(
        id=made.id,
        subject=subject,
        name=row.name,
        indicator=made.indicator,
        kind=made.kind,
        helper=row.helper,
        text=made.text,
        due_on=made.due_on,
        made_by=row.made_by,
        made_at=made.made_at,
        settled_at=made.settled_at,
        settled_by=row.settled_by,
    )
