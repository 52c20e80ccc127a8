"""What rows have in common on pages and in files. No phone, address or account number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from marketplace.registry.models import Precision

THIS_MARKET = "Chợ phiên OCOP"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a product or producer belongs: today's commune and the district of old reports."""

    commune: str | None
    old_district: str | None
    as_written: str  # by the source; all there is when neither is known


@dataclass(frozen=True, slots=True)
class UndatedRow:
    """A certificate that may be in force, but whose dates are too rough to say so."""

    product_id: int
    product: str
    producer: str | None
    place: Place
    stars: int | None
    certificate: str | None
    decision: str | None
    issued_from: date | None
    issued_to: date | None
    precision: Precision | None
