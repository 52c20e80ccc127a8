"""The form of a certificate: to record one, and to correct it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from marketplace import clock
from marketplace.registry import certificate_wording as wording
from marketplace.registry.actions.certificates import Stated
from marketplace.registry.errors import BadCode
from marketplace.registry.models import Certificate, Evidence, Programme
from marketplace.registry.rules.codes import product_code
from marketplace.registry.staff_forms.fields import (
    AT_MOST,
    ReasonForm,
    evidence_field,
    read_period,
    several_lines,
    stated_day,
    text_field,
)


class CertificateForm(ReasonForm):
    """What a paper states of a recognition."""

    evidence = evidence_field()
    decision = text_field(_l("Number of the decision"), 60, hint=_l("For example 2585/QĐ-UBND."))
    issued = text_field(
        _l("Date of the decision"),
        20,
        hint=_l("A day (28/12/2023), a month (12/2023) or a year (2023); empty when not known."),
        inputmode="numeric",
    )
    issuing_body = text_field(
        _l("Issuing body"),
        160,
        hint=_l("Used when the register does not know the decision yet."),
    )
    stars = RadioField(
        _l("Stars"),
        choices=[
            SelectChoice("5", _l("5 stars")),
            SelectChoice("4", _l("4 stars")),
            SelectChoice("3", _l("3 stars")),
            SelectChoice("", _l("not stated")),
        ],
        default="",
    )
    number = text_field(_l("Certificate number"), 80)
    product_code = text_field(
        _l("Product code"),
        40,
        hint=_l("Like 15-02647-01-2026; before July 2025 with a district: 83-829-28780-3-2022."),
    )
    programme = SelectField(
        _l("Programme"),
        choices=[
            SelectChoice("", _l("by the date")),
            *(SelectChoice(one.value, one.value) for one in Programme),
        ],
    )
    source = text_field(_l("Source"), 200, hint=_l("Where this can be looked up."))
    note = TextAreaField(
        _l("Note in the register"),
        filters=[several_lines],
        validators=[Length(max=2000, message=AT_MOST)],
        render_kw={"rows": 2},
    )

    def validate_issued(self, field: StringField) -> None:
        """A day, month or year."""
        read_period(field)

    def validate_product_code(self, field: StringField) -> None:
        """One of the two forms of a code."""
        if field.data:
            try:
                product_code(field.data, this_year=_this_year())
            except BadCode as refusal:
                raise ValidationError(str(wording.CODE_FAULTS[refusal.fault])) from None

    @classmethod
    def of(cls, certificate: Certificate) -> CertificateForm:
        """The form with what is recorded."""
        decision = certificate.decision
        return cls(
            evidence=certificate.evidence.value,
            decision=decision.number if decision else "",
            issued=stated_day(certificate.issued_from, certificate.issued_precision),
            issuing_body=decision.issuing_body if decision else "",
            stars=str(certificate.stars or ""),
            number=certificate.number or "",
            product_code=certificate.product_code or "",
            programme=certificate.programme.value if certificate.programme else "",
            source=certificate.source,
            note=certificate.note,
        )

    def input(self) -> Stated:
        """What was entered."""
        code = self.product_code.data
        return Stated(
            issued=read_period(self.issued),
            stars=int(self.stars.data) if self.stars.data else None,
            decision=self.decision.data,
            issuing_body=self.issuing_body.data,
            number=self.number.data or None,
            product_code=product_code(code, this_year=_this_year()).text if code else None,
            programme=Programme(self.programme.data) if self.programme.data else None,
            evidence=Evidence(self.evidence.data),
            source=self.source.data,
            note=self.note.data,
        )


def _this_year() -> int:
    return clock.day_in_vietnam(clock.now()).year
