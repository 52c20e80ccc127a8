"""Reads of the register: which certificate holds on a day, and with which stars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from marketplace.registry.models import Certificate, Evidence


def is_recognition() -> ColumnElement[bool]:
    """The condition that a certificate rests on more than a hope or the producer's own word."""
    return Certificate.evidence.in_((Evidence.DECISION, Evidence.PRESS))


def in_force_on(day: date) -> ColumnElement[bool]:
    """The condition that a certificate surely holds on ``day``, for use in any ``select``.

    Its last day counts; the day on which it is revoked does not. Without dates it never holds,
    nor does what rests on a hope or on the producer's own word.
    """
    return and_(
        Certificate.issued_to <= day,
        or_(Certificate.valid_until >= day, Certificate.extended_until >= day),
        is_recognition(),
        or_(Certificate.revoked_on.is_(None), Certificate.revoked_on > day),
    )


def latest_first() -> tuple[ColumnElement[Any], ...]:
    """The order in which certificates of a product speak: the latest issued, then the proven one.

    The same order as ``rules.life.weight``, backwards.
    """
    proven = Certificate.evidence == Evidence.DECISION
    return Certificate.issued_from.desc().nulls_last(), proven.desc(), Certificate.id.desc()


def products_in_force(day: date) -> Select[int]:
    """The ids of the products with a certificate in force on ``day``, each once."""
    return select(Certificate.product_id).where(in_force_on(day)).distinct()


def certificate_in_force(session: Session, product_id: int, day: date) -> Certificate | None:
    """The certificate of a product on ``day``: of several in force, the latest issued."""
    return certificates_in_force(session, [product_id], day).get(product_id)


def certificates_in_force(
    session: Session, product_ids: Iterable[int], day: date
) -> dict[int, Certificate]:
    """The certificate of each product on ``day``, with its decision; none in force, no entry."""
    found = session.scalars(
        select(Certificate)
        .where(Certificate.product_id.in_(sorted(set(product_ids))), in_force_on(day))
        .order_by(*latest_first())
        .options(joinedload(Certificate.decision))
    )
    speaking: dict[int, Certificate] = {}
    for certificate in found:
        speaking.setdefault(certificate.product_id, certificate)
    return speaking
