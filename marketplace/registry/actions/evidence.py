"""Papers that prove something of a product or a producer: recorded, withdrawn, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from marketplace.producers.models import Producer
from marketplace.registry import queries
from marketplace.registry.actions.certificates import Why, because
from marketplace.registry.errors import EvidenceKnown, EvidenceWithdrawn
from marketplace.registry.evidence_files import StoredFile
from marketplace.registry.models import Evidence, EvidenceFile, EvidenceKind, Product


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper is, as staff read it."""

    kind: EvidenceKind
    evidence: Evidence
    title: str
    number: str
    issued_on: date | None
    expires_on: date | None
    file_name: str  # as it was called where it came from
    certificate_id: int | None = None


def add(
    session: Session, subject: Product | Producer, paper: Paper, stored: StoredFile, why: Why
) -> EvidenceFile:
    """Record a paper of a product or a producer, whose file lies on disk already.

    Raises:
        EvidenceKnown: the same file is recorded for it, and not withdrawn.
    """
    file = EvidenceFile(
        product_id=subject.id if isinstance(subject, Product) else None,
        producer_id=subject.id if isinstance(subject, Producer) else None,
        certificate_id=paper.certificate_id,
        kind=paper.kind,
        evidence=paper.evidence,
        title=paper.title,
        number=paper.number,
        issued_on=paper.issued_on,
        expires_on=paper.expires_on,
        file_key=stored.key,
        file_name=paper.file_name,
        media_type=stored.media_type,
        byte_size=stored.byte_size,
        uploaded_by_id=why.actor_id,
        uploaded_at=why.now,
    )
    if queries.same_evidence(session, file) is not None:
        raise EvidenceKnown
    because(session, why)
    session.add(file)
    session.flush()
    return file


def withdraw(session: Session, file: EvidenceFile, why: Why) -> None:
    """Say that a file proves nothing any more; it stays where it is.

    Raises:
        EvidenceWithdrawn: it is withdrawn already.
    """
    if file.withdrawn_at is not None:
        raise EvidenceWithdrawn
    because(session, why)
    file.withdrawn_at = why.now
    session.flush()
