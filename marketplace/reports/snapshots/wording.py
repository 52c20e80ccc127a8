"""How snapshots and what differs in them read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.producers.models import EPaymentKind, ProducerKind
from marketplace.producers.wording import ACCOUNT_KINDS
from marketplace.registry.rules.life import State
from marketplace.reports import wording
from marketplace.reports.definitions import DEFINITIONS
from marketplace.reports.figures import Line
from marketplace.reports.rules import (
    Count,
    Dimension,
    Flow,
    Indicator,
    Sales,
    Share,
    Value,
)
from marketplace.reports.snapshots.rules import LineDifference, Plain
from marketplace.web import filters

ROW_KINDS = {
    "products": _l("OCOP product in force"),
    "over": _l("OCOP product no longer in force"),
    "producers": _l("OCOP producer"),
}
COLUMNS = {
    "name": _l("Name"),
    "producer": _l("Producer"),
    "commune": _l("Commune today"),
    "old_district": _l("District before July 2025"),
    "sector": _l("Sector"),
    "group_no": _l("Product group"),
    "stars": _l("Stars"),
    "certificate": _l("Certificate"),
    "decision": _l("Decision"),
    "state": _l("State of the certificate"),
    "recognised_on": _l("Recognised on"),
    "valid_until": _l("In force until"),
    "over_since": _l("Not in force since"),
    "platforms": _l("On sale at"),
    "is_promoted": _l("On both provincial channels"),
    "kind": _l("Legal kind"),
    "products": _l("Products in force"),
    "accounts": _l("Kinds of account"),
    "has_shop": _l("Shop here is open"),
}


def title(code: str) -> str:
    """What a figure is called."""
    try:
        return str(DEFINITIONS[Indicator(code)].title)
    except ValueError:  # a figure of an earlier time
        return code


def value(plain: Plain | None, code: str = "") -> str:
    """A figure as one reads it; that of single platforms has no value of its own."""
    if plain is None and code == Indicator.LISTING_BY_PLATFORM:
        return str(_("each platform apart"))
    return wording.value(_value(plain))


def _value(plain: Plain | None) -> Value | None:
    for column, made in _VALUES.items():
        if plain and column in plain:
            return made(plain)
    return None


_VALUES: dict[str, Callable[[Plain], Value]] = {
    "part": lambda plain: Share(plain["part"], plain["whole"]),
    "number": lambda plain: Count(plain["number"]),
    "orders": lambda plain: Sales(plain["orders"], plain["value_vnd"], plain["is_declared"]),
    "new": lambda plain: Flow(plain["new"], plain["reassessed"], plain["upgraded"], plain["lost"]),
}


def line(found: LineDifference) -> str:
    """Which group of a figure differs: "Hạng sao: 4 sao"."""
    try:
        dimension = Dimension(found.dimension)
    except ValueError:  # a way to split of an earlier time
        return f"{found.dimension}: {found.name or found.key}"
    label = wording.line_label(dimension, Line(found.key, found.name, Count(0)))
    return f"{wording.dimension(dimension)}: {label}"


def column(name: str) -> str:
    """What a column of a row is called."""
    return str(COLUMNS.get(name, name))


def is_told(name: str) -> bool:
    """Whether readers are told of a column: numbers of rows say nothing to them."""
    return name != "producer_id"


def cell(name: str, kept: Any) -> str:
    """A value of a row as one reads it."""
    if kept is None or kept == "" or kept == []:
        return str(_("nothing"))
    if isinstance(kept, bool):
        return str(_("yes") if kept else _("no"))
    if isinstance(kept, list):
        return ", ".join(_choice(name, one) for one in kept)
    if name in ("recognised_on", "valid_until", "over_since"):
        return filters.day(date.fromisoformat(kept))
    return _choice(name, kept)


def _choice(name: str, kept: Any) -> str:
    with suppress(KeyError, ValueError):
        return _CHOICES[name](kept)
    return str(kept)


_CHOICES: dict[str, Callable[[Any], str]] = {
    "state": lambda kept: wording.state(State(kept)),
    "kind": lambda kept: wording.producer_kind(ProducerKind(kept)),
    "accounts": lambda kept: str(ACCOUNT_KINDS[EPaymentKind(kept)]),
    "sector": lambda kept: str(wording.SECTORS[kept]),
}
