"""The files: numbers are numbers, text is text, and nothing in a name breaks or runs."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from marketplace.reports import csv_file, json_file, xlsx_file
from marketplace.reports.cells import for_csv, plain
from marketplace.reports.csv_file import Separator
from marketplace.reports.office import Office, usual
from marketplace.reports.sheet_names import SheetNames
from tests.reports.papers import paper, row, table

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
MARKS = {Separator.COMMA: ",", Separator.SEMICOLON: ";"}


@pytest.fixture(autouse=True)
def _in_a_request(app):
    with app.test_request_context():
        yield


@pytest.fixture
def workbook(tmp_path):
    """Writes a paper and opens it."""

    def written(*tables, **settings):
        path = tmp_path / "so-lieu.xlsx"
        xlsx_file.write(paper(*tables, **settings), path)
        return load_workbook(path)

    return written


@pytest.fixture
def csv_lines(tmp_path):
    """Writes a paper and reads its lines."""

    def written(*tables, separator=Separator.COMMA):
        path = tmp_path / "so-lieu.csv"
        csv_file.write(paper(*tables), path, separator)
        text = path.read_bytes().decode("utf-8-sig")
        return list(csv.reader(StringIO(text), delimiter=MARKS[separator]))

    return written


def texts(sheet):
    return [cell.value for line in sheet.iter_rows() for cell in line if cell.value is not None]


# --- Cells ---


@pytest.mark.parametrize("name", EVIL)
def test_a_workbook_holds_no_formula(workbook, name):
    for sheet in workbook(table(row(name), name=name, title=name)):
        for line in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in line)


@pytest.mark.parametrize("name", EVIL)
@pytest.mark.parametrize("separator", Separator)
def test_no_cell_of_a_csv_file_starts_a_formula(csv_lines, name, separator):
    for line in csv_lines(table(row(name), name=name), separator=separator):
        assert not any(cell.startswith(("=", "+", "-", "@", "＝", "\t", "\r")) for cell in line)


@pytest.mark.parametrize(
    "text", ["+84 912 345 678", "-5", "-1,5", "+84912345678", "0912345678", "-1.250.000"]
)
def test_phones_and_negative_numbers_are_left_alone(text):
    assert for_csv(text) == text


def test_what_only_begins_like_a_number_is_not():
    assert for_csv("-1+cmd|A1") == "'-1+cmd|A1"


def test_control_characters_are_gone_and_the_rest_of_the_name_stays(workbook, csv_lines):
    broken = table(row(f"Mật ong {BELL}Bát\x00 Xát\ud800"))

    assert "Mật ong Bát Xát" in texts(workbook(broken)["Tổng hợp"])
    assert csv_lines(broken)[1][2] == "Mật ong Bát Xát"


@given(st.text())
def test_any_text_becomes_a_harmless_line(text):
    cell = for_csv(text)

    assert cell.isprintable()
    assert plain(cell) == cell
    assert cell[:1] not in ("=", "@")


def test_in_a_workbook_numbers_are_numbers_and_days_are_days(workbook):
    number, name, count, percent, day, at = workbook()["Tổng hợp"][10]

    assert (number.value, name.value) == (1, "Chè")
    assert (count.value, count.data_type, count.number_format) == (1_250_000, "n", "#,##0")
    assert (percent.value, percent.number_format) == (98.6, "#,##0.0")
    assert (day.value, day.number_format) == (datetime(2025, 6, 1), "dd/mm/yyyy")  # noqa: DTZ001
    assert at.value == datetime(2026, 2, 4)  # noqa: DTZ001


@pytest.mark.parametrize(("separator", "percent"), [("phay", "98.6"), ("cham-phay", "98,6")])
def test_in_a_csv_file_each_separator_has_its_decimal_mark(csv_lines, separator, percent):
    line = csv_lines(separator=Separator(separator))[1]

    assert line[2:] == ["Chè", "1250000", percent, "2025-06-01", "2026-02-04 00:00:00"]


# --- What an office prints ---


def test_the_first_sheet_has_letterhead_title_report_and_signatures(workbook):
    sheet = workbook()["Tổng hợp"]

    said = texts(sheet)
    for expected in (
        "ỦY BAN NHÂN DÂN TỈNH LÀO CAI",
        "SỞ CÔNG THƯƠNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số liệu OCOP",
        "(Kèm theo Báo cáo số 125/BC-SCT ngày 05/02/2026)",
        "Số liệu tính đến hết ngày 31/12/2022",
        "Đơn vị tính: sản phẩm",
        "Lào Cai, ngày 05 tháng 02 năm 2026",
        "NGƯỜI LẬP BIỂU",
        "THỦ TRƯỞNG ĐƠN VỊ",
    ):
        assert expected in said
    assert [cell.value for cell in sheet[9]] == ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]


def test_what_nobody_typed_is_dotted(workbook):
    said = texts(workbook(office=Office())["Tổng hợp"])

    assert "(Kèm theo Báo cáo số ……/BC-…… ngày ……/……/……)" in said
    assert "……, ngày …… tháng …… năm ……" in said


def test_the_usual_office_is_named():
    assert (usual().name, usual().place) == ("Sở Công Thương", "Lào Cai")


def test_a_sheet_prints_on_a4_with_headings_and_page_numbers(workbook):
    for sheet in workbook():
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
        assert "&P/&N" in sheet.oddFooter.right.text
    assert workbook()["Tổng hợp"].print_title_rows == "$8:$9"
    assert workbook()["Tổng hợp"].freeze_panes == "C10"


def test_only_a_wide_table_is_printed_across(workbook):
    wide = table(row(), key="rows", name="Rộng", columns=COLUMNS_TWICE)
    book = workbook(table(row()), wide)

    assert book["Rộng"].page_setup.orientation == "landscape"
    assert book["Tổng hợp"].page_setup.orientation != "landscape"


COLUMNS_TWICE = [column for column in table().columns for _again in range(2)]


def test_a_total_ends_the_table(workbook):
    summed = table(row(), row(), total=lambda: ["Tổng cộng", 2_500_000, None, None, None])
    last = workbook(summed)["Tổng hợp"][12]

    assert [cell.value for cell in last[:3]] == [None, "Tổng cộng", 2_500_000]
    assert last[1].font.bold


def test_a_table_without_rows_says_so(workbook):
    assert "Không có dòng nào." in texts(workbook(table())["Tổng hợp"])


def test_definitions_and_filters_are_the_last_sheet(workbook):
    book = workbook()

    assert book.sheetnames[-1] == "Định nghĩa và bộ lọc"
    assert "Cách tính" in texts(book.worksheets[-1])


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(workbook, monkeypatch):
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 30)
    book = workbook(table(*(row(f"Chè {number}") for number in range(1, 21))))

    assert book.sheetnames[:2] == ["Tổng hợp", "Tổng hợp (2)"]
    assert {"Chè 9", "(1)"} <= set(texts(book["Tổng hợp"]))
    assert {"Chè 10", "Chè 20", "(1)"} <= set(texts(book["Tổng hợp (2)"]))
    assert "Chè 10" not in texts(book["Tổng hợp"])


def test_names_of_sheets_are_short_allowed_and_each_once():
    names = SheetNames()
    long = "Tỷ lệ sản phẩm OCOP được đưa lên sàn thương mại điện tử"

    given_out = [names.next(name) for name in (long, long, "Sao [3/5]: *?", "'", "SAO 3 5")]

    assert given_out[:2] == [long[:31], long[:27] + " (2)"]
    assert given_out[2:] == ["Sao 3 5", "1", "SAO 3 5 (2)"]


# --- What a CSV file is ---


def test_a_csv_file_begins_with_the_mark_that_excel_needs(tmp_path):
    csv_file.write(paper(), tmp_path / "a.csv")

    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("separator", Separator)
def test_a_csv_file_is_one_table(csv_lines, separator):
    other = table(row(), key="other", name="Khác", columns=table().columns[:2])
    lines = csv_lines(table(*map(row, EVIL)), other, separator=separator)

    assert len({len(line) for line in lines}) == 1
    assert len(lines) == 1 + len(EVIL) + 1
    assert lines[-1] == ["2022-12-31", "Khác", "Chè", "1250000", "", "", ""]


# --- What a JSON file is ---


def test_a_json_file_keeps_every_cell_exactly(tmp_path):
    json_file.write(paper(), tmp_path / "a.json")
    told = json.loads((tmp_path / "a.json").read_text())

    assert told["summary"] == [
        {
            "name": "Chè",
            "number": 1_250_000,
            "percent": "98.6",
            "day": "2025-06-01",
            "at": "2026-02-04T00:00:00+07:00",
        }
    ]
    assert told["about"]["as_of"] == "2022-12-31"


def test_a_json_file_without_rows_is_one_too(tmp_path):
    json_file.write(paper(table()), tmp_path / "a.json")

    assert json.loads((tmp_path / "a.json").read_text())["summary"] == []


@pytest.mark.parametrize("writer", [xlsx_file, csv_file, json_file])
def test_the_same_paper_gives_the_same_bytes(tmp_path, writer):
    first, second = tmp_path / "first", tmp_path / "second"

    writer.write(paper(), first)
    writer.write(paper(), second)

    assert first.read_bytes() == second.read_bytes()


def test_decimals_are_never_rounded_on_their_way(workbook, csv_lines):
    rows = [("x", 1, Decimal(tenths).scaleb(-1), None, None) for tenths in range(1001)]

    cells = [line[3].value for line in workbook(table(*rows))["Tổng hợp"].iter_rows(10, 1010)]

    assert [Decimal(str(cell)) for cell in cells] == [line[2] for line in rows]
    assert [Decimal(line[4]) for line in csv_lines(table(*rows))[1:]] == [line[2] for line in rows]
