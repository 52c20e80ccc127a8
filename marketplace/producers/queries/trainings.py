"""Reads of courses and of who took part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Row, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload

from marketplace.producers.models import Producer, Training, TrainingAttendance
from marketplace.producers.rules import producer_key
from marketplace.text import sort_key

MOST_SUGGESTED = 20


def count_trainings(session: Session) -> int:
    """How many courses are recorded."""
    return session.scalar(select(func.count(Training.id))) or 0


def trainings(session: Session, *, offset: int, size: int) -> Sequence[Row[Training, int, int]]:
    """A page of the courses, the latest first, each with how many producers and people came."""
    return session.execute(
        select(
            Training,
            func.count(TrainingAttendance.id).label("producers"),
            func.coalesce(func.sum(TrainingAttendance.people), 0).label("people"),
        )
        .outerjoin(
            TrainingAttendance,
            (TrainingAttendance.training_id == Training.id)
            & TrainingAttendance.cancelled_at.is_(None),
        )
        .group_by(Training.id)
        .order_by(Training.held_on.desc(), Training.id.desc())
        .offset(offset)
        .limit(size)
    ).all()


def find_training(session: Session, training_id: int) -> Training | None:
    """The course with this number."""
    return session.get(Training, training_id)


def trainings_held(session: Session, days: Sequence[date]) -> list[Training]:
    """The courses held on these days."""
    return list(
        session.scalars(select(Training).where(Training.held_on.in_(days)).order_by(Training.id))
    )


def attendances(session: Session, training_id: int) -> list[TrainingAttendance]:
    """Who took part in a course, by name; entries cancelled as mistakes come last."""
    found = session.scalars(
        select(TrainingAttendance)
        .where(TrainingAttendance.training_id == training_id)
        .options(joinedload(TrainingAttendance.producer).joinedload(Producer.unit))
    )
    return sorted(
        found, key=lambda one: (one.cancelled_at is not None, sort_key(one.producer.name), one.id)
    )


def entries_of(session: Session, training_ids: Sequence[int]) -> list[TrainingAttendance]:
    """The entries of these courses, cancelled ones too."""
    return list(
        session.scalars(
            select(TrainingAttendance)
            .where(TrainingAttendance.training_id.in_(training_ids))
            .options(joinedload(TrainingAttendance.training))
        )
    )


def attendance(session: Session, training_id: int, producer_id: int) -> TrainingAttendance | None:
    """The entry of a producer in a course, cancelled or not."""
    return session.scalar(
        select(TrainingAttendance)
        .where(
            TrainingAttendance.training_id == training_id,
            TrainingAttendance.producer_id == producer_id,
        )
        .options(joinedload(TrainingAttendance.producer))
    )


def trainings_of(session: Session, producer_id: int) -> Sequence[Row[Training, int]]:
    """The courses in which people of a producer took part, the latest first."""
    return session.execute(
        select(Training, TrainingAttendance.people)
        .join(TrainingAttendance, TrainingAttendance.training_id == Training.id)
        .where(
            TrainingAttendance.producer_id == producer_id,
            TrainingAttendance.cancelled_at.is_(None),
        )
        .order_by(Training.held_on.desc(), Training.id.desc())
    ).all()


def was_trained(day: date) -> Select[int]:
    """Whether people of a producer took part in a course on ``day`` or before; correlated."""
    return (
        select(TrainingAttendance.id)
        .join(Training, Training.id == TrainingAttendance.training_id)
        .where(
            TrainingAttendance.producer_id == Producer.id,
            TrainingAttendance.cancelled_at.is_(None),
            Training.held_on <= day,
        )
    )


def may_have_attended(session: Session, training_id: int, asked: str) -> list[Producer]:
    """Producers with all the words in their name who are not entered in the course yet."""
    entered = exists().where(
        TrainingAttendance.training_id == training_id,
        TrainingAttendance.producer_id == Producer.id,
        TrainingAttendance.cancelled_at.is_(None),
    )
    statement = select(Producer).where(Producer.merged_into_id.is_(None), ~entered)
    for word in producer_key(asked).split():
        statement = statement.where(Producer.name_key.contains(word))
    return list(
        session.scalars(
            statement.order_by(Producer.name_key, Producer.id)
            .limit(MOST_SUGGESTED)
            .options(joinedload(Producer.unit))
        )
    )
