"""Where a row says a product comes from: names of any time, resolved to places of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.admin_units.models import Level, Scheme
from marketplace.admin_units.rules import Place
from marketplace.registry.importing.outcomes import BadCell, Field, Reason, Remark
from marketplace.registry.importing.places import Atlas, Where

OLD, NEW = Scheme.BEFORE_2025, Scheme.SINCE_2025

_REMEMBERED = 20_000  # places
_COLUMNS = (
    Field.COMMUNE,
    Field.DISTRICT,
    Field.PROVINCE,
    Field.NEW_CODE,
    Field.NEW_COMMUNE,
)


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """What the place cells of a row say, with what is wrong or unclear about them."""

    where: Where
    faults: tuple[Remark, ...]
    notices: tuple[Remark, ...]


class PlaceReader:
    """Reads the place cells of many rows; the same cells are looked up once."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._read: dict[tuple[object, ...], PlaceReading] = {}

    def read(self, cells: Mapping[Field, str], before_2025: bool | None) -> PlaceReading:
        """The place that a row states; see ``PlaceCells`` for ``before_2025``."""
        key = (before_2025, *(cells.get(column) for column in _COLUMNS))
        if key not in self._read:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            self._read[key] = self._look_up(PlaceCells(self.atlas, cells, before_2025))
        return self._read[key]

    def _look_up(self, place: PlaceCells) -> PlaceReading:
        try:
            where = place.read()
        except BadCell as bad:
            return PlaceReading(Where(), (bad.remark,), tuple(place.notices))
        return PlaceReading(where, (), tuple(place.notices))


