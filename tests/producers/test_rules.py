"""When two spellings name one producer."""

import pytest

from marketplace.producers.models import ProducerKind
from marketplace.producers.rules import (
    is_holder_expected,
    kind_from,
    producer_key,
    provider_key,
    slug_of,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hợp tác xã Hoa Lợi", "HTX Hoa Lợi"),
        ("Hợp tác xã nông nghiệp Lương Hải", "HTXNN Lương Hải"),
        ("Tổ hợp tác Lê Nậm Pung", "THT LÊ NẬM PUNG"),
        ("Công ty trách nhiệm hữu hạn một thành viên Mường Hoa", "Cty TNHH MTV Mường Hoa"),
        ("Công ty TNHH Một thành viên Mường Hoa", "Công ty TNHH 1 thành viên Mường Hoa"),
        ("Công ty Cổ phần Phong Hải Lào Cai", "CTCP Phong Hải - Lào Cai"),
        ("HTX Khởi nghiệp xanh Toàn Nga", "HTX khởi nghiệp Xanh Toàn Nga"),
        ("HTX Sơn Hòa", "HTX Sơn Hoà"),
    ],
)
def test_two_spellings_of_one_producer(one, other):
    assert producer_key(one) == producer_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX Hoa Lợi", "HTX Hoa Lộc"),
        ("HTX Hoa Lợi", "Công ty TNHH Hoa Lợi"),
        ("Hộ kinh doanh số 008", "Hộ kinh doanh số 009"),
    ],
)
def test_two_producers(one, other):
    assert producer_key(one) != producer_key(other)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hợp tác xã", ProducerKind.COOPERATIVE),
        ("HTX", ProducerKind.COOPERATIVE),
        ("tổ hợp tác", ProducerKind.COOPERATIVE_GROUP),
        ("Công ty", ProducerKind.ENTERPRISE),
        ("doanh nghiệp tư nhân", ProducerKind.ENTERPRISE),
        ("hộ kinh doanh", ProducerKind.HOUSEHOLD),
        ("cơ sở sản xuất", ProducerKind.HOUSEHOLD),
        ("trang trại", ProducerKind.FARM),
        ("hiệp hội", ProducerKind.ASSOCIATION),
        ("", None),
        ("viện nghiên cứu", None),
    ],
)
def test_a_kind_is_taken_from_its_usual_names(text, kind):
    assert kind_from(text) is kind


def test_a_name_becomes_an_address():
    assert slug_of("HTX Hoa Lợi (Mường Khương)") == "htx-hoa-loi-muong-khuong"
    assert slug_of("★★★") == "chu-the"
    assert len(slug_of("Hợp tác xã " * 20)) <= 100


@pytest.mark.parametrize(
    ("holder", "expected"),
    [
        ("HTX CHE SUOI GIANG", True),
        ("Hợp tác xã Chè Suối Giàng", True),
        ("VANG THI MY", True),
        ("Vàng Thị Mỷ", True),
        ("Bà Vàng Thị Mỷ", True),
        ("VANG THI MAI", False),
        ("Chè Suối Giàng", False),
        ("Bà", False),
    ],
)
def test_an_account_is_expected_in_the_name_of_the_producer_or_its_representative(holder, expected):
    assert is_holder_expected(holder, "Hợp tác xã Chè Suối Giàng", "Bà Vàng Thị Mỷ") is expected


def test_without_a_known_representative_only_the_producer_is_expected():
    assert is_holder_expected("htx hoa loi", "HTX Hoa Lợi", None)
    assert not is_holder_expected("Vàng Thị Mỷ", "HTX Hoa Lợi", None)


def test_two_spellings_of_one_bank():
    assert provider_key("Ngân hàng BIDV") == provider_key("bidv ")
    assert provider_key("MoMo") == provider_key("Momo")
    assert provider_key("BIDV") != provider_key("VietinBank")
