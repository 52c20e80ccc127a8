"""Producers as staff look them up: found by name or place, with what they hold and sell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from marketplace.admin_units.models import AdminUnit
from marketplace.catalog.models import LivePeriod, OutsideListing
from marketplace.producers.models import EPaymentAccount, Producer, ProducerKind
from marketplace.producers.queries import was_trained
from marketplace.producers.rules import producer_key
from marketplace.registry.models import Certificate, Product
from marketplace.registry.queries import certificates_in_force, in_force_on
from marketplace.reports.queries.facts import holds_on, live_here
from marketplace.reports.rows import Place
from marketplace.reports.rules import counted_until
from marketplace.text import sort_key


class Lack(StrEnum):
    """What staff may still have to find out of a producer; the values stand in addresses."""

    KIND = "loai-hinh"
    TAX_CODE = "ma-so-thue"
    REPRESENTATIVE = "nguoi-dai-dien"
    QUESTIONS = "chua-hoi"  # nobody asked who leads it, or it did not agree to be counted
    COMMUNE = "xa"
    CONTACT = "lien-he"  # neither phone nor e-mail
    ACCOUNT = "tai-khoan"  # no verified e-payment account today
    VERIFICATION = "xac-minh"  # has an account that was declared and not verified
    TRAINING = "tap-huan"


@dataclass(frozen=True, slots=True)
class ProducerFilters:
    """What staff ask the list of producers for; an empty choice asks for everybody."""

    words: str = ""
    kind: ProducerKind | None = None
    unit_id: int | None = None  # commune of today
    lack: Lack | None = None


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


def find_producers(session: Session, asked: ProducerFilters, day: date) -> list[int]:
    """The numbers of the producers that fit, by the words of name or commune, in reading order."""
    statement = (
        select(Producer.id, Producer.name)
        .outerjoin(Producer.unit)
        .where(Producer.merged_into_id.is_(None), *_conditions(asked, day))
    )
    found = sorted(session.execute(statement), key=lambda row: (sort_key(row.name), row.id))
    return [row.id for row in found]


def _conditions(asked: ProducerFilters, day: date) -> Iterator[ColumnElement[bool]]:
    for word in producer_key(asked.words).split():
        yield or_(Producer.name_key.contains(word), AdminUnit.folded.contains(word))
    if asked.kind is not None:
        yield Producer.kind == asked.kind
    if asked.unit_id is not None:
        yield Producer.unit_id == asked.unit_id
    if asked.lack is not None:
        yield _lacks(asked.lack, day)


def _lacks(lack: Lack, day: date) -> ColumnElement[bool]:
    return {
        Lack.KIND: Producer.kind.is_(None),
        Lack.TAX_CODE: Producer.tax_code.is_(None),
        Lack.REPRESENTATIVE: Producer.representative.is_(None),
        Lack.QUESTIONS: Producer.representative_consent_on.is_(None),
        Lack.COMMUNE: Producer.unit_id.is_(None),
        Lack.CONTACT: Producer.phone.is_(None) & Producer.email.is_(None),
        Lack.ACCOUNT: ~has_account_on(day),
        Lack.VERIFICATION: _has_declared_account(),
        Lack.TRAINING: ~was_trained(day).exists(),
    }[lack]


def has_account_on(day: date) -> ColumnElement[bool]:
    """Whether a producer has a verified e-payment account on ``day``."""
    return (
        select(EPaymentAccount.id)
        .where(
            EPaymentAccount.producer_id == Producer.id,
            holds_on(day, EPaymentAccount.verified_on, EPaymentAccount.closed_on),
        )
        .exists()
    )


def _has_declared_account() -> ColumnElement[bool]:
    return (
        select(EPaymentAccount.id)
        .where(
            EPaymentAccount.producer_id == Producer.id,
            EPaymentAccount.verified_on.is_(None),
            EPaymentAccount.closed_on.is_(None),
            EPaymentAccount.cancelled_at.is_(None),
        )
        .exists()
    )


def communes_with_producers(session: Session) -> list[tuple[AdminUnit, int]]:
    """The communes of today that producers belong to, with how many, in reading order."""
    counted = session.execute(
        select(AdminUnit, func.count(Producer.id))
        .join(Producer, Producer.unit_id == AdminUnit.id)
        .where(Producer.merged_into_id.is_(None))
        .group_by(AdminUnit.id)
    )
    return sorted(
        ((unit, producers) for unit, producers in counted),
        key=lambda row: sort_key(row[0].short_name),
    )


def producer_lines(session: Session, ids: Sequence[int], day: date) -> list[ProducerLine]:
    """The lines of these producers, in the order given, as of ``day``."""
    in_force = (
        select(func.count(Certificate.product_id.distinct()))
        .join(Product, Product.id == Certificate.product_id)
        .where(Product.producer_id == Producer.id, in_force_on(day))
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Producer.id,
            Producer.name,
            Producer.kind,
            AdminUnit.name.label("commune"),
            Producer.place_text,
            in_force.label("products"),
            has_account_on(day).label("has_account"),
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
            joinedload(Producer.province),
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
