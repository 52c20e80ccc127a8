"""Every SELECT of targets, and the results against them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.reports.figures import Figures
from marketplace.reports.models import Target
from marketplace.reports.rules import PlanResult, Value
from marketplace.reports.targets.rules import (
    Measure,
    dimension_of,
    indicator_of,
    nothing_of,
    number_of,
)

_ORDER = {measure.value: place for place, measure in enumerate(Measure)}


@dataclass(frozen=True, slots=True)
class Against:
    """A target and what came of it; no result where there is nothing to count."""

    target: Target
    measure: Measure
    result: PlanResult | None


def targets_of(session: Session, year: int) -> Sequence[Target]:
    """What stands in the plan of a year, in the order of the measures."""
    found = session.scalars(
        select(Target).where(Target.year == year, Target.withdrawn_at.is_(None))
    ).all()
    return sorted(found, key=lambda target: _ORDER[target.measure])


def years(session: Session) -> Sequence[int]:
    """The years that have targets, the latest first."""
    found = select(Target.year).where(Target.withdrawn_at.is_(None)).distinct()
    return session.scalars(found.order_by(Target.year.desc())).all()


def target(session: Session, target_id: int) -> Target | None:
    """One target that stands; a withdrawn one is history."""
    found = session.get(Target, target_id)
    return found if found is not None and found.withdrawn_at is None else None


def target_for(session: Session, measure: Measure, year: int) -> Target | None:
    """The target of a measure and year, withdrawn or not."""
    return session.scalar(
        select(Target).where(Target.measure == measure.value, Target.year == year)
    )


def last_day(year: int, today: date) -> date:
    """The day whose figures tell the result of a year: its last, or today."""
    return min(date(year, 12, 31), today)


def against(session: Session, year: int, figures: Figures) -> list[Against]:
    """The plan of a year with its results, from the figures of its last day."""
    return [
        Against(target, Measure(target.measure), _result(target, year, figures))
        for target in targets_of(session, year)
    ]


def _result(target: Target, year: int, figures: Figures) -> PlanResult | None:
    measure = Measure(target.measure)
    number = number_of(measure, _value(measure, year, figures))
    return None if number is None else PlanResult(target.value, number)


def _value(measure: Measure, year: int, figures: Figures) -> Value | None:
    figure = figures[indicator_of(measure)]
    dimension = dimension_of(measure)
    if dimension is None:
        return figure.value
    lines = figure.breakdowns[dimension].lines
    return next((line.value for line in lines if line.key == str(year)), nothing_of(measure))
