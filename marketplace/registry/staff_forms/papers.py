"""The form of a paper with its file."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectChoice, SelectField
from wtforms.validators import Optional, StopValidation

from marketplace.registry import certificate_wording as wording
from marketplace.registry.actions.evidence import Paper
from marketplace.registry.models import Evidence, EvidenceKind
from marketplace.registry.staff_forms.fields import evidence_field, text_field
from marketplace.text import clean_line
from marketplace.web.fields import DayBetween, DayField


class EvidenceForm(FlaskForm):  # type: ignore[misc]
    """A paper with its file."""

    file = FileField(
        _l("File"),
        description=_l("PDF, JPG, PNG or WebP, at most 10 MB. Only staff can open it."),
        validators=[FileRequired(_l("Choose the file."))],
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png,.webp"},
    )
    kind = SelectField(
        _l("Kind of paper"),
        choices=[SelectChoice(one.value, words) for one, words in wording.EVIDENCE_KINDS.items()],
    )
    title = text_field(_l("Title"), 200, required=_l("Say in a few words what it is."))
    number = text_field(_l("Number of the paper"), 80)
    issued_on = DayField(_l("Issued on"), validators=[Optional(), DayBetween(date(1990, 1, 1))])
    expires_on = DayField(
        _l("Valid until"),
        description=_l("Its last day; empty when it has none."),
        validators=[Optional()],
    )
    evidence = evidence_field()

    def validate_expires_on(self, field: DayField) -> None:
        """A paper does not end before it begins."""
        if field.data and self.issued_on.data and field.data < self.issued_on.data:
            raise StopValidation(_("It cannot end before it was issued."))

    def input(self) -> Paper:
        """What was entered."""
        return Paper(
            kind=EvidenceKind(self.kind.data),
            evidence=Evidence(self.evidence.data),
            title=self.title.data,
            number=self.number.data,
            issued_on=self.issued_on.data,
            expires_on=self.expires_on.data,
            file_name=clean_line(self.file.data.filename or "")[:200],
        )
