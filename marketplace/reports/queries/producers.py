"""Producers as staff look them up: found by name or place, with what they hold and sell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from marketplace.admin_units.models import AdminUnit
from marketplace.catalog.models import LivePeriod, OutsideListing
from marketplace.producers.models import EPaymentAccount, Producer, ProducerKind
from marketplace.producers.rules import producer_key
from marketplace.registry.models import Certificate, Product
from marketplace.registry.queries import certificates_in_force, in_force_on
from marketplace.reports.queries.facts import holds_on, live_here
from marketplace.reports.rows import Place
from marketplace.reports.rules import counted_until
from marketplace.text import sort_key


@dataclass(frozen=True, slots=True)
class ProducerLine:
    """A producer in the list."""

    id: int
    name: str
    kind: ProducerKind | None
    place: Place
    products: int  # in force
    has_account: bool


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product of a producer: the certificate that holds today, and where it is sold."""

    id: int
    name: str
    certificate: Certificate | None
    is_live_here: bool
    outside: Sequence[OutsideListing]  # the latest first, ended ones included


def find_producers(session: Session, asked: str) -> list[int]:
    """The numbers of the producers whose name or commune has all the words, in reading order."""
    statement = select(Producer.id, Producer.name).outerjoin(Producer.unit)
    for word in producer_key(asked).split():
        statement = statement.where(
            or_(Producer.name_key.contains(word), AdminUnit.folded.contains(word))
        )
    found = sorted(session.execute(statement), key=lambda row: (sort_key(row.name), row.id))
    return [row.id for row in found]


def producer_lines(session: Session, ids: Sequence[int], day: date) -> list[ProducerLine]:
    """The lines of these producers, in the order given, as of ``day``."""
    in_force = (
        select(func.count(Certificate.product_id.distinct()))
        .join(Product, Product.id == Certificate.product_id)
        .where(Product.producer_id == Producer.id, in_force_on(day))
        .scalar_subquery()
    )
    account = select(EPaymentAccount.id).where(
        EPaymentAccount.producer_id == Producer.id,
        holds_on(day, EPaymentAccount.verified_on, EPaymentAccount.closed_on),
    )
    rows = session.execute(
        select(
            Producer.id,
            Producer.name,
            Producer.kind,
            AdminUnit.name.label("commune"),
            Producer.place_text,
            in_force.label("products"),
            account.exists().label("has_account"),
        )
        .outerjoin(Producer.unit)
        .where(Producer.id.in_(ids))
    )
    lines = {
        row.id: ProducerLine(
            id=row.id,
            name=row.name,
            kind=row.kind,
            place=Place(row.commune, None, row.place_text),
            products=row.products,
            has_account=row.has_account,
        )
        for row in rows
    }
    return [lines[producer_id] for producer_id in ids]


def producer_with_places(session: Session, producer_id: int) -> Producer | None:
    """A producer with its commune, and the district of old reports."""
    return session.get(
        Producer,
        producer_id,
        options=[
            joinedload(Producer.unit),
            joinedload(Producer.old_unit).joinedload(AdminUnit.parent),
        ],
    )


def product_lines(
    session: Session, producer_id: int, day: date, *, now: datetime
) -> list[ProductLine]:
    """Every product of a producer, in force or not, as it stands on ``day``."""
    found = select(Product.id, Product.name).where(Product.producer_id == producer_id)
    products = {row.id: row.name for row in session.execute(found)}
    certificates = certificates_in_force(session, products, day)
    on_sale = live_here(counted_until(day, now)).where(LivePeriod.product_id.in_(products))
    live = set(session.scalars(on_sale))
    outside = _outside_listings(session, products)
    lines = (
        ProductLine(key, name, certificates.get(key), key in live, outside[key])
        for key, name in products.items()
    )
    return sorted(lines, key=lambda line: (sort_key(line.name), line.id))


def _outside_listings(
    session: Session, product_ids: Iterable[int]
) -> defaultdict[int, list[OutsideListing]]:
    records = session.scalars(
        select(OutsideListing)
        .where(OutsideListing.product_id.in_(product_ids))
        .options(joinedload(OutsideListing.platform))
        .order_by(OutsideListing.seen_on.desc(), OutsideListing.id.desc())
    )
    by_product = defaultdict(list)
    for record in records:
        by_product[record.product_id].append(record)
    return by_product
