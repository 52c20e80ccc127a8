"""The form to freeze a day by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, Length

from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.text import clean_line
from marketplace.web.fields import DayBetween, DayField


@dataclass(frozen=True, slots=True)
class FreezeInput:
    """Which day is frozen, and why."""

    day: date
    reason: str


class FreezeForm(FlaskForm):
    """A day whose figures are to be kept as they are known now."""

    day = DayField(
        _l("Figures as of the end of the day"),
        validators=[
            InputRequired(_l("Enter the day.")),
            DayBetween(PROGRAMME_BEGAN),
        ],
    )
    reason = StringField(
        _l("What for"),
        description=_l("Such as: Báo cáo số 45/BC-SCT."),
        filters=[lambda text: clean_line(text or "")],
        validators=[
            DataRequired(_l("Write what for, in a few words.")),
            Length(max=200, message=_l("At most %(max)d characters.")),
        ],
    )

    def input(self) -> FreezeInput:
        """What was entered."""
        return FreezeInput(self.day.data, self.reason.data)
