"""Anh Tùng takes a figure away in four kinds of files, and has somebody see to who is missing."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from marketplace import clock
from tests.journeys import deeds

DAY = "2025-12-31"
ANSWER = "Đã hẹn chị chủ nhiệm, thứ sáu chụp ảnh"
LISTING_SHARE = "Tỷ lệ sản phẩm OCOP được đưa lên sàn thương mại điện tử"


@pytest.fixture
def tung(visit):
    """At his desk in the province."""
    tung = visit()
    tung.go("/dang-nhap")
    deeds.log_in_as(tung.page, "Anh Tùng")
    return tung


def test_screen_and_files_say_the_same_and_the_log_names_them(tung):
    tung.go(f"/can-bo/so-lieu?ngay={DAY}")
    region = tung.page.get_by_role("region", name=LISTING_SHARE)
    counts = region.get_by_role("paragraph").first.inner_text().split()[0]
    part, whole = counts.split("/")
    expect(region).to_contain_text(f"{part} trong {whole} sản phẩm OCOP")

    assert _in_workbook(_take(tung, "Tải tệp Excel", "xlsx")) == counts
    assert _in_csv(_take(tung, "Tải tệp CSV", "csv")) == counts
    assert f"{counts} = " in _text_of_pdf(_take(tung, "Tệp PDF", "pdf"))
    assert _in_json(_take(tung, "Tệp JSON", "json")) == counts

    tung.go("/can-bo/tai-ve")
    lines = tung.page.get_by_role("table", name="Các tệp đã tải").get_by_role("row")
    for kind in ("XLSX", "CSV", "PDF", "JSON"):
        line = lines.filter(has_text=kind)
        expect(line).to_contain_text("Anh Tùng")
        expect(line).to_contain_text("31/12/2025")
    tung.look()


def _take(tung, link, ending):
    with tung.page.expect_download() as coming:
        tung.page.get_by_role("link", name=link).click()
    assert coming.value.suggested_filename.endswith(f".{ending}")
    return coming.value.path().read_bytes()


def _in_workbook(content):
    rows = load_workbook(BytesIO(content))["Tổng hợp"].iter_rows(values_only=True)
    _no, _code, _title, part, whole, *_rest = next(row for row in rows if row[1] == "I1")
    return f"{part}/{whole}"


def _in_csv(content):
    lines = csv.DictReader(StringIO(content.decode("utf-8-sig")))
    return next(line for line in lines if line["Mã"] == "I1")["Đọc là"].split()[0]


def _text_of_pdf(content):
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    return " ".join(" ".join(pages).split())


def _in_json(content):
    value = json.loads(content)["figures"]["I1"]["value"]
    return f"{value['part']}/{value['whole']}"


def test_a_number_leads_to_the_missing_and_to_somebody_who_helps(tung, visit):
    due = clock.day_in_vietnam(clock.now()) + timedelta(days=3)
    tung.go(f"/can-bo/so-lieu?ngay={DAY}")
    region = tung.page.get_by_role("region", name=LISTING_SHARE)
    region.get_by_role("link", name="Xem danh sách còn thiếu").click()
    row = tung.page.get_by_role("rowheader").first
    name = row.get_by_role("link").inner_text()
    row.get_by_role("checkbox").check()
    tung.page.get_by_role("button", name="Giao các dòng đã đánh dấu").first.click()
    tung.page.get_by_label("Cần xong trước hết ngày").fill(due.isoformat())
    tung.look()
    tung.page.get_by_role("button", name="Giao việc").click()
    expect(tung.page.get_by_text("Đã giao 1 việc cho Chị Mai.")).to_be_visible()

    _does_her_task(visit(), name, due)

    row = tung.page.get_by_role("row").filter(has=tung.page.get_by_role("link", name=name))
    row.get_by_role("link", name="Xử lý").click()
    expect(tung.page.get_by_text(ANSWER)).to_be_visible()
    expect(tung.page.get_by_text("Chị Mai ghi")).to_be_visible()
    tung.look()


def _does_her_task(mai, name, due):
    mai.go("/dang-nhap")
    deeds.log_in_as(mai.page, "Chị Mai")
    task = mai.page.get_by_role("listitem").filter(has_text=name)
    expect(task).to_contain_text(f"{due:%d/%m/%Y}")
    mai.look()
    task.get_by_label("Kết quả").fill(ANSWER)
    task.get_by_role("button", name="Đã làm xong").click()
    expect(mai.page.get_by_text("Cảm ơn bạn. Việc đã xong.")).to_be_visible()
    mai.look()
