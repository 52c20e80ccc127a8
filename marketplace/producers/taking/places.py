"""The commune that a row names, under the names of today or those before July 2025."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.admin_units.models import Level, Scheme
from marketplace.admin_units.rules import Gazetteer, Place
from marketplace.producers.taking.cells import Cells

MOST_NAMED = 5
OLD, NEW = Scheme.BEFORE_2025, Scheme.SINCE_2025


@dataclass(frozen=True, slots=True)
class Where:
    """A place as a row states it: today's province and commune, the old unit if that was named."""

    province: Place | None = None
    unit: Place | None = None
    old: Place | None = None


def place_in(cells: Cells, gazetteer: Gazetteer) -> Where:
    """The place in the cells province, district and commune; what is unclear is a fault."""
    province = _province(cells, gazetteer)
    commune, district = cells.text("commune"), cells.text("district")
    if not commune:
        return Where(province)
    found = [] if district else _within(gazetteer, commune, NEW, province)
    if not found:
        found = _old_ones(gazetteer, commune, district, province)
    current = {gazetteer.current(place) or place for place in found}
    if len(current) != 1:
        code = "commune_unclear" if found else "commune_unknown"
        cells.fault(code, "commune", text=commune, names=_names(found))
        return Where(province)
    unit = current.pop()
    olds = [place for place in found if place.scheme is OLD]
    return Where(gazetteer.province_today(unit), unit, olds[0] if len(olds) == 1 else None)


def _province(cells: Cells, gazetteer: Gazetteer) -> Place | None:
    name = cells.text("province")
    if not name:
        return None
    found = gazetteer.find(name, NEW, Level.PROVINCE) or gazetteer.find(name, OLD, Level.PROVINCE)
    if not found:
        cells.fault("province_unknown", "province", text=name)
        return None
    return gazetteer.current(found[0])


def _within(gazetteer: Gazetteer, name: str, scheme: Scheme, province: Place | None) -> list[Place]:
    if province is None:
        return gazetteer.find(name, scheme, Level.COMMUNE)
    parts = [province] if scheme is NEW else _old_provinces(gazetteer, province)
    return [
        place for part in parts for place in gazetteer.find(name, scheme, Level.COMMUNE, part.id)
    ]


def _old_provinces(gazetteer: Gazetteer, province: Place) -> list[Place]:
    return [
        place
        for place in gazetteer.by_id.values()
        if place.level is Level.PROVINCE and place.merged_into_id == province.id
    ]


def _old_ones(
    gazetteer: Gazetteer, name: str, district: str, province: Place | None
) -> list[Place]:
    found = _within(gazetteer, name, OLD, province)
    if not district:
        return found
    districts = {place.id for place in gazetteer.find(district, OLD, Level.DISTRICT)}
    return [place for place in found if place.parent_id in districts]


def _names(places: Sequence[Place]) -> str:
    shown = ", ".join(f"{place.name} ({place.code})" for place in places[:MOST_NAMED])
    return f"{shown} …" if len(places) > MOST_NAMED else shown
