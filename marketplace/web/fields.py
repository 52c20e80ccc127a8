"""Form fields that several slices share."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField, Form
from wtforms.validators import ValidationError

from marketplace import clock
from marketplace.web import filters


class DayField(DateField):
    """A day, from a date box or typed like 31/12/2022.

    Browsers empty a date box that holds anything but a day, so what is no day comes back in a
    plain box, as it was typed.
    """

    def __init__(self, label: Any, validators: Any = None, **settings: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%d", "%d/%m/%Y"], **settings)

    def _value(self) -> str:
        if self.data is not None:
            return str(self.data.isoformat())
        return " ".join(self.raw_data) if self.raw_data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed.

        Raises:
            ValueError: it is no day; the words say how to write one.
        """
        try:
            super().process_formdata([text.strip() for text in valuelist])
        except ValueError:
            raise ValueError(_("This is not a day. Enter it like 31/12/2022.")) from None

    def __call__(self, **attributes: Any) -> Any:
        """The box."""
        if self.data is None and self._value():
            attributes |= {"type": "text", "inputmode": "numeric"}
        return super().__call__(**attributes)


class DayBetween:
    """Refuses a day before ``first``, and one that has not come yet in Vietnam."""

    def __init__(self, first: date) -> None:
        self.first = first

    def __call__(self, _form: Form, field: DayField) -> None:
        """Look at one field; what is no day has been told already."""
        if field.data is None:
            return
        today = clock.day_in_vietnam(clock.now())
        if field.data > today:
            raise ValidationError(_("This day has not come yet. It may be today at the latest."))
        if field.data < self.first:
            raise ValidationError(
                _("This is too long ago. It may be %(day)s or later.", day=filters.day(self.first))
            )
