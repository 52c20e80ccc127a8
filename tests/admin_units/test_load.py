"""The shipped tables of places, and loading them."""

from collections import Counter, defaultdict

import pytest
from sqlalchemy import func, select, update

from marketplace.admin_units import queries
from marketplace.admin_units.actions import Loaded, load_places
from marketplace.admin_units.models import AdminUnit, Level, Scheme
from marketplace.admin_units.tables import shipped
from marketplace.text import sort_key

OLD, NEW = Scheme.BEFORE_2025, Scheme.SINCE_2025


def find_by_code(session, scheme, code):
    """The place with this code under this scheme."""
    return session.scalars(
        select(AdminUnit).where(AdminUnit.scheme == scheme, AdminUnit.code == code)
    ).one()


def under(session, scheme, code, level):
    """The units of one level below a province."""
    province = find_by_code(session, scheme, code)
    gazetteer = queries.gazetteer(session)
    return [
        place
        for place in gazetteer.by_id.values()
        if place.level is level and province.id in gazetteer.above(place)
    ]


@pytest.mark.parametrize(
    ("scheme", "level", "count"),
    [
        (NEW, Level.PROVINCE, 34),
        (NEW, Level.COMMUNE, 3321),
        (OLD, Level.PROVINCE, 63),
        (OLD, Level.DISTRICT, 18),
        (OLD, Level.COMMUNE, 319),
    ],
)
def test_the_whole_country_is_there(session, scheme, level, count):
    found = select(func.count()).where(AdminUnit.scheme == scheme, AdminUnit.level == level)

    assert session.scalar(found) == count


def test_lao_cai_has_99_communes_made_of_319(session):
    new = under(session, NEW, "15", Level.COMMUNE)
    old = under(session, OLD, "10", Level.COMMUNE) + under(session, OLD, "15", Level.COMMUNE)

    assert Counter(place.name.split()[0] for place in new) == {"Xã": 89, "Phường": 10}
    assert len(old) == 319
    assert {place.merged_into_id for place in old} == {place.id for place in new}


def test_twelve_new_communes_join_several_old_districts(session):
    districts = defaultdict(set)
    for code in ("10", "15"):
        for place in under(session, OLD, code, Level.COMMUNE):
            districts[place.merged_into_id].add(place.parent_id)

    assert sum(len(joined) > 1 for joined in districts.values()) == 12


def test_kim_tan_became_part_of_lao_cai_ward(session):
    old = find_by_code(session, OLD, "02647")
    new = find_by_code(session, NEW, "02647")

    assert (old.name, new.name) == ("Phường Kim Tân", "Phường Lào Cai")
    assert old.merged_into is new
    assert old.parent.name == "Thành phố Lào Cai"
    assert old.parent.merged_into is None
    assert new.parent.name == "Tỉnh Lào Cai"
    assert (old.valid_to.isoformat(), new.valid_from.isoformat()) == ("2025-06-30", "2025-07-01")


def test_every_old_province_lies_in_one_of_today(session):
    def provinces(scheme):
        return session.scalars(
            select(AdminUnit).where(AdminUnit.scheme == scheme, AdminUnit.level == Level.PROVINCE)
        )

    assert {old.merged_into for old in provinces(OLD)} == set(provinces(NEW))


def test_lists_come_in_the_order_of_a_vietnamese_dictionary(session):
    provinces = queries.provinces(session)
    communes = queries.communes(session, find_by_code(session, NEW, "15").id)

    assert [name for _code, name in provinces[:3]] == [
        "Tỉnh An Giang",
        "Tỉnh Bắc Ninh",
        "Tỉnh Cà Mau",
    ]
    assert len(communes) == 99
    names = [name.split(" ", 1)[1] for _code, name in communes]
    assert names == sorted(names, key=sort_key)
    assert names.index("Chế Tạo") < names.index("Dền Sáng") < names.index("Đông Cuông")


def test_loading_again_touches_nothing(session):
    assert load_places(session, shipped()) == Loaded(added=0, changed=0, unchanged=3755)


def test_loading_mends_what_is_wrong_and_only_that(session):
    session.execute(
        update(AdminUnit)
        .where(AdminUnit.scheme == OLD, AdminUnit.code == "02647")
        .values(name="Phường Kim Tan", merged_into_id=None)
    )

    assert load_places(session, shipped()) == Loaded(added=0, changed=1, unchanged=3754)
    session.expire_all()
    assert find_by_code(session, OLD, "02647").name == "Phường Kim Tân"


def test_the_command_says_what_it_did(app, session):
    result = app.test_cli_runner().invoke(args=["places", "load"])

    assert result.exit_code == 0
    assert "3755" in result.output
