"""The test cards, and what a buyer may have mistyped. Pure; the sentences are for the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

AUTHENTICATE = "authentication_required"


@dataclass(frozen=True, slots=True)
class PlayCard:
    """A card that the provider knows. ``trouble`` is the reason for which it does not just pay."""

    number: str
    label: str
    trouble: str | None = None
    message: str = ""

    @property
    def last4(self) -> str:
        """The digits that name the card."""
        return self.number[-4:]

    @property
    def spaced(self) -> str:
        """The number as it is printed on a card."""
        return " ".join(re.findall("....", self.number))


_AGAIN = "Bạn chưa bị trừ tiền. Hãy thử thẻ khác."
_REFUSED = f"Ngân hàng từ chối thẻ này. {_AGAIN}"
_NO_MONEY = f"Thẻ này không đủ tiền. {_AGAIN}"
_NOT_YOU = f"Ngân hàng chưa xác thực được bạn. {_AGAIN}"
OFFERED_CARDS = (
    PlayCard("4242424242424242", "thanh toán được"),
    PlayCard("4000000000000002", "ngân hàng từ chối", "generic_decline", _REFUSED),
    PlayCard("4000000000009995", "không đủ tiền", "insufficient_funds", _NO_MONEY),
    PlayCard("4000002500003155", "hỏi thêm 3-D Secure", AUTHENTICATE, _NOT_YOU),
)
# Those that people know from Stripe's own list work too.
PLAY_CARDS = (
    *OFFERED_CARDS,
    PlayCard("4000002760003184", "hỏi thêm 3-D Secure", AUTHENTICATE, _NOT_YOU),
    PlayCard("4000000000003220", "hỏi thêm 3-D Secure", AUTHENTICATE, _NOT_YOU),
    PlayCard("4000000000000069", "đã hết hạn", "expired_card", f"Thẻ đã hết hạn. {_AGAIN}"),
    PlayCard("4000000000000127", "sai mã CVC", "incorrect_cvc", f"Mã CVC không đúng. {_AGAIN}"),
    PlayCard("4000000000000119", "ngân hàng gặp lỗi", "processing_error", _REFUSED),
)


@dataclass(frozen=True, slots=True)
class CardForm:
    """What the buyer typed."""

    number: str = ""
    expiry: str = ""
    cvc: str = ""
    name: str = ""

    @property
    def digits(self) -> str:
        """The card number without spaces, dots and dashes."""
        return re.sub(r"[\s.-]", "", self.number)

    @property
    def card(self) -> PlayCard | None:
        """The test card of this number."""
        return next((card for card in PLAY_CARDS if card.number == self.digits), None)

    def faults(self, today: date) -> dict[str, str]:
        """What to correct, by field; empty when the card can be tried."""
        found = {
            "number": _number_fault(self.digits, self.card),
            "expiry": _expiry_fault(self.expiry, today),
            "cvc": "" if re.fullmatch("[0-9]{3}", self.cvc.strip()) else "Mã CVC có 3 chữ số.",
            "name": "" if self.name.strip() else "Hãy nhập tên in trên thẻ.",
        }
        return {field: fault for field, fault in found.items() if fault}


def filled_in(last4: str, today: date) -> CardForm:
    """The form as a buyer would fill it in with one of the test cards."""
    card = next((card for card in OFFERED_CARDS if card.last4 == last4), None)
    if card is None:
        return CardForm()
    return CardForm(card.spaced, f"12/{(today.year + 3) % 100:02}", "123", "NGUYEN THI HOA")


def passes_luhn(digits: str) -> bool:
    """Whether the last digit agrees with the others, as on every payment card."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _number_fault(digits: str, card: PlayCard | None) -> str:
    if not re.fullmatch("[0-9]{13,19}", digits):
        return "Số thẻ có từ 13 đến 19 chữ số."
    if not passes_luhn(digits):
        return "Số thẻ chưa đúng. Hãy dò lại từng số."
    if card is None:
        return "Đây không phải thẻ thử. Đừng nhập thẻ thật; hãy chọn một thẻ thử bên trên."
    return ""


def _expiry_fault(expiry: str, today: date) -> str:
    found = re.fullmatch(r"\s*(0?[1-9]|1[0-2])\s*/?\s*(?:20)?([0-9]{2})\s*", expiry, re.ASCII)
    if not found:
        return f"Hãy nhập tháng và năm hết hạn, ví dụ 12/{(today.year + 3) % 100:02}."
    month, year = int(found[1]), 2000 + int(found[2])
    # A card is good to the last day of the month printed on it.
    return "Thẻ đã hết hạn." if (year, month) < (today.year, today.month) else ""
