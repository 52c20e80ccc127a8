"""Product groups, and how long a recognition lasts."""

from collections import Counter
from datetime import date

import pytest

from marketplace.registry import rules


def test_there_are_26_sets_in_six_sectors():
    assert [group.no for group in rules.groups()] == list(range(1, 27))
    assert Counter(group.sector for group in rules.groups()) == {
        "I": 13,
        "II": 4,
        "III": 3,
        "IV": 2,
        "V": 3,
        "VI": 1,
    }
    assert rules.sector_names()["VI"].startswith("Dịch vụ du lịch")


def test_a_group_has_words_for_the_shop_in_both_languages():
    assert rules.group(11).label_in("vi") == "Chè"
    assert rules.group(11).label_in("en") == "Tea"
    assert all(len(group.label) <= 30 for group in rules.groups())


@pytest.mark.parametrize(
    ("issued", "last_day"),
    [
        (date(2026, 8, 5), date(2029, 8, 5)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2021, 1, 1), date(2024, 1, 1)),
    ],
)
def test_a_certificate_lasts_36_months(issued, last_day):
    assert rules.valid_until(issued) == last_day


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Mật ong hoa tự nhiên Mù Cang Chải", "Mật ong"),
        ("Viên hoàn tía tô - Mật ong", "Cao, viên từ dược liệu"),
        ("Trà viên hoa cúc mật ong", "Trà thảo mộc"),
        ("Đại lão vương trà - Hồng Trà", "Chè"),
        ("Thịt lợn bản Mường Khương", "Thịt, cá, trứng tươi"),
        ("Thịt lợn đen bản địa sấy ngon loại 1", "Thịt sấy, lạp sườn, cá"),
        ("Cam Khánh Yên Trung", "Rau, củ, quả"),
        ("Trứng vịt cổ nhung xanh", "Thịt, cá, trứng tươi"),
        ("Gạo tẻ Chả Chéo dẻo hạt tròn", "Gạo, ngũ cốc"),
        ("Không gian văn hoá Trà Suối Giàng", "Du lịch cộng đồng"),
        ("KHÔNG GIAN VĂN HÓA TRÀ", "Du lịch cộng đồng"),
    ],
)
def test_a_name_hints_at_a_group(name, label):
    assert rules.group(rules.suggest_group(name)).label == label


def test_a_name_may_hint_at_nothing():
    assert rules.suggest_group("Tacumin") is None
