"""Every commune of Lào Cai has its place on the map."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.admin_units.models import AdminUnit, Level, Scheme
from marketplace.reports.positions import PROVINCE, positions


def test_the_map_knows_exactly_the_communes_of_today(session):
    province = session.scalars(
        select(AdminUnit.id).where(
            AdminUnit.scheme == Scheme.SINCE_2025, AdminUnit.code == PROVINCE
        )
    ).one()
    communes = session.scalars(
        select(AdminUnit.code).where(
            AdminUnit.parent_id == province, AdminUnit.level == Level.COMMUNE
        )
    ).all()

    assert len(communes) == 99
    assert {position.code for position in positions()} == set(communes)


def test_every_commune_lies_in_the_province():
    assert all(21 < place.latitude < 23 and 103 < place.longitude < 106 for place in positions())
