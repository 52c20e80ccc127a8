"""Every SELECT of snapshots, and of the changes that make a day look different later."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, join, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from marketplace.accounts.models import User
from marketplace.audit.models import FactChange
from marketplace.catalog.models import OutsideCheck, OutsideListing
from marketplace.producers.models import EPaymentAccount, Producer
from marketplace.registry.models import Certificate, Product
from marketplace.reports.models import Snapshot

MOST_CHANGES = 500  # that one page tells


@dataclass(frozen=True, slots=True)
class Touched:
    """The products and producers whose rows differ."""

    products: Collection[int]
    producers: Collection[int]


def snapshot_count(session: Session) -> int:
    """How many snapshots there are."""
    return session.scalar(select(func.count(Snapshot.id))) or 0


def snapshots(session: Session, offset: int, limit: int) -> Sequence[Row[Snapshot, str | None]]:
    """Snapshots with the name of who took each, the latest day first."""
    return session.execute(
        select(Snapshot, User.name.label("taken_by"))
        .outerjoin(User, User.id == Snapshot.taken_by_id)
        .order_by(Snapshot.day.desc(), Snapshot.taken_at.desc(), Snapshot.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()


def snapshot(session: Session, snapshot_id: int) -> Row[Snapshot, str | None] | None:
    """One snapshot with the name of who took it."""
    return session.execute(
        select(Snapshot, User.name.label("taken_by"))
        .outerjoin(User, User.id == Snapshot.taken_by_id)
        .where(Snapshot.id == snapshot_id)
    ).one_or_none()


def last_by_itself(session: Session) -> date | None:
    """The latest day that froze by itself."""
    return session.scalar(select(func.max(Snapshot.day)).where(Snapshot.taken_by_id.is_(None)))


def has_register(session: Session) -> bool:
    """Whether there is anything to freeze."""
    return session.scalar(select(Product.id).limit(1)) is not None


def changes_of_rows(
    session: Session, moment: datetime, touched: Touched
) -> Sequence[Row[FactChange, str | None]]:
    """What was changed of these products and producers after a moment, the earliest first."""
    return _changes(session, moment, or_(*_facts_of(touched)))


def other_changes(session: Session, moment: datetime) -> Sequence[Row[FactChange, str | None]]:
    """What was changed after a moment that moves figures without being a product's own."""
    return _changes(session, moment, FactChange.table_name.in_(_OTHER_TABLES))


def _changes(
    session: Session, moment: datetime, which: ColumnElement[bool]
) -> Sequence[Row[FactChange, str | None]]:
    return session.execute(
        select(FactChange, User.name.label("actor"))
        .outerjoin(User, User.id == FactChange.actor_id)
        .where(FactChange.at > moment, which)
        .order_by(FactChange.id)
        .limit(MOST_CHANGES)
    ).all()


def _facts_of(touched: Touched) -> Iterator[ColumnElement[bool]]:
    for table_name, owned in _OWNED.items():
        ids = touched.producers if owned.kind == PRODUCERS else touched.products
        rows = select(owned.row_id).select_from(owned.source).where(owned.owner_id.in_(sorted(ids)))
        yield and_(FactChange.table_name == table_name, FactChange.row_id.in_(rows))


def owners_of(
    session: Session, changes: Iterable[FactChange]
) -> dict[tuple[str, int], set[tuple[str, int]]]:
    """For each changed row the products and producers that it is about, as (kind, id)."""
    ids: dict[str, set[int]] = {}
    for change in changes:
        ids.setdefault(change.table_name, set()).add(change.row_id)
    found: dict[tuple[str, int], set[tuple[str, int]]] = {}
    for table_name, row_ids in ids.items():
        owned = _OWNED[table_name]
        rows = session.execute(
            select(owned.row_id, owned.owner_id)
            .select_from(owned.source)
            .where(owned.row_id.in_(sorted(row_ids)))
        )
        for row_id, owner_id in rows:
            found.setdefault((table_name, row_id), set()).add((owned.kind, owner_id))
    return found


PRODUCTS, PRODUCERS = "products", "producers"


@dataclass(frozen=True, slots=True)
class _Owned:
    """How the rows of a table belong to products or producers."""

    kind: str
    row_id: InstrumentedAttribute[Any]
    owner_id: InstrumentedAttribute[Any]
    source: Any


_OWNED = {
    "products": _Owned(PRODUCTS, Product.id, Product.id, Product),
    "certificates": _Owned(PRODUCTS, Certificate.id, Certificate.product_id, Certificate),
    "decisions": _Owned(PRODUCTS, Certificate.decision_id, Certificate.product_id, Certificate),
    "outside_listings": _Owned(
        PRODUCTS, OutsideListing.id, OutsideListing.product_id, OutsideListing
    ),
    "outside_checks": _Owned(
        PRODUCTS,
        OutsideCheck.id,
        OutsideListing.product_id,
        join(OutsideCheck, OutsideListing, OutsideListing.id == OutsideCheck.listing_id),
    ),
    "producers": _Owned(PRODUCERS, Producer.id, Producer.id, Producer),
    "e_payment_accounts": _Owned(
        PRODUCERS, EPaymentAccount.id, EPaymentAccount.producer_id, EPaymentAccount
    ),
}
_OTHER_TABLES = ("platforms", "declared_sales", "trainings", "training_attendances")
