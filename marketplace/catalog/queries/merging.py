"""What hangs on a product or a producer, and what a merge of them moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts.models import User
from marketplace.audit.models import AuditEntry, FactChange
from marketplace.catalog.models import Listing, LivePeriod, OutsideListing
from marketplace.db import Base
from marketplace.producers.models import (
    EPaymentAccount,
    Producer,
    ProducerMember,
    TrainingAttendance,
)
from marketplace.registry.models import Certificate, EvidenceFile, FollowUp, Product
from marketplace.text import fold, words

MERGED = {"product": "product.merged", "producer": "producer.merged"}
UNDONE = {"product": "product.merge_undone", "producer": "producer.merge_undone"}


@dataclass(frozen=True, slots=True)
class OfProduct:
    """Everything that hangs on a product."""

    certificates: Sequence[Certificate]
    evidence: Sequence[EvidenceFile]
    outside: Sequence[OutsideListing]
    merged: Sequence[Product]  # products merged into it before
    listing: Listing | None
    live_periods: Sequence[LivePeriod]
    follow_ups: Sequence[FollowUp]


@dataclass(frozen=True, slots=True)
class OfProducer:
    """Everything that hangs on a producer."""

    products: Sequence[Product]
    accounts: Sequence[EPaymentAccount]
    attendances: Sequence[TrainingAttendance]
    evidence: Sequence[EvidenceFile]
    merged: Sequence[Producer]
    listings: Sequence[Listing]
    members: Sequence[ProducerMember]
    follow_ups: Sequence[FollowUp]


def of_product(session: Session, product_id: int) -> OfProduct:
    """Everything that hangs on a product."""

    def having(model: Any) -> Sequence[Any]:
        found = select(model).where(model.product_id == product_id).order_by(model.id)
        return session.scalars(found).all()

    listing = next(iter(having(Listing)), None)
    merged = select(Product).where(Product.merged_into_id == product_id).order_by(Product.id)
    return OfProduct(
        certificates=having(Certificate),
        evidence=having(EvidenceFile),
        outside=having(OutsideListing),
        merged=session.scalars(merged).all(),
        listing=listing,
        live_periods=having(LivePeriod),
        follow_ups=having(FollowUp),
    )


def of_producer(session: Session, producer_id: int) -> OfProducer:
    """Everything that hangs on a producer."""

    def having(model: Any) -> Sequence[Any]:
        found = select(model).where(model.producer_id == producer_id).order_by(model.id)
        return session.scalars(found).all()

    merged = select(Producer).where(Producer.merged_into_id == producer_id).order_by(Producer.id)
    return OfProducer(
        products=having(Product),
        accounts=having(EPaymentAccount),
        attendances=having(TrainingAttendance),
        evidence=having(EvidenceFile),
        merged=session.scalars(merged).all(),
        listings=having(Listing),
        members=having(ProducerMember),
        follow_ups=having(FollowUp),
    )


def find_product(session: Session, product_id: int) -> Product | None:
    """A product that was not merged into another."""
    return session.scalar(
        select(Product)
        .where(Product.id == product_id, Product.merged_into_id.is_(None))
        .options(joinedload(Product.producer), joinedload(Product.unit))
    )


def find_producer(session: Session, producer_id: int) -> Producer | None:
    """A producer that was not merged into another."""
    return session.scalar(
        select(Producer)
        .where(Producer.id == producer_id, Producer.merged_into_id.is_(None))
        .options(joinedload(Producer.unit))
    )


def merge_entry(session: Session, entry_id: int) -> AuditEntry | None:
    """The note of a merge."""
    return session.scalar(
        select(AuditEntry).where(AuditEntry.id == entry_id, AuditEntry.action.in_(MERGED.values()))
    )


def is_undone(session: Session, entry: AuditEntry) -> bool:
    """Whether a merge was undone."""
    undoings = session.scalars(
        select(AuditEntry).where(
            AuditEntry.subject == entry.subject,
            AuditEntry.subject_id == entry.subject_id,
            AuditEntry.action == UNDONE[entry.subject],
            AuditEntry.id > entry.id,
        )
    )
    return any(undoing.details.get("merge") == entry.id for undoing in undoings)


def merges_count(session: Session) -> int:
    """How many merges there ever were."""
    merges = AuditEntry.action.in_(MERGED.values())
    return session.scalar(select(func.count()).select_from(AuditEntry).where(merges)) or 0


def merges(session: Session, first: int, size: int) -> Sequence[Row[AuditEntry, str | None]]:
    """Merges with the names of who made them, the latest first."""
    return session.execute(
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.action.in_(MERGED.values()))
        .order_by(AuditEntry.id.desc())
        .offset(first)
        .limit(size)
    ).all()


def changes_from(session: Session, origin: str) -> Sequence[FactChange]:
    """What one act changed, the latest first."""
    return session.scalars(
        select(FactChange).where(FactChange.origin == origin).order_by(FactChange.id.desc())
    ).all()


def rows_of(session: Session, table: str, ids: Sequence[int]) -> Sequence[Any]:
    """Rows of a table by their numbers."""
    model = _model_of(table)
    return session.scalars(select(model).where(model.id.in_(ids))).all()


def _model_of(table: str) -> Any:
    models: Iterable[Any] = (mapper.class_ for mapper in Base.registry.mappers)
    return next(model for model in models if model.__tablename__ == table)


def names_of(session: Session, subject: str, ids: Sequence[int]) -> dict[int, str]:
    """The names of products or of producers."""
    model: Any = Product if subject == "product" else Producer
    rows = session.execute(select(model.id, model.name).where(model.id.in_(ids)))
    return dict(rows.all())


def things_called(
    session: Session, subject: str, text: str, most: int, *, but: int
) -> Sequence[Any]:
    """Products or producers whose names hold all these words, by name; one is left out."""
    model: Any = Product if subject == "product" else Producer
    wanted = [model.name_key.contains(word, autoescape=True) for word in words(fold(text))]
    found = select(model).where(model.merged_into_id.is_(None), model.id != but, *wanted)
    return session.scalars(
        found.options(*_shown(model)).order_by(model.name_key, model.id).limit(most)
    ).all()


def things_in_order(session: Session, subject: str, ids: Sequence[int]) -> Sequence[Any]:
    """Products or producers in the order of these numbers."""
    model: Any = Product if subject == "product" else Producer
    found = session.scalars(select(model).where(model.id.in_(ids)).options(*_shown(model)))
    by_id = {thing.id: thing for thing in found}
    return [by_id[one] for one in ids if one in by_id]


def _shown(model: Any) -> list[Any]:
    maker = [joinedload(Product.producer)] if model is Product else []
    return [joinedload(model.unit), *maker]
