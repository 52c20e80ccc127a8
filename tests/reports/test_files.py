"""The files: numbers are numbers, text is text, and nothing in a name breaks or runs."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from marketplace.producers.models import EPaymentKind, ProducerKind
from marketplace.reports import csv_file, xlsx_file
from marketplace.reports.cells import for_csv, plain
from marketplace.reports.csv_file import Separator
from marketplace.reports.making import Making
from marketplace.reports.rows import Figures, Place, ProducerRow, ProductRow
from marketplace.reports.rules import IndicatorResult

DAY = date(2022, 12, 31)
MADE = Making(datetime(2026, 11, 23, 3, 0, tzinfo=UTC), "Anh Tùng", ("Postmart", "Voso"))
BELL = "\a"
EVIL = [
    '=HYPERLINK("http://xau.vn","Bấm")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    f"Mật ong {BELL}Bát Xát",
    'Chè "đặc biệt"; loại 1, hộp',
]


@pytest.fixture(autouse=True)
def _in_a_request(app):
    with app.test_request_context():
        yield


def figures(*names, day=DAY):
    place = Place("Xã Bát Xát", "Huyện Bát Xát", "Bát Xát")
    products = tuple(
        ProductRow(
            id=number,
            name=name,
            producer_id=1,
            producer=name,
            place=place,
            stars=None if number else 4,
            certificate=name,
            decision=None,
            valid_until=date(2025, 6, 1),
            is_live_here=not number,
            platforms=(),
        )
        for number, name in enumerate(names)
    )
    producers = tuple(
        ProducerRow(number, name, ProducerKind.FARM, place, 1, (EPaymentKind.BANK,))
        for number, name in enumerate(names)
    )
    return Figures(day, IndicatorResult(day, products), IndicatorResult(day, producers), ())


def workbook(counted, made=MADE):
    return load_workbook(BytesIO(xlsx_file.write(counted, made)))


def csv_lines(counted, separator=Separator.COMMA):
    text = csv_file.write(counted, separator).decode("utf-8-sig")
    mark = {Separator.COMMA: ",", Separator.SEMICOLON: ";"}[separator]
    return list(csv.reader(StringIO(text), delimiter=mark))


# --- Cells ---


@pytest.mark.parametrize("name", EVIL)
def test_a_workbook_holds_no_formula(name):
    for sheet in workbook(figures(name, name)):
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)


@pytest.mark.parametrize("name", EVIL)
@pytest.mark.parametrize("separator", Separator)
def test_no_cell_of_a_csv_file_starts_a_formula(name, separator):
    for line in csv_lines(figures(name), separator):
        assert not any(cell.startswith(("=", "+", "-", "@", "＝", "\t", "\r")) for cell in line)


@pytest.mark.parametrize(
    "text", ["+84 912 345 678", "-5", "-1,5", "+84912345678", "0912345678", "-1.250.000"]
)
def test_phones_and_negative_numbers_are_left_alone(text):
    assert for_csv(text) == text


def test_what_only_begins_like_a_number_is_not():
    assert for_csv("-1+cmd|A1") == "'-1+cmd|A1"


def test_control_characters_are_gone_and_the_rest_of_the_name_stays():
    counted = figures(f"Mật ong {BELL}Bát\x00 Xát\ud800")

    assert workbook(counted)["Sản phẩm"]["A5"].value == "Mật ong Bát Xát"
    assert csv_lines(counted)[3][6] == "Mật ong Bát Xát"


@given(st.text())
def test_any_text_becomes_a_harmless_line(text):
    cell = for_csv(text)

    assert cell.isprintable()
    assert plain(cell) == cell
    assert cell[:1] not in ("=", "@")


def test_numbers_are_numbers_and_days_are_days():
    sheet = workbook(figures("Chè", "Mật ong"))["Sản phẩm"]

    stars, until = sheet["E5"], sheet["H5"]
    assert (stars.value, stars.data_type) == (4, "n")
    assert (until.value, until.number_format) == (datetime(2025, 6, 1), "dd/mm/yyyy")  # noqa: DTZ001
    assert sheet["E6"].value is None


# --- What a workbook says of itself ---


def test_a_workbook_says_what_it_is():
    book = workbook(figures("Chè", "Mật ong"))

    summary = [cell.value for row in book["Tổng hợp"].iter_rows() for cell in row if cell.value]
    for expected in (
        "Số liệu OCOP trên thương mại điện tử",
        "Tính đến hết ngày 31/12/2022",
        "Tỷ lệ sản phẩm OCOP được đưa lên sàn thương mại điện tử",
        "1/2 = 50,0 %",
        "Toàn bộ sổ đăng ký, không lọc",
        "Postmart, Voso",
        "10:00 ngày 23/11/2026",
        "Anh Tùng",
    ):
        assert expected in summary
    assert any(str(cell).startswith("Lấy số sản phẩm còn hiệu lực") for cell in summary)


def test_the_sheets_stand_in_reading_order_with_headers_that_stay():
    book = workbook(figures("Chè"))

    assert book.sheetnames == [
        "Tổng hợp", "Sản phẩm", "Chưa lên sàn", "Chủ thể", "Chưa có tài khoản", "Theo nhóm",
        "Chưa rõ ngày",
    ]  # fmt: skip
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B5"
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.column_dimensions["A"].width > 20


def test_a_table_without_rows_says_so():
    sheet = workbook(figures())["Sản phẩm"]

    assert sheet["A5"].value == "Ngày này không có sản phẩm nào còn hiệu lực."


def test_nothing_to_count_reads_as_no_figures():
    book = workbook(figures())
    total = csv_lines(figures())[1]

    assert [cell.value for cell in book["Tổng hợp"][5]][1:5] == [0, 0, None, "không có số liệu"]
    assert total[3:6] == ["0", "0", "không có số liệu"]


def test_groups_add_up_in_the_workbook():
    rows = list(workbook(figures("Chè", "Mật ong"))["Theo nhóm"].iter_rows(min_row=5))
    by_star = [row for row in rows if row[1].value == "Hạng sao"]

    assert [row[2].value for row in by_star] == ["4 sao", "Chưa rõ hạng sao"]
    assert sum(row[3].value for row in by_star) == 1
    assert sum(row[4].value for row in by_star) == 2


def test_the_same_figures_give_the_same_bytes():
    first = xlsx_file.write(figures("Chè"), MADE)

    assert xlsx_file.write(figures("Chè"), MADE) == first
    created = ZipFile(BytesIO(first)).read("docProps/core.xml")
    assert b"2022-12-31T00:00:00Z" in created


# --- What a CSV file is ---


def test_a_csv_file_begins_with_the_mark_that_excel_needs():
    assert csv_file.write(figures("Chè")).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("separator", Separator)
def test_a_csv_file_is_one_table(separator):
    lines = csv_lines(figures(*EVIL), separator)

    assert len({len(line) for line in lines}) == 1
    assert len(lines) == 1 + 2 + 2 * len(EVIL)


def test_no_file_holds_more_of_a_producer_than_its_name_place_and_kinds_of_account():
    """An accountant's file travels: no phone, address or account number may be in it."""
    header = csv_lines(figures("Chè"))[0]
    titles = {
        cell.value
        for sheet in workbook(figures("Chè")).worksheets[1:]
        for cell in sheet[4]
        if cell.value
    }

    assert titles | set(header) == {
        "Sản phẩm OCOP", "Chủ thể", "Xã, phường hiện nay", "Huyện cũ", "Sao",
        "Giấy chứng nhận", "Quyết định", "Hiệu lực đến", "Đã lên sàn", "Nơi bán", "Loại hình",
        "Sản phẩm còn hiệu lực", "Có tài khoản", "Loại tài khoản", "Số liệu", "Chia theo", "Nhóm",
        "Đạt", "Trên tổng số", "Tỷ lệ", "Ngày cấp", "Ngày", "Loại dòng", "Đọc là", "Tên",
        "Nơi bán hoặc loại tài khoản", "Cách tính",
    }  # fmt: skip
