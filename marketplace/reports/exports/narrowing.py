"""What figures are narrowed to: as the log keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _l

from marketplace.producers.models import ProducerKind
from marketplace.reports.book import Filters
from marketplace.reports.rules import Dimension

# Each choice, and the breakdown whose words it shares.
CHOICES = {
    "province": (_l("Province"), None),
    "commune": (_l("Commune today"), Dimension.COMMUNE),
    "old_district": (_l("District before July 2025"), Dimension.OLD_DISTRICT),
    "old_province": (_l("Province before July 2025"), Dimension.OLD_PROVINCE),
    "stars": (_l("Stars"), Dimension.STAR),
    "sector": (_l("Sector"), Dimension.SECTOR),
    "group_no": (_l("Product group"), Dimension.GROUP),
    "kind": (_l("Legal kind"), Dimension.KIND),
}


def plain(filters: Filters) -> dict[str, Any]:
    """As the log keeps it: only what narrows."""
    return {key: value for key, value in asdict(filters).items() if value is not None}


def read(kept: dict[str, Any]) -> Filters:
    """What ``plain`` gave."""
    kind = kept.get("kind")
    return Filters(**kept | {"kind": ProducerKind(kind) if kind else None})


def asked_in(arguments: Mapping[str, str]) -> dict[str, Any]:
    """What the arguments of an address, or the fields of a form, narrow to."""
    numbers = {"stars", "group_no"}
    found = {key: arguments[key] for key in CHOICES if arguments.get(key)}
    return {key: int(value) if key in numbers else value for key, value in found.items()}
