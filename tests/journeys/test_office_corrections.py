"""Anh Tùng corrects, and what was said before can still be told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from marketplace import clock
from marketplace.catalog.models import Listing
from marketplace.db import transaction
from marketplace.intake.models import CaseState, MatchCase
from marketplace.registry.models import Product
from tests.journeys import deeds, office

LISTING_SHARE = "Tỷ lệ sản phẩm OCOP được đưa lên sàn thương mại điện tử"
WRONG_DAY = "Ngày ghi nhầm, đối chiếu với bản giấy"
NUMBER = "190345678901"
WHY_LOOKED = "Gọi ngân hàng đối chiếu"


@pytest.fixture
def tung(visit):
    """At his desk in the province."""
    tung = visit()
    tung.go("/dang-nhap")
    deeds.log_in_as(tung.page, "Anh Tùng")
    return tung


# --- A late correction ---


def test_a_late_correction_stands_beside_what_was_frozen(tung):
    yesterday = clock.day_in_vietnam(clock.now()) - timedelta(days=1)
    frozen = _freezes(tung, yesterday)
    expect(tung.page.get_by_text("Không có gì khác")).to_be_visible()

    name = _corrects_the_day_of_a_certificate(tung, yesterday)

    tung.page.goto(frozen)
    expect(tung.page.get_by_text("Đã có sửa đổi sau khi chốt")).to_be_visible()
    expect(tung.page.get_by_text("Tính lại khớp từng chữ")).to_be_visible()
    then, now = _then_and_now(tung)
    assert now == then - 1
    row = tung.page.get_by_role("listitem").filter(has=tung.page.get_by_role("heading", name=name))
    expect(row).to_contain_text(WRONG_DAY)
    tung.look()
    row.get_by_role("link", name="Lịch sử").first.click()
    expect(tung.page.get_by_role("main")).to_contain_text("Anh Tùng")
    expect(tung.page.get_by_role("main")).to_contain_text(WRONG_DAY)
    tung.look()


def _freezes(tung, day):
    tung.go("/can-bo/so-lieu/chot")
    tung.page.get_by_role("link", name="Chốt một ngày").first.click()
    tung.page.get_by_label("Số liệu tính đến hết ngày").fill(day.isoformat())
    tung.page.get_by_label("Để làm gì").fill("Báo cáo số 45/BC-SCT")
    tung.look()
    tung.page.get_by_role("button", name="Chốt").click()
    expect(tung.page.get_by_role("heading", level=1)).to_have_text(
        f"Số liệu ngày {day:%d/%m/%Y} đã chốt"
    )
    tung.look()
    return tung.page.url


def _corrects_the_day_of_a_certificate(tung, day):
    """A recognition that was believed in force on ``day`` began only afterwards."""
    tung.go(f"/can-bo/so-lieu/con-hieu-luc?ngay={day.isoformat()}")
    link = tung.page.get_by_role("rowheader").get_by_role("link").first
    name = link.inner_text()
    link.click()
    tung.page.get_by_role("article").get_by_role("link", name="Sửa").first.click()
    tung.page.get_by_label("Ngày quyết định").fill(f"{day + timedelta(days=1):%d/%m/%Y}")
    tung.page.get_by_label("Số quyết định").fill("9999/QĐ-UBND")
    tung.page.get_by_label("Lý do").fill(WRONG_DAY)
    tung.look()
    tung.page.get_by_role("button", name="Xem nội dung thay đổi").click()
    expect(tung.page.get_by_text("Chưa có gì được ghi")).to_be_visible()
    tung.look()
    tung.page.get_by_role("button", name="Ghi lại").click()
    expect(tung.page.get_by_text("Đã ghi nội dung sửa.")).to_be_visible()
    return name


def _then_and_now(tung):
    """How many products were in force: as frozen, and as known now."""
    row = tung.page.get_by_role("row").filter(has_text=f"{LISTING_SHARE} (I1)")
    counts = [
        cell.rpartition("/")[2].split()[0] for cell in row.get_by_role("cell").all_inner_texts()[:2]
    ]
    return tuple(int(count.replace(".", "")) for count in counts)


# --- A number that only shows its end ---


def test_the_number_of_an_account_is_shown_once_to_who_says_why(tung):
    tung.go("/can-bo/so-lieu/chua-co-tai-khoan")
    tung.page.get_by_role("rowheader").get_by_role("link").first.click()
    _records_an_account(tung)
    account = tung.page.get_by_role("row").filter(has_text="8901")
    expect(account).to_contain_text("••••")
    assert NUMBER not in tung.page.content()
    tung.look()

    account.get_by_role("link", name="Xem số đầy đủ").click()
    tung.page.get_by_role("button", name="Xem số đầy đủ").click()
    expect(tung.page.get_by_role("alert")).to_contain_text("Lý do")
    tung.look()
    tung.page.get_by_label("Lý do").fill(WHY_LOOKED)
    tung.page.get_by_role("button", name="Xem số đầy đủ").click()

    expect(tung.page.get_by_text(NUMBER)).to_be_visible()
    tung.look()
    tung.page.get_by_role("link", name="Về trang chủ thể").click()
    tung.page.get_by_role("row").filter(has_text="8901").get_by_role("link", name="Lịch sử").click()
    expect(tung.page.get_by_text("đã ghi, không hiện ở đây").first).to_be_visible()
    assert NUMBER not in tung.page.content()
    tung.look()


def _records_an_account(tung):
    tung.page.get_by_role("link", name="Ghi tài khoản").click()
    tung.page.get_by_label("Ngân hàng, ví hoặc nhà mạng").fill("Agribank")
    tung.page.get_by_label("Chủ tài khoản").fill("Hợp tác xã")
    tung.page.get_by_label("Số tài khoản đầy đủ (nếu có)").fill("1903 4567 8901")
    tung.page.get_by_role("radio", name="Cán bộ xem trong ứng dụng").check()
    tung.page.get_by_label("Ngày xác minh").fill(clock.day_in_vietnam(clock.now()).isoformat())
    tung.look()
    tung.page.get_by_role("button", name="Ghi tài khoản").click()
    expect(tung.page.get_by_text("Đã ghi tài khoản.")).to_be_visible()


# --- Without a mouse ---


def test_an_unsure_row_is_decided_with_the_keyboard_alone(tung):
    _leaves_an_unsure_row(tung.market.app)
    tung.go("/can-bo/doi-chieu")
    tung.look()

    _tabs_to(tung, tung.page.get_by_role("rowheader").get_by_role("link"))
    tung.page.keyboard.press("Enter")
    expect(tung.page.get_by_role("table", name="Hai bên")).to_be_visible()
    tung.look()
    _tabs_to(tung, tung.page.get_by_role("radio").first)
    tung.page.keyboard.press("ArrowDown")
    tung.page.keyboard.press("ArrowDown")
    expect(tung.page.get_by_role("radio", name="Bỏ qua dòng này")).to_be_checked()
    tung.page.keyboard.press("Tab")
    tung.page.keyboard.type("Không phải sản phẩm của tỉnh")
    _tabs_to(tung, tung.page.get_by_role("button", name="Quyết định"))
    tung.page.keyboard.press("Enter")

    expect(tung.page.get_by_text("Đã ghi quyết định")).to_be_visible()
    expect(tung.page.get_by_text("Không có gì cần đối chiếu")).to_be_visible()
    tung.look()
    assert _state_of_the_case(tung.market.app) is CaseState.DROPPED


def _leaves_an_unsure_row(app):
    with app.app_context(), transaction() as session:
        product = session.scalars(select(Product).join(Listing).order_by(Product.id)).first()
        session.add(office.unsure(product, clock.now()))


def _state_of_the_case(app):
    with app.app_context(), transaction() as session:
        return session.scalars(select(MatchCase)).one().state


def _tabs_to(tung, wanted):
    """Press Tab until this has the focus."""
    for _press in range(80):
        if wanted.evaluate("thing => thing === document.activeElement"):
            return
        tung.page.keyboard.press("Tab")
    raise AssertionError(f"no way with the keyboard to {wanted}")
