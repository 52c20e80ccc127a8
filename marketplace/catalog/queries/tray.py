"""Reads of the tray."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from marketplace.accounts.models import User
from marketplace.intake.models import CaseState, IntakeRun, MatchCase
from marketplace.producers.models import Producer
from marketplace.registry.models import Certificate, Product


@dataclass(frozen=True, slots=True)
class TrayFilters:
    """Which cases are asked for."""

    kind: str = ""
    run_id: int | None = None
    is_decided: bool = False


def _asked(filters: TrayFilters) -> Select[MatchCase]:
    is_open = MatchCase.state == CaseState.OPEN
    query = select(MatchCase).where(~is_open if filters.is_decided else is_open)
    if filters.kind:
        query = query.where(MatchCase.kind == filters.kind)
    if filters.run_id is not None:
        query = query.where(MatchCase.run_id == filters.run_id)
    return query


def cases(session: Session, filters: TrayFilters, first: int, size: int) -> Sequence[MatchCase]:
    """Cases of the tray: the oldest first while they wait, the latest decided first after."""
    order = (
        (MatchCase.decided_at.desc(), MatchCase.id.desc())
        if filters.is_decided
        else (MatchCase.id,)
    )
    found = _asked(filters).options(joinedload(MatchCase.run)).order_by(*order)
    return session.scalars(found.offset(first).limit(size)).all()


def cases_count(session: Session, filters: TrayFilters) -> int:
    """How many those are."""
    return session.scalar(select(func.count()).select_from(_asked(filters).subquery())) or 0


def open_count(session: Session) -> int:
    """How many cases wait for somebody."""
    return cases_count(session, TrayFilters())


def kinds_waiting(session: Session) -> dict[str, int]:
    """How many cases of each kind wait."""
    rows = session.execute(
        select(MatchCase.kind, func.count())
        .where(MatchCase.state == CaseState.OPEN)
        .group_by(MatchCase.kind)
    )
    return dict(rows.all())


def runs_waiting(session: Session) -> Sequence[IntakeRun]:
    """The files of which cases wait, the latest first."""
    waiting = select(MatchCase.run_id).where(MatchCase.state == CaseState.OPEN)
    return session.scalars(
        select(IntakeRun).where(IntakeRun.id.in_(waiting)).order_by(IntakeRun.id.desc()).limit(50)
    ).all()


def next_case(session: Session, filters: TrayFilters, after: int) -> MatchCase | None:
    """The case that waits behind another, or from the beginning."""
    waiting = _asked(filters).order_by(MatchCase.id).limit(1)
    return session.scalar(waiting.where(MatchCase.id > after)) or session.scalar(waiting)


def find_case(session: Session, case_id: int) -> MatchCase | None:
    """One case with its file."""
    return session.get(MatchCase, case_id, options=[joinedload(MatchCase.run)])


def held_case(session: Session, case_id: int) -> MatchCase | None:
    """One case, held so that nobody else decides it meanwhile."""
    return session.get(MatchCase, case_id, with_for_update=True, populate_existing=True)


def twins(session: Session, case: MatchCase) -> Sequence[MatchCase]:
    """Other open cases that ask about the same name; whether it is the same pair, rules decide."""
    name = case.row.get("name")
    if name is None:
        return []
    return session.scalars(
        select(MatchCase)
        .where(
            MatchCase.state == CaseState.OPEN,
            MatchCase.kind == case.kind,
            MatchCase.id != case.id,
            MatchCase.row["name"].as_string() == name,
        )
        .order_by(MatchCase.id)
    ).all()


def decided_by(session: Session, case: MatchCase) -> str:
    """Who decided a case."""
    user = session.get(User, case.decided_by_id) if case.decided_by_id else None
    return user.name if user else ""


def products(session: Session, ids: Collection[int]) -> dict[int, Product]:
    """Products by number, whole; of one that was merged, what it became."""
    found = {
        product.id: product
        for product in session.scalars(
            select(Product)
            .where(Product.id.in_(sorted(set(ids))))
            .options(
                joinedload(Product.producer),
                joinedload(Product.unit),
                joinedload(Product.province),
                selectinload(Product.certificates).joinedload(Certificate.decision),
            )
        )
    }
    moved = {one: product.merged_into_id for one, product in found.items()}
    kept = {target for target in moved.values() if target is not None}
    later = products(session, kept) if kept else {}
    return {one: later.get(moved[one] or 0, product) for one, product in found.items()}


def producers(session: Session, ids: Collection[int]) -> dict[int, Producer]:
    """Producers by number; of one that was merged, what it became."""
    found = {
        producer.id: producer
        for producer in session.scalars(
            select(Producer)
            .where(Producer.id.in_(sorted(set(ids))))
            .options(joinedload(Producer.unit), joinedload(Producer.province))
        )
    }
    moved = {one: producer.merged_into_id for one, producer in found.items()}
    kept = {target for target in moved.values() if target is not None}
    later = producers(session, kept) if kept else {}
    return {one: later.get(moved[one] or 0, producer) for one, producer in found.items()}
