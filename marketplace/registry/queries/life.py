"""The state of certificates on a day, asked of the database: the same as ``rules.life`` says."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from marketplace.clock import add_months
from marketplace.registry.models import Certificate, Evidence, Programme
from marketplace.registry.queries.certificates import is_recognition
from marketplace.registry.rules.life import CERTIFICATE_MONTHS, TERMS, State

_RECOGNITIONS = (Evidence.DECISION, Evidence.PRESS)


def state_on(day: date) -> ColumnElement[str]:
    """The state of each ``Certificate`` on a day, as the value of a ``rules.life.State``."""
    return case(
        (~is_recognition(), State.UNCLEAR.value),
        (Certificate.revoked_on <= day, State.REVOKED.value),
        (_superseded(day), State.SUPERSEDED.value),
        (Certificate.issued_to.is_(None), State.UNCLEAR.value),
        (Certificate.issued_from > day, State.NOT_YET.value),
        (Certificate.issued_to > day, State.UNCLEAR.value),
        (last_day() < day, _over(day)),
        (Certificate.valid_until < day, State.EXTENDED.value),
        else_=_before_the_end(day),
    )


def last_day() -> ColumnElement[date | None]:
    """The last day of each ``Certificate``, unless it is revoked."""
    return func.coalesce(Certificate.extended_until, Certificate.valid_until)


def _over(day: date) -> ColumnElement[str]:
    """Ended, unless a roughly dated one may still hold."""
    is_exact = Certificate.issued_from == Certificate.issued_to
    surely = or_(is_exact, Certificate.issued_to <= _last_issue_ended_before(day))
    return case((surely, State.EXPIRED.value), else_=State.UNCLEAR.value)


def _last_issue_ended_before(day: date) -> date:
    """The latest day of issue whose 36 months end before ``day``."""
    issued = add_months(day, -CERTIFICATE_MONTHS) + timedelta(days=3)  # months differ by 3 at most
    while add_months(issued, CERTIFICATE_MONTHS) >= day:
        issued -= timedelta(days=1)
    return issued


def _before_the_end(day: date) -> ColumnElement[str]:
    is_open = Certificate.valid_until <= _days_after(day, "opens")
    is_late = Certificate.valid_until < _days_after(day, "closes")
    return case(
        (and_(is_open, Certificate.filed_on <= day), State.FILED.value),
        (is_late, State.LATE.value),
        (is_open, State.IN_WINDOW.value),
        else_=State.IN_FORCE.value,
    )


def _days_after(day: date, term: str) -> ColumnElement[date]:
    """So many days after ``day`` as each certificate's programme says."""
    ends = {
        programme.value: literal(day + timedelta(days=getattr(terms, term)), Date)
        for programme, terms in TERMS.items()
    }
    return case(ends, value=Certificate.programme, else_=ends[Programme.QD_26.value])


def _superseded(day: date) -> ColumnElement[bool]:
    """Whether a later recognition of the same product, one that once held, was issued by then."""
    later = aliased(Certificate)
    proven, own = later.evidence == Evidence.DECISION, Certificate.evidence == Evidence.DECISION
    is_later = or_(
        later.issued_from > Certificate.issued_from,
        and_(
            later.issued_from == Certificate.issued_from,
            or_(and_(proven, ~own), and_(proven == own, later.id > Certificate.id)),
        ),
    )
    held = and_(
        later.evidence.in_(_RECOGNITIONS),
        later.issued_to <= func.coalesce(later.extended_until, later.valid_until),
        or_(later.revoked_on.is_(None), later.revoked_on > later.issued_to),
    )
    found = select(later.id).where(
        later.product_id == Certificate.product_id, later.issued_to <= day, held, is_later
    )
    return found.exists()
