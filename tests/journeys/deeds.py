"""What people do in a browser, told once: each by what they read on the screen."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.journeys.live import OpenMarket

PAYS = "4242 4242 4242 4242"
DECLINED = "4000 0000 0000 0002"
ASKS_THE_BANK = "4000 0025 0000 3155"
PHONE = "0912 345 678"
EMAIL = "hoa@vidu.vn"
ORDER_PAGE = re.compile(r"/don-mua/[^/]+$")
ORIENTATION, TURNED_RIGHT = 0x0112, 6
GPS, LATITUDE_SIDE, LATITUDE = 0x8825, 1, 2


def log_in_as(page: Page, name: str) -> None:
    """Be one of the people of the demo market, with one click."""
    page.get_by_role("button", name=name).click()
    expect(page.get_by_text(f"đang dùng thử với tên {name}")).to_be_visible()


def search_box(page: Page) -> Locator:
    """The box on top of every page for buyers; with scripts it offers suggestions."""
    return page.get_by_label("Tìm sản phẩm").and_(page.locator("input"))


def search(page: Page, words: str) -> None:
    """Type words and press Enter."""
    search_box(page).fill(words)
    search_box(page).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Kết quả cho “{words}”")


def open_product(page: Page, name: str) -> None:
    """Follow a product's name."""
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def put_into_cart(page: Page, name: str) -> None:
    """On the page of this product."""
    page.get_by_role("button", name="Thêm vào giỏ").click()
    expect(page.get_by_text(f"Đã bỏ {name} vào giỏ.")).to_be_visible()


def open_cart(page: Page) -> None:
    """By the link on top, or by the one at the thumb."""
    page.get_by_role("link", name="Giỏ hàng").and_(page.locator(":visible")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Giỏ hàng")


def fill_in_checkout(page: Page, *, phone: str = PHONE) -> None:
    """Who receives it, and where, without a script if need be."""
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Hoa")
    page.get_by_label("Số điện thoại").fill(phone)
    page.get_by_label("Thư điện tử (nếu có)").fill(EMAIL)
    page.get_by_label("Tỉnh, thành phố").select_option(label="Tỉnh Lào Cai")
    show = page.get_by_role("button", name="Hiện các xã, phường của tỉnh này")
    if show.is_visible():
        show.click()
    page.get_by_label("Xã, phường").select_option(label="Phường Sa Pa")
    page.get_by_label("Số nhà, đường, thôn, bản").fill("12 phố Cầu Mây")
    page.get_by_label("Lời nhắn cho người bán").fill("Gọi trước khi giao.")


def order_button(page: Page) -> Locator:
    """The button of the checkout that shows the sum."""
    return page.get_by_role("button", name=re.compile(r"Đặt hàng và thanh toán .*đ$"))


def pay(page: Page, card: str) -> None:
    """Type a card on the page of the card provider."""
    page.get_by_label("Số thẻ").fill(card)
    page.get_by_label("Hết hạn").fill("12/40")
    page.get_by_label("Mã CVC").fill("123")
    page.get_by_label("Tên trên thẻ").fill("NGUYEN THI HOA")
    page.get_by_role("button", name="Thanh toán").click()


def letters(market: OpenMarket, template: str) -> list[EmailMessage]:
    """The mail of one kind that was sent so far."""
    files = market.app.extensions["market"].mail_dir.glob(f"*-{template}-*.eml")
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def check_out_and_pay(page: Page, card: str = PAYS) -> None:
    """From the cart to the page of the paid order."""
    page.get_by_role("link", name="Đặt mua").click()
    fill_in_checkout(page)
    order_button(page).click()
    pay(page, card)
    expect(page.get_by_text("Đã thanh toán. Cảm ơn bạn!")).to_be_visible()


def finds(page: Page, name: str) -> bool:
    """Whether a search for this name shows a product of this name."""
    search(page, name)
    return page.get_by_role("link", name=name, exact=True).is_visible()


def put_on_sale(page: Page, name: str) -> None:
    """Offer one of one's own products to buyers."""
    page.get_by_role("link", name="Đăng bán sản phẩm").click()
    page.get_by_role("link", name=f"Đưa {name} lên bán").click()
    describe(page)
    page.get_by_role("button", name="Lưu và đăng bán").click()
    expect(page.get_by_text("Sản phẩm đã lên bán.")).to_be_visible()


def describe(page: Page, *, price: str = "85.000") -> None:
    """Fill in the form of a listing."""
    page.get_by_label("Giá bán").fill(price)
    page.get_by_label("Đơn vị bán").fill("chai 250 ml")
    page.get_by_label("Khối lượng đã đóng gói").fill("300")
    page.get_by_label("Số lượng đang có").fill("40")
    page.get_by_label("Câu chuyện").fill("Nấu từ lá đại bi Chiềng Ken.\n\nPha một nắp với nước ấm.")


def photo() -> FilePayload:
    """A photo as a phone makes it: lying on its side, with the place where it was taken."""
    lying = Image.new("RGB", (1200, 800), "blue")
    lying.paste("red", (0, 0, 600, 800))  # upright, the upper half
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT
    exif.get_ifd(GPS).update({LATITUDE_SIDE: "N", LATITUDE: (22.0, 4.0, 30.0)})
    return _file("nuoc-suc-mieng.jpg", lying, exif=exif)


def heavy_photo() -> FilePayload:
    """A photo of several megabytes."""
    grain = Image.effect_noise((2800, 2100), 90).convert("RGB")
    return _file("chai.jpg", grain, quality=95)


def _file(name: str, picture: Image.Image, **how: Any) -> FilePayload:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", **how)
    return {"name": name, "mimeType": "image/jpeg", "buffer": buffer.getvalue()}
