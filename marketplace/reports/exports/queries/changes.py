"""The history of facts, read change by change, with what the rows are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal, select, text
from sqlalchemy.orm import Session, aliased

from marketplace.accounts.models import User
from marketplace.audit.models import FactChange
from marketplace.catalog.models import OutsideCheck, OutsideListing, Platform
from marketplace.producers.models import EPaymentAccount, Producer, Training, TrainingAttendance
from marketplace.registry.models import Certificate, Decision, EvidenceFile, Product
from marketplace.reports.models import DeclaredFigure, DeclaredSale, Target

AT_A_TIME = 500
Key = tuple[str, int]  # a table and the number of a row
_Labelled = Select[int, str]
_ListedProduct = aliased(Product)


def last_change(session: Session) -> int:
    """The number of the latest change, with none of a lower number still to come.

    On PostgreSQL a transaction takes its numbers before it ends, so those that write now are
    waited for; on SQLite there is one writer.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE fact_changes IN SHARE MODE"))
    return session.scalar(select(func.max(FactChange.id))) or 0


def last_change_before(session: Session, moment: datetime) -> int:
    """The number of the latest change made before a moment."""
    found = session.scalar(select(func.max(FactChange.id)).where(FactChange.at < moment))
    return found or 0


def count_changes(session: Session, since_id: int, until_id: int) -> int:
    """How many changes lie between two."""
    chosen = select(func.count(FactChange.id)).where(
        FactChange.id > since_id, FactChange.id <= until_id
    )
    return session.scalar(chosen) or 0


def changes(session: Session, since_id: int, until_id: int) -> Iterator[Sequence[FactChange]]:
    """The changes after one and up to another, in the order of their making, some at a time."""
    chosen = (
        select(FactChange)
        .where(FactChange.id > since_id, FactChange.id <= until_id)
        .order_by(FactChange.id)
        .limit(AT_A_TIME)
    )
    last = since_id
    while found := session.scalars(chosen.where(FactChange.id > last)).all():
        yield found
        last = found[-1].id
        session.expunge_all()


def labels(session: Session, keys: Iterable[Key]) -> dict[Key, str]:
    """What the rows are called today, told apart from others of their kind."""
    return {
        (table, row_id): label
        for table, ids in _by_table(keys).items()
        for row_id, label in session.execute(_LABELS[table].where(_IDS[table].in_(ids)))
    }


def people(session: Session, ids: set[int]) -> dict[int, str]:
    """Who they are."""
    rows = session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _by_table(keys: Iterable[Key]) -> dict[str, set[int]]:
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for table, row_id in keys:
        wanted[table].add(row_id)
    return wanted


def _joined(*parts: Any) -> Any:
    """Texts with a dash between them."""
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + literal(" – ") + part
    return whole


_LABELS: dict[str, _Labelled] = {
    "products": select(Product.id, Product.name),
    "producers": select(Producer.id, Producer.name),
    "decisions": select(Decision.id, Decision.number),
    "platforms": select(Platform.id, Platform.name),
    "trainings": select(Training.id, Training.topic),
    "evidence_files": select(EvidenceFile.id, EvidenceFile.title),
    "certificates": select(
        Certificate.id, _joined(func.coalesce(Certificate.number, "?"), Product.name)
    ).join(Product, Product.id == Certificate.product_id),
    "e_payment_accounts": select(
        EPaymentAccount.id, _joined(EPaymentAccount.provider, Producer.name)
    ).join(Producer, Producer.id == EPaymentAccount.producer_id),
    "training_attendances": select(TrainingAttendance.id, _joined(Training.topic, Producer.name))
    .join(Training, Training.id == TrainingAttendance.training_id)
    .join(Producer, Producer.id == TrainingAttendance.producer_id),
    "outside_listings": select(OutsideListing.id, _joined(Platform.name, Product.name))
    .join(Platform, Platform.id == OutsideListing.platform_id)
    .join(Product, Product.id == OutsideListing.product_id),
    "outside_checks": select(OutsideCheck.id, _joined(Platform.name, _ListedProduct.name))
    .join(OutsideListing, OutsideListing.id == OutsideCheck.listing_id)
    .join(Platform, Platform.id == OutsideListing.platform_id)
    .join(_ListedProduct, _ListedProduct.id == OutsideListing.product_id),
    "declared_figures": select(
        DeclaredFigure.id, _joined(DeclaredFigure.stated_time, DeclaredFigure.indicator)
    ),
    "declared_sales": select(DeclaredSale.id, Platform.name).join(
        Platform, Platform.id == DeclaredSale.platform_id
    ),
    "targets": select(Target.id, Target.measure),
}
_IDS = {table: chosen.selected_columns[0] for table, chosen in _LABELS.items()}


def subjects(session: Session, keys: Iterable[Key]) -> dict[Key, Key]:
    """The product or producer that each row tells something of."""
    found: dict[Key, Key] = {}
    for table, ids in _by_table(keys).items():
        if table in ("products", "producers"):
            found |= {(table, row_id): (table, row_id) for row_id in ids}
        elif table in _SUBJECTS:
            subject, chosen = _SUBJECTS[table]
            own = chosen.selected_columns[0]
            for row_id, subject_id in session.execute(chosen.where(own.in_(ids))):
                found[table, row_id] = (subject, subject_id)
    return found


_SUBJECTS: dict[str, tuple[str, Select[int, int]]] = {
    "certificates": ("products", select(Certificate.id, Certificate.product_id)),
    "outside_listings": ("products", select(OutsideListing.id, OutsideListing.product_id)),
    "outside_checks": (
        "products",
        select(OutsideCheck.id, OutsideListing.product_id).join(
            OutsideListing, OutsideListing.id == OutsideCheck.listing_id
        ),
    ),
    "e_payment_accounts": (
        "producers",
        select(EPaymentAccount.id, EPaymentAccount.producer_id),
    ),
    "training_attendances": (
        "producers",
        select(TrainingAttendance.id, TrainingAttendance.producer_id),
    ),
}
