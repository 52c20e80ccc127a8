"""Names of places, as officials and as ordinary people write them."""

import pytest

from marketplace.admin_units.models import Level, Scheme
from marketplace.admin_units.rules import Gazetteer, Place, without_kind, written_out

OLD, NEW = Scheme.BEFORE_2025, Scheme.SINCE_2025
PROVINCE, DISTRICT, COMMUNE = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE


def place(id_, scheme, code, level, name, parent=None, merged=None):
    return Place(id_, scheme, code, level, name, without_kind(name), parent, merged)


GAZETTEER = Gazetteer(
    [
        place(1, NEW, "15", PROVINCE, "Tỉnh Lào Cai"),
        place(2, NEW, "02647", COMMUNE, "Phường Lào Cai", 1),
        place(3, OLD, "10", PROVINCE, "Tỉnh Lào Cai", merged=1),
        place(4, OLD, "080", DISTRICT, "Thành phố Lào Cai", 3),
        place(5, OLD, "02647", COMMUNE, "Phường Kim Tân", 4, 2),
        place(6, OLD, "088", DISTRICT, "Thị xã Sa Pa", 3),
        place(7, OLD, "03006", COMMUNE, "Phường Sa Pa", 6),
        place(8, OLD, "03007", COMMUNE, "Phường Sa Pả", 6),
        place(9, OLD, "03043", COMMUNE, "Xã Thanh Bình", 6),
        place(10, OLD, "086", DISTRICT, "Huyện Bảo Thắng", 3),
        place(11, OLD, "02902", COMMUNE, "Thị trấn Nông trường Phong Hải", 10),
        place(12, OLD, "139", DISTRICT, "Huyện Trạm Tấu", 3),
        place(13, OLD, "04585", COMMUNE, "Thị trấn Trạm Tấu", 12),
        place(14, OLD, "04588", COMMUNE, "Xã Trạm Tấu", 12),
        place(15, OLD, "03079", COMMUNE, "Xã Hoà Mạc", 10),
        place(16, OLD, "083", DISTRICT, "Huyện Mường Khương", 3),
        place(17, OLD, "02791", COMMUNE, "Xã Thanh Bình", 16),
    ]
)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Thị trấn Phố Ràng", "Phố Ràng"),
        ("Thị trấn Nông trường Phong Hải", "Phong Hải"),
        ("Đặc khu Phú Quốc", "Phú Quốc"),
        ("xã  Nghĩa Đô", "Nghĩa Đô"),
        ("Bát Xát", "Bát Xát"),
        ("Thành phố", "Thành phố"),
    ],
)
def test_the_kind_of_a_place_comes_off_its_name(name, short):
    assert without_kind(name) == short


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("TP. Yên Bái", "Thành phố Yên Bái"),
        ("tp Yên Bái", "Thành phố Yên Bái"),
        ("TT.Phố Ràng", "Thị trấn Phố Ràng"),
        ("P. Kim Tân", "Phường Kim Tân"),
        ("Phố Lu", "Phố Lu"),
        ("Thừa Thiên Huế", "Huế"),
        ("TP. HCM", "Hồ Chí Minh"),
    ],
)
def test_abbreviations_are_written_out(written, meant):
    assert written_out(written) == meant


@pytest.mark.parametrize(
    ("written", "level", "within", "codes"),
    [
        pytest.param("Kim Tân", COMMUNE, 3, ["02647"], id="short-name"),
        pytest.param("PHƯỜNG KIM TÂN", COMMUNE, None, ["02647"], id="shouted"),
        pytest.param("kim tan", COMMUNE, 4, ["02647"], id="without-accents"),
        pytest.param("Kim Tân", COMMUNE, 6, [], id="not-in-that-district"),
        pytest.param("Sa Pả", COMMUNE, 6, ["03007"], id="accents-decide"),
        pytest.param("sa pa", COMMUNE, 6, ["03006"], id="exact-spelling-wins"),
        pytest.param("Huyện Sa Pa", DISTRICT, 3, ["088"], id="kind-of-another-time"),
        pytest.param("Trạm Tấu", COMMUNE, 12, ["04585", "04588"], id="town-or-commune"),
        pytest.param("TT Trạm Tấu", COMMUNE, 12, ["04585"], id="kind-decides"),
        pytest.param("Thị trấn Phong Hải", COMMUNE, 10, ["02902"], id="state-farm-town"),
        pytest.param("Nông trường Phong Hải", COMMUNE, 10, ["02902"], id="state-farm"),
        pytest.param("Hòa Mạc", COMMUNE, 10, ["03079"], id="tone-on-the-other-letter"),
        pytest.param("Thanh Bình", COMMUNE, 3, ["03043", "02791"], id="in-two-districts"),
        pytest.param("Thanh Bình", COMMUNE, 16, ["02791"], id="district-decides"),
        pytest.param("", COMMUNE, None, [], id="nothing"),
    ],
)
def test_a_name_finds_the_old_places_it_can_mean(written, level, within, codes):
    found = GAZETTEER.find(written, OLD, level, within)

    assert [place.code for place in found] == codes


def test_a_code_names_another_place_under_each_scheme():
    old, new = (GAZETTEER.by_code(scheme, "02647") for scheme in (OLD, NEW))

    assert old is not None
    assert new is not None
    assert (old.name, new.name) == ("Phường Kim Tân", "Phường Lào Cai")
    assert GAZETTEER.current(old) is new


def test_an_old_place_lies_in_a_province_of_today():
    kim_tan, district = GAZETTEER.by_id[5], GAZETTEER.by_id[4]

    assert GAZETTEER.province_today(kim_tan) == GAZETTEER.by_id[1]
    assert GAZETTEER.province_today(district) == GAZETTEER.by_id[1]
    assert GAZETTEER.current(district) is None
