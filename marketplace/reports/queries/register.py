"""The register as staff look it up: found by name, standing, stars or commune."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from marketplace.admin_units.models import AdminUnit
from marketplace.intake.models import IntakeRun, RunState
from marketplace.producers.models import Producer
from marketplace.producers.rules import producer_key
from marketplace.registry.models import Certificate, Product, SetAsideRow
from marketplace.registry.queries import in_force_on
from marketplace.text import sort_key


class Standing(enum.StrEnum):
    """How a product stands on a day: in force, or why not."""

    IN_FORCE = "con-hieu-luc"
    OVER = "het-hoac-chua-chac"
    REVOKED = "thu-hoi"
    UNDATED = "khong-ro-ngay"


@dataclass(frozen=True, slots=True)
class RegisterFilters:
    """What staff ask the register for; an empty choice asks for everything."""

    words: str = ""
    standing: Standing | None = None
    stars: int | None = None  # 3 to 5; 0 asks for certificates whose stars are not known
    unit_id: int | None = None  # commune of today; 0 asks for products without one


def find_products(session: Session, asked: RegisterFilters, day: date) -> list[int]:
    """The numbers of the products that fit, in the order of a Vietnamese dictionary."""
    chosen = (
        select(Product.id, Product.name).outerjoin(Product.producer).where(*_conditions(asked, day))
    )
    found = sorted(session.execute(chosen), key=lambda row: (sort_key(row.name), row.id))
    return [row.id for row in found]


def _conditions(asked: RegisterFilters, day: date) -> Iterator[ColumnElement[bool]]:
    yield Product.merged_into_id.is_(None)
    for word in producer_key(asked.words).split():
        yield or_(Product.name_key.contains(word), Producer.name_key.contains(word))
    if asked.standing is not None:
        yield _stands(asked.standing, day)
    if asked.stars is not None:
        stars = (
            Certificate.stars.is_(None) if asked.stars == 0 else Certificate.stars == asked.stars
        )
        in_time = [in_force_on(day)] if asked.standing is Standing.IN_FORCE else []
        yield _has(stars, *in_time)
    if asked.unit_id is not None:
        yield Product.unit_id.is_(None) if asked.unit_id == 0 else Product.unit_id == asked.unit_id


def _stands(standing: Standing, day: date) -> ColumnElement[bool]:
    in_force = _has(in_force_on(day))
    revoked = _has(Certificate.revoked_on.is_not(None))
    dated = _has(Certificate.issued_from.is_not(None))
    return {
        Standing.IN_FORCE: in_force,
        Standing.REVOKED: and_(~in_force, revoked),
        Standing.UNDATED: and_(~in_force, ~revoked, ~dated),
        Standing.OVER: and_(~in_force, ~revoked, dated),
    }[standing]


def _has(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a product has a certificate of that kind."""
    found = select(Certificate.id).where(Certificate.product_id == Product.id, *conditions)
    return found.exists()


def register_lines(session: Session, ids: Sequence[int]) -> list[Product]:
    """These products in the order given, with producer, place and certificates."""
    products = session.scalars(
        select(Product)
        .where(Product.id.in_(ids))
        .options(
            joinedload(Product.producer),
            joinedload(Product.unit),
            selectinload(Product.certificates),
        )
    )
    by_id = {product.id: product for product in products}
    return [by_id[product_id] for product_id in ids]


def product_with_places(session: Session, product_id: int) -> Product | None:
    """One product with all that the register knows of it."""
    return session.get(
        Product,
        product_id,
        options=[
            joinedload(Product.producer),
            joinedload(Product.province),
            joinedload(Product.unit),
            joinedload(Product.old_unit).joinedload(AdminUnit.parent),
            selectinload(Product.certificates).joinedload(Certificate.decision),
        ],
    )


def look_alikes(session: Session, product: Product) -> list[Product]:
    """Products of the same name and province that may be this one: a source left a producer out."""
    statement = select(Product).where(
        Product.name_key == product.name_key,
        Product.id != product.id,
        Product.merged_into_id.is_(None),
        or_(Product.province_id.is_(None), Product.province_id == product.province_id),
    )
    if product.producer_id is not None:
        statement = statement.where(Product.producer_id.is_(None))
    return list(
        session.scalars(statement.options(joinedload(Product.producer)).order_by(Product.id))
    )


def communes_with_products(session: Session) -> list[tuple[AdminUnit, int]]:
    """The communes of today that products come from, with how many, in reading order."""
    counted = session.execute(
        select(AdminUnit, func.count(Product.id))
        .join(Product, Product.unit_id == AdminUnit.id)
        .where(Product.merged_into_id.is_(None))
        .group_by(AdminUnit.id)
    )
    return sorted(
        ((unit, products) for unit, products in counted),
        key=lambda row: sort_key(row[0].short_name),
    )


def last_import(session: Session) -> IntakeRun | None:
    """The latest register file that was taken."""
    return session.scalar(
        select(IntakeRun)
        .where(IntakeRun.kind == "register", IntakeRun.state == RunState.DONE)
        .order_by(IntakeRun.id.desc())
        .limit(1)
    )


def set_aside_count(session: Session) -> int:
    """How many rows are kept aside."""
    return session.scalar(select(func.count(SetAsideRow.id))) or 0


def set_aside_rows(session: Session, offset: int, limit: int) -> Sequence[SetAsideRow]:
    """Rows that were kept aside, in the order in which they came."""
    return session.scalars(
        select(SetAsideRow).order_by(SetAsideRow.id).offset(offset).limit(limit)
    ).all()
