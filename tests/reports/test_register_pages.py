"""Staff read the register."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.registry.models import Product, SetAsideReason, SetAsideRow
from marketplace.reports import register_views
from tests.registry.registers import row, take_rows
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
REGISTER = "/can-bo/so-dang-ky"


@pytest.fixture
def market(session):
    return Market(session)


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


def names(page):
    """The products that a list shows, of those in these tests."""
    return [name for name in ("Mật ong", "Chè Shan", "Gạo nếp", "Dưa lưới") if f">{name}<" in page]


@pytest.fixture
def four(session, tmp_path):
    """In force with 3 stars; ended with 4; revoked; without a date and star."""
    take_rows(
        session,
        tmp_path,
        row(name="Mật ong"),
        row(name="Chè Shan", producer="HTX Chè", stars="4", recognised_on="2021"),
        row(name="Gạo nếp", producer="", status="thu hồi", recognised_on="2025-06-01"),
        row(name="Dưa lưới", commune="", stars="", recognised_on="", decision=""),
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Mật ong", "Chè Shan", "Gạo nếp", "Dưa lưới"]),
        ("q=mat+ong", ["Mật ong", "Dưa lưới"]),  # the producer's name has the words too
        ("q=hợp+tác+xã+chè", ["Chè Shan"]),
        ("tinh_trang=con-hieu-luc", ["Mật ong"]),
        ("tinh_trang=het-hoac-chua-chac", ["Chè Shan"]),
        ("tinh_trang=thu-hoi", ["Gạo nếp"]),
        ("tinh_trang=khong-ro-ngay", ["Dưa lưới"]),
        ("sao=4", ["Chè Shan"]),
        ("sao=0", ["Dưa lưới"]),
        ("sao=4&tinh_trang=con-hieu-luc", []),
        ("xa=0", ["Dưa lưới"]),
        ("sao=abc&tinh_trang=?&xa=-1", ["Mật ong", "Chè Shan", "Gạo nếp", "Dưa lưới"]),
    ],
)
def test_the_register_is_searched_by_what_staff_know(staff, four, asked, found):
    assert names(staff.get(f"{REGISTER}?{asked}").text) == found


def test_a_commune_of_today_finds_its_products(staff, market, four):
    ban_xeo, bat_xat = market.unit("34", "02725"), market.unit("34", "02683")

    assert "Mật ong" in names(staff.get(f"{REGISTER}?xa={ban_xeo.id}").text)
    assert names(staff.get(f"{REGISTER}?xa={bat_xat.id}").text) == []


def test_the_list_says_how_each_product_stands(staff, four):
    page = staff.get(REGISTER).text

    assert "hiệu lực đến 12/03/2028" in page
    assert "đã hết hạn" in page
    assert "thu hồi ngày 01/06/2025" in page
    assert "nguồn không ghi ngày" in page
    assert "register.csv" in page


def test_a_rough_date_that_may_still_hold_is_said(staff, session, tmp_path):
    take_rows(session, tmp_path, row(recognised_on="2023"))

    assert "chưa chắc còn hiệu lực" in staff.get(REGISTER).text


def test_the_register_comes_in_pages_that_keep_the_question(staff, four, monkeypatch):
    monkeypatch.setattr(register_views, "PRODUCTS_A_PAGE", 1)

    page = staff.get(f"{REGISTER}?q=mat+ong&trang=2").text

    assert names(page) == ["Mật ong"]
    assert "q=mat+ong&amp;trang=1" in page


def test_empty_lists_say_what_to_do(staff, four, monkeypatch):
    assert "Không tìm thấy sản phẩm nào" in staff.get(f"{REGISTER}?q=khongco").text
    assert "trang=1" in staff.get(f"{REGISTER}?trang=99").text


def test_before_the_first_import_the_register_says_so(staff):
    assert "Sổ đăng ký chưa có sản phẩm" in staff.get(REGISTER).text
    assert "Không có dòng nào để riêng" in staff.get(f"{REGISTER}/de-rieng").text


def test_the_number_of_statements_does_not_grow_with_the_products(staff, four, statements):
    staff.get(REGISTER)
    statements.clear()
    staff.get(f"{REGISTER}?q=mat+ong")
    few = len(statements)
    statements.clear()
    staff.get(REGISTER)

    assert len(statements) == few


def test_a_product_shows_its_certificates_with_decision_and_source(
    staff, session, market, tmp_path
):
    take_rows(
        session,
        tmp_path,
        row(note="đợt 1", group="Mật ong"),
        row(decision="9/QĐ-UBND", recognised_on="2021", source="báo"),
    )
    product = session.scalars(select(Product)).one()

    page = staff.get(f"/can-bo/san-pham/{product.id}").text

    for words in (
        "Mật ong bạc hà",
        "HTX Mật ong Bát Xát",
        "Xã Bản Xèo",
        "Huyện Bát Xát",
        "Mật ong, mật khác",
        "1234/QĐ-UBND",
        "9/QĐ-UBND",
        "12/03/2025",
        "đợt 1",
        "báo",
        "chưa ai ghi nhận nơi bán khác",
    ):
        assert words in page
    assert page.index("1234/QĐ-UBND") < page.index("9/QĐ-UBND")


def test_a_product_shows_where_it_is_sold(staff, market):
    producer = market.producer(shop_opened_at=NOW)
    product = market.product("Chè Shan", producer=producer, issued_on=date(2026, 1, 1))
    market.live(product)
    market.outside(product, market.platform(), seen_on=date(2026, 3, 1))

    page = staff.get(f"/can-bo/san-pham/{product.id}").text

    assert "Trên chợ này" in page
    assert "Postmart" in page
    assert "từ 01/03/2026" in page


def test_a_product_names_its_look_alikes(staff, session, tmp_path):
    take_rows(session, tmp_path, row(name="Mật ong"), row(name="Mật ong", producer="", commune=""))
    product_ids = session.scalars(select(Product.id)).all()

    pages = [staff.get(f"/can-bo/san-pham/{product_id}").text for product_id in product_ids]

    assert all("Có thể là cùng một sản phẩm" in page for page in pages)


def test_a_product_that_is_not_there_is_missing(staff):
    assert staff.get("/can-bo/san-pham/999").status_code == 404


def test_rows_set_aside_come_with_their_reason(staff, session):
    session.add(
        SetAsideRow(
            row_hash="x",
            name="Giò ngựa",
            reason=SetAsideReason.PRICE_LIST,
            row={"name": "Giò ngựa", "province": "Lào Cai", "source": "dantri.com.vn"},
            created_at=NOW,
        )
    )

    page = staff.get(f"{REGISTER}/de-rieng").text

    for words in ("Giò ngựa", "chỉ là bảng giá", "Lào Cai", "dantri.com.vn"):
        assert words in page
    assert "Dòng để riêng" in staff.get(REGISTER).text


@pytest.mark.parametrize("path", [REGISTER, f"{REGISTER}/de-rieng", "/can-bo/san-pham/1"])
def test_the_register_is_for_staff(client, chi_lan, path):
    assert client.get(path).status_code == 302
    assert chi_lan.client.get(path).status_code == 403
