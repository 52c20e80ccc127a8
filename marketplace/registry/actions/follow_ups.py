"""What is done about products and producers that a figure lacks: assigned, written, noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.audit.actions import record
from marketplace.outbox.actions import put
from marketplace.registry.models import FollowUp, FollowUpKind
from marketplace.registry.queries.follow_ups import open_assignments
from marketplace.registry.rules.follow_ups import Subject


def assign(
    session: Session,
    subjects: Sequence[Subject],
    *,
    indicator: str,
    helper: User,
    due_on: date,
    text: str,
    actor_id: int,
    now: datetime,
) -> None:
    """Ask a helper to do something about each subject.

    One helper at a time: a task that another one has not finished is taken back.
    """
    for earlier in open_assignments(session, indicator, subjects):
        _settle(earlier, actor_id, now)
    for subject in subjects:
        made = _made(subject, indicator, FollowUpKind.ASSIGNED, text, actor_id, now)
        made.helper_id, made.due_on = helper.id, due_on
        session.add(made)
    record(
        session,
        actor_id=actor_id,
        action="follow_up.assigned",
        subject="user",
        subject_id=helper.id,
        now=now,
        indicator=indicator,
        subjects=[str(subject) for subject in subjects],
    )


def write(
    session: Session,
    subject: Subject,
    *,
    indicator: str,
    title: str,
    text: str,
    actor_id: int,
    now: datetime,
) -> FollowUp:
    """Send the producer a letter; it leaves once this transaction is committed."""
    made = _made(subject, indicator, FollowUpKind.WRITTEN, text, actor_id, now)
    session.add(made)
    session.flush()
    put(session, "follow-up-mail", {"follow_up_id": made.id, "title": title}, now=now)
    _note_act(session, made, "follow_up.written", actor_id, now)
    return made


def note(
    session: Session, subject: Subject, *, indicator: str, text: str, actor_id: int, now: datetime
) -> FollowUp:
    """Keep why somebody is missing."""
    made = _made(subject, indicator, FollowUpKind.NOTED, text, actor_id, now)
    session.add(made)
    session.flush()
    _note_act(session, made, "follow_up.noted", actor_id, now)
    return made


def settle(session: Session, follow_up: FollowUp, *, actor_id: int, now: datetime) -> None:
    """Nothing more is to be done about it. Settling twice changes nothing."""
    if follow_up.settled_at is not None:
        return
    _settle(follow_up, actor_id, now)
    _note_act(session, follow_up, "follow_up.settled", actor_id, now)


def finish(session: Session, task: FollowUp, *, told: str, actor_id: int, now: datetime) -> None:
    """The helper has done a task, and may tell how it went. Finishing twice changes nothing."""
    if task.settled_at is not None:
        return
    settle(session, task, actor_id=actor_id, now=now)
    if told:
        subject = Subject(task.product_id, None if task.product_id else task.producer_id)
        note(session, subject, indicator=task.indicator, text=told, actor_id=actor_id, now=now)


def _made(
    subject: Subject,
    indicator: str,
    kind: FollowUpKind,
    text: str,
    actor_id: int,
    now: datetime,
) -> FollowUp:
    return FollowUp(
        product_id=subject.product_id,
        producer_id=subject.producer_id,
        indicator=indicator,
        kind=kind,
        text=text,
        made_by_id=actor_id,
        made_at=now,
    )


def _settle(follow_up: FollowUp, actor_id: int, now: datetime) -> None:
    follow_up.settled_at, follow_up.settled_by_id = now, actor_id


def _note_act(
    session: Session, follow_up: FollowUp, action: str, actor_id: int, now: datetime
) -> None:
    record(
        session,
        actor_id=actor_id,
        action=action,
        subject="follow_up",
        subject_id=follow_up.id,
        now=now,
        indicator=follow_up.indicator,
    )
