"""How figures and their rows read, the same on the page and in the files."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.admin_units.models import AdminUnit, Level
from marketplace.producers.models import EPaymentKind, ProducerKind, VerificationMethod
from marketplace.producers.wording import PRODUCER_KINDS
from marketplace.registry.models import Precision
from marketplace.reports.rows import Place, UndatedRow
from marketplace.reports.rules import Share
from marketplace.web import filters

NO_FIGURES = _l("no figures")
ACCOUNT_KINDS = {
    EPaymentKind.BANK: _l("Bank account"),
    EPaymentKind.E_WALLET: _l("E-wallet"),
    EPaymentKind.MOBILE_MONEY: _l("Mobile money"),
}
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
