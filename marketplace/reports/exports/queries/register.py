"""The whole register, certificate by certificate, read one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, aliased

from marketplace.admin_units.models import AdminUnit
from marketplace.producers.models import Producer
from marketplace.registry.models import Certificate, Decision, Product

AT_A_TIME = 2000
_Commune = aliased(AdminUnit)
_OldUnit = aliased(AdminUnit)
_OldParent = aliased(AdminUnit)


def certificates(session: Session) -> Iterator[Row[*tuple[Any, ...]]]:
    """Every product with each of its certificates; a product without one has a line too."""
    chosen = (
        select(
            Product.id,
            Product.name,
            Product.sector,
            Product.group_no,
            Product.place_text,
            Producer.name.label("producer"),
            Producer.kind,
            _Commune.name.label("commune"),
            _OldUnit.name.label("old_unit"),
            _OldParent.name.label("old_parent"),
            Certificate.number,
            Certificate.product_code,
            Certificate.stars,
            Certificate.evidence,
            Certificate.programme,
            Decision.number.label("decision"),
            Decision.issuing_body,
            Certificate.issued_from,
            Certificate.issued_to,
            Certificate.valid_until,
            Certificate.extended_until,
            Certificate.filed_on,
            Certificate.revoked_on,
            Certificate.revoked_ground,
            Certificate.revoking_decision,
            Certificate.source,
            Certificate.note,
        )
        .select_from(Product)
        .outerjoin(Certificate, Certificate.product_id == Product.id)
        .outerjoin(Decision, Decision.id == Certificate.decision_id)
        .outerjoin(Producer, Producer.id == Product.producer_id)
        .outerjoin(_Commune, _Commune.id == Product.unit_id)
        .outerjoin(_OldUnit, _OldUnit.id == Product.old_unit_id)
        .outerjoin(_OldParent, _OldParent.id == _OldUnit.parent_id)
        .where(Product.merged_into_id.is_(None))
        .order_by(Product.id, Certificate.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    with session.execute(chosen) as found:
        yield from found


def count_certificates(session: Session) -> int:
    """How many lines there are."""
    chosen = (
        select(func.count())
        .select_from(Product)
        .outerjoin(Certificate, Certificate.product_id == Product.id)
        .where(Product.merged_into_id.is_(None))
    )
    return session.scalar(chosen) or 0
