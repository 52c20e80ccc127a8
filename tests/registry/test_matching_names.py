"""When two names of products, or of producers, name one."""

from __future__ import annotations

import pytest

from marketplace.registry.matching.likeness import compare_names
from marketplace.registry.matching.makers import MakerLikeness, compare_makers
from marketplace.registry.matching.reasons import Why
from marketplace.registry.matching.typos import Slip, is_syllable, slip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mật ong Hoà Bình", "mật ong hòa bình"),
        ("Mật ong bạc hà", "MAT ONG BAC HA"),
        ("Chè Shan tuyết", "che shan tuyet"),
        ("Măng cụt Tân Quy", "Măng cụt Tân Qui"),
        ("Cao Actiso Sa Pa", "Cao atiso Sapa"),
        ("Lạp sườn Mường Lò", "Lạp xưởng Mường Lò"),
        ("Quả nhãn Phong Niên", "Nhãn Phong Niên"),
        ("Mật ong rừng (hũ 0,5 lít)", "Mật ong rừng"),
        ("OCOP 4 sao Mật ong bạc hà chai 500g chính hãng", "Mật ong bạc hà"),
        ("Dầu đậu phụng An Khang", "Dầu lạc An Khang"),
    ],
)
def test_another_spelling_is_the_same_name(one, other):
    likeness = compare_names(one, other)

    assert (likeness.score, likeness.whys) == (100, (Why.SAME_NAME,))
    assert compare_names(other, one).score == 100


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Mật ong bạc hà", "Mật ong bạc hà Mèo Vạc", Why.MORE_WORDS),
        ("Trà hoa sen", "Phong Hải Danh Trà - Trà hoa sen", Why.MORE_WORDS),
        ("Chè Shan tuyết", "Trà Shan tuyết", Why.SYNONYM),
        ("Shan Hồng trà", "Hồng trà Shan", Why.ORDER),
        ("Khô ếch Minh Nhựt", "Khô ếch Minh Nhựtt", Why.TYPO),
        ("Gạo nếp Khánh Hòa", "Gạo nếp Kháhn Hòa", Why.TYPO),
        ("Bún khô", "Bùn khô", Why.ACCENTS),
        ("Mật ong rừng 500ml", "Mật ong rừng 1 lít", Why.OTHER_SIZE),
        ("Chè Shan tuyết", "Chè Shan tuyết đặc biệt", Why.OTHER_GRADE),
        ("Nhung hươu", "Nhung hươu tươi", Why.OTHER_FORM),
    ],
)
def test_what_may_be_the_same_is_close_and_never_equal(one, other, why):
    for likeness in (compare_names(one, other), compare_names(other, one)):
        assert 60 <= likeness.score < 96
        assert why in likeness.whys


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Trà hoa sen", "Trà hoa nhài", Why.OTHER_WORDS),
        ("Trà hoa nhãn", "Trà hoa nhài", Why.OTHER_WORDS),
        ("Mật ong hoa sen", "Mật ong hoa men", Why.OTHER_WORDS),
        ("Rượu ngô 45°", "Rượu ngô 39 độ", Why.OTHER_NUMBER),
        ("Cam V2", "Cam V1", Why.OTHER_NUMBER),
        ("Gạo Séng Cù loại 1", "Gạo Séng Cù loại 2", Why.OTHER_GRADE),
        ("Chè Shan tuyết đặc biệt", "Chè Shan tuyết loại 1", Why.OTHER_GRADE),
        ("Cá hồi", "Giò cá hồi", Why.OTHER_KIND),
        ("Rượu trắng gạo ủ 4 năm", "Rượu trắng ngô ủ 4 năm", Why.OTHER_WORDS),
        ("Đại lão vương trà - Diệp Trà", "Đại lão vương trà - Hồng Trà", Why.OTHER_WORDS),
    ],
)
def test_other_products_of_one_producer_are_far_apart(one, other, why):
    likeness = compare_names(one, other)

    assert likeness.score < 60
    assert why in likeness.whys


def test_names_of_the_own_place_and_producer_say_little():
    by_place = compare_names(
        "Mật ong", "Mật ong Mường Vi", places=(frozenset(), frozenset({"muong", "vi"}))
    )
    by_producer = compare_names("Chè Bát tiên", "Chè Bát Tiên Hướng Tâm", producer=["huong", "tam"])

    assert (by_place.score, by_place.whys) == (90, (Why.OWN_PLACE_IN_NAME,))
    assert (by_producer.score, by_producer.whys) == (90, (Why.OWN_PRODUCER_IN_NAME,))


def test_an_old_and_a_new_name_of_the_place_are_one_name():
    before, today = frozenset({"dai", "minh"}), frozenset({"yen", "binh"})

    renamed = compare_names("Bưởi Đại Minh", "Bưởi Yên Bình", places=(before | today, today))
    elsewhere = compare_names("Bưởi Đại Minh", "Bưởi Yên Bình", places=(before, today))

    assert (renamed.score, renamed.whys) == (90, (Why.OWN_PLACE_IN_NAME,))
    assert elsewhere.score < 60


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Hợp tác xã Hoa Lợi", "HTX Hoa Lợi", MakerLikeness.SAME),
        ("Công ty TNHH Minh Triết", "Cty TNHH Minh Triết", MakerLikeness.SAME),
        ("HTX Tân Qui, xã An Phú Tân", "HTX Tân Qui", MakerLikeness.SAME),
        ("HTX sản xuất nông nghiệp Sơn Hải", "HTX Sơn Hải", MakerLikeness.ALIKE),
        ("HTX Hoa Lợi", "Công ty TNHH Hoa Lợi", MakerLikeness.ALIKE),
        ("TraphacoSapa", "Công ty TNHH MTV Traphaco Sapa", MakerLikeness.ALIKE),
        ("HTX Minh Ngọcc", "HTX Minh Ngọc", MakerLikeness.ALIKE),
        ("HTX Hoa Lợi", "HTX Hoa Mai", MakerLikeness.OTHER),
        ("HTX nông nghiệp", "HTX dịch vụ", MakerLikeness.OTHER),
        ("Hộ kinh doanh số 011", "Hộ kinh doanh số 012", MakerLikeness.OTHER),
        ("Hộ kinh doanh Nguyễn Văn A", "Hộ kinh doanh Nguyễn Văn B", MakerLikeness.OTHER),
        ("", "HTX Hoa Lợi", MakerLikeness.UNKNOWN),
    ],
)
def test_producers_are_told_apart_by_their_own_words(one, other, likeness):
    assert compare_makers(one, other) is likeness
    assert compare_makers(other, one) is likeness


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("nhut", "nhutt", Slip.SURE),
        ("khanh", "khahn", Slip.SURE),
        ("thanh", "thang", Slip.POSSIBLE),
        ("sen", "men", None),
        ("nhai", "nhan", None),
        ("a", "b", None),
        ("mong", "muong", None),
        ("thit", "ruou", None),
    ],
)
def test_a_slip_of_the_finger_is_no_other_word(one, other, told):
    assert slip(one, other) is told
    assert slip(other, one) is told


@pytest.mark.parametrize(
    "word", ["nghieng", "muong", "khuyu", "quy", "gi", "hoai", "ruou", "thoc", "yen", "phien"]
)
def test_vietnamese_words_are_known_as_such(word):
    assert is_syllable(word)
