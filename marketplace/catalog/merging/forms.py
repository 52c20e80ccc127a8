"""Forms for making two things one, one two, and for undoing it."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField, widgets
from wtforms.validators import DataRequired, Length

from marketplace.catalog.staff_forms import ReasonForm, one_line

Choice = tuple[int, str]


class ChoiceOfMany(SelectMultipleField):
    """Boxes to tick."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class SplitForm(ReasonForm):
    """What goes to the new one, and what that is called."""

    name = StringField(
        _l("Name of the new one"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Enter the name of the new one.")),
            Length(max=200, message=_l("At most %(max)d characters.")),
        ],
    )
    first = ChoiceOfMany(coerce=int)
    second = ChoiceOfMany(coerce=int)

    def offer(
        self, first: tuple[str, Iterable[Choice]], second: tuple[str, Iterable[Choice]]
    ) -> SplitForm:
        """Say what there is to choose from: two lists with their labels."""
        for field, (label, choices) in ((self.first, first), (self.second, second)):
            field.label.text = label
            field.choices = list(choices)
        return self
