"""Files that hold a table, and files that only say so."""

import csv
import io
import unicodedata
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.styles import NamedStyle

from marketplace.intake.errors import BadFile, FileFault
from marketplace.intake.reading import sources, tables, workbooks
from marketplace.intake.reading.tables import open_table
from marketplace.intake.rules import Vocabulary
from marketplace.registry.importing.fields import FIELDS
from marketplace.registry.importing.titles import of_section
from tests.registry.registers import COLUMNS, row, write_csv

NEW_YEAR = datetime(2024, 1, 1)  # noqa: DTZ001 (Excel knows no zones)
TITLES = ["Tên sản phẩm", "Hạng sao", "Chủ thể", "Tỉnh", "Trạng thái", "Ngày công nhận"]
VALUES = ["Mật ong", "3", "HTX Hoa Lợi", "Lào Cai", "công nhận", "2023"]


VOCABULARY = Vocabulary(FIELDS)


def read(path):
    """The titles and the rows of a file."""
    with open_table(path, path.name, VOCABULARY) as table:
        rows = table.sorted_rows(of_section)
        return table.headings, [(one.line, one.cells) for one in rows if one.furniture is None]


def fault_of(path):
    with pytest.raises(BadFile) as refusal:
        read(path)
    return refusal.value


def write_xlsx(path, *rows, **sheets):
    book = openpyxl.Workbook()
    sheet = book.active
    for cells in rows:
        sheet.append(cells)
    for name, more in sheets.items():
        other = book.create_sheet(name)
        for cells in more:
            other.append(cells)
    book.save(path)
    return path


def text_of(titles, *rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([titles, *rows])
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_as_excel_writes_it(tmp_path, delimiter, encoding):
    path = tmp_path / "register.csv"
    path.write_bytes(text_of(TITLES, VALUES, delimiter=delimiter).encode(encoding))

    headings, rows = read(path)

    assert headings == TITLES
    assert rows == [(2, VALUES)]


def windows_1258(text):
    """Vietnamese as old programs wrote it: the letter with its hat, then the tone."""

    def encoded(letter):
        try:
            return letter.encode("cp1258")
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in marks if mark in "\u0300\u0309\u0303\u0301\u0323")
            bare = unicodedata.normalize("NFC", marks.replace(tone, ""))
            return bare.encode("cp1258") + tone.encode("cp1258")

    return b"".join(map(encoded, text))


def test_the_old_letters_of_windows_are_read(tmp_path):
    path = tmp_path / "register.csv"
    path.write_bytes(windows_1258(text_of(TITLES, VALUES, delimiter=";")))

    headings, ((_line, cells),) = read(path)

    assert [unicodedata.normalize("NFC", title) for title in headings] == TITLES
    assert unicodedata.normalize("NFC", cells[0]) == "Mật ong"


def test_text_without_its_mark_is_known_by_its_zeros(tmp_path):
    path = tmp_path / "register.csv"
    path.write_bytes(text_of(TITLES, VALUES).encode("utf-16-le"))

    assert read(path) == (TITLES, [(2, VALUES)])


def test_titles_may_be_decomposed_shouted_or_ours(tmp_path):
    path = tmp_path / "register.csv"
    titles = ["TÊN SẢN PHẨM", "Ha\u0323ng sao", "Chủ thể", "province", "status", "recognised_on"]
    path.write_text(text_of(titles, VALUES), encoding="utf-8")

    headings, _ = read(path)

    assert [VOCABULARY.exact(title) for title in headings] == [
        "name",
        "stars",
        "producer",
        "province",
        "status",
        "recognised_on",
    ]


def test_what_stands_above_the_titles_is_left_out(tmp_path):
    above = [["UBND TỈNH LÀO CAI"], ["DANH SÁCH SẢN PHẨM OCOP"], []]
    path = write_xlsx(tmp_path / "register.xlsx", *above, ["STT", *TITLES, "Zalo"], [1, *VALUES])

    headings, rows = read(path)

    assert headings == ["STT", *TITLES, "Zalo"]
    assert [line for line, _ in rows] == [5]


def test_the_first_sheet_with_titles_is_the_register(tmp_path):
    path = write_xlsx(tmp_path / "register.xlsx", ["Hướng dẫn"], data=[TITLES, VALUES])

    assert read(path)[1] == [(2, VALUES)]


def test_cells_of_excel_become_plain_text(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(TITLES)
    sheet.append(["Mật ong", 3.0, None, "Lào Cai", True, NEW_YEAR])
    sheet.append(["Chè", 4, "HTX", "Lào Cai", "công nhận", date(2022, 10, 1)])
    month = NamedStyle("month", number_format="mm/yyyy")
    sheet["F3"].style = month
    book.save(tmp_path / "register.xlsx")

    _, rows = read(tmp_path / "register.xlsx")

    assert rows[0][1] == ["Mật ong", "3", "", "Lào Cai", "True", "2024-01-01"]
    assert rows[1][1][5] == "2022-10"


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("dd/mm/yyyy", "2022-10-05"),
        ("mm/yyyy", "2022-10"),
        ("mmm-yy", "2022-10"),
        ("yyyy", "2022"),
        ('"ngày" yyyy', "2022"),
        ("[$-42A]d mmmm yyyy", "2022-10-05"),
        ("General", "2022-10-05"),
    ],
)
def test_a_date_says_as_much_as_its_cell_shows(number_format, text):
    assert workbooks.date_text(date(2022, 10, 5), number_format) == text


