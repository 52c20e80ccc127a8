"""What a file needs to know before it is made, and whom a report goes to by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from marketplace import clock
from marketplace.accounts.rules import EMAIL, normal_email
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.reports.csv_file import Separator
from marketplace.reports.exports import formats, narrowing
from marketplace.reports.exports.asked import Asked, FileFormat, ReportName
from marketplace.reports.exports.reports import Report
from marketplace.reports.exports.schedules import Wish
from marketplace.reports.models import Rhythm
from marketplace.reports.office import Office
from marketplace.text import clean_line
from marketplace.web.fields import DayBetween, DayField

MOST_RECIPIENTS = 20
RHYTHMS = [
    SelectChoice(Rhythm.MONTHLY.value, _l("Every month, on the 1st")),
    SelectChoice(
        Rhythm.QUARTERLY.value, _l("Every quarter, on the 1st of January, April, July and October")
    ),
]
SEPARATORS = [
    SelectChoice(Separator.COMMA.value, _l("Comma (standard)")),
    SelectChoice(Separator.SEMICOLON.value, _l("Semicolon (Excel in Vietnamese)")),
]
NARROWING = ("commune", "old_district", "old_province", "stars", "sector", "kind")


def _line(text: str | None) -> str:
    return clean_line(text or "")


def _office_field(label: Any, most: int, hint: Any = "") -> StringField:
    return StringField(
        label,
        description=hint,
        filters=[_line],
        validators=[Length(max=most, message=_l("At most %(max)d characters."))],
        render_kw={"autocomplete": "off"},
    )


class FileForm(FlaskForm):
    """The kind of file, what narrows it, and the words of the office around it."""

    format = RadioField(
        _l("Kind of file"), validators=[InputRequired(_l("Choose a kind of file."))]
    )
    separator = SelectField(_l("Separator of a CSV file"), choices=SEPARATORS)
    commune = SelectField(_l("Commune today"), default="")
    old_district = SelectField(_l("District before July 2025"), default="")
    old_province = SelectField(_l("Province before July 2025"), default="")
    stars = SelectField(_l("Stars"), default="")
    sector = SelectField(_l("Sector"), default="")
    kind = SelectField(_l("Legal kind"), default="")
    parent = _office_field(_l("Body above"), 120)
    name = _office_field(_l("Office"), 120)
    number = _office_field(_l("Number of the report"), 40, _l("Like 125/BC-SCT. Empty: dots."))
    signed_on = DayField(_l("Day of the report"), [Optional()], description=_l("Empty: dots."))
    place = _office_field(_l("Place of signing"), 60)

    def prepare(self, report: Report, choices: dict[str, list[tuple[str, str]]]) -> None:
        """Keep the fields that this report needs, and fill their choices."""
        self.format.choices = [
            SelectChoice(kind.value, formats.TITLES[kind]) for kind in report.formats
        ]
        for name in NARROWING:
            if report.is_narrowed:
                self[name].choices = [
                    SelectChoice(value, label) for value, label in [("", _("All")), *choices[name]]
                ]
            else:
                del self[name]

    @property
    def narrow(self) -> dict[str, Any]:
        """What the figures are narrowed to."""
        typed = {name: self[name].data for name in NARROWING if name in self}
        return narrowing.asked_in(typed)

    @property
    def office(self) -> Office:
        """The words of the office."""
        return Office(
            parent=self.parent.data,
            name=self.name.data,
            number=self.number.data,
            signed_on=self.signed_on.data,
            place=self.place.data,
        )

    def _asked(self, report: ReportName, day: date, locale: str) -> Asked:
        return Asked(
            report=report,
            format=FileFormat(self.format.data),
            day=day,
            locale=locale,
            office=self.office,
            separator=Separator(self.separator.data),
            narrow=self.narrow,
        )


class ExportForm(FileForm):
    """A file to be made now."""

    first_day = DayField(
        _l("From"),
        validators=[InputRequired(_l("Enter the first day.")), DayBetween(PROGRAMME_BEGAN)],
    )
    day = DayField(
        _l("To the end of"),
        validators=[InputRequired(_l("Enter a day.")), DayBetween(PROGRAMME_BEGAN)],
    )
    since = DayField(
        _l("Changes since"),
        description=_l("Empty: since the last such file, whoever took it."),
        validators=[Optional(), DayBetween(PROGRAMME_BEGAN)],
    )
    known_on = DayField(
        _l("Only what was recorded up to"),
        description=_l(
            "To make an old report again: later corrections are left out. Empty: all we know."
        ),
        validators=[Optional(), DayBetween(PROGRAMME_BEGAN)],
    )

    def prepare(self, report: Report, choices: dict[str, list[tuple[str, str]]]) -> None:
        """Keep the fields that this report needs, and fill their choices."""
        super().prepare(report, choices)
        for name in {"first_day", "day", "since", "known_on"}.difference(report.fields):
            del self[name]

    def validate_known_on(self, field: DayField) -> None:
        """A day that is not over may still bring corrections."""
        if field.data is not None and field.data >= clock.day_in_vietnam(clock.now()):
            raise ValidationError(_("This day is not over yet. Choose an earlier one."))

    def validate_day(self, field: DayField) -> None:
        """A time ends after it begins."""
        first = self.first_day.data if "first_day" in self else None
        if first is not None and field.data is not None and field.data < first:
            raise ValidationError(_("The last day lies before the first."))

    def input(self, report: ReportName, locale: str) -> Asked:
        """The file asked for."""
        today = clock.day_in_vietnam(clock.now())
        asked = self._asked(report, self._day("day") or today, locale)
        first_day = self._day("first_day") or self._day("since")
        return replace(asked, first_day=first_day, known_on=self._day("known_on"))

    def _day(self, name: str) -> date | None:
        return self[name].data if name in self else None


class ScheduleForm(FileForm):
    """A report that goes out by itself."""

    rhythm = RadioField(
        _l("How often"), choices=RHYTHMS, validators=[InputRequired(_l("Choose how often."))]
    )
    from_day = DayField(
        _l("First sent on or after"),
        description=_l("It goes out on the day after a month or quarter has ended."),
        validators=[InputRequired(_l("Enter a day."))],
    )
    recipients = TextAreaField(
        _l("Sent to"),
        description=_l("E-mail addresses, each on its own line; 20 at most."),
        validators=[DataRequired(_l("Enter at least one e-mail address.")), Length(max=4000)],
        render_kw={"rows": 4, "spellcheck": "false", "autocapitalize": "none"},
    )

    def validate_from_day(self, field: DayField) -> None:
        """What lies behind is taken as a file, not sent."""
        if field.data is not None and field.data < clock.day_in_vietnam(clock.now()):
            raise ValidationError(_("This day is over. Choose today or a later day."))

    def validate_recipients(self, field: TextAreaField) -> None:
        """Every address must be one."""
        addresses = self.addresses
        wrong = [address for address in addresses if not re.match(EMAIL, address)]
        if wrong:
            raise ValidationError(
                _("This is not an e-mail address: %(addresses)s", addresses=", ".join(wrong))
            )
        if len(addresses) > MOST_RECIPIENTS:
            raise ValidationError(_("At most %(most)s addresses.", most=MOST_RECIPIENTS))

    @property
    def addresses(self) -> tuple[str, ...]:
        """What was typed, each address once."""
        typed = re.split(r"[\s,;]+", self.recipients.data or "")
        return tuple(dict.fromkeys(normal_email(text) for text in typed if text))

    def input(self, report: ReportName, locale: str) -> Wish:
        """What is wished for. The day of the file comes with each sending."""
        return Wish(
            rhythm=Rhythm(self.rhythm.data),
            asked=self._asked(report, self.from_day.data, locale),
            recipients=self.addresses,
            from_day=self.from_day.data,
        )


class CheckForm(FlaskForm):
    """A file to be looked up in the log by its content."""

    file = FileField(_l("The file"), validators=[FileRequired(_l("Choose a file."))])

    def checksum(self) -> str:
        """The SHA-256 of what was uploaded."""
        return sha256(self.file.data.stream.read()).hexdigest()
