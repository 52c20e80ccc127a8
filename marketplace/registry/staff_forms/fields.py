"""What the forms of the register share: lines of text, stated days, and the reason why."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from marketplace import clock
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.registry import certificate_wording as wording
from marketplace.registry.importing.cells import Period, as_period
from marketplace.registry.models import Precision
from marketplace.text import clean_line, clean_text
from marketplace.web import filters

AT_MOST = _l("At most %(max)d characters.")
_PATTERNS = {Precision.DAY: "%d/%m/%Y", Precision.MONTH: "%m/%Y", Precision.YEAR: "%Y"}


def _line(text: str | None) -> str:
    return clean_line(text or "")


def several_lines(text: str | None) -> str:
    """Typed text of several lines, clean."""
    return clean_text(text or "")


def text_field(
    label: Any, most: int, *, hint: Any = "", required: Any = "", **attributes: Any
) -> Any:
    """One line of text."""
    first = DataRequired(required) if required else Optional()
    return StringField(
        label,
        description=hint,
        filters=[_line],
        validators=[first, Length(max=most, message=AT_MOST)],
        render_kw={"autocomplete": "off", "maxlength": most, **attributes},
    )


def evidence_field() -> Any:
    """What a fact rests on."""
    choices = [SelectChoice(level.value, words) for level, words in wording.EVIDENCE.items()]
    return SelectField(
        _l("What this rests on"),
        description=_l("Only a decision makes a star that buyers see."),
        choices=choices,
    )


def stated_day(first: date | None, precision: Precision | None) -> str:
    """A stated day as it is typed: "28/12/2023", "12/2023" or "2023"."""
    return first.strftime(_PATTERNS[precision or Precision.DAY]) if first else ""


def read_period(field: StringField) -> Period | None:
    """The day, month or year in a field.

    Raises:
        ValidationError: it is none, or cannot be the day of a recognition.
    """
    if not field.data:
        return None
    found = as_period(field.data)
    today = clock.day_in_vietnam(clock.now())
    if found is None:
        raise ValidationError(_("Write a day (28/12/2023), a month (12/2023) or a year (2023)."))
    if found.first > today:
        raise ValidationError(_("This day has not come yet. It may be today at the latest."))
    if found.last < PROGRAMME_BEGAN:
        first = filters.day(PROGRAMME_BEGAN)
        raise ValidationError(_("This is too long ago. It may be %(day)s or later.", day=first))
    return found


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why the register is changed: every change asks."""

    reason = TextAreaField(
        _l("Why"),
        description=_l("Kept in the history. For example: Sửa theo QĐ 12/QĐ-UBND."),
        filters=[several_lines],
        validators=[
            DataRequired(_l("Say in a few words why, so that others can follow it later.")),
            Length(min=5, max=300, message=_l("Between %(min)d and %(max)d characters, please.")),
        ],
        render_kw={"rows": 2, "maxlength": 300},
    )
