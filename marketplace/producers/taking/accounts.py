"""A file of e-payment accounts of producers, selling here or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from marketplace.intake.kinds import Field, FileFacts, Handling, PlainTaker, Words
from marketplace.producers.taking.account_handling import AccountsHandling
from marketplace.producers.taking.columns import (
    COMMUNE,
    DISTRICT,
    NAME,
    PROVINCE,
    SENTENCES,
    TAX_CODE,
)

NUMBER = Field(
    "number",
    _l("Full account number"),
    ("số tài khoản", "STK", "số TK", "số ví"),
    longest=40,
    is_secret=True,
)


class AccountsTaker(PlainTaker):
    """E-payment accounts, each of a producer that the register knows."""

    name = "accounts"
    title = _l("E-payment accounts of producers")
    fields: Sequence[Field] = (
        NAME,
        TAX_CODE,
        COMMUNE,
        DISTRICT,
        PROVINCE,
        Field("kind", _l("Kind of account"), ("loại tài khoản", "loại"), is_required=True),
        Field(
            "provider",
            _l("Bank, wallet or operator"),
            ("ngân hàng", "nhà cung cấp", "ngân hàng/ví", "tên ngân hàng", "nhà mạng"),
            is_required=True,
            longest=80,
        ),
        Field(
            "holder",
            _l("Account holder"),
            ("chủ tài khoản", "tên chủ tài khoản", "tên tài khoản"),
            is_required=True,
            longest=120,
        ),
        NUMBER,
        Field("last_digits", _l("Last 4 digits"), ("4 số cuối", "bốn số cuối")),
        Field("opened_on", _l("Opened on"), ("ngày mở", "mở ngày")),
        Field("verified_on", _l("Verified on"), ("ngày xác minh", "xác minh ngày")),
        Field("verified_how", _l("How it was verified"), ("cách xác minh", "hình thức xác minh")),
    )
    sentences: ClassVar[dict[str, Words]] = SENTENCES | {
        "kind_missing": _l("Enter the kind: bank, e-wallet or mobile money."),
        "account_kind_unknown": _l("Enter the kind: bank, e-wallet or mobile money."),
        "method_unknown": _l("Enter how: statement, small transfer, or seen by an officer."),
        "provider_missing": _l("Enter the name of the bank, wallet or operator."),
        "holder_missing": _l("Enter the name of the account holder."),
        "digits_missing": _l("Enter the full number, or its last 4 digits."),
        "half_verified": _l("Enter both, when and how it was verified, or neither."),
        "verified_before_opened": _l("It was verified before it was opened."),
        "number_shared": _l(
            "This account is recorded for %(producers)s. One account counts for one producer."
        ),
        "number_elsewhere": _l(
            "%(producers)s has an account with the same number at another bank or wallet."
        ),
        "other_holder": _l("The holder is neither the producer nor its representative."),
        "verified_already": _l("It was verified on %(day)s: left as it is."),
        "closed_before": _l("It was closed on %(day)s and stays so."),
        "cancelled_before": _l("It was taken back as a mistake and stays so."),
        "verified": _l("It is verified now."),
        "number_added": _l("The full number is added."),
        "opened_added": _l("The day on which it was opened is added."),
    }

    def begin(self, session: Session, file: FileFacts) -> Handling:
        """Get ready for the rows of a file."""
        return AccountsHandling(session, file)


taker = AccountsTaker()
