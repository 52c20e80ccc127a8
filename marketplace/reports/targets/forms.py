"""The forms of a plan."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from marketplace.reports.reasons import reason_field
from marketplace.reports.targets.actions import TargetInput
from marketplace.reports.targets.rules import FIRST_YEAR, LAST_YEAR, Measure, read_value
from marketplace.reports.targets.wording import MEASURES
from marketplace.text import clean_line


class _Value:
    """Checks what the plan sets for a measure."""

    def __call__(self, form: Form, field: StringField) -> None:
        """Refuse what is no count, or no percent for a share."""
        measure = form.measured()
        if measure is None or read_value(field.data, measure) is not None:
            return
        if measure.is_percent:
            raise ValidationError(_("Enter a percent from 0,1 to 100, such as 98,5."))
        raise ValidationError(_("Enter a whole number with digits only, such as 54."))


def _value_field() -> StringField:
    return StringField(
        _l("What the plan sets"),
        description=_l("A number, such as 54. Of a share, the percent, such as 98,5."),
        filters=[lambda text: clean_line(text or "")],
        validators=[DataRequired(_l("Enter what the plan sets.")), _Value()],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )


def _source_field() -> StringField:
    return StringField(
        _l("Where it says so"),
        description=_l("Number and date of the plan, such as 270/KH-UBND."),
        filters=[lambda text: clean_line(text or "")],
        validators=[
            DataRequired(_l("Enter the number of the plan.")),
            Length(max=200, message=_l("At most %(max)d characters.")),
        ],
    )


class TargetForm(FlaskForm):
    """A target of a plan."""

    measure = SelectField(
        _l("What is measured"),
        choices=[SelectChoice(measure.value, label) for measure, label in MEASURES.items()],
    )
    year = IntegerField(
        _l("Year of the plan"),
        validators=[
            InputRequired(_l("Enter the year.")),
            NumberRange(FIRST_YEAR, LAST_YEAR, _l("The year must be from %(min)s to %(max)s.")),
        ],
    )
    value = _value_field()
    source = _source_field()

    def measured(self) -> Measure | None:
        """The measure chosen; None when none was."""
        return Measure(self.measure.data) if self.measure.data in set(Measure) else None

    def input(self) -> TargetInput:
        """What was entered."""
        measure = Measure(self.measure.data)
        value = read_value(self.value.data, measure)
        assert value is not None  # noqa: S101 (asked of a valid form)
        return TargetInput(measure, self.year.data, value, self.source.data)


class CorrectTargetForm(FlaskForm):
    """Another value or source of a target, and why. The page says of which measure."""

    value = _value_field()
    source = _source_field()
    reason = reason_field()

    def __init__(self, measure: Measure, **values: object) -> None:
        super().__init__(**values)
        self._measure = measure

    def measured(self) -> Measure:
        """The measure of the target."""
        return self._measure

    def input(self) -> tuple[Decimal, str, str]:
        """The value, the source and the reason."""
        value = read_value(self.value.data, self._measure)
        assert value is not None  # noqa: S101 (asked of a valid form)
        return value, self.source.data, self.reason.data


class WithdrawForm(FlaskForm):
    """Why a target is withdrawn."""

    reason = reason_field()

    def input(self) -> str:
        """The reason."""
        return str(self.reason.data)
