"""One product, certificate or evidence file, for the pages on which staff change it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from marketplace.registry.models import Certificate, EvidenceFile, Product


def find_product(session: Session, product_id: int) -> Product | None:
    """The product with this number, unless it was merged into another."""
    return session.scalar(
        select(Product)
        .where(Product.id == product_id, Product.merged_into_id.is_(None))
        .options(joinedload(Product.producer), joinedload(Product.unit))
    )


def find_certificate(session: Session, certificate_id: int) -> Certificate | None:
    """The certificate with this number, with its product and the product's other certificates."""
    return session.scalar(
        select(Certificate)
        .where(Certificate.id == certificate_id)
        .options(
            joinedload(Certificate.decision),
            joinedload(Certificate.product).selectinload(Product.certificates),
        )
    )


def certificates_of(session: Session, product_ids: Sequence[int]) -> Sequence[Certificate]:
    """Every certificate of these products, with their decisions."""
    return session.scalars(
        select(Certificate)
        .where(Certificate.product_id.in_(product_ids))
        .options(joinedload(Certificate.decision))
        .order_by(Certificate.id)
    ).all()


def products_of_producer(session: Session, producer_id: int) -> Sequence[Product]:
    """The products of a producer with their certificates, by name."""
    return session.scalars(
        select(Product)
        .where(Product.producer_id == producer_id, Product.merged_into_id.is_(None))
        .options(selectinload(Product.certificates).joinedload(Certificate.decision))
        .order_by(Product.name_key, Product.id)
    ).all()


def other_product_with_code(session: Session, code: str, product_id: int) -> Product | None:
    """A product besides this one of which a certificate has the code."""
    return session.scalar(
        select(Product)
        .join(Certificate, Certificate.product_id == Product.id)
        .where(
            Certificate.product_code == code,
            Product.id != product_id,
            Product.merged_into_id.is_(None),
        )
        .order_by(Product.id)
        .limit(1)
    )


def evidence_of(
    session: Session, *, product_id: int | None = None, producer_id: int | None = None
) -> Sequence[EvidenceFile]:
    """The files of a product or of a producer, withdrawn ones last, the latest first."""
    subject = (
        EvidenceFile.product_id == product_id
        if product_id is not None
        else EvidenceFile.producer_id == producer_id
    )
    return session.scalars(
        select(EvidenceFile)
        .where(subject)
        .order_by(EvidenceFile.withdrawn_at.is_not(None), EvidenceFile.id.desc())
    ).all()


def find_evidence(session: Session, evidence_id: int) -> EvidenceFile | None:
    """One file, with the product or producer it is about."""
    return session.scalar(
        select(EvidenceFile)
        .where(EvidenceFile.id == evidence_id)
        .options(joinedload(EvidenceFile.product), joinedload(EvidenceFile.producer))
    )


def same_evidence(session: Session, file: EvidenceFile) -> EvidenceFile | None:
    """A file of the same content and subject that is not withdrawn."""
    return session.scalar(
        select(EvidenceFile).where(
            EvidenceFile.file_key == file.file_key,
            EvidenceFile.product_id.is_not_distinct_from(file.product_id),
            EvidenceFile.producer_id.is_not_distinct_from(file.producer_id),
            EvidenceFile.withdrawn_at.is_(None),
        )
    )
