"""A producer says who they are and where buyers reach them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.audit.models import AuditEntry

SHOP = "/ban-hang/gian-hang/"
TOLD = {
    "intro": "Ba mươi hộ ở Suối Giàng.\r\n\r\nHái chè cổ thụ.",
    "phone": "0912.345.678",
    "email": "che@example.com",
}


def test_what_is_told_stands_on_the_shops_page(session, chi_lan, client):
    response = chi_lan.client.post(SHOP, data=TOLD, follow_redirects=True)

    assert "Đã lưu thay đổi" in response.text
    assert chi_lan.producer.phone == "+84912345678"
    assert chi_lan.producer.intro == "Ba mươi hộ ở Suối Giàng.\n\nHái chè cổ thụ."
    page = client.get(f"/gian-hang/{chi_lan.producer.slug}").text
    for words in ("Ba mươi hộ", 'href="tel:+84912345678"', "che@example.com"):
        assert words in page


def test_the_log_names_what_changed_and_no_personal_data(session, chi_lan):
    chi_lan.client.post(SHOP, data=TOLD)
    chi_lan.client.post(SHOP, data=TOLD)

    (entry,) = session.scalars(select(AuditEntry))
    assert entry.action == "shop.described"
    assert entry.details == {"changed": ["intro", "phone", "email"]}


def test_contact_may_be_taken_away_again(chi_lan):
    chi_lan.client.post(SHOP, data=TOLD)

    chi_lan.client.post(SHOP, data={**TOLD, "phone": "", "email": ""})

    assert (chi_lan.producer.phone, chi_lan.producer.email) == (None, None)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("phone", "không có", "điện thoại"),
        ("email", "che@", "Địa chỉ thư điện tử chưa đúng"),
        ("intro", "x" * 3001, "Nhiều nhất 3000 ký tự"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_as_typed(chi_lan, field, typed, words):
    response = chi_lan.client.post(SHOP, data={**TOLD, field: typed})

    assert response.status_code == 422
    assert words in response.text
    assert typed in response.text
    assert chi_lan.producer.intro == ""


def test_name_kind_and_place_are_the_registers(chi_lan):
    chi_lan.client.post(
        SHOP, data={**TOLD, "name": "HTX khác", "slug": "khac", "kind": "farm", "unit_id": "1"}
    )

    assert chi_lan.producer.name == "Hợp tác xã Chè Suối Giàng"
    assert chi_lan.producer.slug == "htx-che-suoi-giang"
    assert chi_lan.producer.kind == "cooperative"
    assert chi_lan.producer.unit_id is None


def test_an_open_shop_can_be_closed_and_a_closed_one_opened(chi_lan):
    assert "Gian hàng đang mở" in chi_lan.client.get(SHOP).text

    chi_lan.producer.shop_opened_at = None

    assert "Gian hàng đang đóng" in chi_lan.client.get(SHOP).text