def test_empty_rows_are_no_rows_but_count_as_lines(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(text_of(TITLES, [""] * 6, VALUES), encoding="utf-8")

    assert read(path)[1] == [(3, VALUES)]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.csv", b"", FileFault.EMPTY),
        ("a.csv", b" \r\n\r\n", FileFault.EMPTY),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(99), FileFault.PICTURE),
        ("a.csv", b"\xff\xd8\xff\xe0" + bytes(99), FileFault.PICTURE),
        ("a.csv", b"%PDF-1.7 ...", FileFault.PDF),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), FileFault.OLD_EXCEL),
        ("a.xlsx", b"name,stars\n", FileFault.NOT_EXCEL),
        ("a.csv", b"PK\x03\x04 no archive", FileFault.BROKEN_EXCEL),
        ("a.csv", b"name,stars\x00\x00\x01", FileFault.NOT_TEXT),
        ("a.csv", b"Name\x00\x01\x00,\x00stars,\x02\x03\n" * 9, FileFault.NOT_TEXT),
        ("a.csv", b"T\xean s\xb6n ph\xc8m,Lo\xb9i\nM\xcbt ong,3\n", FileFault.NO_HEADER),
        ("a.csv", "Một bài báo\nvề mật ong\n".encode(), FileFault.NO_HEADER),
    ],
)
def test_what_is_no_register_is_called_by_its_name(tmp_path, name, content, fault):
    path = tmp_path / name
    path.write_bytes(content)

    assert fault_of(path).fault is fault


def test_letters_that_break_deep_in_the_file_are_found(tmp_path):
    path = tmp_path / "a.csv"
    good = text_of(TITLES, *[VALUES] * 5_000).encode()
    path.write_bytes(good + b"M\xe2t ong" + b"\n")

    assert fault_of(path).fault is FileFault.UNKNOWN_LETTERS


def test_missing_folders_and_files_are_told_apart(tmp_path):
    assert fault_of(tmp_path / "none.csv").fault is FileFault.NOT_FOUND
    assert fault_of(tmp_path).fault is FileFault.NOT_A_FILE


def test_an_archive_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.csv", "w") as archive:
        archive.writestr("anh.png", "x")

    assert fault_of(tmp_path / "a.csv").fault is FileFault.ARCHIVE


def test_a_broken_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<no")

    assert fault_of(tmp_path / "a.xlsx").fault is FileFault.BROKEN_EXCEL


def test_a_workbook_that_unpacks_to_a_huge_one_is_refused(tmp_path, monkeypatch):
    path = write_xlsx(tmp_path / "a.xlsx", TITLES, VALUES)
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 100)

    assert fault_of(path).fault is FileFault.TOO_LARGE


def test_titles_alone_are_no_register(tmp_path):
    assert fault_of(write_csv(tmp_path / "a.csv", [])).fault is FileFault.NO_ROWS


def test_open_quotation_marks_are_found_with_their_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(text_of(TITLES, VALUES) + '"Mật ong,3\n', encoding="utf-8")

    refusal = fault_of(path)

    assert (refusal.fault, refusal.data["line"]) == (FileFault.BROKEN_QUOTES, 3)


def test_a_cell_of_a_megabyte_is_refused(tmp_path):
    path = write_csv(tmp_path / "a.csv", [row(), row(note="x" * 1_000_000)])

    refusal = fault_of(path)

    assert (refusal.fault, refusal.data["line"]) == (FileFault.LONG_CELL, 3)


def test_far_too_many_rows_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    path = write_csv(tmp_path / "a.csv", [row()] * 3)

    assert fault_of(path).fault is FileFault.TOO_MANY_ROWS


def test_a_file_that_is_too_large_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MAX_BYTES", 10)

    assert fault_of(write_csv(tmp_path / "a.csv", [row()])).fault is FileFault.TOO_LARGE


def test_all_our_own_columns_are_known(tmp_path):
    headings, _ = read(write_csv(tmp_path / "a.csv", [row()]))

    assert [VOCABULARY.exact(title) for title in headings] == COLUMNS


# --- Annexes as offices print them ---


def annex(path, rows, merges=()):
    """A workbook of these rows, with these cells merged."""
    book = openpyxl.Workbook()
    for cells in rows:
        book.active.append(cells)
    for merge in merges:
        book.active.merge_cells(merge)
    book.save(path)
    return path


def seen(path):
    """Every row below the titles: its first cells, what is said above it, what it is."""
    with open_table(path, path.name, VOCABULARY) as table:
        return [(one.cells[1], one.above, one.furniture) for one in table.sorted_rows(of_section)]


