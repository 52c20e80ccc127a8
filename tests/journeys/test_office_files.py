"""Anh Tùng takes in the annex of a decision, on a phone, with scripts and without."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from marketplace import clock
from tests.journeys import annexes, deeds
from tests.journeys.conftest import SIZES

LISTING_SHARE = "Tỷ lệ sản phẩm OCOP được đưa lên sàn thương mại điện tử"


@pytest.fixture
def size():
    """A phone: the narrowest place for a table."""
    return SIZES["360px"]


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def tung(visit, request):
    """At his desk in the province."""
    tung = visit(javascript=request.param)
    tung.go("/dang-nhap")
    deeds.log_in_as(tung.page, "Anh Tùng")
    return tung


@pytest.fixture
def decided_on():
    """A month ago: in force today, whenever today is."""
    return clock.day_in_vietnam(clock.now()) - timedelta(days=30)


def test_an_annex_is_taken_in_and_its_refused_rows_after_it(tung, decided_on):
    known = _products_in_force(tung)

    _sends(tung, annexes.annex(decided_on))
    _confirms_the_columns(tung)
    _reads_what_would_change(tung)
    refused = _takes_the_good_rows_and_the_others_home(tung)
    assert annexes.reasons(refused) == {
        annexes.VERMICELLI: "Hạng sao",
        annexes.CANDY: "Ngày quyết định",
    }
    assert _products_in_force(tung) == known + len(annexes.GOOD)

    _sends(tung, annexes.corrected(refused, decided_on))
    _takes_them_all_without_being_asked_of_columns(tung)

    for name in (*annexes.GOOD, *annexes.WRONG):
        _finds_in_the_register(tung, name, decided_on)
    assert _products_in_force(tung) == known + len(annexes.GOOD) + len(annexes.WRONG)


def _products_in_force(tung):
    tung.go("/can-bo/so-lieu")
    region = tung.page.get_by_role("region", name=LISTING_SHARE)
    counts = region.get_by_role("paragraph").first.inner_text().split()[0]
    return int(counts.split("/")[1].replace(".", ""))


def _sends(tung, file):
    tung.go("/can-bo/tap-tin")
    tung.page.get_by_role("link", name="Gửi tệp mới").first.click()
    tung.page.get_by_role("radio", name="Phụ lục").check()
    tung.page.locator("input[type=file]").set_input_files(file)
    tung.look()
    tung.page.get_by_role("button", name="Gửi tệp").click()


def _confirms_the_columns(tung):
    expect(tung.page.get_by_role("heading", level=1)).to_have_text("Ý nghĩa các cột")
    expect(tung.page.get_by_label("Số quyết định")).to_have_value("4711/QĐ-UBND")
    expect(tung.page.get_by_label("Tên chủ thể")).to_have_value("producer")
    tung.look()
    tung.page.get_by_role("button", name="Đúng rồi, đọc các dòng").click()


def _reads_what_would_change(tung):
    _waits_for(tung, "Những gì sẽ thay đổi. Chưa nhập gì.")
    for name in annexes.GOOD:
        expect(_line(tung, name)).to_contain_text("thêm mới")
    expect(_line(tung, annexes.VERMICELLI)).to_contain_text("Hạng sao:")
    expect(_line(tung, annexes.CANDY)).to_contain_text("Ngày quyết định:")
    tung.look()


def _waits_for(tung, heading):
    """A page with scripts moves on by itself, one without asks again by itself."""
    expect(tung.page.get_by_text(heading)).to_be_visible()


def _line(tung, name):
    rows = tung.page.get_by_role("table", name="Các dòng trong tệp").get_by_role("row")
    return rows.filter(has_text=name)


def _takes_the_good_rows_and_the_others_home(tung):
    tung.page.get_by_role("button", name="Nhập các dòng tốt").click()
    _waits_for(tung, "Đã nhập xong tệp.")
    expect(tung.page.get_by_text("2 dòng bị từ chối")).to_be_visible()
    tung.look()
    with tung.page.expect_download() as coming:
        tung.page.get_by_role("link", name="Dòng bị từ chối (Excel)").click()
    return coming.value.path().read_bytes()


def _takes_them_all_without_being_asked_of_columns(tung):
    _waits_for(tung, "Những gì sẽ thay đổi. Chưa nhập gì.")
    assert re.search(r"/can-bo/tap-tin/\d+$", tung.page.url)
    for name in annexes.WRONG:
        expect(_line(tung, name)).to_contain_text("thêm mới")
    tung.look()
    tung.page.get_by_role("button", name="Nhập tất cả").click()
    _waits_for(tung, "Đã nhập xong tệp.")


def _finds_in_the_register(tung, name, decided_on):
    tung.go("/can-bo/so-dang-ky")
    tung.page.get_by_label("Tên sản phẩm hoặc chủ thể").fill(name)
    tung.page.get_by_role("search").get_by_role("button", name="Tìm").click()
    tung.page.get_by_role("link", name=name, exact=True).click()
    expect(tung.page.get_by_role("heading", level=1)).to_have_text(name)
    expect(tung.page.get_by_role("main")).to_contain_text("4711/QĐ-UBND")
    expect(tung.page.get_by_role("main")).to_contain_text(f"{decided_on:%d/%m/%Y}")
