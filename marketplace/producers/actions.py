"""Entering producers, what their shops say, and their e-payment accounts as dated facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.audit import actions as audit
from marketplace.audit import history
from marketplace.clock import day_in_vietnam
from marketplace.producers import queries
from marketplace.producers.errors import AccountClosed, AccountKnown, ClosesBeforeVerified
from marketplace.producers.models import (
    EPaymentAccount,
    EPaymentKind,
    Producer,
    ProducerKind,
    ProducerMember,
    VerificationMethod,
)
from marketplace.producers.rules import producer_key, slug_of


@dataclass(frozen=True, slots=True)
class VerifiedAccount:
    """What staff saw of an account. Its number is not kept, only how it ends."""

    kind: EPaymentKind
    provider: str
    holder: str
    last_digits: str
    verified_on: date
    verified_how: VerificationMethod


@dataclass(frozen=True, slots=True)
class ShopText:
    """What a producer tells buyers about themselves, and where they answer."""

    intro: str
    phone: str | None  # E.164
    email: str | None


def join(session: Session, producer: Producer, user: User, *, now: datetime) -> None:
    """Let a person run the shop; who runs it already goes on as before."""
    if queries.is_member(session, producer.id, user.id):
        return
    session.add(ProducerMember(producer_id=producer.id, user_id=user.id, joined_at=now))
    audit.record(
        session,
        actor_id=None,
        action="producer.joined",
        subject="producer",
        subject_id=producer.id,
        now=now,
        user_id=user.id,
    )


def describe_shop(
    session: Session, producer: Producer, told: ShopText, *, actor_id: int, now: datetime
) -> None:
    """Change what the shop's page says. Name, kind and place come from the register."""
    names = ("intro", "phone", "email")
    changed = [name for name in names if getattr(producer, name) != getattr(told, name)]
    history.because(session, actor_id=actor_id, reason="shop.described", now=now)
    for name in changed:
        setattr(producer, name, getattr(told, name))
    if changed:
        audit.record(
            session,
            actor_id=actor_id,
            action="shop.described",
            subject="producer",
            subject_id=producer.id,
            now=now,
            changed=changed,
        )


def record_e_payment_account(
    session: Session, producer: Producer, seen: VerifiedAccount, *, actor_id: int, now: datetime
) -> EPaymentAccount:
    """Note a verified account of a producer; it counts from the day of its check on.

    Raises:
        AccountKnown: the same account is recorded and not closed.
    """
    known = queries.open_account_like(
        session, producer.id, seen.kind, seen.provider, seen.last_digits
    )
    if known is not None:
        raise AccountKnown(known.verified_on or day_in_vietnam(known.recorded_at))
    history.because(session, actor_id=actor_id, reason="e_payment_account.recorded", now=now)
    account = EPaymentAccount(
        producer_id=producer.id,
        kind=seen.kind,
        provider=seen.provider,
        holder=seen.holder,
        last_digits=seen.last_digits,
        verified_on=seen.verified_on,
        verified_how=seen.verified_how,
        verified_by_id=actor_id,
        recorded_at=now,
    )
    session.add(account)
    session.flush()
    _note(session, account, "recorded", actor_id, now, verified_on=seen.verified_on.isoformat())
    return account


def close_e_payment_account(
    session: Session, account: EPaymentAccount, *, closed_on: date, actor_id: int, now: datetime
) -> None:
    """Note that an account is closed; from that day on it counts no more.

    Raises:
        AccountClosed: it is closed already.
        ClosesBeforeVerified: it was verified on a later day.
    """
    if account.closed_on is not None:
        raise AccountClosed(account.closed_on)
    if account.verified_on is not None and closed_on < account.verified_on:
        raise ClosesBeforeVerified(account.verified_on)
    history.because(session, actor_id=actor_id, reason="e_payment_account.closed", now=now)
    account.closed_on = closed_on
    _note(session, account, "closed", actor_id, now, closed_on=closed_on.isoformat())


def _note(
    session: Session,
    account: EPaymentAccount,
    act: str,
    actor_id: int,
    now: datetime,
    **details: str,
) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action=f"e_payment_account.{act}",
        subject="producer",
        subject_id=account.producer_id,
        now=now,
        account=account.id,
        kind=account.kind.value,
        **details,
    )


def add_producer(
    session: Session, name: str, kind: ProducerKind | None, *, taken: set[str], now: datetime
) -> Producer:
    """Enter a producer in the register, with an address of its own.

    ``taken`` are the addresses in use; the new one is added to them.
    """
    slug = _free_slug(name, taken)
    taken.add(slug)
    producer = Producer(
        name=name, name_key=producer_key(name), slug=slug, kind=kind, created_at=now
    )
    session.add(producer)
    return producer


def _free_slug(name: str, taken: set[str]) -> str:
    slug = slug_of(name)
    numbered = (f"{slug}-{number}" for number in count(2))
    return slug if slug not in taken else next(free for free in numbered if free not in taken)
