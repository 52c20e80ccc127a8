"""The products of a book: in force, over, or only registered; and where they are sold."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from marketplace.registry.rules.life import State
from marketplace.reports.book.owners import Area, Owner
from marketplace.reports.rows import Place

HERE = "here"  # the key of this market where no platform row stands for it


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
