"""Finding producers, and who runs them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from marketplace.producers.models import Producer, ProducerMember


def producer_of_user(session: Session, user_id: int) -> Producer | None:
    """The producer whose shop this person runs; the one joined first when there are several."""
    return session.scalar(
        select(Producer)
        .join(ProducerMember, ProducerMember.producer_id == Producer.id)
        .where(ProducerMember.user_id == user_id, ProducerMember.left_at.is_(None))
        .order_by(ProducerMember.joined_at, ProducerMember.id)
        .limit(1)
    )


def slugs(session: Session) -> set[str]:
    """The addresses that are taken."""
    return set(session.scalars(select(Producer.slug)))


def find_by_slug(session: Session, slug: str) -> Producer | None:
    """The producer whose page is /gian-hang/<slug>."""
    return session.scalar(select(Producer).where(Producer.slug == slug))


def is_member(session: Session, producer_id: int, user_id: int) -> bool:
    """Whether this person runs this producer's shop."""
    found = select(ProducerMember.id).where(
        ProducerMember.producer_id == producer_id,
        ProducerMember.user_id == user_id,
        ProducerMember.left_at.is_(None),
    )
    return session.scalar(found) is not None


def find_producer(session: Session, producer_id: int) -> Producer | None:
    """The producer with this number."""
    return session.get(Producer, producer_id)


def members_of(session: Session, producer_id: int) -> list[ProducerMember]:
    """Who runs or ran the producer's shop, the first to join first."""
    return list(
        session.scalars(
            select(ProducerMember)
            .where(ProducerMember.producer_id == producer_id)
            .order_by(ProducerMember.joined_at, ProducerMember.id)
            .options(joinedload(ProducerMember.user))
        )
    )


def with_tax_code(session: Session, code: str) -> list[Producer]:
    """The producers with this tax code; there should be one."""
    return _current(session, Producer.tax_code == code)


def called(session: Session, name_key: str) -> list[Producer]:
    """The producers with this name, spelt in any way (``rules.producer_key``)."""
    return _current(session, Producer.name_key == name_key)


def matching(
    session: Session, tax_codes: Sequence[str], name_keys: Sequence[str]
) -> list[Producer]:
    """The producers with one of these tax codes or names."""
    return _current(session, Producer.tax_code.in_(tax_codes) | Producer.name_key.in_(name_keys))


def _current(session: Session, which: ColumnElement[bool]) -> list[Producer]:
    return list(
        session.scalars(
            select(Producer)
            .where(Producer.merged_into_id.is_(None), which)
            .order_by(Producer.name, Producer.id)
            .options(joinedload(Producer.unit))
        )
    )
