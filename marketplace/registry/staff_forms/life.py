"""The forms of what happens to a certificate: file received, extended, revoked."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired, Optional

from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.registry import certificate_wording as wording
from marketplace.registry.actions.certificates import Revoking
from marketplace.registry.models import RevocationGround
from marketplace.registry.staff_forms.fields import ReasonForm, text_field
from marketplace.web.fields import DayBetween, DayField


class FileReceivedForm(ReasonForm):
    """The day on which the full file for re-assessment came."""

    filed_on = DayField(
        _l("Received on"),
        description=_l("Empty takes back a day entered by mistake."),
        validators=[Optional(), DayBetween(PROGRAMME_BEGAN)],
    )


class ExtendForm(ReasonForm):
    """The last day of an extension."""

    until = DayField(
        _l("Extended until"),
        description=_l("Empty takes back an extension entered by mistake."),
        validators=[Optional()],
    )


class RevokeForm(ReasonForm):
    """The end of a recognition before its time."""

    ground = RadioField(
        _l("Ground (Decision 26/2026, Article 8)"),
        choices=[SelectChoice(one.value, words) for one, words in wording.GROUNDS.items()],
        validators=[InputRequired(_l("Choose a ground."))],
    )
    decision = text_field(
        _l("Revoking decision"), 60, required=_l("Enter the number of the revoking decision.")
    )
    day = DayField(
        _l("Revoked from"),
        description=_l("On this day the certificate is no longer in force."),
        validators=[
            InputRequired(_l("Enter the day from which it is revoked.")),
            DayBetween(PROGRAMME_BEGAN),
        ],
    )
    words = text_field(_l("What the decision says"), 500)

    def input(self) -> Revoking:
        """What was entered."""
        return Revoking(
            day=self.day.data,
            ground=RevocationGround(self.ground.data),
            decision=self.decision.data,
            words=self.words.data,
        )
