"""Places as far as sources state them, and when two statements can mean one place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from marketplace.admin_units.models import Level, Scheme
from marketplace.admin_units.rules import Gazetteer, Place, written_out
from marketplace.text import fold


@dataclass(frozen=True, slots=True)
class Where:
    """A place as far as a source states it. ``text`` is what the source wrote."""

    province: Place | None = None  # of today
    unit: Place | None = None  # commune of today
    old: Place | None = None  # commune or district before July 2025
    text: str = ""

    @property
    def old_commune(self) -> Place | None:
        """The old commune, when the source is that exact."""
        return self.old if self.old and self.old.level is Level.COMMUNE else None

    @property
    def old_district_id(self) -> int | None:
        """The old district, stated or that of the old commune."""
        if self.old is None:
            return None
        return self.old.id if self.old.level is Level.DISTRICT else self.old.parent_id

    @property
    def parts(self) -> frozenset[str]:
        """The names in the text, for places that we have no table of."""
        names = (fold(written_out(part)) for part in self.text.split(","))
        return frozenset(name for name in names if name)

    @property
    def is_found(self) -> bool:
        """Whether something below the province was found in the tables."""
        return self.unit is not None or self.old is not None

    @property
    def exactness(self) -> tuple[int, int]:
        """How exactly the place is known; a greater one tells more."""
        if not self.is_found:
            return (1 if self.province or self.text else 0), len(self.parts)
        return (4 if self.old_commune else 3 if self.unit else 2), 0

    def same_as(self, other: Where) -> bool:
        """Whether both say exactly the same place."""
        if (self.province, self.unit, self.old) != (other.province, other.unit, other.old):
            return False
        return self.is_found or self.parts == other.parts


class Atlas:
    """The tables of places, arranged for comparing statements."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._districts_of_unit: dict[int, set[int]] = defaultdict(set)
        self._provinces_with_districts: set[int] = set()
        self._old_provinces: dict[int, list[Place]] = defaultdict(list)
        for place in gazetteer.by_id.values():
            if place.scheme is Scheme.BEFORE_2025:
                self._note(place)

    def _note(self, place: Place) -> None:
        if place.level is Level.PROVINCE and place.merged_into_id:
            self._old_provinces[place.merged_into_id].append(place)
        elif place.level is Level.DISTRICT and place.parent_id:
            self._provinces_with_districts.add(place.parent_id)
        elif place.merged_into_id and place.parent_id:
            self._districts_of_unit[place.merged_into_id].add(place.parent_id)

    def is_province(self, name: str) -> bool:
        """Whether a province of today or of before is called so."""
        find = self.gazetteer.find
        return any(find(name, scheme, Level.PROVINCE) for scheme in Scheme)

    def old_provinces(self, province: Place) -> list[Place]:
        """The provinces before July 2025 that make up one of today."""
        return self._old_provinces[province.id]

    def has_districts(self, province: Place) -> bool:
        """Whether the districts and communes of an old province are in the tables."""
        return province.id in self._provinces_with_districts

    def of_ids(
        self, province_id: int | None, unit_id: int | None, old_id: int | None, text: str
    ) -> Where:
        """A place as the register holds it."""
        by_id = self.gazetteer.by_id
        return Where(
            by_id[province_id] if province_id else None,
            by_id[unit_id] if unit_id else None,
            by_id[old_id] if old_id else None,
            text,
        )

    def agree(self, one: Where, other: Where) -> bool:
        """Whether two statements can mean one place, the one perhaps less exact."""
        stated = (
            (one.province, other.province),
            (one.unit, other.unit),
            (one.old_commune, other.old_commune),
            (one.old_district_id, other.old_district_id),
        )
        if any(a is not None and b is not None and a != b for a, b in stated):
            return False
        if not (self._unit_reaches(one, other) and self._unit_reaches(other, one)):
            return False
        if one.is_found or other.is_found:
            return True
        return one.parts <= other.parts or other.parts <= one.parts

    def same_district(self, one: Where, other: Where) -> bool:
        """Whether both lie in one old district, as far as that is known."""
        return one.old_district_id is not None and one.old_district_id == other.old_district_id

    def _unit_reaches(self, one: Where, other: Where) -> bool:
        """Whether the one's commune of today has a part in the other's old district."""
        if one.unit is None or one.old is not None or other.unit is not None or other.old is None:
            return True
        return other.old_district_id in self._districts_of_unit[one.unit.id]
