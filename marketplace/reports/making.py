"""What a file says of itself: the day, the sentences of its figures, when and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from marketplace.clock import day_in_vietnam
from marketplace.reports import wording
from marketplace.reports.definitions import E_PAYMENT_SHARE, LISTING_SHARE, Definition
from marketplace.reports.rows import Figures
from marketplace.reports.rules import Share
from marketplace.web import filters


@dataclass(frozen=True, slots=True)
class Making:
    """When and by whom a file is made, and which outside platforms were counted."""

    at: datetime
    by: str
    platforms: tuple[str, ...]


def title(day: date) -> str:
    """What the file is called."""
    return str(_("OCOP figures %(day)s", day=day.isoformat()))


def headline(figures: Figures) -> list[tuple[Definition, Share]]:
    """Both figures with what they mean."""
    return [
        (LISTING_SHARE, figures.listing.share),
        (E_PAYMENT_SHARE, figures.e_payment.share),
    ]


def as_of(day: date, making: Making) -> str:
    """Until when the file counts."""
    return wording.as_of(day, day_in_vietnam(making.at))


def remarks(figures: Figures, making: Making) -> list[tuple[str, str | int]]:
    """What a reader must know beside the figures: (what, answer) pairs."""
    return [
        (_("As of"), as_of(figures.day, making)),
        (_("Filters"), _("None: the whole register")),
        (_("Outside platforms that count"), ", ".join(making.platforms) or _("none yet")),
        (_("Products in force whose producer is not known"), len(figures.without_producer)),
        (_("Certificates that do not count: dates not clear"), len(figures.undated)),
        (_("Made at"), filters.moment(making.at)),
        (_("Made by"), making.by),
    ]


def file_name(day: date, ending: str) -> str:
    """The name under which the browser keeps the file."""
    return f"{title(day)}.{ending}"
