"""What figures are narrowed to."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.producers.models import ProducerKind
from marketplace.reports.book.owners import Area

HOME_PROVINCE = "15"  # Lào Cai: the province whose communes are all listed


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
