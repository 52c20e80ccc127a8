"""The annex of a decision as an office sends it: a workbook with its title, and cells merged."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import FilePayload

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLES = ("TT", "Tên sản phẩm", "Tên chủ thể", "Xã", "Hạng sao", "Ngày quyết định")
TEA, TEA_BAGS, FLOUR = "Trà hoa sở Bản Lầu", "Trà túi lọc hoa sở", "Bột sắn dây Bản Lầu"
VERMICELLI, CANDY = "Miến đao Cốc San", "Kẹo mận Tam Hoa Cốc Ly"
GOOD = (TEA, TEA_BAGS, FLOUR)
WRONG = (VERMICELLI, CANDY)


def annex(decided_on: date) -> FilePayload:
    """Five products of two producers: one has too many stars, one a day that never was."""
    book = Workbook()
    sheet = book.active
    stated = f"{decided_on:%d/%m/%Y}"
    for cells in (
        ("ỦY BAN NHÂN DÂN TỈNH LÀO CAI",),
        ("DANH SÁCH SẢN PHẨM ĐƯỢC CÔNG NHẬN OCOP",),
        (f"(Kèm theo Quyết định số 4711/QĐ-UBND ngày {stated} của UBND tỉnh Lào Cai)",),
        (),
        TITLES,
        (1, TEA, "Hợp tác xã Hoa Sở Bản Lầu", "Xã Bản Lầu", "4 sao", stated),
        (2, TEA_BAGS, None, None, None, stated),
        (3, FLOUR, None, None, "3 sao", stated),
        (4, VERMICELLI, "Hộ kinh doanh Vàng Thị Mai", "Xã Bản Lầu", "7 sao", stated),
        (5, CANDY, None, None, "3 sao", f"31/02/{decided_on:%Y}"),
    ):
        sheet.append(cells)
    for merged in ("A1:F1", "A2:F2", "A3:F3", "C6:C8", "D6:D8", "E6:E7", "C9:C10", "D9:D10"):
        sheet.merge_cells(merged)
    return payload("phu-luc-4711.xlsx", book)


def corrected(content: bytes, decided_on: date) -> FilePayload:
    """The refused rows as they came back, with the star and the day set right."""
    book = load_workbook(BytesIO(content))
    sheet = book.active
    column = {cell.value: cell.column for cell in sheet[1]}
    rows = {row[column["Tên sản phẩm"] - 1].value: row for row in sheet.iter_rows(min_row=2)}
    assert set(rows) == set(WRONG)
    rows[VERMICELLI][column["Hạng sao"] - 1].value = "4 sao"
    rows[CANDY][column["Ngày quyết định"] - 1].value = f"{decided_on:%d/%m/%Y}"
    return payload("dong-da-sua.xlsx", book)


def reasons(content: bytes) -> dict[str, str]:
    """What stands beside each refused row."""
    sheet: Worksheet = load_workbook(BytesIO(content)).active
    titles, *rows = sheet.iter_rows(values_only=True)
    named = [dict(zip(titles, row, strict=True)) for row in rows]
    return {row["Tên sản phẩm"]: row["Cột"] for row in named}


def payload(name: str, book: Workbook) -> FilePayload:
    """A workbook as a browser sends it."""
    buffer = BytesIO()
    book.save(buffer)
    return {"name": name, "mimeType": XLSX, "buffer": buffer.getvalue()}
