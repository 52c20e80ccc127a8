"""What a person says of a case."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.catalog.staff_forms import LONGEST_REASON
from marketplace.catalog.tray.deciding import Verdict
from marketplace.catalog.tray.sides import Sides
from marketplace.intake.models import CaseState
from marketplace.text import clean_line

SAME, NEW, DROP = "same", "new", "drop"


class VerdictForm(FlaskForm):
    """The same as one of the candidates, something new, or to be left out."""

    choice = RadioField(
        _l("What is it?"), validators=[InputRequired(_l("Choose one of the answers."))]
    )
    reason = TextAreaField(
        _l("Why (may stay empty)"),
        filters=[lambda text: clean_line(text or "")],
        validators=[Length(max=LONGEST_REASON, message=_l("At most %(max)d characters."))],
        render_kw={"rows": 2},
    )

    def offer(self, sides: Sides, *, is_pair: bool) -> VerdictForm:
        """Fill in what can be answered. A pair of products is no row that could be left out."""
        same = (
            SelectChoice(f"{SAME}-{one.id}", _same(number, one.name, is_pair=is_pair))
            for number, one in enumerate(sides.candidates, start=1)
        )
        if is_pair:
            self.choice.choices = [*same, SelectChoice(NEW, _("They are two different products"))]
            return self
        new = _("None of these: it is a new one")
        self.choice.choices = [
            *same,
            SelectChoice(NEW, new),
            SelectChoice(DROP, _("Leave the row out")),
        ]
        return self

    def input(self) -> Verdict:
        """What was said."""
        said, _dash, chosen = self.choice.data.partition("-")
        state = {SAME: CaseState.SAME, NEW: CaseState.NEW, DROP: CaseState.DROPPED}[said]
        return Verdict(state, int(chosen) if chosen else None, self.reason.data)


def _same(number: int, name: str, *, is_pair: bool) -> str:
    if is_pair:
        return str(_("They are one product: merge them"))
    return str(_('Same as %(number)s: "%(name)s"', number=number, name=name))
