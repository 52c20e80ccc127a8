"""Taking back what was recorded of an account by mistake: a new fact, with a reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.audit import history
from marketplace.producers import queries
from marketplace.producers.actions.accounts import note
from marketplace.producers.errors import AccountKnown, NothingToUndo
from marketplace.producers.models import EPaymentAccount
from marketplace.producers.rules import provider_key


def take_back_verification(
    session: Session, account: EPaymentAccount, *, reason: str, actor_id: int, now: datetime
) -> None:
    """It was not verified after all: it is a declared account again, and counts on no day.

    Raises:
        NothingToUndo: it is not verified.
    """
    if account.verified_on is None:
        raise NothingToUndo
    history.because(session, actor_id=actor_id, reason=reason, now=now)
    _forget_verification(account)
    note(session, account, "unverified", actor_id, now)


def reopen_e_payment_account(
    session: Session, account: EPaymentAccount, *, reason: str, actor_id: int, now: datetime
) -> None:
    """It was not closed after all.

    Raises:
        NothingToUndo: it is open.
        AccountKnown: the same account was recorded anew since.
    """
    if account.closed_on is None:
        raise NothingToUndo
    for other in queries.open_accounts_of(session, [account.producer_id]):
        if _key(other) == _key(account):
            raise AccountKnown(other.verified_on)
    history.because(session, actor_id=actor_id, reason=reason, now=now)
    account.closed_on = None
    note(session, account, "reopened", actor_id, now)


def cancel_e_payment_account(
    session: Session, account: EPaymentAccount, *, reason: str, actor_id: int, now: datetime
) -> None:
    """It was entered by mistake: it counts on no day, and is shown as such.

    Raises:
        NothingToUndo: it is cancelled already.
    """
    if account.cancelled_at is not None:
        raise NothingToUndo
    history.because(session, actor_id=actor_id, reason=reason, now=now)
    _forget_verification(account)
    account.cancelled_at = now
    note(session, account, "cancelled", actor_id, now)


def _forget_verification(account: EPaymentAccount) -> None:
    account.verified_on = account.verified_how = account.verified_by_id = None


def _key(account: EPaymentAccount) -> tuple[str, str, str]:
    return account.kind.value, provider_key(account.provider), account.last_digits
