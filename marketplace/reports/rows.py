"""The rows that figures are made of. No phone, address or account number is among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from marketplace.producers.models import EPaymentKind, ProducerKind
from marketplace.registry.models import Precision
from marketplace.reports.rules import IndicatorResult

THIS_MARKET = "Chợ phiên OCOP"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a product or producer belongs: today's commune and the district of old reports."""

    commune: str | None
    old_district: str | None
    as_written: str  # by the source; all there is when neither is known


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product in force, with the certificate that holds and where it is on sale."""

    id: int
    name: str
    producer_id: int | None
    producer: str | None
    place: Place
    stars: int | None
    certificate: str | None
    decision: str | None
    valid_until: date
    is_live_here: bool
    platforms: tuple[str, ...]  # counted outside platforms

    @property
    def is_counted(self) -> bool:
        """Whether it is on sale anywhere that counts."""
        return bool(self.sold_at)

    @property
    def sold_at(self) -> tuple[str, ...]:
        """Every place where it is on sale, this market first."""
        return ((THIS_MARKET,) if self.is_live_here else ()) + self.platforms


@dataclass(frozen=True, slots=True)
class ProducerRow:
    """A producer with a product in force, and the kinds of account that are verified."""

    id: int
    name: str
    kind: ProducerKind | None
    place: Place
    products: int  # in force
    accounts: tuple[EPaymentKind, ...]

    @property
    def is_counted(self) -> bool:
        """Whether it has a verified account."""
        return bool(self.accounts)


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


@dataclass(frozen=True, slots=True)
class Figures:
    """Both figures of one day, and what a reader must know beside them."""

    day: date
    listing: IndicatorResult[ProductRow]
    e_payment: IndicatorResult[ProducerRow]
    undated: tuple[UndatedRow, ...]

    @property
    def without_producer(self) -> tuple[ProductRow, ...]:
        """Products in force whose producer nobody knows: in no producer's row."""
        return tuple(row for row in self.listing.rows if row.producer_id is None)
