"""The book of a day: every row that figures are counted from, read once.

No phone, address or account number is among it. That a producer is led by a woman or by somebody
of an ethnic minority is here to be counted, and never leaves row by row (``figures.plain_rows``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from marketplace.producers.models import EPaymentKind, ProducerKind
from marketplace.registry.rules.life import State
from marketplace.reports.rows import Place, UndatedRow
from marketplace.reports.rules import Dimension, Sales
from marketplace.reports.rules.certificates import CertificateRow, Happening

HOME_PROVINCE = "15"  # Lào Cai: the province whose communes are all listed
HERE = "here"  # the key of this market where no platform row stands for it


@dataclass(frozen=True, slots=True)
class Filters:
    """What the figures are narrowed to; an empty choice narrows nothing.

    Places are codes: ``province`` and ``commune`` of today, ``old_district`` and
    ``old_province`` of the map before July 2025. Products are narrowed by their own place,
    stars, sector and group, and by the kind of their producer. Producers are narrowed by their
    own place and kind; with stars, sector or group, to those with such a product in force.
    Zero stars ask for products whose stars no decision proves.
    """

    province: str | None = None
    commune: str | None = None
    old_district: str | None = None
    old_province: str | None = None
    stars: int | None = None
    sector: str | None = None
    group_no: int | None = None
    kind: ProducerKind | None = None

    @property
    def home(self) -> str:
        """The province whose communes are all listed."""
        return self.province or HOME_PROVINCE

    @property
    def is_empty(self) -> bool:
        """Whether nothing is narrowed."""
        return self == Filters()

    @property
    def asks_for_products(self) -> bool:
        """Whether producers are narrowed by what they make."""
        return (self.stars, self.sector, self.group_no) != (None, None, None)

    def take_area(self, area: Area) -> bool:
        """Whether a place is left."""
        pairs = (
            (self.province, area.province),
            (self.commune, area.commune),
            (self.old_district, area.old_district),
            (self.old_province, area.old_province),
        )
        return all(asked is None or asked == code for asked, code in pairs)

    def take_kind(self, kind: ProducerKind | None) -> bool:
        """Whether a legal kind is left."""
        return self.kind is None or self.kind == kind

    def take_goods(self, sector: str | None, group_no: int | None, stars: int | None) -> bool:
        """Whether a product with these is left, wherever it is from and whoever makes it."""
        if self.sector not in (None, sector) or self.group_no not in (None, group_no):
            return False
        return self.stars is None or self.stars == (stars or 0)


class Area(NamedTuple):
    """Where something belongs: codes of today and of the map before July 2025, and names."""

    province: str | None
    commune: str | None
    old_district: str | None
    old_province: str | None
    commune_name: str | None
    old_district_name: str | None


NOWHERE = Area(None, None, None, None, None, None)


class Owner(NamedTuple):
    """What figures ask of a producer."""

    id: int | None
    name: str | None
    kind: ProducerKind | None
    is_woman_led: bool | None  # None: not said, or no consent to count it
    is_minority_led: bool | None
    area: Area
    place_text: str
    has_shop: bool  # open on the day

    @property
    def place(self) -> Place:
        """As it is shown."""
        return Place(self.area.commune_name, self.area.old_district_name, self.place_text)


NOBODY = Owner(None, None, None, None, None, NOWHERE, "", False)  # the producer is not known


class PlatformRow(NamedTuple):
    """A place of sale that counts on the day."""

    code: str
    name: str
    is_here: bool = False


class Registered(NamedTuple):
    """A product of the register, in force or not."""

    id: int
    name: str
    owner: Owner
    area: Area
    place_text: str
    sector: str | None
    group_no: int | None

    @property
    def place(self) -> Place:
        """As it is shown."""
        return Place(self.area.commune_name, self.area.old_district_name, self.place_text)


class ProductInForce(NamedTuple):
    """A product in force: its certificate that speaks, and where it is on sale and shown."""

    id: int
    name: str
    owner: Owner
    area: Area
    place_text: str
    sector: str | None
    group_no: int | None
    stars: int | None  # proven ones only
    certificate: str | None
    decision: str | None
    recognised_on: date
    valid_until: date  # its last day, extension included
    state: State
    is_live_here: bool
    platforms: tuple[PlatformRow, ...]  # that count on the day, this market first
    is_promoted: bool  # on a provincial platform and on a trade-promotion site

    @property
    def is_on_sale(self) -> bool:
        """Whether it is on sale anywhere that counts."""
        return bool(self.platforms)

    @property
    def sold_at(self) -> tuple[str, ...]:
        """The names of the places where it is on sale, this market first."""
        return tuple(platform.name for platform in self.platforms)

    @property
    def is_to_reassess(self) -> bool:
        """Whether its time to be assessed again has come, and no file was received."""
        return self.state in TO_REASSESS

    @property
    def producer_id(self) -> int | None:
        """Its producer, as far as it is known."""
        return self.owner.id

    @property
    def producer(self) -> str | None:
        """The name of its producer."""
        return self.owner.name

    @property
    def place(self) -> Place:
        """As it is shown."""
        return Place(self.area.commune_name, self.area.old_district_name, self.place_text)


TO_REASSESS = frozenset({State.IN_WINDOW, State.LATE, State.EXTENDED})


class ProductOver(NamedTuple):
    """A product that was recognised and no longer is: expired, or revoked."""

    id: int
    name: str
    owner: Owner
    area: Area
    place_text: str
    sector: str | None
    group_no: int | None
    stars: int | None
    certificate: str | None
    decision: str | None
    over_since: date  # the first day on which it was not in force
    state: State

    @property
    def producer(self) -> str | None:
        """The name of its producer."""
        return self.owner.name

    @property
    def place(self) -> Place:
        """As it is shown."""
        return Place(self.area.commune_name, self.area.old_district_name, self.place_text)


class ProducerInForce(NamedTuple):
    """A producer with a product in force."""

    id: int
    name: str
    owner: Owner
    products: int  # in force
    stars: int | None  # the most that any of them has
    sectors: tuple[str | None, ...]  # of its products in force, each once
    groups: tuple[int | None, ...]
    accounts: tuple[EPaymentKind, ...]  # kinds verified on the day

    @property
    def has_account(self) -> bool:
        """Whether an e-payment account of it is verified."""
        return bool(self.accounts)

    @property
    def has_shop_and_account(self) -> bool:
        """Whether its shop here is open as well."""
        return bool(self.accounts) and self.owner.has_shop

    @property
    def kind(self) -> ProducerKind | None:
        """Its legal kind."""
        return self.owner.kind

    @property
    def place(self) -> Place:
        """As it is shown."""
        return self.owner.place


class AccountHolder(NamedTuple):
    """A producer with an account here, in the programme or not, and whether it uses it."""

    id: int
    name: str
    owner: Owner
    joined_on: date
    is_active: bool

    @property
    def place(self) -> Place:
        """As it is shown."""
        return self.owner.place


class Trainee(NamedTuple):
    """A producer that took part in a course by the day."""

    id: int
    name: str
    owner: Owner
    first_on: date
    courses: int

    @property
    def place(self) -> Place:
        """As it is shown."""
        return self.owner.place


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
