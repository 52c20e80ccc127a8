"""Forms in which staff record e-payment accounts, and what became of them."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Form,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from marketplace.producers.actions import AccountDetails, Verification
from marketplace.producers.errors import BadNumber
from marketplace.producers.models import EPaymentKind, VerificationMethod
from marketplace.producers.rules import FIRST_ACCOUNTS, PROGRAMME_BEGAN, account_number
from marketplace.producers.wording import ACCOUNT_FAULTS, ACCOUNT_KINDS
from marketplace.text import clean_line
from marketplace.web.fields import DayBetween, DayField

# Suggestions only: any bank, wallet or operator may be typed.
PROVIDERS = (
    "Agribank", "BIDV", "LPBank", "MB", "Techcombank", "Vietcombank", "VietinBank", "VPBank",
    "MoMo", "VNPT Money", "Viettel Money", "ZaloPay",
)  # fmt: skip
KINDS = [SelectChoice(kind.value, words) for kind, words in ACCOUNT_KINDS.items()]
DECLARED = "declared"  # what the form says of an account that nobody verified yet
METHODS = [
    SelectChoice(VerificationMethod.STATEMENT.value, _l("From a statement")),
    SelectChoice(VerificationMethod.SMALL_TRANSFER.value, _l("By a small transfer")),
    SelectChoice(VerificationMethod.SEEN_BY_OFFICER.value, _l("An officer saw it in the app")),
]
NOT_VERIFIED = SelectChoice(DECLARED, _l("Not verified yet: the producer declared it"))
LONGEST_REASON = 300


def line(text: str | None) -> str:
    """One clean line of what was typed."""
    return clean_line(text or "")


def most(characters: int) -> Length:
    """Not longer than the column."""
    return Length(max=characters, message=_l("At most %(max)d characters."))


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why something is corrected; the history keeps these words."""

    reason = StringField(
        _l("Reason"),
        description=_l("It stays in the history. Name no person and no number."),
        filters=[line],
        validators=[DataRequired(_l("Enter the reason.")), most(LONGEST_REASON)],
        render_kw={"autocomplete": "off", "maxlength": LONGEST_REASON},
    )


def _check_number(_form: Form, field: StringField) -> None:
    try:
        account_number(field.data)
    except BadNumber as refusal:
        raise ValidationError(ACCOUNT_FAULTS[refusal.fault]) from None


class AccountForm(FlaskForm):  # type: ignore[misc]
    """An account as it was told."""

    kind = SelectField(_l("Kind of account"), choices=KINDS)
    provider = StringField(
        _l("Bank, wallet or operator"),
        filters=[line],
        validators=[
            DataRequired(_l("Enter the name of the bank, wallet or operator.")),
            most(80),
        ],
        render_kw={"list": "providers", "autocomplete": "off"},
    )
    holder = StringField(
        _l("Account holder"),
        description=_l("The producer, or the person who represents it by law."),
        filters=[line],
        validators=[DataRequired(_l("Enter the name of the account holder.")), most(120)],
        render_kw={"autocomplete": "off"},
    )
    number = StringField(
        _l("Full account number (if you have it)"),
        description=_l("It is kept encrypted; pages show its last 4 digits. No card number."),
        filters=[line],
        validators=[Optional(), _check_number],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    last_digits = StringField(
        _l("Last 4 digits"),
        description=_l("Needed only when the full number is left empty."),
        filters=[line],
        validators=[
            Optional(),
            Regexp(r"^[0-9]{4}\Z", message=_l("Enter only the last 4 digits, like 0123.")),
        ],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    opened_on = DayField(
        _l("Opened on (if known)"), validators=[Optional(), DayBetween(FIRST_ACCOUNTS)]
    )
    may_share = BooleanField(_l("It is another account: the numbers are the same by chance"))

    def validate_last_digits(self, field: StringField) -> None:
        """They end the full number, if that is told."""
        if not self.number.data or self.number.errors or not field.data:
            return
        if not account_number(self.number.data).endswith(field.data):
            raise ValidationError(_("The full number ends with other digits."))

    def validate(self, extra_validators: object = None) -> bool:
        """Look at every field; then, one of the two numbers must be told."""
        is_good = bool(super().validate(extra_validators))
        if not self.number.data and not self.last_digits.data:
            self.last_digits.errors = [_("Enter the last 4 digits of the number.")]
            return False
        return is_good

    def details(self) -> AccountDetails:
        """What was entered. Call it on a valid form."""
        number = account_number(self.number.data) if self.number.data else None
        return AccountDetails(
            kind=EPaymentKind(self.kind.data),
            provider=self.provider.data,
            holder=self.holder.data,
            last_digits=number[-4:] if number else self.last_digits.data,
            number=number,
            opened_on=self.opened_on.data,
        )


class NewAccountForm(AccountForm):
    """An account that the producer declared, perhaps verified at once."""

    verified_how = RadioField(
        _l("How it was verified"),
        choices=[*METHODS, NOT_VERIFIED],
        validators=[InputRequired(_l("Choose how it was verified."))],
    )
    verified_on = DayField(
        _l("Verified on"),
        description=_l("The account counts from this day on. Not needed while it is not verified."),
        validators=[Optional(), DayBetween(PROGRAMME_BEGAN)],
    )

    def validate(self, extra_validators: object = None) -> bool:
        """Look at every field, and at whether the day that the answer needs is there."""
        is_good = super().validate(extra_validators)
        if self.is_verified and self.verified_on.data is None and not self.verified_on.errors:
            self.verified_on.errors = [_("Enter the day on which it was verified.")]
            return False
        return is_good

    @property
    def is_verified(self) -> bool:
        """Whether it says how the account was verified."""
        return self.verified_how.data not in ("", None, DECLARED)

    def verification(self) -> Verification | None:
        """The day and the way of its verification, or that there was none yet."""
        if not self.is_verified:
            return None
        return Verification(self.verified_on.data, VerificationMethod(self.verified_how.data))


class CorrectAccountForm(AccountForm, ReasonForm):
    """What was told of an account, set right."""


class VerifyAccountForm(FlaskForm):  # type: ignore[misc]
    """How and when staff made sure of a declared account."""

    verified_how = RadioField(
        _l("How it was verified"),
        choices=METHODS,
        validators=[InputRequired(_l("Choose how it was verified."))],
    )
    verified_on = DayField(
        _l("Verified on"),
        description=_l("The account counts from this day on."),
        validators=[
            InputRequired(_l("Enter the day on which it was verified.")),
            DayBetween(PROGRAMME_BEGAN),
        ],
    )

    def input(self) -> Verification:
        """What was entered."""
        return Verification(self.verified_on.data, VerificationMethod(self.verified_how.data))


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


class UndoForm(ReasonForm):
    """Which entry of an account was a mistake, and why."""

    mistake = RadioField(
        _l("What was the mistake?"), validators=[InputRequired(_l("Choose what was the mistake."))]
    )
