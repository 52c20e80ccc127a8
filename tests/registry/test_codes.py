"""Product codes of both forms, read on the map of their year."""

import pytest

from marketplace.admin_units.models import Scheme
from marketplace.registry.errors import BadCode, CodeFault
from marketplace.registry.queries.places import CodePlaces, places_of
from marketplace.registry.rules.codes import product_code


def read(text):
    return product_code(text, this_year=2026)


def test_a_code_of_today():
    code = read("15-02647-01-2026")

    assert (code.province, code.district, code.commune) == ("15", None, "02647")
    assert (code.number, code.year, code.scheme) == (1, 2026, Scheme.SINCE_2025)


def test_a_code_with_a_district():
    code = read("83-829-28780-3-2022")

    assert (code.province, code.district, code.commune) == ("83", "829", "28780")
    assert (code.number, code.year, code.scheme) == (3, 2022, Scheme.BEFORE_2025)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 15-02647-01-2026 ", "15-02647-01-2026"),
        ("15 – 02647 – 01 – 2026", "15-02647-01-2026"),
        ("15.02647.01.2026", "15-02647-01-2026"),
        ("83-829-28780-03-2022", "83-829-28780-03-2022"),  # its zeros are a part of it
    ],
)
def test_a_code_is_kept_as_written(typed, kept):
    assert read(typed).text == kept


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", CodeFault.FORM),
        ("15-2647-01-2026", CodeFault.FORM),
        ("15-02647-2026", CodeFault.FORM),
        ("15-02647-01-26", CodeFault.FORM),
        ("15-02647-01-2026-1", CodeFault.FORM),
        ("١٥-02647-01-2026", CodeFault.FORM),
        ("15-02647-01-2017", CodeFault.YEAR),
        ("15-02647-01-2027", CodeFault.YEAR),
        ("15-080-02647-01-2026", CodeFault.DISTRICT),
    ],
)
def test_what_is_no_code(typed, fault):
    with pytest.raises(BadCode) as refusal:
        read(typed)

    assert refusal.value.fault is fault


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("15-02647-01-2026", CodePlaces("Tỉnh Lào Cai", None, "Phường Lào Cai")),
        ("15-02647-01-2025", CodePlaces("Tỉnh Lào Cai", None, "Phường Lào Cai")),
        (
            "10-080-02647-01-2025",
            CodePlaces("Tỉnh Lào Cai", "Thành phố Lào Cai", "Phường Kim Tân"),
        ),
        ("10-02647-1-2024", CodePlaces("Tỉnh Lào Cai", None, "Phường Kim Tân")),
        ("15-02647-01-2022", CodePlaces("Tỉnh Yên Bái", None, "Phường Kim Tân")),
        ("10-02647-01-2026", CodePlaces(None, None, "Phường Lào Cai")),  # no such province today
        ("15-99999-01-2026", CodePlaces("Tỉnh Lào Cai", None, None)),
    ],
)
def test_the_year_decides_what_the_numbers_name(session, text, places):
    assert places_of(session, read(text)) == places
