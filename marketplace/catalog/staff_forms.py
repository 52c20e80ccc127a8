"""Forms in which staff record platforms, and where a product is sold besides this market."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from marketplace.catalog.actions import PlatformFacts
from marketplace.catalog.rules.platforms import is_web_address
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.text import clean_line
from marketplace.web.fields import DayBetween, DayField

LONGEST_REASON = 300


def one_line(text: str | None) -> str:
    """What was typed, as one clean line."""
    return clean_line(text or "")


@dataclass(frozen=True, slots=True)
class SeenOutside:
    """What staff saw: on which platform, at which address, when."""

    platform_id: int
    url: str
    seen_on: date


def _web_address(_form: Form, field: StringField) -> None:
    if not is_web_address(field.data):
        raise ValidationError(_("Paste the whole address, beginning with https://"))


class OutsideListingForm(FlaskForm):  # type: ignore[misc]
    """A product seen on sale on an outside platform. The page fills in the platforms."""

    platform = RadioField(
        _l("Platform"), coerce=int, validators=[InputRequired(_l("Choose the platform."))]
    )
    url = StringField(
        _l("Address of the product there"),
        description=_l("Open the product on that platform and copy its address."),
        filters=[one_line],
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


def _reason() -> TextAreaField:
    return TextAreaField(
        _l("Why"),
        description=_l("A few words for those who read the history later."),
        filters=[one_line],
        validators=[
            DataRequired(_l("Write in a few words why.")),
            Length(max=LONGEST_REASON, message=_l("At most %(max)d characters.")),
        ],
        render_kw={"rows": 2},
    )


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why something is corrected."""

    reason = _reason()

    def input(self) -> str:
        """The person's own words."""
        reason: str = self.reason.data
        return reason


class PlatformForm(FlaskForm):  # type: ignore[misc]
    """What staff say of a platform."""

    name = StringField(
        _l("Name"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Enter the name of the platform.")),
            Length(max=80, message=_l("At most %(max)d characters.")),
        ],
    )
    address = StringField(
        _l("Address on the web"),
        filters=[one_line],
        validators=[
            Optional(),
            Length(max=200, message=_l("At most %(max)d characters.")),
            _web_address,
        ],
        render_kw={"inputmode": "url", "autocomplete": "off", "autocapitalize": "none"},
    )
    counted_from = DayField(
        _l("Counted from"),
        description=_l(
            "From this day on, being on sale there counts in the listing share. "
            "Leave it empty when it does not count."
        ),
        validators=[Optional()],
    )
    counted_to = DayField(
        _l("Counted until before"),
        description=_l("From this day on it counts no more. Leave it empty while it counts."),
        validators=[Optional()],
    )
    is_provincial = BooleanField(_l("The province's own platform"))
    is_promotion = BooleanField(_l("The province's trade-promotion site"))
    stale_after_days = IntegerField(
        _l("Look again after"),
        description=_l(
            "A listing not looked at for so long counts no more. A change holds for "
            "what is checked from now on."
        ),
        validators=[
            InputRequired(_l("Enter a number of days.")),
            NumberRange(1, 3660, _l("Enter %(min)d to %(max)d days.")),
        ],
    )

    def validate_counted_to(self, field: DayField) -> None:
        """An end needs a beginning before it."""
        if field.data is None:
            return
        if self.counted_from.data is None or field.data <= self.counted_from.data:
            raise ValidationError(_("The end comes after the day from which it counts."))

    def input(self) -> PlatformFacts:
        """What was entered."""
        return PlatformFacts(
            name=self.name.data,
            address=self.address.data,
            counted_from=self.counted_from.data,
            counted_to=self.counted_to.data,
            is_provincial=self.is_provincial.data,
            is_promotion=self.is_promotion.data,
            stale_after_days=self.stale_after_days.data,
        )


class ChangePlatformForm(PlatformForm):
    """The same with the reason of the correction."""

    reason = _reason()
