"""Whom to remind of which certificates, and of which they were reminded already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts.models import User
from marketplace.audience import Audience
from marketplace.producers.models import Producer, ProducerMember
from marketplace.registry.models import Certificate, CertificateReminder, Product
from marketplace.registry.queries.life import last_day, state_on
from marketplace.registry.rules.life import HOLDING, TERMS

_LONGEST = max(terms.opens for terms in TERMS.values())
Sent = tuple[int, date, int]  # certificate, the end that was told, days before
Reader = tuple[str, str]  # address, language


def near_their_end(session: Session, day: date) -> Sequence[Certificate]:
    """Certificates that hold on a day and end within the longest time of a reminder."""
    return session.scalars(
        select(Certificate)
        .join(Certificate.product)
        .where(
            Product.merged_into_id.is_(None),
            last_day().between(day, day + timedelta(days=_LONGEST)),
            state_on(day).in_(sorted(state.value for state in HOLDING)),
        )
        .options(joinedload(Certificate.product).joinedload(Product.producer))
        .order_by(last_day(), Certificate.id)
    ).all()


def reminders_of(session: Session, certificates: Collection[Certificate]) -> set[Sent]:
    """What was sent for these."""
    ids = [certificate.id for certificate in certificates]
    rows = session.execute(
        select(
            CertificateReminder.certificate_id,
            CertificateReminder.ends_on,
            CertificateReminder.days_before,
        ).where(CertificateReminder.certificate_id.in_(ids))
    )
    return {(row.certificate_id, row.ends_on, row.days_before) for row in rows}


def was_reminded_since(session: Session, moment: datetime) -> bool:
    """Whether a reminder went out at that moment or later."""
    found = select(CertificateReminder.id).where(CertificateReminder.sent_at >= moment).limit(1)
    return session.scalar(found) is not None


def certificates_numbered(session: Session, ids: Collection[int]) -> Sequence[Certificate]:
    """These certificates with their products and producers, what ends first first."""
    return session.scalars(
        select(Certificate)
        .where(Certificate.id.in_(ids))
        .options(joinedload(Certificate.product).joinedload(Product.producer))
        .order_by(last_day(), Certificate.id)
    ).all()


def readers_of_producer(session: Session, producer: Producer) -> list[Reader]:
    """Where a producer reads mail: its people, then its own address unless one of them has it."""
    people = session.execute(
        select(User.email, User.locale)
        .join(ProducerMember, ProducerMember.user_id == User.id)
        .where(
            ProducerMember.producer_id == producer.id,
            ProducerMember.left_at.is_(None),
            User.closed_at.is_(None),
        )
        .order_by(User.id)
    )
    found = {row.email: row.locale for row in people}
    if producer.email:
        found.setdefault(producer.email.lower(), "vi")
    return list(found.items())


def staff_readers(session: Session) -> list[Reader]:
    """Where the staff of the province read mail."""
    rows = session.execute(
        select(User.email, User.locale)
        .where(User.audience == Audience.STAFF, User.closed_at.is_(None))
        .order_by(User.id)
    )
    return [(row.email, row.locale) for row in rows]
