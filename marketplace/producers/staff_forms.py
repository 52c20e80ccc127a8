"""Forms in which staff record what they saw of an e-payment account."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from marketplace.producers.actions import VerifiedAccount
from marketplace.producers.models import EPaymentKind, VerificationMethod
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.text import clean_line
from marketplace.web.fields import DayBetween, DayField

# Suggestions only: any bank, wallet or operator may be typed.
PROVIDERS = (
    "Agribank", "BIDV", "LPBank", "MB", "Techcombank", "Vietcombank", "VietinBank", "VPBank",
    "MoMo", "VNPT Money", "Viettel Money", "ZaloPay",
)  # fmt: skip
KINDS = [
    SelectChoice(EPaymentKind.BANK.value, _l("Bank account")),
    SelectChoice(EPaymentKind.E_WALLET.value, _l("E-wallet")),
    SelectChoice(EPaymentKind.MOBILE_MONEY.value, _l("Mobile money")),
]
METHODS = [
    SelectChoice(VerificationMethod.STATEMENT.value, _l("From a statement")),
    SelectChoice(VerificationMethod.SMALL_TRANSFER.value, _l("By a small transfer")),
    SelectChoice(VerificationMethod.SEEN_BY_OFFICER.value, _l("An officer saw it in the app")),
]


def _line(text: str | None) -> str:
    return clean_line(text or "")


class EPaymentAccountForm(FlaskForm):  # type: ignore[misc]
    """An account that staff have verified."""

    kind = SelectField(_l("Kind of account"), choices=KINDS)
    provider = StringField(
        _l("Bank, wallet or operator"),
        filters=[_line],
        validators=[
            DataRequired(_l("Enter the name of the bank, wallet or operator.")),
            Length(max=80, message=_l("At most %(max)d characters.")),
        ],
        render_kw={"list": "providers", "autocomplete": "off"},
    )
    holder = StringField(
        _l("Account holder"),
        description=_l("The producer, or the person who represents it by law."),
        filters=[_line],
        validators=[
            DataRequired(_l("Enter the name of the account holder.")),
            Length(max=120, message=_l("At most %(max)d characters.")),
        ],
        render_kw={"autocomplete": "off"},
    )
    last_digits = StringField(
        _l("Last 4 digits"),
        description=_l("Only these are kept, never the whole number."),
        filters=[_line],
        validators=[
            DataRequired(_l("Enter the last 4 digits of the number.")),
            Regexp(r"^[0-9]{4}\Z", message=_l("Enter only the last 4 digits, like 0123.")),
        ],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    verified_on = DayField(
        _l("Verified on"),
        description=_l("The account counts from this day on."),
        validators=[
            InputRequired(_l("Enter the day on which it was verified.")),
            DayBetween(PROGRAMME_BEGAN),
        ],
    )
    verified_how = RadioField(
        _l("How it was verified"),
        choices=METHODS,
        validators=[InputRequired(_l("Choose how it was verified."))],
    )

    def input(self) -> VerifiedAccount:
        """What was entered."""
        return VerifiedAccount(
            kind=EPaymentKind(self.kind.data),
            provider=self.provider.data,
            holder=self.holder.data,
            last_digits=self.last_digits.data,
            verified_on=self.verified_on.data,
            verified_how=VerificationMethod(self.verified_how.data),
        )


class CloseAccountForm(FlaskForm):  # type: ignore[misc]
    """The day on which an account was closed."""

    closed_on = DayField(
        _l("Closed on"),
        description=_l("From this day on the account counts no more."),
        validators=[
            InputRequired(_l("Enter the day on which it was closed.")),
            DayBetween(PROGRAMME_BEGAN),
        ],
    )

    def input(self) -> date:
        """The day."""
        day: date = self.closed_on.data
        return day
