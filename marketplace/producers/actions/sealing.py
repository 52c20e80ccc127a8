"""Reading a sealed number for once, and sealing all of them with a new key."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.audit import history
from marketplace.producers import queries
from marketplace.producers.models import EPaymentAccount
from marketplace.vault import Vault

AT_ONCE = 500


def reveal_number(
    session: Session,
    account: EPaymentAccount,
    *,
    vault: Vault,
    reason: str,
    actor_id: int,
    now: datetime,
) -> str:
    """The full number, for somebody who says why; the audit log keeps that, not the number.

    Raises:
        LostKey: no key that we have opens it.
    """
    number = vault.open(account.number_sealed or "")
    audit.record(
        session,
        actor_id=actor_id,
        action="account.revealed",
        subject="producer",
        subject_id=account.producer_id,
        now=now,
        account=account.id,
        reason=reason,
    )
    return number


def reseal_numbers(session: Session, *, vault: Vault, now: datetime) -> int:
    """Seal every number with the newest key; returns how many there are.

    No fact changes by this, so the history of facts stays as it is.

    Raises:
        LostKey: a number was sealed with a key that is not here; then nothing is changed.
    """
    resealed = 0
    for rows in queries.sealed_numbers(session, AT_ONCE):
        for account_id, sealed in rows:
            number = vault.open(sealed)
            session.execute(
                update(EPaymentAccount)
                .where(EPaymentAccount.id == account_id)
                .values(number_sealed=vault.seal(number), number_hash=vault.fingerprint(number)),
                execution_options={history.SEEN: True, "synchronize_session": False},
            )
        resealed += len(rows)
    audit.record(
        session,
        actor_id=None,
        action="account.resealed",
        subject="e_payment_accounts",
        subject_id=None,
        now=now,
        accounts=resealed,
    )
    return resealed
