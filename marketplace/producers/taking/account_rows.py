"""What one row of a file of accounts says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.admin_units.rules import Gazetteer
from marketplace.intake.kinds import FileRow, Remark
from marketplace.producers.actions import AccountDetails, Verification
from marketplace.producers.models import EPaymentAccount
from marketplace.producers.rules import FIRST_ACCOUNTS, provider_key
from marketplace.producers.taking.cells import Cells
from marketplace.producers.taking.finding import Sought
from marketplace.producers.taking.places import place_in
from marketplace.vault import Vault


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A row that was read: whose account, what was told of it, and whether it was verified."""

    row: FileRow
    sought: Sought
    told: AccountDetails | None
    verified: Verification | None
    marks: Sequence[str]  # what its number may be found by
    faults: Sequence[Remark]

    @property
    def details(self) -> AccountDetails:
        """What was told of the account, by a row without faults."""
        if self.told is None:
            raise ValueError("ask only a row without faults")
        return self.told

    def is_about(self, account: EPaymentAccount) -> bool:
        """Whether the row tells of this account of its producer."""
        told = self.details
        if account.kind is not told.kind:
            return False
        if provider_key(account.provider) != provider_key(told.provider):
            return False
        if account.number_hash and self.marks:
            return account.number_hash in self.marks
        return account.last_digits == told.last_digits


def read_row(row: FileRow, *, vault: Vault, gazetteer: Gazetteer, today: date) -> AccountRow:
    """Read a row; what is wrong with it is among its faults."""
    cells = Cells(row.cells, today)
    if not cells.text("name") and not cells.text("tax_code"):
        cells.fault("nobody_named", "name")
    where = place_in(cells, gazetteer)
    code = cells.tax_code(None)
    sought = Sought(cells.text("name"), code, where.unit.id if where.unit else None)
    told, verified = _told(cells), _verification(cells)
    if told and verified and told.opened_on and verified.on < told.opened_on:
        cells.fault("verified_before_opened", "verified_on")
    number = told.number if told else None
    marks = vault.fingerprints(number) if number else []
    return AccountRow(row, sought, told, verified, marks, cells.faults)


def _told(cells: Cells) -> AccountDetails | None:
    kind, number = cells.account_kind(), cells.account_number()
    provider = cells.needed("provider", "provider_missing")
    holder = cells.needed("holder", "holder_missing")
    last_digits = number[-4:] if number else cells.text("last_digits").rjust(4, "0")
    if not cells.text("number") and not cells.text("last_digits"):
        cells.fault("digits_missing", "number")
    elif not (last_digits.isascii() and last_digits.isdigit() and len(last_digits) == 4):
        cells.fault("digits_missing", "last_digits")
    opened_on = cells.day("opened_on", FIRST_ACCOUNTS)
    if kind is None or cells.faults:
        return None
    return AccountDetails(kind, provider, holder, last_digits, number, opened_on)


def _verification(cells: Cells) -> Verification | None:
    day, how = cells.day("verified_on"), cells.method()
    if bool(cells.text("verified_on")) != bool(cells.text("verified_how")):
        missing = "verified_how" if cells.text("verified_on") else "verified_on"
        cells.fault("half_verified", missing)
    return Verification(day, how) if day and how else None
