"""The form in which a producer introduces their shop."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, Form, StringField, TextAreaField
from wtforms.validators import Length, Optional, Regexp, StopValidation

from marketplace.accounts.rules import EMAIL
from marketplace.producers.actions import ShopText
from marketplace.text import clean_line, clean_text
from marketplace.web.phones import vietnamese_phone

INTRO_LENGTH = 3000


def _check_phone(_form: Form, field: Field) -> None:
    if vietnamese_phone(field.data) is None:
        raise StopValidation(_l("This is not a Vietnamese phone number, such as 0912 345 678."))


class ShopForm(FlaskForm):
    """What buyers read on the shop's page. Name, kind and place are the register's."""

    intro = TextAreaField(
        _l("About us"),
        description=_l("Who you are, how many work with you, what you are proud of."),
        filters=[lambda text: clean_text(text or "")],
        validators=[Length(max=INTRO_LENGTH, message=_l("At most %(max)d characters."))],
        render_kw={"maxlength": INTRO_LENGTH, "rows": 8},
    )
    phone = StringField(
        _l("Phone for buyers"),
        description=_l("It is shown to everybody. Leave it empty if buyers shall not call."),
        filters=[lambda text: clean_line(text or "")],
        validators=[Optional(), _check_phone],
        render_kw={"inputmode": "tel", "autocomplete": "tel", "maxlength": 30},
    )
    email = StringField(
        _l("E-mail for buyers"),
        description=_l("It is shown to everybody. It may stay empty."),
        filters=[lambda text: clean_line(text or "")],
        validators=[
            Optional(),
            Length(max=254, message=_l("At most %(max)d characters.")),
            Regexp(EMAIL, message=_l("This does not look like an e-mail address.")),
        ],
        render_kw={"inputmode": "email", "autocomplete": "email", "autocapitalize": "none"},
    )

    def input(self) -> ShopText:
        """What was entered. Call it on a valid form."""
        return ShopText(
            intro=self.intro.data,
            phone=vietnamese_phone(self.phone.data) if self.phone.data else None,
            email=self.email.data or None,
        )
