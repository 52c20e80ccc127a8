"""The form in which staff enter a producer, or set right what is known of one."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Form,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, Optional, Regexp, StopValidation

from marketplace.accounts.rules import EMAIL
from marketplace.admin_units.queries import Choice, Chosen
from marketplace.producers.actions import ProducerFacts, Representative
from marketplace.producers.errors import BadNumber
from marketplace.producers.models import Producer, ProducerKind
from marketplace.producers.rules import PROGRAMME_BEGAN, may_have_citizen_code, tax_code
from marketplace.producers.rules.numbers import CITIZEN_LENGTH
from marketplace.producers.staff_forms import ReasonForm, line, most
from marketplace.producers.wording import CITIZEN_CODE_OF_OTHERS, PRODUCER_KINDS, TAX_CODE_FAULTS
from marketplace.web import filters
from marketplace.web.fields import DayBetween, DayField
from marketplace.web.phones import vietnamese_phone

ANSWERS = {"yes": True, "no": False, "": None}
ANSWER_CHOICES = [
    SelectChoice("", _l("Not asked")),
    SelectChoice("yes", _l("Yes")),
    SelectChoice("no", _l("No")),
]
_CHOOSE = SelectChoice("", _l("Not known"))


def _check_phone(_form: Form, field: StringField) -> None:
    if vietnamese_phone(field.data) is None:
        raise StopValidation(_l("This is not a Vietnamese phone number, such as 0912 345 678."))


def _check_tax_code(form: ProducerForm, field: StringField) -> None:
    try:
        code = tax_code(field.data)
    except BadNumber as refusal:
        raise ValidationError(TAX_CODE_FAULTS[refusal.fault]) from None
    if len(code) == CITIZEN_LENGTH and not may_have_citizen_code(form.chosen_kind):
        raise ValidationError(CITIZEN_CODE_OF_OTHERS)


class ProducerForm(ReasonForm):
    """What is known of a producer. ``chosen`` are the places it names, as far as they exist."""

    name = StringField(
        _l("Name of the producer"),
        filters=[line],
        validators=[DataRequired(_l("Enter the name of the producer.")), most(200)],
    )
    kind = SelectField(
        _l("Legal kind"),
        choices=[
            _CHOOSE,
            *(SelectChoice(kind.value, words) for kind, words in PRODUCER_KINDS.items()),
        ],
        default="",
    )
    tax_code = StringField(
        _l("Tax code"),
        description=_l("10 digits; 13 for a branch; 12 (a citizen number) for a household."),
        filters=[line],
        validators=[Optional(), _check_tax_code],
        render_kw={"autocomplete": "off", "inputmode": "numeric", "maxlength": 30},
    )
    province = SelectField(_l("Province or city"), validate_choice=False)
    commune = SelectField(
        _l("Commune or ward"),
        description=_l("Of today. The place before July 2025 stays as it was recorded."),
        validate_choice=False,
    )
    address = StringField(
        _l("House number, street, hamlet"),
        filters=[line],
        validators=[most(200)],
        render_kw={"autocomplete": "off"},
    )
    phone = StringField(
        _l("Phone number"),
        filters=[line],
        validators=[Optional(), most(30), _check_phone],
        render_kw={"autocomplete": "off", "inputmode": "tel"},
    )
    email = StringField(
        _l("E-mail"),
        filters=[line],
        validators=[
            Optional(),
            most(254),
            Regexp(EMAIL, message=_l("This does not look like an e-mail address.")),
        ],
        render_kw={"autocomplete": "off", "inputmode": "email", "autocapitalize": "none"},
    )
    representative = StringField(
        _l("Legal representative"),
        filters=[line],
        validators=[most(120)],
        render_kw={"autocomplete": "off"},
    )
    is_woman_led = RadioField(
        _l("Is the representative a woman?"), choices=ANSWER_CHOICES, default=""
    )
    is_minority_led = RadioField(
        _l("Does the representative belong to an ethnic minority?"),
        choices=ANSWER_CHOICES,
        default="",
    )
    representative_consent_on = DayField(
        _l("Agreed on"),
        description=_l("The day on which the representative agreed to be counted so."),
        validators=[Optional(), DayBetween(PROGRAMME_BEGAN)],
    )
    is_another = BooleanField(_l("I have looked: it is another producer"))
    chosen = Chosen()

    @property
    def chosen_kind(self) -> ProducerKind | None:
        """The kind, if one is chosen."""
        return ProducerKind(self.kind.data) if self.kind.data in set(ProducerKind) else None

    def offer(self, provinces: Sequence[Choice], communes: Sequence[Choice]) -> None:
        """Set the places that can be chosen, as (code, name)."""
        self.province.choices = [_CHOOSE, *(SelectChoice(*place) for place in provinces)]
        self.commune.choices = [_CHOOSE, *(SelectChoice(*place) for place in communes)]

    def validate_province(self, field: SelectField) -> None:
        """A province of today, or none."""
        if field.data and self.chosen.province is None:
            raise ValidationError(_("Choose the province or city."))

    def validate_commune(self, field: SelectField) -> None:
        """A commune of this province, or none."""
        if field.data and self.chosen.province and self.chosen.commune is None:
            raise ValidationError(_("Choose the commune or ward."))

    def validate(self, extra_validators: object = None) -> bool:
        """Look at every field; answers about the person come with consent, or not at all."""
        is_good = bool(super().validate(extra_validators))
        consent = self.representative_consent_on
        has_answer = bool(self.is_woman_led.data or self.is_minority_led.data)
        if has_answer and consent.data is None and not consent.errors:
            consent.errors = [_("Enter the day on which they agreed, or choose that nobody asked.")]
            return False
        return is_good

    def input(self) -> ProducerFacts:
        """What was entered. Call it on a valid form."""
        province, commune = self.chosen.province, self.chosen.commune
        return ProducerFacts(
            name=self.name.data,
            kind=self.chosen_kind,
            tax_code=tax_code(self.tax_code.data) if self.tax_code.data else None,
            province_id=province.id if province else None,
            unit_id=commune.id if commune else None,
            address=self.address.data,
            phone=vietnamese_phone(self.phone.data) if self.phone.data else None,
            email=self.email.data or None,
            led_by=Representative(
                representative=self.representative.data or None,
                is_woman_led=ANSWERS[self.is_woman_led.data or ""],
                is_minority_led=ANSWERS[self.is_minority_led.data or ""],
                representative_consent_on=self.representative_consent_on.data,
            ),
        )


def written(producer: Producer) -> dict[str, object]:
    """What is known of a producer, as the form shows it."""
    answers = {value: words for words, value in ANSWERS.items()}
    same = ("name", "tax_code", "address", "email", "representative", "representative_consent_on")
    return {name: getattr(producer, name) for name in same} | {
        "kind": producer.kind.value if producer.kind else "",
        "province": producer.province.code if producer.province else "",
        "commune": producer.unit.code if producer.unit else "",
        "phone": filters.phone(producer.phone) if producer.phone else "",
        "is_woman_led": answers[producer.is_woman_led],
        "is_minority_led": answers[producer.is_minority_led],
    }
