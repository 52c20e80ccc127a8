"""The book itself, with its communes and sales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from marketplace.reports.book.filters import Filters
from marketplace.reports.book.owners import Owner
from marketplace.reports.book.producers import AccountHolder, ProducerInForce, Trainee
from marketplace.reports.book.products import (
    PlatformRow,
    ProductInForce,
    ProductOver,
    Registered,
)
from marketplace.reports.rows import UndatedRow
from marketplace.reports.rules import Dimension, Sales
from marketplace.reports.rules.certificates import CertificateRow, Happening


class CommuneRow(NamedTuple):
    """A commune of the province, with how many products in force come from it."""

    id: str  # its code
    name: str
    products: int

    @property
    def has_product(self) -> bool:
        """Whether any comes from it."""
        return self.products > 0


class SalesRow(NamedTuple):
    """The orders and value of a month on one platform."""

    month: date  # its first day
    platform: PlatformRow
    sales: Sales

    @property
    def key(self) -> str:
        """ "2025-12/postmart": tells it from the other rows."""
        return f"{self.month.year:04}-{self.month.month:02}/{self.platform.code}"


class OwnerSales(NamedTuple):
    """The orders and value of a producer on this market."""

    owner: Owner
    orders: int
    value_vnd: int


@dataclass(frozen=True, slots=True)
class Book:
    """Every row of one day. ``known_at`` is set when later corrections were taken back."""

    day: date
    until: datetime  # the first moment that no longer counts
    known_at: datetime | None
    filters: Filters
    names: Mapping[Dimension, Mapping[str, str]]  # key -> what the place or platform is called
    listed: Mapping[Dimension, Sequence[str]]  # keys of the province, with nothing too, in order
    platforms: Sequence[PlatformRow]  # that count on the day, this market first
    has_channels: bool  # a provincial platform and a trade-promotion site are known
    register: Mapping[int, Registered]
    recognitions: Mapping[int, Sequence[CertificateRow]]  # of the register, by product, any day
    merged: Mapping[int, int]  # a product that was merged, and into which
    products: Sequence[ProductInForce]
    over: Sequence[ProductOver]
    producers: Sequence[ProducerInForce]
    holders: Sequence[AccountHolder]
    trainees: Sequence[Trainee]
    happenings: Sequence[Happening]  # of the register up to the day, in no order
    sales: Sequence[SalesRow]
    sales_by_producer: Sequence[OwnerSales]
    undated: Sequence[UndatedRow]

    @property
    def without_producer(self) -> list[ProductInForce]:
        """Products in force whose producer nobody knows: in no producer's row."""
        return [row for row in self.products if row.owner.id is None]
