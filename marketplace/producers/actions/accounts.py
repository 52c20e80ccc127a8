"""E-payment accounts as dated facts: declared, verified, closed; their numbers under seal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.audit import history
from marketplace.clock import day_in_vietnam
from marketplace.producers import queries
from marketplace.producers.errors import (
    AccountClosed,
    AccountKnown,
    AlreadyVerified,
    BeforeOpened,
    ClosesBeforeVerified,
    NumberShared,
)
from marketplace.producers.models import (
    EPaymentAccount,
    EPaymentKind,
    Producer,
    VerificationMethod,
)
from marketplace.producers.rules import provider_key
from marketplace.vault import Vault


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """An account as it was told. ``number`` is kept sealed; when unknown, its last digits are."""

    kind: EPaymentKind
    provider: str
    holder: str
    last_digits: str
    number: str | None  # rules.account_number
    opened_on: date | None


@dataclass(frozen=True, slots=True)
class Verification:
    """That staff made sure of an account: the day, and how."""

    on: date
    how: VerificationMethod


def record_e_payment_account(
    session: Session,
    producer: Producer,
    told: AccountDetails,
    verified: Verification | None,
    *,
    vault: Vault,
    may_share: bool,
    actor_id: int | None,
    now: datetime,
) -> EPaymentAccount:
    """Note an account of a producer; it counts from the day of its verification on.

    ``may_share``: staff looked at the other accounts with this number, and it is none of them.
    The caller gave the reason to the history.

    Raises:
        AccountKnown: the same account is recorded and not closed.
        NumberShared: another producer's account has this number.
        BeforeOpened: it was verified before it was opened.
    """
    _check_opened(told.opened_on, verified.on if verified else None)
    check_double(session, producer, told, None, vault=vault, may_share=may_share)
    account = EPaymentAccount(producer_id=producer.id, recorded_at=now)
    _describe(account, told, vault)
    if verified:
        _mark(account, verified, actor_id)
    session.add(account)
    session.flush()
    details = {"verified_on": verified.on.isoformat()} if verified else {}
    note(session, account, "recorded" if verified else "declared", actor_id, now, **details)
    return account


def correct_e_payment_account(
    session: Session,
    account: EPaymentAccount,
    told: AccountDetails,
    *,
    vault: Vault,
    may_share: bool,
    actor_id: int,
    now: datetime,
) -> None:
    """Set right what was told of an account. The caller gave the reason to the history.

    Raises:
        AccountKnown, NumberShared, BeforeOpened: as when it is recorded.
    """
    _check_opened(told.opened_on, account.verified_on or account.closed_on)
    check_double(session, account.producer, told, account, vault=vault, may_share=may_share)
    _describe(account, told, vault)
    note(session, account, "corrected", actor_id, now)


def verify_e_payment_account(
    session: Session,
    account: EPaymentAccount,
    verified: Verification,
    *,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Note that staff made sure of a declared account; it counts from that day on.

    Raises:
        AlreadyVerified: somebody did before.
        AccountClosed: it is closed, or was entered by mistake.
        BeforeOpened: that is before it was opened.
    """
    if account.verified_on is not None:
        raise AlreadyVerified(account.verified_on)
    if account.cancelled_at is not None:
        raise AccountClosed(day_in_vietnam(account.cancelled_at))
    if account.closed_on is not None:
        raise AccountClosed(account.closed_on)
    _check_opened(account.opened_on, verified.on)
    history.because(session, actor_id=actor_id, reason="e_payment_account.verified", now=now)
    mark_verified(session, account, verified, actor_id=actor_id, now=now)


def mark_verified(
    session: Session,
    account: EPaymentAccount,
    verified: Verification,
    *,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Write down that an account was verified. The caller looked at it, and gave the reason."""
    _mark(account, verified, actor_id)
    note(session, account, "verified", actor_id, now, verified_on=verified.on.isoformat())


def close_e_payment_account(
    session: Session, account: EPaymentAccount, *, closed_on: date, actor_id: int, now: datetime
) -> None:
    """Note that an account is closed; from that day on it counts no more.

    Raises:
        AccountClosed: it is closed already.
        ClosesBeforeVerified: it was verified on a later day.
        BeforeOpened: it was opened on a later day.
    """
    if account.closed_on is not None:
        raise AccountClosed(account.closed_on)
    if account.verified_on is not None and closed_on < account.verified_on:
        raise ClosesBeforeVerified(account.verified_on)
    _check_opened(account.opened_on, closed_on)
    history.because(session, actor_id=actor_id, reason="e_payment_account.closed", now=now)
    account.closed_on = closed_on
    note(session, account, "closed", actor_id, now, closed_on=closed_on.isoformat())


def check_double(
    session: Session,
    producer: Producer,
    told: AccountDetails,
    itself: EPaymentAccount | None,
    *,
    vault: Vault,
    may_share: bool,
) -> None:
    """Refuse an account that is recorded already.

    Raises:
        AccountKnown: for this producer.
        NumberShared: for another one; only a number is no proof when banks differ (``may_share``).
    """
    marks = _marks(told, itself, vault)
    for known in queries.open_accounts_of(session, [producer.id]):
        if known is not itself and _is_same(known, told, marks):
            raise AccountKnown(known.verified_on)
    others = [
        other
        for other in (queries.open_accounts_with(session, marks) if marks else ())
        if other.producer_id != producer.id
    ]
    same = [
        other for other in others if provider_key(other.provider) == provider_key(told.provider)
    ]
    if same or (others and not may_share):
        names = dict.fromkeys(other.producer.name for other in same or others)
        raise NumberShared(list(names), is_same_account=bool(same))


def _marks(told: AccountDetails, itself: EPaymentAccount | None, vault: Vault) -> list[str]:
    """Every fingerprint of the number that the account will have."""
    if told.number:
        return vault.fingerprints(told.number)
    return [itself.number_hash] if itself is not None and itself.number_hash else []


def _is_same(known: EPaymentAccount, told: AccountDetails, marks: list[str]) -> bool:
    """Whether two accounts of one producer are one, by their numbers or, lacking those, ends."""
    if known.kind is not told.kind or provider_key(known.provider) != provider_key(told.provider):
        return False
    if known.number_hash and marks:
        return known.number_hash in marks
    return known.last_digits == told.last_digits


def _describe(account: EPaymentAccount, told: AccountDetails, vault: Vault) -> None:
    """Write down what was told. A number that is known stays when none is told anew."""
    account.kind = told.kind
    account.provider = told.provider
    account.holder = told.holder
    account.opened_on = told.opened_on
    if account.number_sealed is None:
        account.last_digits = told.last_digits
    if told.number and account.number_hash not in vault.fingerprints(told.number):
        add_number(account, told.number, vault=vault)


def add_number(account: EPaymentAccount, number: str, *, vault: Vault) -> None:
    """Keep the full number of an account, under seal. The caller gave the reason."""
    account.number_sealed = vault.seal(number)
    account.number_hash = vault.fingerprint(number)
    account.last_digits = number[-4:]


def _mark(account: EPaymentAccount, verified: Verification, actor_id: int | None) -> None:
    account.verified_on, account.verified_how = verified.on, verified.how
    account.verified_by_id = actor_id


def _check_opened(opened_on: date | None, day: date | None) -> None:
    if opened_on is not None and day is not None and day < opened_on:
        raise BeforeOpened(opened_on)


def note(
    session: Session,
    account: EPaymentAccount,
    act: str,
    actor_id: int | None,
    now: datetime,
    **details: str,
) -> None:
    """Put an act on an account into the audit log: no name and no number is among the details."""
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
