"""Cô Hoa buys honey of two producers, without an account."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys import deeds
from tests.journeys.window import soon

HONEY = "Mật ong"
KEEPER = "Công ty TNHH Phát triển Ong miền núi Thanh Xuân"
WILD_HONEY = "Mật ong hoa tự nhiên Mù Cang Chải"
GATHERER = "HTX Xây dựng và Dịch vụ nông nghiệp tổng hợp Mù Cang Chải"
TYPED = {
    "Họ và tên": "Nguyễn Thị Hoa",
    "Số điện thoại": "0912 345",
    "Thư điện tử (nếu có)": deeds.EMAIL,
    "Số nhà, đường, thôn, bản": "12 phố Cầu Mây",
    "Lời nhắn cho người bán": "Gọi trước khi giao.",
}


def test_she_finds_honey_orders_from_two_producers_and_pays_at_the_second_try(visit):
    hoa = visit()
    _finds_honey_without_accents(hoa)
    _takes_honey_of_a_second_producer(hoa)
    _sees_a_cart_of_two_producers(hoa)
    _orders_after_a_mistake(hoa)
    _is_declined_and_comes_back(hoa)

    hoa.page.get_by_role("button", name="Thanh toán 560.000 đ bằng thẻ").click()
    deeds.pay(hoa.page, deeds.PAYS)

    _sees_both_parts_paid(hoa)
    _has_mail(hoa, hoa.page.url)
    _has_taken_it_off_the_shelf(hoa)


def _finds_honey_without_accents(hoa):
    hoa.go("/")
    hoa.look()
    deeds.search_box(hoa.page).press_sequentially("mat ong")
    suggested = hoa.page.get_by_role("option", name=KEEPER)
    expect(suggested).to_contain_text(HONEY)
    hoa.look()
    suggested.click()
    expect(hoa.page.get_by_role("heading", level=1)).to_have_text(HONEY)
    expect(hoa.page.get_by_text("Còn 180")).to_be_visible()
    hoa.look()
    deeds.put_into_cart(hoa.page, HONEY)
    hoa.look()


def _takes_honey_of_a_second_producer(hoa):
    deeds.search(hoa.page, "mat ong")
    hoa.look()
    deeds.open_product(hoa.page, WILD_HONEY)
    expect(hoa.page.get_by_text("Còn 66")).to_be_visible()
    deeds.put_into_cart(hoa.page, WILD_HONEY)


def _sees_a_cart_of_two_producers(hoa):
    deeds.open_cart(hoa.page)
    first, second = (hoa.page.get_by_role("region", name=name) for name in (KEEPER, GATHERER))
    expect(first.get_by_role("link", name=HONEY, exact=True)).to_be_visible()
    expect(second.get_by_role("link", name=WILD_HONEY)).to_be_visible()
    first.get_by_role("button", name="Thêm một").click()
    expect(first).to_contain_text("320.000 đ")  # the form sends itself
    expect(hoa.page.get_by_role("region", name="Cần thanh toán")).to_contain_text("560.000 đ")
    hoa.look()


def _orders_after_a_mistake(hoa):
    hoa.page.get_by_role("link", name="Đặt mua").click()
    hoa.look()
    deeds.fill_in_checkout(hoa.page, phone=TYPED["Số điện thoại"])
    deeds.order_button(hoa.page).click()
    expect(hoa.page.get_by_role("alert")).to_contain_text("Số điện thoại chưa đúng")
    expect(hoa.page.get_by_role("alert")).to_be_focused()
    hoa.look()
    for label, text in TYPED.items():
        expect(hoa.page.get_by_label(label)).to_have_value(text)
    for label, place in (("Tỉnh, thành phố", "Tỉnh Lào Cai"), ("Xã, phường", "Phường Sa Pa")):
        expect(hoa.page.get_by_label(label).locator("option:checked")).to_have_text(place)
    hoa.page.get_by_label("Số điện thoại").fill(deeds.PHONE)
    deeds.order_button(hoa.page).dblclick()


def _is_declined_and_comes_back(hoa):
    hoa.page.wait_for_url(f"{hoa.market.provider.url}/**")
    hoa.look()
    deeds.pay(hoa.page, deeds.DECLINED)
    expect(hoa.page.get_by_role("alert")).to_contain_text("Ngân hàng từ chối thẻ này")
    hoa.look()
    hoa.page.get_by_role("link", name="Quay lại").click()
    expect(hoa.page).to_have_url(deeds.ORDER_PAGE)
    expect(hoa.page.get_by_text("Giữ hàng đến")).to_be_visible()
    hoa.look()


def _sees_both_parts_paid(hoa):
    expect(hoa.page.get_by_text("Đã thanh toán. Cảm ơn bạn!")).to_be_visible()
    expect(hoa.page).to_have_url(deeds.ORDER_PAGE)
    for producer, bought in ((KEEPER, "2 × 160.000 đ"), (GATHERER, "1 × 240.000 đ")):
        part = hoa.page.get_by_role("region", name=producer)
        expect(part).to_contain_text("Đã thanh toán: xong")
        expect(part).to_contain_text(bought)
    hoa.look()


def _has_mail(hoa, order_page):
    placed, paid = (
        soon(lambda kind=kind: deeds.letters(hoa.market, kind))
        for kind in ("order-placed", "order-paid")
    )
    for sent in (placed, paid):
        assert [letter["To"] for letter in sent] == [deeds.EMAIL]  # one purchase, not two
        assert order_page in sent[0].get_content()
    assert "đã thanh toán" in paid[0]["Subject"]


def _has_taken_it_off_the_shelf(hoa):
    for name, left in ((HONEY, "Còn 178"), (WILD_HONEY, "Còn 65")):
        deeds.search(hoa.page, "mat ong")
        deeds.open_product(hoa.page, name)
        expect(hoa.page.get_by_text(left)).to_be_visible()


def test_the_order_is_paid_even_if_her_browser_never_comes_back(visit):
    hoa = visit()
    _finds_honey_without_accents(hoa)
    deeds.open_cart(hoa.page)
    hoa.page.get_by_role("link", name="Đặt mua").click()
    deeds.fill_in_checkout(hoa.page)
    deeds.order_button(hoa.page).click()
    deeds.pay(hoa.page, deeds.ASKS_THE_BANK)
    expect(hoa.page.get_by_role("heading", level=1)).to_have_text("Có phải bạn đang thanh toán?")
    hoa.look()
    order = soon(lambda: deeds.letters(hoa.market, "order-placed"))[0].get_content()

    # The answer to the bank is sent, and the way back to the market is not followed.
    hoa.page.request.post(hoa.page.url, form={"answer": "complete"}, max_redirects=0)
    hoa.page.close()

    assert soon(lambda: deeds.letters(hoa.market, "order-paid"))
    later = visit()
    later.page.goto(next(word for word in order.split() if "/don-mua/" in word))
    expect(later.page.get_by_text("Đã thanh toán. Cảm ơn bạn!")).to_be_visible()