class PlaceCells:
    """The cells of one row that name its place.

    ``before_2025`` says whether the row is of the time before July 2025; None when that is not
    known. Communes that bear the name of another are told apart by it.
    """

    def __init__(self, atlas: Atlas, cells: Mapping[Field, str], before_2025: bool | None) -> None:
        self.atlas = atlas
        self.find = atlas.gazetteer.find
        self.cells = cells
        self.before_2025 = before_2025
        self.notices: list[Remark] = []

    def read(self) -> Where:
        """The place that the row states; what should be looked at is left in ``notices``.

        Raises:
            BadCell: a province, a code or a commune of today that is not there, or two cells
                that contradict each other.
        """
        province = self._province()
        unit = self._commune_of_today(province)
        if province is None and unit is not None:
            province = self.atlas.gazetteer.province_today(unit)
        if province is None:
            self.notices.append(Remark(Reason.PROVINCE_MISSING, Field.PROVINCE))
            return Where(text=self._text())
        old, named = self._commune_or_district(province, unit)
        if unit is not None and old is not None:
            self._check_merged(unit, old)
        today = unit or named or (self.atlas.gazetteer.current(old) if old else None)
        return Where(province, today, old, self._text())

    def _text(self) -> str:
        columns = (Field.COMMUNE, Field.DISTRICT, Field.PROVINCE)
        return ", ".join(self.cells[column] for column in columns if column in self.cells)

    def _province(self) -> Place | None:
        name = self.cells.get(Field.PROVINCE)
        if name is None:
            return None
        found = self.find(name, NEW, Level.PROVINCE)
        if not found:
            found = self.find(name, OLD, Level.PROVINCE)
            self.before_2025 = True  # the name is of that time
        if not found:
            raise BadCell(Reason.PROVINCE_UNKNOWN, Field.PROVINCE, text=name)
        return self.atlas.gazetteer.current(found[0])

    def _commune_of_today(self, province: Place | None) -> Place | None:
        """The commune of today that the row states by code, by name or both."""
        code, name = self.cells.get(Field.NEW_CODE), self.cells.get(Field.NEW_COMMUNE)
        within = province.id if province else None
        if code is None:
            if name is None:
                return None
            found = self.find(name, NEW, Level.COMMUNE, within)
            if len(found) != 1:
                raise BadCell(Reason.NEW_COMMUNE_UNKNOWN, Field.NEW_COMMUNE, text=name)
            return found[0]
        unit = self._unit_of_code(code.zfill(5))  # a spreadsheet drops the zeros in front
        if name is not None:
            self._check_name(unit, name)
        if province is not None and unit.parent_id != province.id:
            raise self._code_fault(Reason.CODE_IN_OTHER_PROVINCE, unit, province=province.name)
        return unit

    def _unit_of_code(self, code: str) -> Place:
        unit = self.atlas.gazetteer.by_code(NEW, code)
        if unit is not None and unit.level is Level.COMMUNE:
            return unit
        old = self.atlas.gazetteer.by_code(OLD, code)
        today = self.atlas.gazetteer.current(old) if old else None
        if old is None or today is None:
            raise BadCell(Reason.CODE_UNKNOWN, Field.NEW_CODE, code=code)
        raise self._code_fault(Reason.CODE_OF_OLD_UNIT, today, old=old.name, old_code=code)

    def _check_name(self, unit: Place, name: str) -> None:
        if unit in self.find(name, NEW, Level.COMMUNE):
            return
        before = self.atlas.gazetteer.by_code(OLD, unit.code)
        was_named_so = before is not None and before in self.find(name, OLD, Level.COMMUNE)
        reason = Reason.CODE_NAMED_BEFORE if was_named_so else Reason.CODE_NAMES_ANOTHER
        raise self._code_fault(reason, unit, text=name)

    def _code_fault(self, reason: Reason, unit: Place, **data: object) -> BadCell:
        return BadCell(reason, Field.NEW_CODE, code=unit.code, name=unit.name, **data)

    def _check_merged(self, unit: Place, old: Place) -> None:
        """What was merged into another commune cannot be in this one."""
        if self.atlas.agree(Where(unit=unit), Where(old=old)):
            today = self.atlas.gazetteer.current(old)
            if today is None or today == unit:
                return
        raise self._code_fault(Reason.NEW_COMMUNE_DISAGREES, unit, old=old.name)

    def _commune_or_district(
        self, province: Place, unit: Place | None
    ) -> tuple[Place | None, Place | None]:
        """The old commune or district that is named, and the commune of today, if it is that."""
        commune, district = self.cells.get(Field.COMMUNE), self.cells.get(Field.DISTRICT)
        olds = [old for old in self.atlas.old_provinces(province) if self.atlas.has_districts(old)]
        if district is not None:
            return self._in_district(district, commune, olds), None
        if commune is None:
            return None, None
        return self._commune_alone(commune, province, olds, unit)

    def _in_district(self, name: str, commune: str | None, olds: list[Place]) -> Place | None:
        if not olds:
            return None  # of that province we have no districts: the text is what is known
        district = self._only(Field.DISTRICT, name, Level.DISTRICT, self._stated_first(olds))
        if commune is None:
            return district
        within = [district] if district else olds
        return self._only(Field.COMMUNE, commune, Level.COMMUNE, within) or district

    def _stated_first(self, olds: list[Place]) -> list[Place]:
        stated = self.find(self.cells.get(Field.PROVINCE, ""), OLD, Level.PROVINCE)
        return sorted(olds, key=lambda old: old not in stated)

    def _only(self, column: Field, name: str, level: Level, within: list[Place]) -> Place | None:
        """The one place of that name, in the first of these that has any."""
        for above in within:
            found = self.find(name, OLD, level, above.id)
            if len(found) == 1:
                return found[0]
            if found:
                self._unclear(column, found)
                return None
        self.notices.append(Remark(Reason.PLACE_UNKNOWN, column, {"text": name}))
        return None

    def _commune_alone(
        self, name: str, province: Place, olds: list[Place], unit: Place | None
    ) -> tuple[Place | None, Place | None]:
        """A commune without a district: its time tells which map the name is of."""
        before = [place for old in olds for place in self.find(name, OLD, Level.COMMUNE, old.id)]
        after = self.find(name, NEW, Level.COMMUNE, province.id)
        if unit is not None:
            before = [place for place in before if place.merged_into_id == unit.id]
            return (before[0] if len(before) == 1 and unit not in after else None), None
        found = (before or after) if self.before_2025 else (after or before)
        if self.before_2025 is None and not _one_place(before, after):
            found = [*before, *after]
        if len(found) == 1:
            return (found[0], None) if found[0].scheme is OLD else (None, found[0])
        if found:
            self._unclear(Field.COMMUNE, found)
            return None, None
        self.notices.append(Remark(Reason.PLACE_UNKNOWN, Field.COMMUNE, {"text": name}))
        return None, None

    def _unclear(self, column: Field, found: list[Place]) -> None:
        names = ", ".join(f"{place.name} ({place.code})" for place in found)
        self.notices.append(Remark(Reason.PLACE_UNCLEAR, column, {"names": names}))


def _one_place(before: list[Place], after: list[Place]) -> bool:
    """Whether the old communes of a name all lie in today's commune of that name."""
    return not before or not after or all(p.merged_into_id == after[0].id for p in before)
