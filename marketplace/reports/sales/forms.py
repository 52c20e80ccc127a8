"""The forms in which staff record what others declare."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from marketplace import clock
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.reports.reasons import reason_field
from marketplace.reports.sales.actions import SaleInput
from marketplace.reports.sales.rules import read_month, read_orders, read_value
from marketplace.text import clean_line


def _month(_form: Form, field: StringField) -> None:
    """Only a month that has begun, since the programme did."""
    month = read_month(field.data)
    if month is None:
        raise ValidationError(_("Enter the month like 10/2026."))
    if month > clock.day_in_vietnam(clock.now()):
        raise ValidationError(_("This month has not begun yet."))
    if month < PROGRAMME_BEGAN.replace(day=1):
        raise ValidationError(_("This is too long ago: the programme began in 2018."))


def _orders(_form: Form, field: StringField) -> None:
    if read_orders(field.data) is None:
        raise ValidationError(_("Enter a whole number with digits only, such as 54."))


def _amount(_form: Form, field: StringField) -> None:
    if read_value(field.data) is None:
        raise ValidationError(_("Enter whole đồng with digits only, such as 1.250.000."))


def _line(label: Any, *validators: Any, **settings: Any) -> StringField:
    return StringField(
        label, filters=[lambda text: clean_line(text or "")], validators=validators, **settings
    )


def _number(label: Any, check: Any, missing: Any) -> StringField:
    look = {"inputmode": "numeric", "autocomplete": "off"}
    return _line(label, DataRequired(missing), check, render_kw=look)


class SaleForm(FlaskForm):
    """The orders and their value on a platform in a month. The page fills in the platforms."""

    platform = SelectField(
        _l("Platform"), coerce=int, validators=[InputRequired(_l("Choose the platform."))]
    )
    month = _line(
        _l("Month"),
        DataRequired(_l("Enter the month like 10/2026.")),
        _month,
        description=_l("Like 10/2026."),
    )
    orders = _number(_l("Orders"), _orders, _l("Enter how many orders there were."))
    value_vnd = _number(_l("Value in đồng"), _amount, _l("Enter what they were worth."))
    declared_by = _line(
        _l("Who says so"),
        DataRequired(_l("Enter who declared it.")),
        Length(max=160, message=_l("At most %(max)d characters.")),
        description=_l("An office or a company, with the paper, such as: Bưu điện tỉnh, CV 12/BĐ."),
    )

    def input(self) -> SaleInput:
        """What was declared."""
        orders, value = read_orders(self.orders.data), read_value(self.value_vnd.data)
        assert orders is not None  # noqa: S101 (asked of a valid form)
        assert value is not None  # noqa: S101 (asked of a valid form)
        return SaleInput(orders, value, self.declared_by.data)

    def first_day(self) -> date:
        """The first day of the month."""
        month = read_month(self.month.data)
        assert month is not None  # noqa: S101 (asked of a valid form)
        return month


class CorrectSaleForm(SaleForm):
    """Other numbers for a month, and why."""

    platform = None
    month = None
    reason = reason_field()


class WithdrawForm(FlaskForm):
    """Why a declared month is withdrawn."""

    reason = reason_field()

    def input(self) -> str:
        """The reason."""
        return str(self.reason.data)
