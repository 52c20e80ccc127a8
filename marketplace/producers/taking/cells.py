"""What one cell of these files says. Nothing is guessed; what is odd is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from marketplace.accounts.rules import EMAIL
from marketplace.intake.kinds import Remark, RemarkKind
from marketplace.producers.errors import BadNumber
from marketplace.producers.models import EPaymentKind, ProducerKind, VerificationMethod
from marketplace.producers.rules import (
    PROGRAMME_BEGAN,
    account_number,
    kind_from,
    may_have_citizen_code,
    tax_code,
)
from marketplace.producers.rules.numbers import CITIZEN_LENGTH
from marketplace.text import fold, words
from marketplace.web.phones import vietnamese_phone

Meant = TypeVar("Meant")
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_MOST_PEOPLE = 999
_ANSWERS = {"co": True, "dung": True, "x": True, "yes": True, "1": True, "nu": True}
_ANSWERS |= {"khong": False, "no": False, "0": False, "nam": False, "kinh": False}
_ACCOUNT_KINDS = {
    EPaymentKind.BANK: ("ngan hang", "tai khoan ngan hang", "tknh", "bank"),
    EPaymentKind.E_WALLET: ("vi", "vi dien tu", "e wallet", "wallet"),
    EPaymentKind.MOBILE_MONEY: ("mobile money", "tien di dong", "mobile"),
}
_METHODS = {
    VerificationMethod.STATEMENT: ("sao ke", "theo sao ke", "statement"),
    VerificationMethod.SMALL_TRANSFER: ("chuyen khoan", "chuyen khoan nho", "chuyen thu"),
    VerificationMethod.SEEN_BY_OFFICER: ("can bo xem", "xem truc tiep", "tan mat", "can bo"),
}
ACCOUNT_KIND_BY_WORDS = {text: kind for kind, texts in _ACCOUNT_KINDS.items() for text in texts}
METHOD_BY_WORDS = {text: how for how, texts in _METHODS.items() for text in texts}


class BadCell(Exception):
    """A cell that cannot be taken, with what to say about it."""

    def __init__(self, code: str, column: str, **data: Any) -> None:
        super().__init__(code)
        self.remark = Remark(RemarkKind.FAULT, code, column, data)


def _key(text: str) -> str:
    return " ".join(words(fold(text)))


class Cells:
    """The cells of one row, read by field; what is wrong with them is gathered."""

    def __init__(self, cells: Mapping[str, str], today: date) -> None:
        self._cells = cells
        self._today = today
        self.faults: list[Remark] = []

    def text(self, column: str) -> str:
        """The text, or "" when the cell is empty."""
        return self._cells.get(column, "")

    def needed(self, column: str, code: str) -> str:
        """The text; a row without it is refused."""
        if not self.text(column):
            self.fault(code, column)
        return self.text(column)

    def fault(self, code: str, column: str, **data: Any) -> None:
        """Refuse the row because of this column."""
        self.faults.append(BadCell(code, column, **data).remark)

    def kind(self) -> ProducerKind | None:
        """The legal kind of a producer."""
        return self._among("kind", "kind_unknown", kind_from)

    def account_kind(self) -> EPaymentKind | None:
        """What kind of account."""
        self.needed("kind", "kind_missing")
        return self._among(
            "kind", "account_kind_unknown", lambda text: ACCOUNT_KIND_BY_WORDS.get(_key(text))
        )

    def method(self) -> VerificationMethod | None:
        """How an account was verified."""
        return self._among(
            "verified_how", "method_unknown", lambda text: METHOD_BY_WORDS.get(_key(text))
        )

    def answer(self, column: str) -> bool | None:
        """Yes, no, or nothing."""
        return self._among(column, "no_answer", lambda text: _ANSWERS.get(_key(text)))

    def _among(self, column: str, code: str, read: Callable[[str], Meant | None]) -> Meant | None:
        text = self.text(column)
        if not text:
            return None
        found = read(text)
        if found is None:
            self.fault(code, column)
        return found

    def tax_code(self, kind: ProducerKind | None) -> str | None:
        """The tax code in its one form."""
        text = self.text("tax_code")
        if not text:
            return None
        try:
            code = tax_code(text)
        except BadNumber as refusal:
            self.fault(f"tax_{refusal.fault.value}", "tax_code")
            return None
        if len(code) == CITIZEN_LENGTH and not may_have_citizen_code(kind):
            self.fault("citizen_code_of_others", "tax_code")
        return code

    def account_number(self) -> str | None:
        """The full number of an account."""
        text = self.text("number")
        if not text:
            return None
        try:
            return account_number(text)
        except BadNumber as refusal:
            self.fault(f"account_{refusal.fault.value}", "number")
            return None

    def phone(self) -> str | None:
        """A phone number, E.164."""
        return self._among("phone", "phone_unknown", vietnamese_phone)

    def email(self) -> str | None:
        """An e-mail address."""
        return self._among(
            "email", "email_unknown", lambda text: text if re.fullmatch(EMAIL, text) else None
        )

    def people(self) -> int:
        """How many people came; an empty cell is one."""
        text = self.text("people") or "1"
        is_number = text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST_PEOPLE
        if not is_number:
            self.fault("people_unknown", "people", text=text)
        return int(text) if is_number else 1

    def day(self, column: str, first: date = PROGRAMME_BEGAN) -> date | None:
        """A full day, not in the future."""
        text = self.text(column)
        if not text:
            return None
        day = _day(text)
        if day is None:
            self.fault("no_day", column, text=text)
        elif not first <= day <= self._today:
            self.fault("day_out_of_range", column, text=text)
            return None
        return day


def _day(text: str) -> date | None:
    try:
        if found := _DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
