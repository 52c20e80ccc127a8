"""Where things belong, of today and on the map before July 2025."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true, union
from sqlalchemy.orm import Session

from marketplace.admin_units.models import AdminUnit, Level, Scheme
from marketplace.producers.models import Producer
from marketplace.registry.models import Product
from marketplace.reports.book import Area, Filters
from marketplace.reports.queries.known import table_of
from marketplace.reports.rules import Dimension
from marketplace.text import sort_key

Unit = Any  # a row of ``admin_units``
_UNITS = table_of(AdminUnit).c


class Places:
    """The places that products and producers belong to, and all those of the province."""

    def __init__(self, units: Iterable[Unit], filters: Filters) -> None:
        self._by_id = {unit.id: unit for unit in units}
        self._filters = filters
        self._merged: defaultdict[int, list[Unit]] = defaultdict(list)
        for unit in self._by_id.values():
            if unit.merged_into_id is not None and unit.level == Level.COMMUNE:
                self._merged[unit.merged_into_id].append(unit)
        self._areas: dict[tuple[int | None, int | None, int | None], Area] = {}

    def area(self, unit_id: int | None, old_unit_id: int | None, province_id: int | None) -> Area:
        """Where something belongs; the same object for the same place."""
        asked = (unit_id, old_unit_id, province_id)
        found = self._areas.get(asked)
        if found is None:
            found = self._areas[asked] = self._area(*asked)
        return found

    def _area(self, unit_id: int | None, old_unit_id: int | None, province_id: int | None) -> Area:
        commune = self._by_id.get(unit_id)
        province = self._by_id.get(commune.parent_id if commune else province_id)
        stated = self._above(old_unit_id)
        district = stated.get(Level.DISTRICT) or self._only(commune, Level.DISTRICT)
        old_province = stated.get(Level.PROVINCE) or self._only(commune, Level.PROVINCE)
        return Area(
            _code(province), _code(commune), _code(district), _code(old_province),
            commune.name if commune else None, district.name if district else None,
        )  # fmt: skip

    def _above(self, unit_id: int | None) -> dict[str, Unit]:
        """An old place and what held it, by level."""
        found = {}
        unit = self._by_id.get(unit_id)
        while unit is not None:
            found[unit.level] = unit
            unit = self._by_id.get(unit.parent_id)
        return found

    def _only(self, commune: Unit, level: Level) -> Unit | None:
        """The old district or province of a commune of today, where all its parts had one."""
        if commune is None:
            return None
        found = {self._above(part.id).get(level) for part in self._merged[commune.id]}
        return found.pop() if len(found) == 1 else None

    def listed(self) -> dict[Dimension, list[str]]:
        """The keys of the province asked for that are listed with nothing too, in order."""
        communes = [unit for unit in self._by_id.values() if self._is_asked(unit)]
        parts = [self._above(part.id) for unit in communes for part in self._merged[unit.id]]
        return {
            Dimension.COMMUNE: _in_order(communes),
            Dimension.OLD_DISTRICT: _in_order(self._asked_above(parts, Level.DISTRICT)),
            Dimension.OLD_PROVINCE: _in_order(self._asked_above(parts, Level.PROVINCE)),
        }

    def _is_asked(self, unit: Unit) -> bool:
        """Whether it is a commune of today that the filters leave."""
        if unit.level != Level.COMMUNE or unit.scheme != Scheme.SINCE_2025:
            return False
        if self._by_id[unit.parent_id].code != self._filters.home:
            return False
        if self._filters.commune not in (None, unit.code):
            return False
        if self._filters.old_district is None and self._filters.old_province is None:
            return True
        return any(self._is_old_place(self._above(part.id)) for part in self._merged[unit.id])

    def _is_old_place(self, above: dict[str, Unit]) -> bool:
        asked = self._filters
        district, province = above.get(Level.DISTRICT), above.get(Level.PROVINCE)
        return asked.old_district in (None, _code(district)) and asked.old_province in (
            None,
            _code(province),
        )

    def _asked_above(self, parts: list[dict[str, Unit]], level: Level) -> set[Unit]:
        return {above[level] for above in parts if level in above and self._is_old_place(above)}

    def names(self) -> dict[Dimension, dict[str, str]]:
        """What communes of today and old districts and provinces are called, by code."""
        return {
            Dimension.COMMUNE: self._names(Scheme.SINCE_2025, Level.COMMUNE),
            Dimension.OLD_DISTRICT: self._names(Scheme.BEFORE_2025, Level.DISTRICT),
            Dimension.OLD_PROVINCE: self._names(Scheme.BEFORE_2025, Level.PROVINCE),
        }

    def _names(self, scheme: Scheme, level: Level) -> dict[str, str]:
        return {
            unit.code: unit.name
            for unit in self._by_id.values()
            if unit.scheme == scheme and unit.level == level
        }


def read_places(session: Session, filters: Filters, *, all_communes: bool) -> Places:
    """The places that figures need: those in use with their neighbours, or every commune."""
    chosen = select(
        _UNITS.id,
        _UNITS.scheme,
        _UNITS.level,
        _UNITS.code,
        _UNITS.name,
        _UNITS.short_name,
        _UNITS.parent_id,
        _UNITS.merged_into_id,
    )
    which = true() if all_communes else or_(*_needed(filters.home))
    return Places(session.execute(chosen.where(which)), filters)


def _needed(home: str) -> Iterator[ColumnElement[bool]]:
    used = union(
        *(select(table.unit_id).where(table.unit_id.is_not(None)) for table in (Product, Producer))
    )
    old = union(
        *(
            select(table.old_unit_id).where(table.old_unit_id.is_not(None))
            for table in (Product, Producer)
        )
    )
    province = select(AdminUnit.id).where(
        AdminUnit.scheme == Scheme.SINCE_2025, AdminUnit.code == home
    )
    communes = select(AdminUnit.id).where(AdminUnit.parent_id.in_(province))
    yield _UNITS.level != Level.COMMUNE
    yield _UNITS.parent_id.in_(province)
    yield _UNITS.merged_into_id.in_(communes)
    yield _UNITS.id.in_(used)
    yield _UNITS.merged_into_id.in_(used)
    yield _UNITS.id.in_(old)


def _code(unit: Unit) -> str | None:
    return unit.code if unit is not None else None


def _in_order(units: Iterable[Unit]) -> list[str]:
    return [unit.code for unit in sorted(units, key=lambda unit: sort_key(unit.short_name))]
