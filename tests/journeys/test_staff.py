"""Anh Tùng reads the figures of a day, closes one gap and takes the files away."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from marketplace.accounts.actions import open_account
from marketplace.audience import Audience
from marketplace.db import transaction
from tests.conftest import market
from tests.journeys import deeds
from tests.journeys.live import open_market
from tests.people import LONG_AGO, set_scene
from tests.reports.december_2022 import DAY, MISSING, POOR, december_2022

LISTING_SHARE = "Tỷ lệ sản phẩm OCOP được đưa lên sàn thương mại điện tử"
E_PAYMENT_SHARE = "Tỷ lệ chủ thể OCOP có tài khoản thanh toán điện tử"
END_OF_2025 = date(2025, 12, 31)


def test_he_names_the_missing_records_one_sold_elsewhere_and_takes_the_files(visit):
    tung = visit()
    tung.go("/dang-nhap")
    deeds.log_in_as(tung.page, "Anh Tùng")
    tung.look()
    tung.page.get_by_role("link", name="Xem số liệu và tải tệp").click()
    _asks_for(tung, END_OF_2025)
    part, whole = _counts(tung, LISTING_SHARE)
    missing = _missing(tung, LISTING_SHARE, "Chưa lên sàn")
    assert len(missing) == whole - part

    _records_where_it_is_sold(tung, missing[0])
    _asks_for(tung, END_OF_2025)

    assert _counts(tung, LISTING_SHARE) == (part + 1, whole)
    figure = _figure(tung, LISTING_SHARE)
    assert _missing(tung, LISTING_SHARE, "Chưa lên sàn") == missing[1:]
    tung.page.go_back()
    _finds_in_the_workbook(tung, figure, missing[1:])
    _finds_in_the_csv_file(tung, figure, missing[1:])


def _asks_for(tung, day):
    tung.page.get_by_label("Số liệu tính đến hết ngày").fill(day.isoformat())
    tung.page.get_by_role("button", name="Xem số liệu").click()
    expect(tung.page.get_by_text(f"Tính đến hết ngày {day:%d/%m/%Y}")).to_be_visible()
    tung.look()


def _counts(tung, title):
    part, whole = _figure(tung, title).split(" = ")[0].split("/")
    return int(part), int(whole)


def _figure(tung, title):
    """As people quote it: ``137/139 = 98,6 %``."""
    region = tung.page.get_by_role("region", name=title)
    counts, *percent = region.get_by_role("paragraph").first.inner_text().split()
    return f"{counts} = {' '.join(percent)}"


def _missing(tung, title, list_name):
    """The names in the list to which a figure leads."""
    region = tung.page.get_by_role("region", name=title)
    region.get_by_role("link", name="Xem danh sách còn thiếu").click()
    tung.look()
    table = tung.page.get_by_role("table", name=list_name)
    return [name.strip() for name in table.get_by_role("rowheader").all_inner_texts()]


def _records_where_it_is_sold(tung, product):
    tung.page.get_by_role("table", name="Chưa lên sàn").get_by_role(
        "link", name=product, exact=True
    ).click()
    expect(tung.page.get_by_role("heading", level=1)).to_have_text(product)
    tung.look()
    tung.page.get_by_role("link", name="Ghi nơi bán").click()
    tung.page.get_by_role("radio", name="Postmart").check()
    tung.page.get_by_label("Địa chỉ sản phẩm trên sàn đó").fill("postmart")
    tung.page.get_by_label("Ngày thấy").fill(END_OF_2025.isoformat())
    tung.page.get_by_role("button", name="Ghi lại").click()
    expect(tung.page.get_by_role("alert")).to_contain_text("https://")
    expect(tung.page.get_by_role("radio", name="Postmart")).to_be_checked()
    tung.look()
    tung.page.get_by_label("Địa chỉ sản phẩm trên sàn đó").fill("https://postmart.vn/san-pham")
    tung.page.get_by_role("button", name="Ghi lại").click()
    expect(tung.page.get_by_text("Đã ghi nơi bán sản phẩm.")).to_be_visible()
    tung.look()
    tung.page.get_by_role("link", name="Số liệu", exact=True).click()


def _finds_in_the_workbook(tung, figure, missing):
    book = load_workbook(BytesIO(_take(tung, "Tải tệp Excel", "xlsx")))
    summary = book["Tổng hợp"].iter_rows(values_only=True)
    part, whole, share, *_rest, quoted = next(row for row in summary if row[1] == "I1")[3:]
    assert (f"{part}/{whole}", quoted) == (figure.split(" = ")[0], figure)
    assert share == pytest.approx(100 * part / whole, abs=0.05)
    rows = book["Chưa lên sàn"].iter_rows(values_only=True)
    header = next(row for row in rows if row[0] == "TT")
    names = [row[header.index("Sản phẩm OCOP")] for row in rows if isinstance(row[0], int)]
    assert names == missing


def _finds_in_the_csv_file(tung, figure, missing):
    text = _take(tung, "Tải tệp CSV", "csv").decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(text)))
    first = next(line for line in lines if line["Mã"] == "I1")
    assert first["Đọc là"] == figure
    names = [line["Sản phẩm OCOP"] for line in lines if line["Bảng"] == "Chưa lên sàn"]
    assert names == missing


def _take(tung, link, ending):
    with tung.page.expect_download() as coming:
        tung.page.get_by_role("link", name=link).click()
    assert coming.value.suggested_filename.endswith(f".{ending}")
    return coming.value.path().read_bytes()


class TestDecember2022:
    """The year whose figure the province published."""

    PASSWORD = "phiên chợ cuối năm"

    @pytest.fixture
    def live(self, databases, furnished, tmp_path):
        """A market with the register of that time, in the place of the demo market."""
        url = databases.copy(furnished)
        with market(url, tmp_path) as app, app.app_context(), transaction() as session:
            set_scene(session)
            december_2022(session)
            open_account(
                session,
                name="Anh Tùng",
                email="tung@vidu.vn",
                password=self.PASSWORD,
                audience=Audience.STAFF,
                now=LONG_AGO,
            )
        with open_market(url, tmp_path) as opened:
            yield opened
        databases.drop(url)

    def test_the_screen_and_the_files_say_137_of_139(self, visit):
        tung = visit()
        tung.go("/dang-nhap")
        tung.page.get_by_label("Thư điện tử").fill("tung@vidu.vn")
        tung.page.get_by_label("Mật khẩu").fill(self.PASSWORD)
        tung.page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
        tung.page.get_by_role("link", name="Xem số liệu và tải tệp").click()
        _asks_for(tung, DAY)

        assert _figure(tung, LISTING_SHARE) == "137/139 = 98,6 %"
        assert _figure(tung, E_PAYMENT_SHARE) == "40/41 = 97,6 %"
        assert _missing(tung, LISTING_SHARE, "Chưa lên sàn") == list(MISSING)
        tung.page.go_back()
        assert _missing(tung, E_PAYMENT_SHARE, "Chưa có tài khoản") == [POOR]
        tung.page.go_back()
        _finds_in_the_workbook(tung, "137/139 = 98,6 %", list(MISSING))
        _finds_in_the_csv_file(tung, "137/139 = 98,6 %", list(MISSING))
