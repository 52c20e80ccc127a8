"""Places of products: what the numbers in a code name, and the communes to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from marketplace.admin_units.models import AdminUnit, Level, Scheme
from marketplace.registry.rules.codes import ProductCode
from marketplace.text import sort_key


@dataclass(frozen=True, slots=True)
class CodePlaces:
    """The places of a code on the map of its year; None where no place has that number."""

    province: str | None
    district: str | None
    commune: str | None


def places_of(session: Session, code: ProductCode) -> CodePlaces:
    """The names of the places of a code."""
    wanted = {
        (Level.PROVINCE, code.province),
        (Level.DISTRICT, code.district or ""),
        (Level.COMMUNE, code.commune),
    }
    found = session.execute(
        select(AdminUnit.level, AdminUnit.code, AdminUnit.name).where(
            AdminUnit.scheme == code.scheme,
            AdminUnit.code.in_([number for _, number in wanted]),
        )
    )
    names = {level: name for level, number, name in found if (level, number) in wanted}
    return CodePlaces(*(names.get(level) for level in Level))


def communes_to_choose(session: Session, province_id: int | None) -> list[tuple[int, str]]:
    """The communes of today of a province, in reading order; of the country when unknown."""
    chosen = select(AdminUnit.id, AdminUnit.name, AdminUnit.short_name).where(
        AdminUnit.scheme == Scheme.SINCE_2025, AdminUnit.level == Level.COMMUNE
    )
    if province_id is not None:
        chosen = chosen.where(AdminUnit.parent_id == _of_today(province_id))
    rows = sorted(session.execute(chosen), key=lambda row: sort_key(row.short_name))
    return [(row.id, row.name) for row in rows]


def _of_today(province_id: int) -> ScalarSelect[int]:
    """The province that holds today what a province of either map held."""
    province = select(func.coalesce(AdminUnit.merged_into_id, AdminUnit.id))
    return province.where(AdminUnit.id == province_id).scalar_subquery()


def commune(session: Session, unit_id: int) -> AdminUnit | None:
    """A commune of today."""
    unit = session.get(AdminUnit, unit_id)
    is_commune = unit is not None and unit.level is Level.COMMUNE
    return unit if is_commune else None
