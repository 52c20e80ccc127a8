"""Forms in which staff record where a product is sold besides this market."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.text import clean_line
from marketplace.web.fields import DayBetween, DayField


@dataclass(frozen=True, slots=True)
class SeenOutside:
    """What staff saw: on which platform, at which address, when."""

    platform_id: int
    url: str
    seen_on: date


def _web_address(_form: Form, field: StringField) -> None:
    """Only addresses of the web: anything else could be made to run when it is followed."""
    try:
        parts = urlsplit(field.data)
        fine = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        fine = False
    if not fine or " " in field.data:
        raise ValidationError(_("Paste the whole address, beginning with https://"))


class OutsideListingForm(FlaskForm):  # type: ignore[misc]
    """A product seen on sale on an outside platform. The page fills in the platforms."""

    platform = RadioField(
        _l("Platform"), coerce=int, validators=[InputRequired(_l("Choose the platform."))]
    )
    url = StringField(
        _l("Address of the product there"),
        description=_l("Open the product on that platform and copy its address."),
        filters=[lambda text: clean_line(text or "")],
        validators=[
            DataRequired(_l("Paste the address of the product there.")),
            Length(max=500, message=_l("At most %(max)d characters.")),
            _web_address,
        ],
        render_kw={"inputmode": "url", "autocomplete": "off", "autocapitalize": "none"},
    )
    seen_on = DayField(
        _l("Seen on"),
        description=_l("The product counts as on sale there from this day on."),
        validators=[
            InputRequired(_l("Enter the day on which you saw it there.")),
            DayBetween(PROGRAMME_BEGAN),
        ],
    )

    def input(self) -> SeenOutside:
        """What was entered."""
        return SeenOutside(self.platform.data, self.url.data, self.seen_on.data)


class EndOutsideListingForm(FlaskForm):  # type: ignore[misc]
    """The day from which a product is gone from an outside platform."""

    ended_on = DayField(
        _l("Gone since"),
        description=_l("From this day on the product counts there no more."),
        validators=[
            InputRequired(_l("Enter the day on which it was gone.")),
            DayBetween(PROGRAMME_BEGAN),
        ],
    )

    def input(self) -> date:
        """The day."""
        day: date = self.ended_on.data
        return day
