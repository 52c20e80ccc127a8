"""Finding decisions and the certificates they gave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from marketplace.registry.models import Certificate, Decision, Product
from marketplace.registry.rules.decisions import decision_key


def find_decision(
    session: Session, number: str, issued_from: date | None, province_id: int | None
) -> Decision | None:
    """The decision of that number, first day and province, however its number is spelled."""
    of_the_day = session.scalars(
        select(Decision)
        .where(
            Decision.issued_from.is_not_distinct_from(issued_from),
            Decision.province_id.is_not_distinct_from(province_id),
        )
        .order_by(Decision.id)
    )
    wanted = decision_key(number)
    return next((one for one in of_the_day if decision_key(one.number) == wanted), None)


def has_certificate_like(session: Session, certificate: Certificate) -> bool:
    """Whether its product has another certificate of the same decision and date."""
    decision = certificate.decision
    decision_id = decision.id if decision else None
    is_new_decision = decision is not None and decision_id is None
    if is_new_decision or (decision is None and certificate.issued_from is None):
        return False
    found = select(Certificate.id).where(
        Certificate.product_id == certificate.product_id,
        Certificate.decision_id.is_not_distinct_from(decision_id),
        Certificate.issued_from.is_not_distinct_from(certificate.issued_from),
        Certificate.issued_to.is_not_distinct_from(certificate.issued_to),
    )
    return session.scalar(found.limit(1)) is not None


def certificates_of_decision(session: Session, decision_id: int) -> Sequence[Certificate]:
    """Every certificate that rests on a decision."""
    return session.scalars(
        select(Certificate).where(Certificate.decision_id == decision_id).order_by(Certificate.id)
    ).all()


def decision_with_place(session: Session, decision_id: int) -> Decision | None:
    """One decision."""
    return session.get(Decision, decision_id)


def annex_count(session: Session, decision_id: int) -> int:
    """How many certificates a decision gave."""
    counted = select(func.count()).where(Certificate.decision_id == decision_id)
    return session.scalar(counted) or 0


def annex(session: Session, decision_id: int, offset: int, limit: int) -> Sequence[Certificate]:
    """The certificates of a decision with their products, by the product's name."""
    return session.scalars(
        select(Certificate)
        .join(Product, Product.id == Certificate.product_id)
        .where(Certificate.decision_id == decision_id)
        .options(
            joinedload(Certificate.product).joinedload(Product.producer),
            joinedload(Certificate.product).selectinload(Product.certificates),
        )
        .order_by(Product.name_key, Certificate.id)
        .offset(offset)
        .limit(limit)
    ).all()
