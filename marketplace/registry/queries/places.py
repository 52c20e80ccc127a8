"""What the numbers in a product code name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.admin_units.models import AdminUnit, Level
from marketplace.registry.rules.codes import ProductCode


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
