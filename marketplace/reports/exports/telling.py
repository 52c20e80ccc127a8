"""Lines of the log in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.producers.models import ProducerKind
from marketplace.reports import wording
from marketplace.reports.exports.asked import Asked, ReportName
from marketplace.reports.exports.narrowing import CHOICES
from marketplace.reports.figures import Line
from marketplace.reports.models import ExportState, Rhythm
from marketplace.reports.rules import Count, Dimension
from marketplace.web import filters

Names = Mapping[Dimension, Mapping[str, str]]
STATES = {
    ExportState.WAITING: _l("waiting"),
    ExportState.RUNNING: _l("being made"),
    ExportState.DONE: _l("ready"),
    ExportState.FAILED: _l("failed"),
    ExportState.STOPPED: _l("stopped"),
    ExportState.EXPIRED: _l("deleted after 7 days"),
}
RHYTHMS = {Rhythm.MONTHLY: _l("every month"), Rhythm.QUARTERLY: _l("every quarter")}
TAGS = {ExportState.DONE: "good", ExportState.FAILED: "warn"}
KILO = 1024


def narrowed(asked: Asked, names: Names) -> list[str]:
    """What the figures were narrowed to: "Commune today: Xã Bát Xát"."""
    return [
        f"{CHOICES[key][0]}: {choice(key, str(kept), names)}" for key, kept in asked.narrow.items()
    ]


def choice(key: str, kept: str, names: Names) -> str:
    """One choice in words."""
    dimension = CHOICES[key][1]
    if dimension is None:
        return kept
    if (key, kept) == ("stars", "0"):
        return wording.stars(None)
    name = names.get(dimension, {}).get(kept, "")
    return wording.line_label(dimension, Line(kept, name, Count(0)))


def filters_of(asked: Asked, names: Names) -> list[str]:
    """What a file was asked for beside its report and format, each part in words."""
    return [*_times(asked), *narrowed(asked, names), *_papers(asked)]


def _times(asked: Asked) -> Iterator[str]:
    day = filters.day(asked.day)
    if asked.first_day is not None:
        yield str(_("from %(first)s to %(last)s", first=filters.day(asked.first_day), last=day))
    elif asked.report in (ReportName.FIGURES, ReportName.FIGURE_CHANGES):
        yield str(_("as of %(day)s", day=day))
    else:
        yield str(_("until %(day)s", day=day))
    if asked.known_on is not None:
        yield str(_("as known on %(day)s", day=filters.day(asked.known_on)))


def _papers(asked: Asked) -> Iterator[str]:
    if asked.office.number:
        yield str(_("report No. %(number)s", number=asked.office.number))


def choices(names: Names, listed: Mapping[Dimension, Any]) -> dict[str, list[tuple[str, str]]]:
    """What a form offers for each way to narrow figures."""
    keys: dict[str, list[str]] = {
        "stars": ["5", "4", "3", "0"],
        "sector": list(wording.SECTORS),
        "kind": [kind.value for kind in ProducerKind],
        "commune": listed[Dimension.COMMUNE],
        "old_district": listed[Dimension.OLD_DISTRICT],
        "old_province": listed[Dimension.OLD_PROVINCE],
    }
    return {
        name: [(key, choice(name, key, names)) for key in offered] for name, offered in keys.items()
    }


def size(byte_size: int | None) -> str:
    """12 kB, 3.4 MB: as people compare files."""
    if byte_size is None:
        return "–"
    if byte_size < KILO * KILO:
        return f"{filters.number(-(-byte_size // KILO))} kB"
    return f"{filters.decimal(Decimal(byte_size) / (KILO * KILO))} MB"
