"""Recording what others declare of their platforms, correcting it, withdrawing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from marketplace.audit import history
from marketplace.catalog.models import Platform
from marketplace.money import Vnd
from marketplace.reports.models import DeclaredSale
from marketplace.reports.sales import queries
from marketplace.reports.sales.errors import AlreadyDeclared, NotDeclarable

RECORDED = "sales.declared"


@dataclass(frozen=True, slots=True)
class SaleInput:
    """What somebody declares of a platform and month."""

    orders: int
    value_vnd: Vnd
    declared_by: str


def record(
    session: Session,
    platform: Platform,
    month: date,
    entered: SaleInput,
    *,
    actor_id: int,
    now: datetime,
) -> DeclaredSale:
    """Keep what was declared; a month that was withdrawn stands again.

    Raises:
        NotDeclarable: the platform is this market, where orders are counted.
        AlreadyDeclared: the month is there; it wants a correction with a reason.
    """
    if platform.is_here:
        raise NotDeclarable
    known = queries.declared_for(session, platform.id, month)
    if known is not None and known.withdrawn_at is None:
        raise AlreadyDeclared
    history.because(session, actor_id=actor_id, reason=RECORDED, now=now)
    sale = known or DeclaredSale(platform_id=platform.id, month=month)
    _say(sale, entered)
    sale.recorded_at, sale.withdrawn_at = now, None
    session.add(sale)
    session.flush()
    return sale


def correct(
    session: Session,
    sale: DeclaredSale,
    entered: SaleInput,
    *,
    reason: str,
    actor_id: int,
    now: datetime,
) -> None:
    """Correct what was declared; what it was before stays in the history."""
    history.because(session, actor_id=actor_id, reason=reason, now=now)
    _say(sale, entered)
    session.flush()


def withdraw(
    session: Session, sale: DeclaredSale, *, reason: str, actor_id: int, now: datetime
) -> None:
    """Take a declared month out."""
    history.because(session, actor_id=actor_id, reason=reason, now=now)
    sale.withdrawn_at = now
    session.flush()


def _say(sale: DeclaredSale, entered: SaleInput) -> None:
    sale.orders, sale.value_vnd = entered.orders, entered.value_vnd
    sale.declared_by = entered.declared_by
