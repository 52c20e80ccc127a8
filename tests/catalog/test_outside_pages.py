"""Staff record where a product is sold besides this market."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.catalog.models import OutsideListing, Platform
from marketplace.registry.models import Product

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
URL = "https://postmart.vidu.vn/che-shan-tuyet"


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


@pytest.fixture
def platform(session):
    session.add(Platform(code="postmart", name="Postmart"))
    session.flush()
    return session.scalars(select(Platform)).one()


@pytest.fixture
def product(session, chi_lan):
    product = Product(
        name="Chè Shan tuyết", name_key="che", producer_id=chi_lan.producer.id, created_at=NOW
    )
    session.add(product)
    session.flush()
    return product


@pytest.fixture
def address(product):
    return f"/can-bo/san-pham/{product.id}/san-khac"


@pytest.fixture
def seen(platform):
    return {"platform": platform.id, "url": URL, "seen_on": "2026-11-20"}


@pytest.fixture
def record(staff, address, seen, session):
    staff.post(address, data=seen)
    return session.scalars(select(OutsideListing)).one()


def test_a_place_is_recorded_as_it_was_seen(staff, address, seen, product, anh_tung, session):
    response = staff.post(address, data=seen)

    record = session.scalars(select(OutsideListing)).one()
    assert (response.status_code, response.location) == (303, address)
    assert (record.product_id, record.url) == (product.id, URL)
    assert (record.seen_on, record.ended_on) == (date(2026, 11, 20), None)
    assert (record.seen_by_id, record.recorded_at) == (anh_tung.user.id, NOW)
    assert "Postmart" in staff.get(address).text


def test_a_product_without_a_known_producer_can_be_recorded(staff, seen, session):
    orphan = Product(name="Chè cổ thụ", name_key="che co thu", created_at=NOW)
    session.add(orphan)
    session.flush()

    assert staff.get(f"/can-bo/san-pham/{orphan.id}/san-khac").status_code == 200
    assert staff.post(f"/can-bo/san-pham/{orphan.id}/san-khac", data=seen).status_code == 303


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("platform", "", "Xin chọn sàn."),
        ("url", "", "Xin dán địa chỉ sản phẩm trên sàn đó."),
        ("url", "postmart.vn/che", "bắt đầu bằng https://"),
        ("url", "javascript:alert(1)", "bắt đầu bằng https://"),
        ("url", "data:text/html,x", "bắt đầu bằng https://"),
        ("url", "https://", "bắt đầu bằng https://"),
        ("url", "https://[x", "bắt đầu bằng https://"),
        ("url", "https://vidu.vn/" + "x" * 500, "500 ký tự"),
        ("seen_on", "", "Xin nhập ngày thấy sản phẩm trên sàn."),
        ("seen_on", "2026-11-24", "Ngày này chưa tới."),
        ("seen_on", "2002-11-20", "Ngày này quá xa."),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_is_recorded(
    staff, address, seen, session, field, typed, told
):
    response = staff.post(address, data=seen | {field: typed})

    assert response.status_code == 422
    assert told in response.text
    assert session.scalars(select(OutsideListing)).all() == []


def test_a_platform_that_does_not_exist_is_refused(staff, address, seen, session):
    assert staff.post(address, data=seen | {"platform": 999}).status_code == 422
    assert session.scalars(select(OutsideListing)).all() == []


def test_one_platform_is_recorded_once_for_a_product(staff, address, seen, record, session):
    response = staff.post(address, data=seen | {"seen_on": "2026-11-22"})

    assert response.status_code == 422
    assert "Sản phẩm đã được ghi trên sàn này, thấy ngày 20/11/2026." in response.text
    assert session.scalars(select(OutsideListing)).all() == [record]


def test_a_product_gone_from_a_platform_counts_there_no_more(staff, address, record, session):
    ending = f"/can-bo/san-khac/{record.id}/het-ban"
    assert "Chè Shan tuyết" in staff.get(ending).text

    response = staff.post(ending, data={"ended_on": "2026-11-22"})

    session.refresh(record)
    assert (response.status_code, response.location) == (303, address)
    assert record.ended_on == date(2026, 11, 22)
    assert staff.get(ending).status_code == 404


def test_a_product_is_gone_no_earlier_than_it_was_seen(staff, record, session):
    ending = f"/can-bo/san-khac/{record.id}/het-ban"

    response = staff.post(ending, data={"ended_on": "2026-11-19"})

    session.refresh(record)
    assert response.status_code == 422
    assert "Hôm 20/11/2026 sản phẩm vẫn còn trên sàn." in response.text
    assert record.ended_on is None


def test_an_end_recorded_by_mistake_is_taken_back_with_a_reason(staff, address, record, session):
    staff.post(f"/can-bo/san-khac/{record.id}/het-ban", data={"ended_on": "2026-11-22"})
    page = f"/can-bo/san-khac/{record.id}/con-ban"

    assert "22/11/2026" in staff.get(page).text
    assert staff.post(page, data={"reason": " "}).status_code == 422
    response = staff.post(page, data={"reason": "Ghi nhầm sản phẩm"})

    session.refresh(record)
    assert (response.status_code, response.location) == (303, address)
    assert record.ended_on is None
    assert staff.get(page).status_code == 404


def test_what_was_recorded_anew_needs_no_taking_back(staff, address, seen, record, session):
    staff.post(f"/can-bo/san-khac/{record.id}/het-ban", data={"ended_on": "2026-11-22"})
    staff.post(address, data=seen | {"seen_on": "2026-11-23"})

    response = staff.post(f"/can-bo/san-khac/{record.id}/con-ban", data={"reason": "Ghi nhầm"})

    assert response.status_code == 422
    assert "Sản phẩm đã được ghi lại trên sàn đó, thấy ngày 23/11/2026" in response.text


def test_a_merged_product_leads_to_the_one_it_became(staff, product, session):
    merged = Product(
        name="Trà Shan tuyết", name_key="tra", merged_into_id=product.id, created_at=NOW
    )
    session.add(merged)
    session.flush()

    response = staff.get(f"/can-bo/san-pham/{merged.id}/san-khac")

    assert response.location == f"/can-bo/san-pham/{product.id}/san-khac"


def test_without_platforms_the_page_says_what_to_do(staff, address):
    assert "Chưa có danh sách sàn khác." in staff.get(address).text


def test_an_unknown_product_or_record_is_not_found(staff):
    assert staff.get("/can-bo/san-pham/999999/san-khac").status_code == 404
    assert staff.get("/can-bo/san-khac/999999/het-ban").status_code == 404


def test_only_staff_record_places(address, seen, chi_lan, session):
    assert chi_lan.client.post(address, data=seen).status_code == 403
    assert session.scalars(select(OutsideListing)).all() == []
