"""Chị Lan puts a product on sale with a photo, and sends her part of an order."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys import deeds
from tests.journeys.window import soon

MOUTHWASH = "Nước súc miệng đại bi"
COOPERATIVE = "Hợp tác xã Nông lâm nghiệp An Dược"
FLOSS = "Ruốc lợn bản Mường Khương"  # Anh Sơn's


@pytest.fixture
def lan(visit):
    """Logged in with one click."""
    lan = visit()
    lan.go("/dang-nhap")
    lan.look()
    deeds.log_in_as(lan.page, "Chị Lan")
    return lan


@pytest.fixture
def order(lan, visit):
    """She has put her product on sale; Cô Hoa has bought it together with one of Anh Sơn's."""
    deeds.put_on_sale(lan.page, MOUTHWASH)
    hoa = visit()
    hoa.go("/")
    for name in (MOUTHWASH, FLOSS):
        soon(lambda name=name: deeds.finds(hoa.page, name))
        deeds.open_product(hoa.page, name)
        deeds.put_into_cart(hoa.page, name)
    deeds.open_cart(hoa.page)
    deeds.check_out_and_pay(hoa.page)
    return hoa


def test_she_offers_a_product_with_photos_and_buyers_find_it(lan, visit):
    expect(lan.page.get_by_role("heading", level=1)).to_have_text("Việc hôm nay")
    expect(lan.page.get_by_text("đơn đã thanh toán, chờ đóng gói.")).to_be_visible()
    lan.look()
    _chooses_what_to_offer(lan)
    _is_told_that_zeros_are_missing(lan)
    _adds_photos(lan)
    lan.page.get_by_role("button", name="Lưu và đăng bán").click()
    expect(lan.page.get_by_text("Sản phẩm đã lên bán.")).to_be_visible()
    lan.look()

    hoa = visit()
    hoa.go("/")
    soon(lambda: deeds.finds(hoa.page, MOUTHWASH))
    hoa.look()
    deeds.open_product(hoa.page, MOUTHWASH)

    expect(hoa.page.get_by_text("Pha một nắp với nước ấm.")).to_be_visible()
    hoa.look()
    shown = hoa.page.get_by_role("img", name=f"{MOUTHWASH}, ảnh 1 trên 2")
    _is_upright_and_tells_no_place(hoa, shown.get_attribute("src"))


def _chooses_what_to_offer(lan):
    lan.page.get_by_role("link", name="Đăng bán sản phẩm").click()
    lan.look()
    lan.page.get_by_role("link", name=f"Đưa {MOUTHWASH} lên bán").click()
    expect(lan.page.get_by_role("heading", level=1)).to_have_text(MOUTHWASH)
    lan.look()


def _is_told_that_zeros_are_missing(lan):
    deeds.describe(lan.page, price="85")
    lan.page.get_by_role("button", name="Lưu và đăng bán").click()
    expect(lan.page.get_by_role("alert")).to_contain_text("thiếu ba số 0")
    expect(lan.page.get_by_label("Đơn vị bán")).to_have_value("chai 250 ml")
    lan.look()
    lan.page.get_by_label("Giá bán").fill("85.000")


def _adds_photos(lan):
    heavy = deeds.heavy_photo()
    box = lan.page.get_by_label("Ảnh")
    box.set_input_files([deeds.photo(), heavy])
    expect(lan.page.get_by_role("img", name="chai.jpg")).to_be_visible()
    half = len(heavy["buffer"]) / 2
    soon(lambda: box.evaluate("box => box.files[1].size") < half)  # shrunk before it is sent


def _is_upright_and_tells_no_place(hoa, address):
    answer = hoa.page.request.get(hoa.market.url + address)
    assert answer.headers["content-type"] == "image/webp"
    with Image.open(BytesIO(answer.body())) as picture:
        assert picture.format == "WEBP"
        assert picture.height > picture.width
        assert not picture.getexif()
        seen = picture.convert("RGB")
    middle, end = seen.width // 2, seen.height - 10
    assert seen.getpixel((middle, 10))[0] > 200  # red above
    assert seen.getpixel((middle, end))[2] > 200  # blue below


def test_she_packs_and_sends_her_part_and_the_buyer_follows_it(lan, order):
    hers = order.page.get_by_role("region", name=COOPERATIVE)
    number = hers.get_by_text("Đơn ").inner_text().removeprefix("Đơn ")
    lan.page.get_by_role("link", name="Đơn hàng").click()
    lan.look()
    lan.page.get_by_role("link", name=number).click()
    expect(lan.page.get_by_role("main")).to_contain_text(MOUTHWASH)
    expect(lan.page.get_by_role("main")).not_to_contain_text(FLOSS)
    expect(lan.page.get_by_role("main")).to_contain_text("12 phố Cầu Mây, Phường Sa Pa")
    lan.look()

    _packs(lan)
    _sends(lan)

    order.page.reload()
    expect(hers).to_contain_text("EE123456789VN")
    expect(order.page.get_by_role("main")).to_contain_text("Đã gửi một phần")
    order.look()
    told = soon(lambda: deeds.letters(order.market, "order-sent"))
    assert "EE123456789VN" in told[0].get_content()


def _packs(lan):
    lan.page.get_by_role("link", name="Phiếu gửi hàng").click()
    expect(lan.page.get_by_role("main")).not_to_contain_text(FLOSS)
    lan.look()
    lan.page.go_back()
    lan.page.get_by_role("button", name="Đã đóng gói xong").click()
    expect(lan.page.get_by_text("Đã ghi nhận đóng gói.")).to_be_visible()
    lan.look()


def _sends(lan):
    lan.page.get_by_label("Đơn vị vận chuyển").fill("VNPost")
    lan.page.get_by_role("button", name="Đã gửi hàng").click()
    expect(lan.page.get_by_role("alert")).to_contain_text("Mã vận đơn")
    expect(lan.page.get_by_label("Đơn vị vận chuyển")).to_have_value("VNPost")
    lan.look()
    lan.page.get_by_label("Mã vận đơn").fill("ee 123 456 789 vn")
    lan.page.get_by_role("button", name="Đã gửi hàng").click()
    expect(lan.page.get_by_text("Đã ghi nhận gửi hàng.")).to_be_visible()
    lan.look()


def test_anh_son_sees_his_own_part_and_nothing_of_hers(lan, order, visit):
    hers, his = (
        order.page.get_by_role("region", name=name) for name in (COOPERATIVE, "HTX Sơn Hòa")
    )
    numbers = [part.get_by_text("Đơn ").inner_text().removeprefix("Đơn ") for part in (hers, his)]
    listing = lan.page.url
    lan.page.get_by_role("link", name="Đơn hàng").click()
    lan.page.get_by_role("link", name=numbers[0]).click()
    expect(lan.page.get_by_role("heading", level=1)).to_contain_text(numbers[0])
    son = visit()
    son.go("/dang-nhap")
    deeds.log_in_as(son.page, "Anh Sơn")

    for address in (lan.page.url, f"{lan.page.url}/phieu", listing, f"{listing}/sua"):
        assert son.page.goto(address).status == 404
    son.look()
    son.go("/ban-hang/don-hang/")
    son.page.get_by_role("link", name=numbers[1]).click()

    expect(son.page.get_by_role("main")).to_contain_text(FLOSS)
    expect(son.page.get_by_role("main")).not_to_contain_text(MOUTHWASH)
