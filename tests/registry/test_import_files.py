"""Files that are registers, and files that only say so."""

import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.styles import NamedStyle

from marketplace.registry.errors import BadFile, FileFault
from marketplace.registry.importing import files, workbooks
from marketplace.registry.importing.files import open_table
from marketplace.registry.importing.outcomes import Field
from tests.registry.registers import COLUMNS, row, write_csv

NEW_YEAR = datetime(2024, 1, 1)  # noqa: DTZ001 (Excel knows no zones)
TITLES = ["Tên sản phẩm", "Hạng sao", "Chủ thể", "Tỉnh", "Trạng thái", "Ngày công nhận"]
VALUES = ["Mật ong", "3", "HTX Hoa Lợi", "Lào Cai", "công nhận", "2023"]


def read(path):
    """The titles and the rows of a file."""
    with open_table(path) as table:
        return table.header, [(raw.line, raw.cells) for raw in table.rows]


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

    header, rows = read(path)

    assert header.titles == TITLES
    assert rows == [(2, VALUES)]
    assert header.cells(VALUES)[Field.NAME] == "Mật ong"


def test_titles_may_be_decomposed_shouted_or_ours(tmp_path):
    path = tmp_path / "register.csv"
    titles = ["TÊN SẢN PHẨM", "Ha\u0323ng sao", "Chủ thể", "province", "status", "recognised_on"]
    path.write_text(text_of(titles, VALUES), encoding="utf-8")

    header, _ = read(path)

    assert set(header.places) == {
        Field.NAME,
        Field.STARS,
        Field.PRODUCER,
        Field.PROVINCE,
        Field.STATUS,
        Field.RECOGNISED_ON,
    }


def test_what_stands_above_the_titles_is_left_out(tmp_path):
    above = [["UBND TỈNH LÀO CAI"], ["DANH SÁCH SẢN PHẨM OCOP"], []]
    path = write_xlsx(tmp_path / "register.xlsx", *above, ["STT", *TITLES, "Zalo"], [1, *VALUES])

    header, rows = read(path)

    assert header.unknown == ["Zalo"]
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
        ("a.csv", "Tên sản phẩm,Hạng sao\n".encode("utf-16-le"), FileFault.NOT_TEXT),
        ("a.csv", b"T\xean s\xb6n ph\xc8m,stars\nM\xcbt ong,3\n", FileFault.NOT_UTF8),
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

    assert fault_of(path).fault is FileFault.NOT_UTF8


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


def test_every_missing_column_is_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Tên sản phẩm,Chủ thể,Tỉnh\nMật ong,HTX,Lào Cai\n", encoding="utf-8")

    refusal = fault_of(path)

    assert refusal.fault is FileFault.MISSING_COLUMNS
    assert refusal.data["columns"] == [
        "hạng sao (stars)",
        "trạng thái (status)",
        "ngày công nhận (recognised_on)",
    ]


def test_two_columns_that_mean_the_same_are_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(text_of([*TITLES, "name"], [*VALUES, "Chè"]), encoding="utf-8")

    refusal = fault_of(path)

    assert refusal.fault is FileFault.DOUBLE_COLUMN
    assert refusal.data["columns"] == ["Tên sản phẩm", "name"]


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
    monkeypatch.setattr(files, "MAX_ROWS", 2)
    path = write_csv(tmp_path / "a.csv", [row()] * 3)

    assert fault_of(path).fault is FileFault.TOO_MANY_ROWS


def test_a_file_that_is_too_large_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 10)

    assert fault_of(write_csv(tmp_path / "a.csv", [row()])).fault is FileFault.TOO_LARGE


def test_all_our_own_columns_are_known(tmp_path):
    header, _ = read(write_csv(tmp_path / "a.csv", [row()]))

    assert [field.value for field in header.places] == COLUMNS
    assert header.unknown == []
