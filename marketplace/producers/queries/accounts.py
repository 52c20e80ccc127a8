"""Reads of e-payment accounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts.models import User
from marketplace.producers.models import EPaymentAccount, Producer


def e_payment_accounts_of(
    session: Session, producer_id: int
) -> Sequence[Row[EPaymentAccount, str | None]]:
    """The accounts of a producer with the name of who verified them, the latest first."""
    return session.execute(
        select(EPaymentAccount, User.name.label("verified_by"))
        .outerjoin(User, User.id == EPaymentAccount.verified_by_id)
        .where(EPaymentAccount.producer_id == producer_id)
        .order_by(
            EPaymentAccount.cancelled_at.is_not(None),
            EPaymentAccount.closed_on.is_not(None),
            EPaymentAccount.verified_on.desc(),
            EPaymentAccount.id.desc(),
        )
    ).all()


def account_of_producer(
    session: Session, producer_id: int, account_id: int
) -> EPaymentAccount | None:
    """One account, if it is this producer's."""
    return session.scalar(
        select(EPaymentAccount)
        .where(EPaymentAccount.id == account_id, EPaymentAccount.producer_id == producer_id)
        .options(joinedload(EPaymentAccount.producer))
    )


def accounts_of(session: Session, producer_ids: Sequence[int]) -> list[EPaymentAccount]:
    """Every account of these producers, closed and cancelled ones too."""
    return list(
        session.scalars(
            select(EPaymentAccount)
            .where(EPaymentAccount.producer_id.in_(producer_ids))
            .order_by(EPaymentAccount.id)
        )
    )


def open_accounts_of(session: Session, producer_ids: Sequence[int]) -> list[EPaymentAccount]:
    """The accounts of these producers that are neither closed nor cancelled."""
    return list(
        session.scalars(
            select(EPaymentAccount)
            .where(
                EPaymentAccount.producer_id.in_(producer_ids),
                EPaymentAccount.closed_on.is_(None),
                EPaymentAccount.cancelled_at.is_(None),
            )
            .order_by(EPaymentAccount.id)
        )
    )


def open_accounts_with(session: Session, fingerprints: Sequence[str]) -> list[EPaymentAccount]:
    """The accounts with this number, of any producer, neither closed nor cancelled."""
    return list(
        session.scalars(
            select(EPaymentAccount)
            .join(Producer)
            .where(
                EPaymentAccount.number_hash.in_(fingerprints),
                EPaymentAccount.closed_on.is_(None),
                EPaymentAccount.cancelled_at.is_(None),
                Producer.merged_into_id.is_(None),
            )
            .order_by(EPaymentAccount.id)
            .options(joinedload(EPaymentAccount.producer))
        )
    )


def sealed_numbers(session: Session, size: int) -> Iterator[list[tuple[int, str]]]:
    """The id and sealed number of every account that has one, ``size`` at a time."""
    after = 0
    while True:
        rows = session.execute(
            select(EPaymentAccount.id, EPaymentAccount.number_sealed)
            .where(EPaymentAccount.number_sealed.is_not(None), EPaymentAccount.id > after)
            .order_by(EPaymentAccount.id)
            .limit(size)
        ).all()
        if not rows:
            return
        yield [(row.id, row.number_sealed or "") for row in rows]
        after = rows[-1].id
