"""The forms in which a producer writes, prices and stocks a listing."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import Field, Form, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, StopValidation

from marketplace.catalog import rules
from marketplace.catalog.rules import ListingInput
from marketplace.money import MAX_PRICE_VND, Vnd
from marketplace.registry.rules import groups
from marketplace.text import clean_line, clean_text
from marketplace.web.filters import locale_code, number, vnd

# A price below this is a price typed without its three zeros.
LEAST_PRICE_VND = 1000
STORY_LENGTH = 5000
TYPED_LENGTH = 30


class Typed:
    """Checks a number as people type it against the least and the most it may be."""

    def __init__(
        self, read: Callable[[str], int | None], how: str, between: Callable[[int], str | None]
    ) -> None:
        self.read, self.how, self.between = read, how, between

    def __call__(self, _form: Form, field: Field) -> None:
        """Refuse what is no number, or one out of range."""
        value = self.read(field.data) if len(field.data) <= TYPED_LENGTH else None
        fault = self.how if value is None else self.between(value)
        if fault:
            raise StopValidation(fault)


def _price_between(price: int) -> str | None:
    if LEAST_PRICE_VND <= price <= MAX_PRICE_VND:
        return None
    return str(
        _(
            "The price must be from %(least)s to %(most)s. Perhaps three zeros are missing?",
            least=vnd(LEAST_PRICE_VND),
            most=vnd(MAX_PRICE_VND),
        )
    )


def _stock_between(stock: int) -> str | None:
    if stock <= rules.MAX_STOCK:
        return None
    return str(_("At most %(most)s pieces.", most=number(rules.MAX_STOCK)))


def _weight_between(grams: int) -> str | None:
    if 1 <= grams <= rules.MAX_WEIGHT_G:
        return None
    return str(_("The weight must be from 1 g to %(most)s g.", most=number(rules.MAX_WEIGHT_G)))


def _price_field() -> StringField:
    how = _l("Enter the price in whole đồng, with digits only, such as 85.000.")
    return StringField(
        _l("Selling price"),
        description=_l("For one unit of sale, such as 85.000."),
        validators=[
            DataRequired(_l("Enter the price.")),
            Typed(rules.price_typed, how, _price_between),
        ],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


def _stock_field() -> StringField:
    how = _l("Enter a whole number with digits only, such as 12. Enter 0 when nothing is left.")
    return StringField(
        _l("Pieces in stock"),
        description=_l("How many units of sale you can send now. Enter 0 when nothing is left."),
        validators=[
            DataRequired(_l("Enter how many you have, or 0.")),
            Typed(rules.count_typed, how, _stock_between),
        ],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class _StockSeen(FlaskForm):
    """A form that remembers which stock the producer saw when it was opened."""

    stock_seen = HiddenField()

    def seen(self) -> int:
        """The stock that the page showed; one that was never shown when it was tampered with."""
        shown = rules.count_typed(self.stock_seen.data or "")
        return -1 if shown is None else shown

    def tell_stock_moved(self, left: int) -> None:
        """Say that pieces were sold or came back meanwhile, and go on from what is left."""
        self.stock.errors = [
            ngettext(
                "Meanwhile orders changed the stock: %(num)s piece is left. Check the number.",
                "Meanwhile orders changed the stock: %(num)s pieces are left. Check the number.",
                left,
            )
        ]
        self.stock_seen.data = str(left)


class ListingForm(_StockSeen):
    """What a producer says of a listing. Name and stars are not on it: they are the register's."""

    price = _price_field()
    unit = StringField(
        _l("Unit of sale"),
        description=_l("What one buys for that price: hũ 500 g, túi 1 kg, chiếc."),
        filters=[lambda text: clean_line(text or "")],
        validators=[
            DataRequired(_l("Enter what one buys for that price, such as “hũ 500 g”.")),
            Length(max=40, message=_l("At most %(max)d characters.")),
        ],
        render_kw={"maxlength": 40, "autocomplete": "off"},
    )
    weight = StringField(
        _l("Weight when packed"),
        description=_l("With jar and box, for the carrier: 650, or 1,2 kg."),
        validators=[
            DataRequired(_l("Enter the weight of one packed piece.")),
            Typed(
                rules.grams_typed,
                _l("Enter the weight in grams, such as 650, or in kilograms, such as 1,2 kg."),
                _weight_between,
            ),
        ],
        render_kw={"autocomplete": "off"},
    )
    stock = _stock_field()
    group_no = SelectField(
        _l("Kind of product"),
        description=_l("Buyers look for products by kind."),
        validate_choice=False,
        validators=[DataRequired(_l("Choose the kind of product."))],
    )
    story = TextAreaField(
        _l("Story"),
        description=_l(
            "Three questions help: Who makes it, and where? "
            "How is it made, and from what? How is it best used and kept?"
        ),
        filters=[lambda text: clean_text(text or "")],
        validators=[
            Length(max=STORY_LENGTH, message=_l("At most %(max)d characters.")),
        ],
        render_kw={"maxlength": STORY_LENGTH, "rows": 8},
    )
    pictures = MultipleFileField(
        _l("Pictures"),
        description=_l("JPG, PNG or WebP, at most 10 MB each, at most 8. Lists show the first."),
        render_kw={"accept": "image/jpeg,image/png,image/webp"},
    )

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        labels = [(str(group.no), group.label_in(locale_code())) for group in groups()]
        self.group_no.choices = [("", _("Choose…")), *labels]

    def validate_group_no(self, field: Field) -> None:
        """Refuse a kind that is not on the list."""
        if field.data not in {value for value, _label in field.choices}:
            raise StopValidation(_("Choose the kind of product."))

    def ask_for_pictures_again(self) -> None:
        """Say that a browser sends no file twice, on a form that comes back with faults."""
        if self.pictures.data:
            self.pictures.errors = [
                _("Please choose the pictures again: the browser does not keep them.")
            ]

    def input(self) -> ListingInput:
        """What was entered. Call it on a valid form."""
        return ListingInput(
            price_vnd=Vnd(rules.price_typed(self.price.data) or 0),
            unit=self.unit.data,
            weight_g=rules.grams_typed(self.weight.data) or 0,
            stock=rules.count_typed(self.stock.data) or 0,
            group_no=int(self.group_no.data),
            story=self.story.data,
        )


class QuickForm(_StockSeen):
    """Price and stock alone, on the row of a listing."""

    price = _price_field()
    stock = _stock_field()

    def input(self) -> tuple[Vnd, int]:
        """Price and stock. Call it on a valid form."""
        price_vnd = Vnd(rules.price_typed(self.price.data) or 0)
        return price_vnd, rules.count_typed(self.stock.data) or 0
