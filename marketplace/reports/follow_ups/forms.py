"""Forms in which staff and helpers say what is done about those that a figure lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.text import clean_line, clean_text
from marketplace.web import filters
from marketplace.web.fields import DayField

LONGEST_NOTE = 1000
LONGEST_LETTER = 5000
USUAL_TIME = timedelta(days=14)
LONGEST_TIME = timedelta(days=366)
_TOO_LONG = _l("At most %(max)d characters.")


def _line(text: str | None) -> str:
    return clean_line(text or "")


def _text(text: str | None) -> str:
    return clean_text(text or "")


class DayToCome:
    """Refuses a day that is over, or more than a year away."""

    def __call__(self, _form: Form, field: DayField) -> None:
        """Look at one field; what is no day has been told already."""
        if field.data is None:
            return
        today = clock.day_in_vietnam(clock.now())
        if not today <= field.data <= today + LONGEST_TIME:
            last = filters.day(today + LONGEST_TIME)
            raise ValidationError(_("Choose a day from today to %(last)s.", last=last))


@dataclass(frozen=True, slots=True)
class Assignment:
    """To whom a task goes, until when, and what there is to know."""

    helper_id: int
    due_on: date
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a producer is to read."""

    title: str
    text: str


class AssignForm(FlaskForm):
    """A task for a helper."""

    helper = SelectField(
        _l("Helper"), coerce=str, validators=[InputRequired(_l("Choose a helper."))]
    )
    due_on = DayField(
        _l("To be done by"),
        validators=[InputRequired(_l("Enter the day by which it is to be done.")), DayToCome()],
    )
    text = TextAreaField(
        _l("What the helper should know"),
        filters=[_text],
        validators=[Optional(), Length(max=LONGEST_NOTE, message=_TOO_LONG)],
    )

    def offer(self, helpers: list[User]) -> None:
        """Let one of these be chosen."""
        self.helper.choices = [(str(user.id), user.name) for user in helpers]

    def input(self) -> Assignment:
        """What was entered."""
        return Assignment(int(self.helper.data), self.due_on.data, self.text.data)


class LetterForm(FlaskForm):
    """A letter to a producer."""

    title = StringField(
        _l("Subject of the letter"),
        filters=[_line],
        validators=[
            DataRequired(_l("Enter what the letter is about.")),
            Length(max=150, message=_TOO_LONG),
        ],
    )
    letter = TextAreaField(
        _l("Letter"),
        filters=[_text],
        validators=[
            DataRequired(_l("Write the letter.")),
            Length(max=LONGEST_LETTER, message=_TOO_LONG),
        ],
        render_kw={"rows": 12},
    )

    def input(self) -> Letter:
        """What was entered."""
        return Letter(self.title.data, self.letter.data)


class ReasonForm(FlaskForm):
    """Why somebody is missing."""

    reason = TextAreaField(
        _l("Why it is missing"),
        filters=[_text],
        validators=[
            DataRequired(_l("Write the reason in a few words.")),
            Length(max=LONGEST_NOTE, message=_TOO_LONG),
        ],
    )

    def input(self) -> str:
        """What was entered."""
        return str(self.reason.data)


class DoneForm(FlaskForm):
    """How a task went."""

    told = TextAreaField(
        _l("How it went (may stay empty)"),
        filters=[_text],
        validators=[Optional(), Length(max=LONGEST_NOTE, message=_TOO_LONG)],
    )

    def input(self) -> str:
        """What was entered."""
        return str(self.told.data)


def usual_assignment(today: date) -> dict[str, Any]:
    """What an empty form proposes."""
    return {"due_on": today + USUAL_TIME}
