"""Putting a plan down, correcting it, withdrawing it: the history keeps each step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from marketplace.audit import history
from marketplace.reports.models import Target
from marketplace.reports.targets import queries
from marketplace.reports.targets.errors import AlreadySet
from marketplace.reports.targets.rules import Measure

RECORDED = "target.recorded"


@dataclass(frozen=True, slots=True)
class TargetInput:
    """What a plan sets: how much of what, in which year, and where it says so."""

    measure: Measure
    year: int
    value: Decimal
    source: str


def record(session: Session, entered: TargetInput, *, actor_id: int, now: datetime) -> Target:
    """Put a target down; one withdrawn before stands again.

    Raises:
        AlreadySet: there is one, which wants a correction with a reason.
    """
    known = queries.target_for(session, entered.measure, entered.year)
    if known is not None and known.withdrawn_at is None:
        raise AlreadySet(known.id)
    history.because(session, actor_id=actor_id, reason=RECORDED, now=now)
    kept = known or Target(measure=entered.measure.value, year=entered.year)
    kept.value, kept.source = entered.value, entered.source
    kept.recorded_at, kept.withdrawn_at = now, None
    session.add(kept)
    session.flush()
    return kept


def correct(
    session: Session,
    target: Target,
    value: Decimal,
    source: str,
    *,
    reason: str,
    actor_id: int,
    now: datetime,
) -> None:
    """Correct a target; what it was before stays in the history."""
    history.because(session, actor_id=actor_id, reason=reason, now=now)
    target.value, target.source = value, source
    session.flush()


def withdraw(
    session: Session, target: Target, *, reason: str, actor_id: int, now: datetime
) -> None:
    """Take a target out of the plan."""
    history.because(session, actor_id=actor_id, reason=reason, now=now)
    target.withdrawn_at = now
    session.flush()
