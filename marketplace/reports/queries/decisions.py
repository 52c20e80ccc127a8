"""The decisions of the register, with how many products each recognised."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.registry.models import Certificate, Decision, Evidence


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision: its number, its day as exactly as it is known, who issued it, its products."""

    number: str
    issued_on: str  # "2026-08-05", "2025-06", "2021", or empty
    issuing_body: str
    products: int
    by_stars: Counter[int]


def decision_rows(session: Session, day: date) -> list[DecisionRow]:
    """The decisions issued by ``day`` that recognised something, the latest first."""
    counted = session.execute(
        select(Certificate.decision_id, Certificate.stars, func.count())
        .where(Certificate.evidence == Evidence.DECISION, Certificate.decision_id.is_not(None))
        .group_by(Certificate.decision_id, Certificate.stars)
    )
    stars: defaultdict[int | None, Counter[int]] = defaultdict(Counter)
    for decision_id, star, number in counted:
        stars[decision_id][star or 0] += number
    found = session.scalars(
        select(Decision)
        .where(Decision.issued_from.is_(None) | (Decision.issued_from <= day))
        .order_by(Decision.issued_from.desc(), Decision.id)
    )
    return [_row(decision, stars[decision.id]) for decision in found if stars[decision.id]]


def _row(decision: Decision, by_stars: Counter[int]) -> DecisionRow:
    day, precision = decision.issued_from, decision.issued_precision
    shown = {"day": 10, "month": 7, "year": 4}
    text = day.isoformat()[: shown[precision.value]] if day and precision else ""
    return DecisionRow(
        decision.number, text, decision.issuing_body, sum(by_stars.values()), by_stars
    )
