"""The figures of any day, counted from the rows. One function each, for page and file alike.

Each takes a fixed number of statements, however many products there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Row, Select, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from marketplace.admin_units.models import AdminUnit, Level
from marketplace.catalog.models import Platform
from marketplace.producers.models import Producer
from marketplace.registry.models import Certificate, Decision, Evidence, Precision, Product
from marketplace.registry.queries import in_force_on
from marketplace.reports.queries.facts import holds_on, live_here, seen_outside, verified_accounts
from marketplace.reports.rows import Figures, Place, ProducerRow, ProductRow, UndatedRow
from marketplace.reports.rules import IndicatorResult, counted_until, may_be_in_force
from marketplace.text import sort_key

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_Unit = aliased(AdminUnit)
_OldUnit = aliased(AdminUnit)
_OldParent = aliased(AdminUnit)

_PLACE = (
    _Unit.name.label("commune"),
    case((_OldUnit.level == Level.DISTRICT, _OldUnit.name), else_=_OldParent.name).label(
        "old_district"
    ),
)
_CERTIFICATE = (
    Certificate.proven_stars.label("stars"),
    Certificate.number.label("certificate"),
    Decision.number.label("decision"),
)


def figures(session: Session, day: date, *, now: datetime) -> Figures:
    """Both figures as of the end of ``day`` (as of ``now`` when it is today)."""
    return Figures(
        day=day,
        listing=listing_share(session, day, now=now),
        e_payment=e_payment_share(session, day),
        undated=undated_certificates(session, day),
    )


def listing_share(session: Session, day: date, *, now: datetime) -> IndicatorResult[ProductRow]:
    """Products in force on ``day``, counted when they are on sale here or on a counted platform.

    A product counts once, on however many platforms it is.
    """
    live = set(session.scalars(live_here(counted_until(day, now))))
    platforms = _grouped(session.execute(seen_outside(day)))
    certified = {row.id: row for row in session.execute(_products_in_force(day))}
    rows = (
        ProductRow(
            id=row.id,
            name=row.name,
            producer_id=row.producer_id,
            producer=row.producer,
            place=_place(row),
            stars=row.stars,
            certificate=row.certificate,
            decision=row.decision,
            valid_until=row.valid_until,
            is_live_here=row.id in live,
            platforms=tuple(sorted(platforms.get(row.id, ()))),
        )
        for row in certified.values()
    )
    return IndicatorResult(day, tuple(rows))


def e_payment_share(session: Session, day: date) -> IndicatorResult[ProducerRow]:
    """Producers with a product in force on ``day``, counted when an account of theirs is verified.

    A product whose producer is not known stands outside: it is nobody's.
    """
    accounts = _grouped(session.execute(verified_accounts(day)))
    rows = (
        ProducerRow(
            id=row.id,
            name=row.name,
            kind=row.kind,
            place=_place(row),
            products=row.products,
            accounts=tuple(sorted(accounts.get(row.id, ()))),
        )
        for row in session.execute(_producers_in_force(day))
    )
    return IndicatorResult(day, tuple(rows))


def undated_certificates(session: Session, day: date) -> tuple[UndatedRow, ...]:
    """Certificates that may hold on ``day`` but do not count, their dates being missing or rough.

    Products that another certificate puts in force are left out: those are counted.
    """
    rows = (
        UndatedRow(
            product_id=row.product_id,
            product=row.name,
            producer=row.producer,
            place=_place(row),
            stars=row.stars,
            certificate=row.certificate,
            decision=row.decision,
            issued_from=row.issued_from,
            issued_to=row.issued_to,
            precision=row.issued_precision,
        )
        for row in session.execute(_rough_certificates(day))
        if may_be_in_force(
            day,
            issued_from=row.issued_from,
            issued_to=row.issued_to,
            revoked_on=row.revoked_on,
        )
    )
    return tuple(sorted(rows, key=lambda row: (sort_key(row.product), row.product_id)))


def counted_platforms(session: Session, day: date) -> tuple[str, ...]:
    """The outside platforms that count on a day, by name."""
    names = session.scalars(
        select(Platform.name).where(holds_on(day, Platform.counted_from, Platform.counted_to))
    )
    return tuple(sorted(names, key=sort_key))


def _products_in_force(day: date) -> Select[*tuple[Any, ...]]:
    """A row per certificate in force; of two for one product the newer comes last."""
    chosen = select(
        Product.id,
        Product.name,
        Product.producer_id,
        Producer.name.label("producer"),
        Product.place_text,
        Certificate.valid_until,
        *_CERTIFICATE,
        *_PLACE,
    )
    return (
        _with_certificate_and_place(chosen)
        .where(in_force_on(day))
        .order_by(
            Certificate.issued_from, Certificate.evidence == Evidence.DECISION, Certificate.id
        )
    )


def _rough_certificates(day: date) -> Select[*tuple[Any, ...]]:
    certified = select(Certificate.product_id).where(in_force_on(day))
    chosen = select(
        Certificate.product_id,
        Product.name,
        Producer.name.label("producer"),
        Product.place_text,
        Certificate.issued_from,
        Certificate.issued_to,
        Certificate.issued_precision,
        Certificate.revoked_on,
        *_CERTIFICATE,
        *_PLACE,
    )
    rough = or_(
        Certificate.issued_precision.is_(None), Certificate.issued_precision != Precision.DAY
    )
    return _with_certificate_and_place(chosen).where(
        rough, Certificate.product_id.not_in(certified)
    )


def _with_certificate_and_place(chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    joined = (
        chosen.select_from(Product)
        .join(Certificate, Certificate.product_id == Product.id)
        .outerjoin(Decision, Decision.id == Certificate.decision_id)
        .outerjoin(Producer, Producer.id == Product.producer_id)
    )
    return _with_place(joined, Product.unit_id, Product.old_unit_id)


def _with_place(
    chosen: Select[*tuple[Any, ...]],
    unit_id: InstrumentedAttribute[int | None],
    old_unit_id: InstrumentedAttribute[int | None],
) -> Select[*tuple[Any, ...]]:
    return (
        chosen.outerjoin(_Unit, _Unit.id == unit_id)
        .outerjoin(_OldUnit, _OldUnit.id == old_unit_id)
        .outerjoin(_OldParent, _OldParent.id == _OldUnit.parent_id)
    )


def _producers_in_force(day: date) -> Select[*tuple[Any, ...]]:
    holders = (
        select(Product.producer_id, func.count(Certificate.product_id.distinct()).label("products"))
        .join(Certificate, Certificate.product_id == Product.id)
        .where(in_force_on(day), Product.producer_id.is_not(None))
        .group_by(Product.producer_id)
        .subquery()
    )
    chosen = (
        select(
            Producer.id,
            Producer.name,
            Producer.kind,
            Producer.place_text,
            holders.c.products,
            *_PLACE,
        )
        .select_from(Producer)
        .join(holders, holders.c.producer_id == Producer.id)
    )
    return _with_place(chosen, Producer.unit_id, Producer.old_unit_id)


def _grouped(pairs: Iterable[Row[Key, Value]]) -> dict[Key, set[Value]]:
    groups: defaultdict[Key, set[Value]] = defaultdict(set)
    for key, value in pairs:
        groups[key].add(value)
    return groups


def _place(row: Row[*tuple[Any, ...]]) -> Place:
    return Place(row.commune, row.old_district, row.place_text)
