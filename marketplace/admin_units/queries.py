"""Reads of places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.admin_units.models import AdminUnit, Level, Scheme
from marketplace.admin_units.rules import Gazetteer, Place
from marketplace.text import sort_key


def provinces(session: Session, scheme: Scheme = Scheme.SINCE_2025) -> list[AdminUnit]:
    """All provinces of a scheme, in the order of a Vietnamese dictionary."""
    chosen = select(AdminUnit).where(AdminUnit.scheme == scheme, AdminUnit.level == Level.PROVINCE)
    return _sorted(session.scalars(chosen))


def communes_of(session: Session, province_id: int) -> list[AdminUnit]:
    """The communes and wards of a province of today, in the order of a Vietnamese dictionary."""
    chosen = select(AdminUnit).where(
        AdminUnit.parent_id == province_id,
        AdminUnit.level == Level.COMMUNE,
        AdminUnit.scheme == Scheme.SINCE_2025,
    )
    return _sorted(session.scalars(chosen))


def find_by_code(session: Session, scheme: Scheme, code: str) -> AdminUnit | None:
    """The place that bears a code under one scheme: 02647 names different wards under the two."""
    return session.scalar(
        select(AdminUnit).where(AdminUnit.scheme == scheme, AdminUnit.code == code)
    )


def old_district_of(session: Session, unit: AdminUnit) -> AdminUnit | None:
    """The district that an old commune was in; communes of today are in none."""
    if unit.scheme is Scheme.SINCE_2025 or unit.level is not Level.COMMUNE:
        return None
    return session.get(AdminUnit, unit.parent_id)


def current_unit(session: Session, unit: AdminUnit) -> AdminUnit | None:
    """What a place is today: itself, what it was merged into, or None for a district."""
    if unit.scheme is Scheme.SINCE_2025:
        return unit
    return session.get(AdminUnit, unit.merged_into_id) if unit.merged_into_id else None


def gazetteer(session: Session) -> Gazetteer:
    """All places at once, for finding many of them by name."""
    columns = select(
        AdminUnit.id,
        AdminUnit.scheme,
        AdminUnit.code,
        AdminUnit.level,
        AdminUnit.name,
        AdminUnit.short_name,
        AdminUnit.parent_id,
        AdminUnit.merged_into_id,
    )
    return Gazetteer(Place(*row) for row in session.execute(columns))


def rows_by_code(session: Session) -> dict[tuple[Scheme, str], dict[str, Any]]:
    """The whole table as plain rows, to compare with other rows."""
    rows = session.execute(select(*AdminUnit.__table__.columns)).mappings()
    return {(row["scheme"], row["code"]): dict(row) for row in rows}


def _sorted(units: Iterable[AdminUnit]) -> list[AdminUnit]:
    return sorted(units, key=lambda unit: sort_key(unit.short_name))
