"""How to reach the producers behind the subjects of follow-ups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.admin_units.models import AdminUnit
from marketplace.producers.models import Producer, ProducerMember
from marketplace.registry.models import Product
from marketplace.registry.rules.follow_ups import Subject


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the producer of a subject."""

    subject: Subject
    product: str | None
    producer_id: int | None
    producer: str | None
    commune: str | None
    place_text: str
    phone: str | None
    email: str | None

    @property
    def name(self) -> str:
        """What the subject is called."""
        return self.product or self.producer or ""


class _Member(NamedTuple):
    """Somebody who runs a producer's shop."""

    phone: str | None
    email: str


def contacts_of(session: Session, subjects: Sequence[Subject]) -> dict[Subject, Contact]:
    """How to reach the producer of each subject that exists."""
    of_products = [one.product_id for one in subjects if one.product_id is not None]
    of_producers = [one.producer_id for one in subjects if one.producer_id is not None]
    products = session.execute(
        _contact(Product.id.label("product_id"), Product.name.label("product"))
        .select_from(Product)
        .outerjoin(Producer, Producer.id == Product.producer_id)
        .outerjoin(AdminUnit, AdminUnit.id == func.coalesce(Product.unit_id, Producer.unit_id))
        .where(Product.id.in_(of_products))
    ).all()
    producers = session.execute(
        _contact()
        .select_from(Producer)
        .outerjoin(AdminUnit, AdminUnit.id == Producer.unit_id)
        .where(Producer.id.in_(of_producers))
    ).all()
    ids = {row.producer_id for row in (*products, *producers)} - {None}
    members = _members(session, ids)
    found = [_reached(Subject(row.product_id), row, row.product, members) for row in products]
    found += [_reached(Subject(None, row.producer_id), row, None, members) for row in producers]
    return {contact.subject: contact for contact in found}


def _contact(*more: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    return select(
        *more,
        Producer.id.label("producer_id"),
        Producer.name.label("producer"),
        Producer.place_text,
        Producer.phone,
        Producer.email,
        AdminUnit.name.label("commune"),
    )


def _members(session: Session, producer_ids: Iterable[int]) -> dict[int, _Member]:
    """Somebody of each producer: the person who has been with it the longest."""
    rows = session.execute(
        select(ProducerMember.producer_id, User.phone, User.email)
        .join(User, User.id == ProducerMember.user_id)
        .where(
            ProducerMember.producer_id.in_(producer_ids),
            ProducerMember.left_at.is_(None),
            User.closed_at.is_(None),
        )
        .order_by(ProducerMember.id.desc())
    )
    return {row.producer_id: _Member(row.phone, row.email) for row in rows}


def _reached(
    subject: Subject,
    row: Row[*tuple[Any, ...]],
    product: str | None,
    members: Mapping[int, _Member],
) -> Contact:
    """The register's phone and address; where it has none, those of a member."""
    member = members.get(row.producer_id)
    return Contact(
        subject=subject,
        product=product,
        producer_id=row.producer_id,
        producer=row.producer,
        commune=row.commune,
        place_text=row.place_text or "",
        phone=row.phone or (member.phone if member else None),
        email=row.email or (member.email if member else None),
    )
