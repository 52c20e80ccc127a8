"""Forms of courses and of who took part."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from marketplace.producers.actions import Course
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.producers.staff_forms import ReasonForm, line, most
from marketplace.web.fields import DayBetween, DayField

MOST_PEOPLE = 999


class CourseForm(FlaskForm):  # type: ignore[misc]
    """A course that was held."""

    held_on = DayField(
        _l("Held on"),
        validators=[
            InputRequired(_l("Enter the day of the course.")),
            DayBetween(PROGRAMME_BEGAN),
        ],
    )
    topic = StringField(
        _l("Topic"),
        filters=[line],
        validators=[DataRequired(_l("Enter what the course was about.")), most(200)],
    )
    organiser = StringField(_l("Organiser"), filters=[line], validators=[most(160)])

    def input(self) -> Course:
        """What was entered."""
        return Course(self.held_on.data, self.topic.data, self.organiser.data)


class CorrectCourseForm(CourseForm, ReasonForm):
    """A course, set right."""


class AttendanceForm(FlaskForm):  # type: ignore[misc]
    """How many people of a producer took part."""

    people = IntegerField(
        _l("People"),
        default=1,
        validators=[
            InputRequired(_l("Enter how many people came.")),
            NumberRange(1, MOST_PEOPLE, message=_l("From %(min)s to %(max)s people.")),
        ],
        render_kw={"min": 1, "max": MOST_PEOPLE, "inputmode": "numeric"},
    )
