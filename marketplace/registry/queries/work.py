"""The work that certificates and papers bring: what to do now, for which product, whom to call."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session, joinedload

from marketplace.admin_units.models import AdminUnit
from marketplace.producers.models import Producer
from marketplace.registry.models import Certificate, EvidenceFile, Product
from marketplace.registry.queries.life import last_day, state_on
from marketplace.registry.rules.evidence import ENDS_SOON
from marketplace.registry.rules.life import HOLDING, TERMS, State
from marketplace.text import sort_key


class Task(enum.StrEnum):
    """A part of the work list; a certificate may stand in several. Values are in addresses."""

    WINDOW = "trong-ky-nop"
    LATE = "qua-han-nop"
    FILED = "da-nop"
    ENDS_90 = "con-90-ngay"
    ENDS_30 = "con-30-ngay"
    ENDS_7 = "con-7-ngay"
    EXTENDED = "gia-han"
    EXPIRED = "het-han"


_STATES = {
    Task.WINDOW: State.IN_WINDOW,
    Task.LATE: State.LATE,
    Task.FILED: State.FILED,
    Task.EXTENDED: State.EXTENDED,
    Task.EXPIRED: State.EXPIRED,
}
_HOLDING = sorted(state.value for state in HOLDING)
SOON = timedelta(days=max(terms.opens for terms in TERMS.values()))
_DAYS = {Task.ENDS_90: 90, Task.ENDS_30: 30, Task.ENDS_7: 7}


@dataclass(frozen=True, slots=True)
class Part:
    """Which rows of a list: those of a commune (None: of all), and of them a page."""

    unit_id: int | None
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class Line:
    """A certificate on the list, with its product, producer and commune."""

    certificate: Certificate
    state: State
    commune: str | None


def counts(session: Session, day: date, unit_id: int | None = None) -> dict[Task, int]:
    """How many certificates each part of the list has.

    The state of each is asked for once, with the days it has left roughly told.
    """
    stated = _stated(day, unit_id).subquery()
    within = case(
        *(
            (stated.c.last_day <= day + timedelta(days=days), days)
            for days in sorted(_DAYS.values())
        )
    )
    rows = session.execute(select(stated.c.state, within, func.count()).group_by("state", within))
    found = dict.fromkeys(Task, 0)
    for state, days, count in rows:
        for task in Task:
            if _is_part(task, State(state), days):
                found[task] += count
    return found


def _is_part(task: Task, state: State, days: int | None) -> bool:
    if task in _STATES:
        return state is _STATES[task]
    return state in HOLDING and days is not None and days <= _DAYS[task]


def lines(session: Session, task: Task, day: date, part: Part) -> list[Line]:
    """A part of the list, what ends first first."""
    stated = _stated(day, part.unit_id).subquery()
    order = stated.c.last_day.desc() if task is Task.EXPIRED else stated.c.last_day
    rows = session.execute(
        select(Certificate, stated.c.state, AdminUnit.name)
        .join(stated, stated.c.id == Certificate.id)
        .join(Product, Product.id == Certificate.product_id)
        .outerjoin(AdminUnit, AdminUnit.id == Product.unit_id)
        .where(_belongs(task, stated.c, day))
        .options(joinedload(Certificate.product).joinedload(Product.producer))
        .order_by(order, Certificate.id)
        .offset(part.offset)
        .limit(part.limit)
    )
    return [Line(certificate, State(state), commune) for certificate, state, commune in rows]


def holding_certificates(
    session: Session, day: date, *, unit_id: int | None = None, producer_id: int | None = None
) -> Sequence[Certificate]:
    """Certificates in force on a day with their products: all of a producer's, else those that
    end within the longest time for filing.
    """
    chosen = (
        select(Certificate)
        .join(Certificate.product)
        .where(Product.merged_into_id.is_(None), last_day() >= day, state_on(day).in_(_HOLDING))
        .options(joinedload(Certificate.product))
        .order_by(last_day(), Certificate.id)
    )
    if producer_id is not None:
        return session.scalars(chosen.where(Product.producer_id == producer_id)).all()
    if unit_id is not None:
        chosen = chosen.where(Product.unit_id == unit_id)
    return session.scalars(chosen.where(last_day() <= day + SOON)).all()


def communes(session: Session) -> list[tuple[int, str]]:
    """The communes of today that have a product, in reading order."""
    rows = session.execute(
        select(AdminUnit.id, AdminUnit.name)
        .join(Product, Product.unit_id == AdminUnit.id)
        .distinct()
    )
    return sorted(((row.id, row.name) for row in rows), key=lambda row: sort_key(row[1]))


def ending_evidence_count(session: Session, day: date, unit_id: int | None = None) -> int:
    """How many papers end within 90 days, or ended, and were not withdrawn."""
    return session.scalar(select(func.count()).select_from(_ending(day, unit_id).subquery())) or 0


def ending_evidence(session: Session, day: date, part: Part) -> Sequence[EvidenceFile]:
    """These papers with what they are about, what ends first first."""
    chosen = _ending(day, part.unit_id).options(
        joinedload(EvidenceFile.product), joinedload(EvidenceFile.producer)
    )
    ordered = chosen.order_by(EvidenceFile.expires_on, EvidenceFile.id)
    return session.scalars(ordered.offset(part.offset).limit(part.limit)).all()


def ending_evidence_of_producer(
    session: Session, producer_id: int, day: date
) -> Sequence[EvidenceFile]:
    """The papers of a producer and its products that end soon or ended."""
    own = (EvidenceFile.producer_id == producer_id) | (Product.producer_id == producer_id)
    return session.scalars(
        _ending(day, None)
        .where(own)
        .options(joinedload(EvidenceFile.product))
        .order_by(EvidenceFile.expires_on, EvidenceFile.id)
    ).all()


def _ending(day: date, unit_id: int | None) -> Select[EvidenceFile]:
    chosen = (
        select(EvidenceFile)
        .outerjoin(Product, Product.id == EvidenceFile.product_id)
        .outerjoin(Producer, Producer.id == EvidenceFile.producer_id)
        .where(EvidenceFile.withdrawn_at.is_(None), EvidenceFile.expires_on <= day + ENDS_SOON)
    )
    if unit_id is not None:
        chosen = chosen.where(func.coalesce(Product.unit_id, Producer.unit_id) == unit_id)
    return chosen


def _stated(day: date, unit_id: int | None) -> Select[*tuple[Any, ...]]:
    chosen = (
        select(Certificate.id, state_on(day).label("state"), last_day().label("last_day"))
        .join(Product, Product.id == Certificate.product_id)
        .where(Product.merged_into_id.is_(None))
    )
    return chosen if unit_id is None else chosen.where(Product.unit_id == unit_id)


def _belongs(task: Task, columns: Any, day: date) -> ColumnElement[bool]:
    if task in _STATES:
        is_in_state: ColumnElement[bool] = columns.state == _STATES[task].value
        return is_in_state
    holds = columns.state.in_(_HOLDING)
    return and_(holds, columns.last_day <= day + timedelta(days=_DAYS[task]))
