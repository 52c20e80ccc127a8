"""Finding producers, who runs them, and their e-payment accounts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.producers.models import (
    EPaymentAccount,
    EPaymentKind,
    Producer,
    ProducerMember,
)


def producer_of_user(session: Session, user_id: int) -> Producer | None:
    """The producer whose shop this person runs; the one joined first when there are several."""
    return session.scalar(
        select(Producer)
        .join(ProducerMember, ProducerMember.producer_id == Producer.id)
        .where(ProducerMember.user_id == user_id, ProducerMember.left_at.is_(None))
        .order_by(ProducerMember.joined_at, ProducerMember.id)
        .limit(1)
    )


def all_producers(session: Session) -> list[Producer]:
    """Every producer of the register, selling here or not."""
    return list(session.scalars(select(Producer).order_by(Producer.id)))


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


def e_payment_accounts_of(
    session: Session, producer_id: int
) -> Sequence[Row[EPaymentAccount, str | None]]:
    """The accounts of a producer with the name of who verified them, the latest first."""
    return session.execute(
        select(EPaymentAccount, User.name.label("verified_by"))
        .outerjoin(User, User.id == EPaymentAccount.verified_by_id)
        .where(EPaymentAccount.producer_id == producer_id)
        .order_by(EPaymentAccount.verified_on.desc(), EPaymentAccount.id.desc())
    ).all()


def account_of_producer(
    session: Session, producer_id: int, account_id: int
) -> EPaymentAccount | None:
    """One account, if it is this producer's."""
    return session.scalar(
        select(EPaymentAccount).where(
            EPaymentAccount.id == account_id, EPaymentAccount.producer_id == producer_id
        )
    )


def open_account_like(
    session: Session, producer_id: int, kind: EPaymentKind, provider: str, last_digits: str
) -> EPaymentAccount | None:
    """An account of this producer at the same bank or wallet with the same end, not closed."""
    return session.scalar(
        select(EPaymentAccount).where(
            EPaymentAccount.producer_id == producer_id,
            EPaymentAccount.kind == kind,
            EPaymentAccount.provider == provider,
            EPaymentAccount.last_digits == last_digits,
            EPaymentAccount.closed_on.is_(None),
        )
    )
