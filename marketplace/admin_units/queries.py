"""Reads of places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from marketplace.admin_units.models import AdminUnit, Level, Scheme
from marketplace.admin_units.rules import Gazetteer, Place
from marketplace.text import sort_key

Choice = tuple[str, str]  # code, name


def provinces(session: Session) -> list[Choice]:
    """All provinces of today, in the order of a Vietnamese dictionary."""
    return _choices(session, AdminUnit.level == Level.PROVINCE)


def communes(session: Session, province_id: int) -> list[Choice]:
    """The communes and wards of a province of today, in the order of a Vietnamese dictionary."""
    return _choices(session, AdminUnit.parent_id == province_id)


def _choices(session: Session, which: ColumnElement[bool]) -> list[Choice]:
    """Plain rows: these lists are long and are made for every form that is shown."""
    rows = session.execute(
        select(AdminUnit.code, AdminUnit.name, AdminUnit.short_name).where(
            AdminUnit.scheme == Scheme.SINCE_2025, which
        )
    )
    return [(row.code, row.name) for row in sorted(rows, key=lambda row: sort_key(row.short_name))]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The places of today that a form names, as far as they exist and belong together."""

    province: AdminUnit | None = None
    commune: AdminUnit | None = None


def chosen(session: Session, province_code: str, commune_code: str) -> Chosen:
    """The province with this code, and the commune with that code if it lies there."""
    units = session.scalars(
        select(AdminUnit).where(
            AdminUnit.scheme == Scheme.SINCE_2025,
            AdminUnit.code.in_((province_code, commune_code)),
        )
    )
    by_code = {unit.code: unit for unit in units}
    province, commune = by_code.get(province_code), by_code.get(commune_code)
    if province is None or province.level is not Level.PROVINCE:
        return Chosen()
    is_inside = commune is not None and commune.parent_id == province.id
    return Chosen(province, commune if is_inside else None)


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
