"""Sending a file in, and saying what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import Field as Box
from wtforms import RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.intake.kinds import Field, Taker
from marketplace.intake.models import IntakeRun
from marketplace.intake.rules import is_ours
from marketplace.text import clean_line

_COLUMN, _SAID = "cot", "chung"  # the beginnings of the names of boxes


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was sent in."""

    kind: str
    file: FileStorage


class SendForm(FlaskForm):
    """A file and what kind it is."""

    kind = RadioField(
        _l("What does the file hold?"),
        validators=[InputRequired(_l("Choose what the file holds."))],
    )
    file = FileField(
        _l("File"),
        description=_l(
            "Excel (.xlsx) or CSV, at most 30 MB and 200,000 rows. The titles need not be in the"
            " first row; merged cells are understood."
        ),
        validators=[FileRequired(_l("Choose a file."))],
    )

    def __init__(self, takers: Mapping[str, Taker], **settings: Any) -> None:
        super().__init__(**settings)
        self.kind.choices = [SelectChoice(name, taker.title) for name, taker in takers.items()]
        if self.kind.data is None:
            self.kind.data = next(iter(takers), None)

    def input(self) -> SentFile:
        """What was sent."""
        return SentFile(self.kind.data, self.file.data)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What somebody said of a file: heading -> field, and field -> text for the whole of it."""

    mapping: dict[str, str]
    settings: dict[str, str]


class ColumnsForm(FlaskForm):
    """What the columns of one file mean, and what holds for all its rows."""

    headings: Sequence[str] = ()
    fields: Sequence[Field] = ()

    @property
    def columns(self) -> list[tuple[int, str, Box]]:
        """The columns that can mean something: their places, titles and boxes."""
        return [
            (place, heading, self[f"{_COLUMN}{place}"])
            for place, heading in enumerate(self.headings)
            if f"{_COLUMN}{place}" in self
        ]

    @property
    def said(self) -> list[Box]:
        """The boxes of what holds for the whole file."""
        return [self[f"{_SAID}_{field.name}"] for field in self.fields if field.for_file]

    def box_of(self, field: str) -> Box:
        """The box in which a field was said, to tell what is wrong with it."""
        boxes = [box for _place, _heading, box in self.columns if box.data == field]
        if f"{_SAID}_{field}" in self:
            boxes.append(self[f"{_SAID}_{field}"])
        return boxes[-1] if boxes else self.columns[0][2]

    def input(self) -> Confirmed:
        """What was said."""
        chosen = {heading: box.data for _place, heading, box in self.columns if box.data}
        said = {
            field.name: self[f"{_SAID}_{field.name}"].data
            for field in self.fields
            if field.for_file
        }
        return Confirmed(chosen, {name: text for name, text in said.items() if text})


def columns_form(run: IntakeRun, taker: Taker) -> ColumnsForm:
    """The form for one file, filled with what is proposed or was said before."""
    boxes: dict[str, Any] = {"headings": run.headings, "fields": taker.fields}
    named = (SelectChoice(field.name, field.label) for field in taker.fields)
    choices = [SelectChoice("", _l("– left out –")), *named]
    data = {}
    for place, heading in enumerate(run.headings):
        if not is_ours(heading):
            boxes[f"{_COLUMN}{place}"] = SelectField(heading, choices=choices)
            data[f"{_COLUMN}{place}"] = run.mapping.get(heading, "")
    for field in taker.fields:
        if field.for_file:
            boxes[f"{_SAID}_{field.name}"] = _said_box(field)
            data[f"{_SAID}_{field.name}"] = run.settings.get(field.name, "")
    form: ColumnsForm = type("ColumnsOfOneFile", (ColumnsForm,), boxes)(data=data)
    return form


def _said_box(field: Field) -> Any:
    if field.choices:
        in_column = SelectChoice("", _l("as the rows say"))
        choices = (SelectChoice(text, words) for text, words in field.choices)
        return SelectField(field.label, choices=[in_column, *choices])
    return StringField(
        field.label,
        filters=[lambda text: clean_line(text or "")],
        validators=[Length(max=field.longest, message=_l("At most %(max)d characters."))],
        render_kw={"autocomplete": "off"},
    )
