"""How figures and their rows read, the same on the page and in the files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.admin_units.models import AdminUnit, Level
from marketplace.producers.models import EPaymentKind, ProducerKind, VerificationMethod
from marketplace.producers.wording import ACCOUNT_KINDS, PRODUCER_KINDS
from marketplace.registry.models import Precision
from marketplace.registry.rules.groups import groups
from marketplace.registry.rules.life import State
from marketplace.reports.figures.model import Line
from marketplace.reports.rows import Place, UndatedRow
from marketplace.reports.rules import UNKNOWN, Count, Dimension, Flow, Sales, Share, Value
from marketplace.web import filters

NO_FIGURES = _l("no figures")
VERIFICATION_METHODS = {
    VerificationMethod.STATEMENT: _l("from a statement"),
    VerificationMethod.SMALL_TRANSFER: _l("by a small transfer"),
    VerificationMethod.SEEN_BY_OFFICER: _l("seen in the app by an officer"),
}


def share(value: Share) -> str:
    """137/139 = 98,6 %."""
    if value.percent is None:
        return str(NO_FIGURES)
    counts = f"{filters.number(value.part)}/{filters.number(value.whole)}"
    return f"{counts} = {filters.percent(value.percent)}"


_YES, _NO = "yes", "no"
DIMENSIONS = {
    Dimension.STAR: _l("Star"),
    Dimension.SECTOR: _l("Sector"),
    Dimension.GROUP: _l("Product group"),
    Dimension.NATURE: _l("Goods or services"),
    Dimension.KIND: _l("Legal kind"),
    Dimension.WOMAN_LED: _l("Led by a woman"),
    Dimension.MINORITY_LED: _l("Led by an ethnic minority person"),
    Dimension.COMMUNE: _l("Commune"),
    Dimension.OLD_DISTRICT: _l("District before July 2025"),
    Dimension.OLD_PROVINCE: _l("Province before July 2025"),
    Dimension.PLATFORM: _l("Platform"),
    Dimension.ACCOUNT_KIND: _l("Kind of account"),
    Dimension.STATE: _l("State of the certificate"),
    Dimension.MONTH: _l("Month"),
    Dimension.MONTH_PLATFORM: _l("Month and platform"),
    Dimension.YEAR: _l("Year"),
}
STATES = {
    State.UNCLEAR: _l("Dates not clear"),
    State.NOT_YET: _l("Not issued yet"),
    State.IN_FORCE: _l("In force"),
    State.IN_WINDOW: _l("File to hand in"),
    State.LATE: _l("File is late"),
    State.FILED: _l("File received"),
    State.EXTENDED: _l("Extended"),
    State.EXPIRED: _l("Expired"),
    State.SUPERSEDED: _l("Replaced by a later one"),
    State.REVOKED: _l("Revoked"),
}
SECTORS = {
    "I": _l("Food"),
    "II": _l("Drinks"),
    "III": _l("Medicinal herbs and what is made of them"),
    "IV": _l("Handicrafts"),
    "V": _l("Ornamental plants and animals"),
    "VI": _l("Community and eco-tourism"),
}
_CHOICES = {
    (Dimension.NATURE, "goods"): _l("Goods (sectors I to V)"),
    (Dimension.NATURE, "services"): _l("Services (sector VI)"),
    (Dimension.WOMAN_LED, _YES): _l("Led by a woman"),
    (Dimension.WOMAN_LED, _NO): _l("Not led by a woman"),
    (Dimension.MINORITY_LED, _YES): _l("Led by an ethnic minority person"),
    (Dimension.MINORITY_LED, _NO): _l("Not led by an ethnic minority person"),
    (Dimension.STAR, UNKNOWN): _l("Star not stated"),
    (Dimension.COMMUNE, UNKNOWN): _l("Commune not known"),
    (Dimension.KIND, UNKNOWN): _l("Kind not known"),
}


def dimension(value: Dimension) -> str:
    """How a way to split figures is called."""
    return str(DIMENSIONS[value])


def state(value: State) -> str:
    """The state of a certificate."""
    return str(STATES[value])


def line_label(dimension: Dimension, line: Line) -> str:
    """What a line of a breakdown is about: "4 sao", "Xã Bát Xát", "12/2025"."""
    chosen = _CHOICES.get((dimension, line.key))
    if chosen is not None:
        return str(chosen)
    if line.key == UNKNOWN:
        return str(_("Not known"))
    said = _LABELS.get(dimension)
    return said(line.key, line.name) if said else line.name or line.key


def _group(key: str, name: str) -> str:
    locale = str(get_locale() or "vi")
    found = (group for group in groups() if str(group.no) == key)
    return next((f"{key}. {group.label_in(locale)}" for group in found), name)


def _month(key: str, _name: str = "") -> str:
    year, month = key.split("-")
    return f"{month}/{year}"


_LABELS: dict[Dimension, Callable[[str, str], str]] = {
    Dimension.STAR: lambda key, _name: stars(int(key)),
    Dimension.SECTOR: lambda key, name: f"{key}. {SECTORS.get(key, name)}",
    Dimension.GROUP: _group,
    Dimension.KIND: lambda key, _name: producer_kind(ProducerKind(key)),
    Dimension.ACCOUNT_KIND: lambda key, _name: str(ACCOUNT_KINDS[EPaymentKind(key)]),
    Dimension.STATE: lambda key, _name: state(State(key)),
    Dimension.MONTH: _month,
    Dimension.MONTH_PLATFORM: lambda key, name: f"{_month(key.split('/')[0])}, {name}",
}


def value(found: Value | None) -> str:
    """A figure as one reads it: "137/139 = 98,6 %", "605", "12 orders, 3.400.000 đ"."""
    match found:
        case Share():
            return share(found)
        case Count(number=number):
            return filters.number(number)
        case Sales(orders=orders, value_vnd=value_vnd):
            said = ngettext("%(num)s order", "%(num)s orders", orders)
            return f"{said}, {filters.vnd(value_vnd)}"
        case Flow():
            return str(
                _(
                    "new %(new)s, re-assessed %(reassessed)s, upgraded %(upgraded)s, lost %(lost)s",
                    new=found.new,
                    reassessed=found.reassessed,
                    upgraded=found.upgraded,
                    lost=found.lost,
                )
            )
    return str(NO_FIGURES)


def stars(value: int | None) -> str:
    """4 sao."""
    return str(_("Star not stated") if value is None else _("%(stars)s stars", stars=value))


def commune(value: str | None) -> str:
    """The commune, or that it is not known."""
    return value or str(_("Commune not known"))


def place(value: Place) -> str:
    """The commune of today, else what the source wrote (perhaps only a province), marked so."""
    if value.commune or not value.as_written:
        return value.commune or ""
    return str(_("%(place)s (in the source)", place=value.as_written))


def old_district(unit: AdminUnit | None) -> str | None:
    """The district that an old unit is, or lay in; for a unit with its parent loaded."""
    if unit is None or unit.level is Level.DISTRICT:
        return unit.name if unit else None
    return unit.parent.name if unit.level is Level.COMMUNE and unit.parent else None


def producer(name: str | None) -> str:
    """The producer, or that nobody knows it."""
    return name or str(_("producer not known"))


def producer_kind(kind: ProducerKind | None) -> str:
    """The legal kind of a producer."""
    return str(_("Kind not known") if kind is None else PRODUCER_KINDS[kind])


def account_kinds(kinds: tuple[EPaymentKind, ...]) -> str:
    """The kinds of account a producer has, in one line."""
    return ", ".join(str(ACCOUNT_KINDS[kind]) for kind in kinds)


def issued(row: UndatedRow) -> str:
    """When a certificate was issued, as exactly as the source says."""
    if row.issued_from is None or row.precision is None:
        return str(_("no date"))
    if row.precision is Precision.YEAR:
        return str(_("some day in %(year)s", year=row.issued_from.year))
    return str(_("some day in %(month)s", month=f"{row.issued_from:%m/%Y}"))


def as_of(day: date, today: date) -> str:
    """Until when the figures of a day are counted."""
    if day == today:
        return str(_("As of today, %(day)s", day=filters.day(day)))
    return str(_("As of the end of %(day)s", day=filters.day(day)))
