"""The checkout form, the form that finds an order again, and the form of a parcel."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import Field, Form, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, Regexp, StopValidation

from marketplace.accounts.rules import EMAIL
from marketplace.admin_units.queries import Choice, Chosen
from marketplace.orders.actions import Delivery
from marketplace.orders.rules.quote import Quote, Shown
from marketplace.text import clean_line, clean_text
from marketplace.web.phones import vietnamese_phone

NO_PROVINCE = _l("Choose the province or city.")
NO_COMMUNE = _l("Choose the commune or ward.")


def _line(text: str | None) -> str:
    return clean_line(text or "")


def _text(text: str | None) -> str:
    return clean_text(text or "")


def _check_phone(_form: Form, field: Field) -> None:
    if vietnamese_phone(field.data) is None:
        raise StopValidation(_l("This is not a Vietnamese phone number, such as 0912 345 678."))


def _check_province(form: CheckoutForm, _field: Field) -> None:
    if form.chosen.province is None:
        raise StopValidation(NO_PROVINCE)


def _check_commune(form: CheckoutForm, _field: Field) -> None:
    if form.chosen.commune is None:
        raise StopValidation(NO_COMMUNE)


def _most(characters: int) -> Length:
    return Length(max=characters, message=_l("At most %(max)d characters."))


class CheckoutForm(FlaskForm):
    """Who buys and where it goes. ``quote`` is what the page showed, signed by us."""

    name = StringField(
        _l("Your full name"),
        filters=[_line],
        validators=[DataRequired(_l("Enter your name.")), _most(120)],
        render_kw={"autocomplete": "name"},
    )
    phone = StringField(
        _l("Phone number"),
        description=_l("The carrier calls this number."),
        filters=[_line],
        validators=[
            DataRequired(_l("Enter your phone number.")),
            _most(30),
            _check_phone,
        ],
        render_kw={"autocomplete": "tel", "inputmode": "tel", "type": "tel"},
    )
    email = StringField(
        _l("E-mail (if you have one)"),
        description=_l("To send you the order and tell you when it leaves."),
        filters=[_line],
        validators=[
            Optional(),
            _most(254),
            Regexp(EMAIL, message=_l("This is not an e-mail address, such as ten@vidu.vn.")),
        ],
        render_kw={"autocomplete": "email", "inputmode": "email", "autocapitalize": "none"},
    )
    province = SelectField(
        _l("Province or city"),
        validate_choice=False,
        validators=[
            DataRequired(NO_PROVINCE),
            _check_province,
        ],
    )
    commune = SelectField(
        _l("Commune or ward"),
        description=_l("As of July 2025: there are no districts any more."),
        validate_choice=False,
        validators=[
            DataRequired(NO_COMMUNE),
            _check_commune,
        ],
    )
    street = StringField(
        _l("House number, street, hamlet"),
        filters=[_line],
        validators=[
            DataRequired(_l("Enter the house number and street, or the hamlet.")),
            _most(200),
        ],
        render_kw={"autocomplete": "street-address"},
    )
    note = TextAreaField(
        _l("Note for the producers"),
        filters=[_text],
        validators=[_most(500)],
        render_kw={"rows": 3},
    )
    quote = HiddenField()
    chosen = Chosen()

    def offer(self, provinces: Sequence[Choice], communes: Sequence[Choice]) -> None:
        """Set the places that can be chosen, as (code, name)."""
        self.province.choices = [("", _l("Choose")), *provinces]
        self.commune.choices = [("", _l("Choose")), *communes]

    def delivery(self) -> Delivery:
        """What was entered, once it is valid."""
        province, commune = self.chosen.province, self.chosen.commune
        if province is None or commune is None:
            raise ValueError("ask only a valid form")
        return Delivery(
            name=self.name.data,
            phone=vietnamese_phone(self.phone.data) or "",
            email=self.email.data.lower() or None,
            province_id=province.id,
            commune_id=commune.id,
            address=", ".join((self.street.data, commune.name, province.name)),
            note=self.note.data,
        )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="checkout quote")


def sign_quote(quote: Quote) -> str:
    """The quote as the page carries it: readable by anybody, made by nobody but us."""
    lines = [[line.listing_id, line.quantity, line.price_vnd] for line in quote.lines]
    return str(_signer().dumps([quote.cart_id, quote.token, lines]))


def read_quote(text: str) -> Quote | None:
    """The quote that a form brought back, or None when it is not one of ours."""
    try:
        cart_id, token, lines = _signer().loads(text)
    except BadSignature:
        return None
    return Quote(cart_id, token, tuple(Shown(*line) for line in lines))


class FindForm(FlaskForm):
    """An order's number and the telephone number it was placed with."""

    number = StringField(
        _l("Order number"),
        filters=[_line],
        validators=[DataRequired(_l("Enter the order number.")), _most(20)],
        render_kw={"autocapitalize": "characters", "autocomplete": "off"},
    )
    phone = StringField(
        _l("Phone number"),
        filters=[_line],
        validators=[DataRequired(_l("Enter your phone number.")), _most(30), _check_phone],
        render_kw={"autocomplete": "tel", "inputmode": "tel", "type": "tel"},
    )


TRACKING_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9./_-]*")


def _tracking(text: str | None) -> str:
    return _line(text).replace(" ", "").upper()


class ParcelForm(FlaskForm):
    """Who carries a parcel, and under which number."""

    carrier = StringField(
        _l("Carrier"),
        filters=[_line],
        validators=[DataRequired(_l("Enter who carries the parcel.")), _most(80)],
        render_kw={"list": "carriers", "autocomplete": "off"},
    )
    tracking_number = StringField(
        _l("Tracking number"),
        description=_l("It stands on the carrier's receipt. The buyer follows the parcel with it."),
        filters=[_tracking],
        validators=[
            DataRequired(_l("Enter the tracking number.")),
            _most(60),
            Regexp(
                TRACKING_NUMBER.pattern + "$",
                message=_l(
                    "A tracking number has only letters without accents, digits and dashes."
                ),
            ),
        ],
        render_kw={"autocapitalize": "characters", "autocomplete": "off"},
    )
