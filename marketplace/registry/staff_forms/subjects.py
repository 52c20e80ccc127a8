"""The forms that correct a product or a decision."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField, StringField

from marketplace.registry import rules
from marketplace.registry.actions.corrections import DecisionFacts
from marketplace.registry.models import Decision
from marketplace.registry.staff_forms.fields import (
    ReasonForm,
    read_period,
    stated_day,
    text_field,
)


class ProductForm(ReasonForm):
    """Name, group and place of a product."""

    name = text_field(_l("Name of the product"), 200, required=_l("Enter the name of the product."))
    group_no = SelectField(_l("Product group"), coerce=int)
    unit_id = SelectField(_l("Commune today"), coerce=int)
    place_text = text_field(_l("Place in the source"), 200)

    def offer(self, communes: list[tuple[int, str]]) -> None:
        """Fill the choices: 0 stands for not known."""
        unknown = SelectChoice(0, _("not known"))
        self.group_no.choices = [
            unknown,
            *(
                SelectChoice(row.no, f"{row.no}. {row.subgroup or row.group}")
                for row in rules.groups()
            ),
        ]
        self.unit_id.choices = [unknown, *(SelectChoice(*commune) for commune in communes)]


class DecisionForm(ReasonForm):
    """Number, day and body of a decision."""

    number = text_field(
        _l("Number of the decision"), 60, required=_l("Enter the number of the decision.")
    )
    issued = text_field(
        _l("Date of the decision"),
        20,
        hint=_l("The certificates of this decision move with it."),
        inputmode="numeric",
    )
    issuing_body = text_field(_l("Issuing body"), 160)

    def validate_issued(self, field: StringField) -> None:
        """A day, month or year."""
        read_period(field)

    @classmethod
    def of(cls, decision: Decision) -> DecisionForm:
        """The form with what is recorded."""
        return cls(
            number=decision.number,
            issued=stated_day(decision.issued_from, decision.issued_precision),
            issuing_body=decision.issuing_body,
        )

    def input(self) -> DecisionFacts:
        """What was entered."""
        return DecisionFacts(self.number.data, read_period(self.issued), self.issuing_body.data)
