"""The choices that narrow figures: what can be chosen, and what is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from marketplace.admin_units.queries import provinces
from marketplace.producers.models import ProducerKind
from marketplace.reports.book import HOME_PROVINCE, Book, Filters
from marketplace.reports.dashboard.asked import NAMES, Asked
from marketplace.reports.dashboard.lists import Group, label
from marketplace.reports.rules import Dimension
from marketplace.text import sort_key

Option = tuple[str, str]  # value in the address, words
_WORDS = {
    "province": _l("Province today"),
    "old_province": _l("Province before July 2025"),
    "old_district": _l("District before July 2025"),
    "commune": _l("Commune today"),
    "stars": _l("Stars"),
    "sector": _l("Sector"),
    "group_no": _l("Product group"),
    "kind": _l("Legal kind"),
}
_DIMENSIONS = {
    "old_province": Dimension.OLD_PROVINCE,
    "old_district": Dimension.OLD_DISTRICT,
    "commune": Dimension.COMMUNE,
    "stars": Dimension.STAR,
    "sector": Dimension.SECTOR,
    "group_no": Dimension.GROUP,
    "kind": Dimension.KIND,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One list to choose from."""

    name: str  # in the address
    words: str
    options: Sequence[Option]
    chosen: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One choice that was made, and the address without it."""

    words: str
    address: Mapping[str, object]


def choices(session: Session, book: Book) -> list[Choice]:
    """Every list, in the order of the form."""
    options = {
        "province": _provinces(session, book),
        "stars": [(key, label(book, Group(Dimension.STAR, key))) for key in ("5", "4", "3")]
        + [("0", _("Star not stated"))],
        "sector": _named(book, "sector", ("I", "II", "III", "IV", "V", "VI")),
        "kind": _named(book, "kind", [kind.value for kind in ProducerKind]),
    }
    for field in ("old_province", "old_district", "commune"):
        names = book.names[_DIMENSIONS[field]]
        options[field] = sorted(names.items(), key=lambda pair: sort_key(pair[1]))
    return [
        Choice(NAMES[field], str(_WORDS[field]), options[field], _chosen(book.filters, field))
        for field in _WORDS
        if field in options
    ]


def narrowed(book: Book, asked: Asked) -> list[Narrowing]:
    """What was chosen, each with a way to take it back."""
    chosen = (field.name for field in fields(Filters))
    return [
        Narrowing(_said(book, field), asked.narrowed(**{field: None}).address())
        for field in chosen
        if _chosen(book.filters, field)
    ]


def _chosen(asked: Filters, field: str) -> str:
    value = getattr(asked, field)
    return "" if value is None else str(value)


def _said(book: Book, field: str) -> str:
    value = _chosen(book.filters, field)
    if field == "stars" and value == "0":
        return str(_("Star not stated"))
    if field == "province":
        return f"{_WORDS[field]}: {value}"
    return f"{_WORDS[field]}: {label(book, Group(_DIMENSIONS[field], value))}"


def _named(book: Book, field: str, keys: Sequence[str]) -> list[Option]:
    return [(key, label(book, Group(_DIMENSIONS[field], key))) for key in keys]


def _provinces(session: Session, book: Book) -> list[Option]:
    """Those that products come from; the home of the register is always there."""
    found = {product.area.province for product in book.register.values()} | {HOME_PROVINCE}
    return [option for option in provinces(session) if option[0] in found]
