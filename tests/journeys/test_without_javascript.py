"""Buying and selling with a browser that runs no scripts."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys import deeds
from tests.journeys.window import soon

HONEY = "Mật ong"
FLOSS = "Ruốc lợn bản Mường Khương"
MOUTHWASH = "Nước súc miệng đại bi"


def test_co_hoa_searches_buys_and_pays(visit):
    hoa = visit(javascript=False)
    hoa.go("/")
    for words, name in (("mat ong", HONEY), ("ruoc lon", FLOSS)):
        deeds.search(hoa.page, words)
        hoa.look()
        deeds.open_product(hoa.page, name)
        deeds.put_into_cart(hoa.page, name)
        hoa.look()
    deeds.open_cart(hoa.page)
    _wants_two(hoa)
    _orders(hoa)

    deeds.pay(hoa.page, deeds.ASKS_THE_BANK)
    hoa.page.get_by_role("button", name="Hoàn tất").click()

    expect(hoa.page.get_by_text("Đã thanh toán. Cảm ơn bạn!")).to_be_visible()
    hoa.look()
    assert len(soon(lambda: deeds.letters(hoa.market, "order-placed"))) == 1


def _wants_two(hoa):
    hoa.page.get_by_label(f"Số lượng {HONEY}").fill("2")
    hoa.page.get_by_role("button", name="Cập nhật").first.click()
    expect(hoa.page.get_by_role("main")).to_contain_text("320.000 đ")
    hoa.look()


def _orders(hoa):
    hoa.page.get_by_role("link", name="Đặt mua").click()
    deeds.fill_in_checkout(hoa.page)
    expect(hoa.page.get_by_label("Họ và tên")).to_have_value("Nguyễn Thị Hoa")
    hoa.look()
    deeds.order_button(hoa.page).dblclick()
    hoa.page.wait_for_url(f"{hoa.market.provider.url}/**")


def test_chi_lan_puts_a_product_on_sale_with_a_photo(visit):
    lan = visit(javascript=False)
    lan.go("/dang-nhap")
    deeds.log_in_as(lan.page, "Chị Lan")
    lan.page.get_by_role("link", name="Đăng bán sản phẩm").click()
    lan.page.get_by_role("link", name=f"Đưa {MOUTHWASH} lên bán").click()
    deeds.describe(lan.page)
    lan.page.get_by_label("Ảnh").set_input_files([deeds.photo()])
    lan.look()

    lan.page.get_by_role("button", name="Lưu và đăng bán").click()

    expect(lan.page.get_by_text("Sản phẩm đã lên bán.")).to_be_visible()
    picture = lan.page.get_by_role("img", name=f"{MOUTHWASH}, ảnh 1 trên 1")
    assert picture.evaluate("image => image.complete && image.naturalHeight > image.naturalWidth")
    lan.look()
