"""Courses in digital skills, and which producers took part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.audit import history
from marketplace.producers import queries
from marketplace.producers.errors import AlreadyAttended, NothingToUndo
from marketplace.producers.models import Producer, Training, TrainingAttendance


@dataclass(frozen=True, slots=True)
class Course:
    """A course as it was held."""

    held_on: date
    topic: str
    organiser: str


def record_training(
    session: Session, course: Course, *, actor_id: int | None, now: datetime
) -> Training:
    """Note a course. The caller gave the reason to the history."""
    training = Training(
        held_on=course.held_on, topic=course.topic, organiser=course.organiser, recorded_at=now
    )
    session.add(training)
    session.flush()
    _note(session, "training.recorded", training, actor_id, now)
    return training


def correct_training(
    session: Session,
    training: Training,
    course: Course,
    *,
    reason: str,
    actor_id: int,
    now: datetime,
) -> None:
    """Set right when a course was held, what it taught and who held it."""
    history.because(session, actor_id=actor_id, reason=reason, now=now)
    training.held_on, training.topic = course.held_on, course.topic
    training.organiser = course.organiser
    _note(session, "training.corrected", training, actor_id, now)


def record_attendance(
    session: Session,
    training: Training,
    producer: Producer,
    people: int,
    *,
    actor_id: int | None,
    now: datetime,
) -> TrainingAttendance:
    """Note that people of a producer took part; a cancelled entry comes back to life.

    The caller gave the reason to the history.

    Raises:
        AlreadyAttended: the producer is entered.
    """
    entry = queries.attendance(session, training.id, producer.id)
    if entry is not None and entry.cancelled_at is None:
        raise AlreadyAttended
    if entry is None:
        entry = TrainingAttendance(training_id=training.id, producer_id=producer.id)
        session.add(entry)
    entry.people, entry.cancelled_at = people, None
    session.flush()
    _note(session, "training.attended", training, actor_id, now, producer=producer.id)
    return entry


def cancel_attendance(
    session: Session, entry: TrainingAttendance, *, reason: str, actor_id: int, now: datetime
) -> None:
    """The producer did not take part after all.

    Raises:
        NothingToUndo: the entry is cancelled already.
    """
    if entry.cancelled_at is not None:
        raise NothingToUndo
    history.because(session, actor_id=actor_id, reason=reason, now=now)
    entry.cancelled_at = now
    _note(session, "training.cancelled", entry.training, actor_id, now, producer=entry.producer_id)


def _note(
    session: Session,
    action: str,
    training: Training,
    actor_id: int | None,
    now: datetime,
    **details: int,
) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action=action,
        subject="training",
        subject_id=training.id,
        now=now,
        **details,
    )
