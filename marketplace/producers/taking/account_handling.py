"""Taking accounts in: whose they are, whether they are known, and what is new of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from marketplace.admin_units import queries as places
from marketplace.clock import day_in_vietnam
from marketplace.intake.kinds import (
    Candidate,
    FileFacts,
    FileRow,
    Outcome,
    OutcomeKind,
    PlainHandling,
    Remark,
    RemarkKind,
)
from marketplace.producers import actions, queries
from marketplace.producers.guards import the_vault
from marketplace.producers.models import EPaymentAccount, Producer
from marketplace.producers.rules import is_holder_expected, producer_key, provider_key
from marketplace.producers.taking.account_rows import AccountRow, read_row
from marketplace.producers.taking.finding import Directory


@dataclass(slots=True)
class Held:
    """The accounts that the rows of a chunk may be about, those that the rows add included."""

    of_producer: dict[int, list[EPaymentAccount]] = field(default_factory=dict)
    with_number: list[tuple[EPaymentAccount, str]] = field(default_factory=list)

    def add(self, account: EPaymentAccount, producer: Producer) -> None:
        """Let rows that follow find this account."""
        self.of_producer.setdefault(producer.id, []).append(account)
        if account.number_hash:
            self.with_number.append((account, producer.name))

    def known(self, producer: Producer, one: AccountRow) -> EPaymentAccount | None:
        """The account of this producer that the row is about: an open one, or one that is over.

        A verification after the day of closing tells of an account opened anew.
        """
        mine = [
            account
            for account in self.of_producer.get(producer.id, ())
            if one.is_about(account) and not _is_opened_anew(account, one)
        ]
        mine.sort(key=_is_over)
        return next(iter(mine), None)

    def others(self, producer: Producer, one: AccountRow) -> list[tuple[EPaymentAccount, str]]:
        """Accounts of other producers with the number of the row."""
        return [
            (account, name)
            for account, name in self.with_number
            if account.number_hash in one.marks and account.producer_id != producer.id
        ]


class AccountsHandling(PlainHandling):
    """Looks at the rows in order; what a row adds is known to those below it."""

    def __init__(self, session: Session, file: FileFacts) -> None:
        super().__init__(session, file)
        self._vault = the_vault()
        self._gazetteer = places.gazetteer(session)
        self._today = day_in_vietnam(file.now)

    def group_key(self, row: FileRow) -> str:
        """Rows that may tell of one account."""
        number = row.cells.get("number")
        if number:
            return self._vault.fingerprint(number)
        return (row.cells.get("tax_code") or producer_key(row.cells.get("name", "")))[:200]

    def check(self, rows: Sequence[FileRow]) -> list[Outcome]:
        """What would become of the accounts."""
        return self._handle(rows, is_taking=False)

    def take(self, rows: Sequence[FileRow]) -> list[Outcome]:
        """Record them."""
        self.say_why()
        return self._handle(rows, is_taking=True)

    def _handle(self, rows: Sequence[FileRow], *, is_taking: bool) -> list[Outcome]:
        read = [
            read_row(row, vault=self._vault, gazetteer=self._gazetteer, today=self._today)
            for row in rows
        ]
        directory = Directory(self.session, (one.sought for one in read))
        found = [directory.find_known(one.sought, one.row.decided) for one in read]
        held = self._open_accounts([one.producer.id for one in found if one.producer], read)
        outcomes = []
        for one, who in zip(read, found, strict=True):
            if one.faults:
                outcomes.append(_refused(one, one.faults))
            elif who.producer is not None:
                outcomes.append(self._settle(one, who.producer, held, is_taking=is_taking))
            elif who.candidates:
                outcomes.append(_outcome(one, OutcomeKind.UNSURE, candidates=who.candidates))
            else:
                outcomes.append(_refused(one, [_fault("producer_unknown", "name")]))
        return outcomes

    def _open_accounts(self, producer_ids: list[int], read: Sequence[AccountRow]) -> Held:
        held = Held()
        for account in queries.accounts_of(self.session, sorted(set(producer_ids))):
            held.of_producer.setdefault(account.producer_id, []).append(account)
        marks = sorted({mark for one in read for mark in one.marks})
        for account in queries.open_accounts_with(self.session, marks):
            held.with_number.append((account, account.producer.name))
        return held

    def _settle(
        self, one: AccountRow, producer: Producer, held: Held, *, is_taking: bool
    ) -> Outcome:
        known = held.known(producer, one)
        if known is not None:
            return self._complete(known, one, is_taking=is_taking)
        told = one.details
        others = held.others(producer, one)
        same = [
            name
            for account, name in others
            if provider_key(account.provider) == provider_key(told.provider)
        ]
        if same:
            return _refused(one, [_fault("number_shared", "number", producers=_listed(same))])
        remarks = []
        if others:
            names = _listed([name for _account, name in others])
            remarks.append(_notice("number_elsewhere", "number", producers=names))
        if not is_holder_expected(told.holder, producer.name, producer.representative):
            remarks.append(_notice("other_holder", "holder"))
        held.add(self._record(one, producer, is_taking=is_taking), producer)
        return _outcome(one, OutcomeKind.ADDED, remarks)

    def _record(self, one: AccountRow, producer: Producer, *, is_taking: bool) -> EPaymentAccount:
        told = one.details
        if not is_taking:  # known to the rows below, and to nobody else
            return EPaymentAccount(
                producer_id=producer.id,
                kind=told.kind,
                provider=told.provider,
                last_digits=told.last_digits,
                number_hash=one.marks[0] if one.marks else None,
                opened_on=told.opened_on,
                verified_on=one.verified.on if one.verified else None,
            )
        return actions.record_e_payment_account(
            self.session,
            producer,
            told,
            one.verified,
            vault=self._vault,
            may_share=True,
            actor_id=self.file.actor_id,
            now=self.file.now,
        )

    def _complete(self, account: EPaymentAccount, one: AccountRow, *, is_taking: bool) -> Outcome:
        """Add to an account that is recorded what the row knows more of it."""
        if _is_over(account):
            return _outcome(one, OutcomeKind.UNCHANGED, [_over(account)])
        told, remarks = one.details, []
        if account.number_hash is None and told.number:
            remarks.append(_change("number_added", "number"))
            if is_taking:
                actions.add_number(account, told.number, vault=self._vault)
        if account.opened_on is None and told.opened_on:
            remarks.append(_change("opened_added", "opened_on"))
            if is_taking:
                account.opened_on = told.opened_on
        if one.verified and account.verified_on is None:
            remarks.append(_change("verified", "verified_on"))
            if is_taking:
                actions.mark_verified(
                    self.session,
                    account,
                    one.verified,
                    actor_id=self.file.actor_id,
                    now=self.file.now,
                )
        changed = bool(remarks)
        if one.verified and account.verified_on not in (None, one.verified.on):
            day = f"{account.verified_on:%d/%m/%Y}"
            remarks.append(_notice("verified_already", "verified_on", day=day))
        return _outcome(one, OutcomeKind.CHANGED if changed else OutcomeKind.UNCHANGED, remarks)


def _is_over(account: EPaymentAccount) -> bool:
    return account.closed_on is not None or account.cancelled_at is not None


def _is_opened_anew(account: EPaymentAccount, one: AccountRow) -> bool:
    closed_on = account.closed_on
    return closed_on is not None and one.verified is not None and one.verified.on > closed_on


def _over(account: EPaymentAccount) -> Remark:
    """Why an account that is over stays as it is: what people took back does not come again."""
    if account.cancelled_at is not None or account.closed_on is None:
        return _notice("cancelled_before", "")
    return _notice("closed_before", "", day=f"{account.closed_on:%d/%m/%Y}")


def _outcome(
    one: AccountRow,
    kind: OutcomeKind,
    remarks: Sequence[Remark] = (),
    candidates: Sequence[Candidate] = (),
) -> Outcome:
    name = one.sought.name or one.row.cells.get("provider", "")
    return Outcome(one.row.line, kind, name, remarks, candidates)


def _refused(one: AccountRow, faults: Sequence[Remark]) -> Outcome:
    return _outcome(one, OutcomeKind.REFUSED, faults)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _fault(code: str, column: str, **data: str) -> Remark:
    return Remark(RemarkKind.FAULT, code, column, data)


def _notice(code: str, column: str, **data: str) -> Remark:
    return Remark(RemarkKind.NOTICE, code, column, data)


def _change(code: str, column: str) -> Remark:
    return Remark(RemarkKind.CHANGE, code, column, {"before": "", "after": ""})