def test_a_merged_cell_counts_for_each_row_that_it_covers(tmp_path):
    rows = [TITLES, ["Mật ong", 3, "HTX A", "Lào Cai"], ["Chè", None, None, "Lào Cai"], ["Miến", 4]]
    path = annex(tmp_path / "a.xlsx", rows, ["B2:B3", "C2:C4"])

    _, found = read(path)

    assert [cells[:3] for _, cells in found] == [
        ["Mật ong", "3", "HTX A"],
        ["Chè", "3", "HTX A"],
        ["Miến", "4", "HTX A"],
    ]


def test_titles_in_two_rows_are_joined(tmp_path):
    rows = [
        ["TT", "Tên sản phẩm", "Chủ thể", "Quyết định công nhận", None, "Địa chỉ", None],
        [None, None, None, "Số", "Ngày", "Xã", "Huyện"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        [1, "Mật ong", "HTX A", "12/QĐ-UBND", NEW_YEAR, "Mường Vi", "Bát Xát"],
    ]
    path = annex(tmp_path / "a.xlsx", rows, ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"])

    headings, found = read(path)

    assert headings[3:] == [
        "Quyết định công nhận – Số",
        "Quyết định công nhận – Ngày",
        "Địa chỉ – Xã",
        "Địa chỉ – Huyện",
    ]
    assert found == [
        (4, ["1", "Mật ong", "HTX A", "12/QĐ-UBND", "2024-01-01", "Mường Vi", "Bát Xát"])
    ]


def test_headings_between_rows_count_for_the_rows_below(tmp_path):
    full = ["HTX A", "Lào Cai", "công nhận", "2024"]
    rows = [
        ["STT", "Tên sản phẩm", "Chủ thể", "Tỉnh", "Trạng thái", "Năm công nhận"],
        ["HẠNG 4 SAO (02 sản phẩm)"],
        ["I", "Thực phẩm"],
        [1, "Mật ong", *full],
        ["II", "Đồ uống"],
        [2, "Rượu", *full],
        ["HẠNG 3 SAO"],
        [3, "Chè", *full],
        ["Tổng cộng: 3 sản phẩm"],
        [None, None, None, None, "Lào Cai, ngày 5 tháng 8 năm 2026"],
        [None, None, None, None, "KT. CHỦ TỊCH"],
        [None, None, None, None, "Nguyễn Văn A"],
    ]
    path = annex(tmp_path / "a.xlsx", rows, ["A2:F2", "A7:F7", "A9:F9"])

    found = seen(path)

    assert [(name, above) for name, above, furniture in found if furniture is None] == [
        ("Mật ong", {"stars": "4", "group": "Thực phẩm"}),
        ("Rượu", {"stars": "4", "group": "Đồ uống"}),
        ("Chè", {"stars": "3"}),
    ]
    assert [furniture for _, _, furniture in found if furniture] == [
        "section",
        "section",
        "section",
        "section",
        "total",
        "closing",
        "closing",
        "closing",
    ]


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "Tổng hợp tinh dầu", "HTX A", "Lào Cai", "công nhận", "2024"],
        ["2", "Cộng đồng Tả Van", "HTX B", "Lào Cai", "công nhận", "2024"],
        ["3", "Chè 4 sao", "HTX C", "", "", ""],
        ["4", "", "HTX D", "", "", ""],
    ],
)
def test_a_row_of_the_table_is_no_furniture(tmp_path, cells):
    titles = ["STT", "Tên sản phẩm", "Chủ thể", "Tỉnh", "Trạng thái", "Năm công nhận"]
    path = tmp_path / "a.csv"
    path.write_text(text_of(titles, cells), encoding="utf-8")

    assert read(path)[1] == [(2, cells)]


# --- Files that may do harm ---


def with_part(path, name, content):
    """A good workbook with one part more, or another one instead."""
    good = write_xlsx(path.with_suffix(".good.xlsx"), TITLES, VALUES)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w") as target:
        for entry in source.namelist():
            if entry != name:
                target.writestr(entry, source.read(entry))
        target.writestr(name, content)
    return path


def test_macros_are_not_taken_in(tmp_path):
    path = with_part(tmp_path / "a.xlsm", "xl/vbaProject.bin", b"macros")

    assert fault_of(path).fault is FileFault.MACROS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_entities_of_its_own_is_not_read(tmp_path, encoding):
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"a" * 9}">]><sst>&a;&a;</sst>'
    path = with_part(tmp_path / "a.xlsx", "xl/sharedStrings.xml", bomb.encode(encoding))

    assert fault_of(path).fault is FileFault.UNSAFE_EXCEL


def test_a_formula_that_was_never_computed_is_named(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", TITLES, ["Mật ong", "=1+2", *VALUES[2:]])

    refusal = fault_of(path)

    assert (refusal.fault, refusal.data["cell"]) == (FileFault.OPEN_FORMULA, "B2")


def test_a_table_of_endless_columns_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(text_of([*TITLES, *(f"cột {n}" for n in range(200))], VALUES), encoding="utf-8")

    assert fault_of(path).fault is FileFault.TOO_MANY_COLUMNS
