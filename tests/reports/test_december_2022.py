"""December 2022: 139 products in force, 137 on sale, and everything around them that is not.

Lào Cai published 137/139 = 98,6 % for that year. Screen, CSV and XLSX must each say so and name
the same two products, and so must a count that shares no code with ours.
"""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from marketplace.reports.figures import as_plain
from marketplace.reports.rules import Indicator, Share
from tests.reports.asking import NOW, counted
from tests.reports.december_2022 import DAY, MISSING, POOR, december_2022
from tests.reports.plain_sql import comparable, figures_in_sql


@pytest.fixture
def market(session):
    """The register and the market as they stood."""
    return december_2022(session)


@pytest.fixture
def staff(market, anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


def test_the_figures_are_137_of_139(market):
    found = counted(market, DAY)

    assert found[Indicator.LISTING].value == Share(137, 139)
    assert str(found[Indicator.LISTING].value.percent) == "98.6"
    assert tuple(row.name for row in found[Indicator.LISTING].missing) == MISSING
    assert found[Indicator.E_PAYMENT].value == Share(40, 41)
    assert [row.name for row in found[Indicator.E_PAYMENT].missing] == [POOR]
    assert [row.name for row in found.book.without_producer] == [MISSING[1]]
    assert [row.product for row in found.book.undated] == ["Chỉ rõ năm", "Không rõ ngày"]


def test_the_screen_says_so(staff):
    for day in ("2022-12-31", "31/12/2022"):
        page = _plain(staff.get("/can-bo/so-lieu", query_string={"ngay": day}).text)

        assert "137/139 98,6 %" in page
        assert "40/41 97,6 %" in page
        assert "còn thiếu (2)" in page
        for name in (*MISSING, POOR):
            assert name in page
        assert "Sản phẩm số 7" not in page


def _plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_workbook_says_so(staff):
    response = staff.get("/can-bo/so-lieu/tai-ve.xlsx?ngay=2022-12-31")
    book = load_workbook(BytesIO(response.data))

    summary = book["Tổng hợp"].iter_rows(values_only=True)
    (listing,) = (row for row in summary if row[1] == "I1")
    assert listing[3:6] == (137, 139, 98.6)
    assert "137/139 = 98,6 %" in listing
    assert _column(book["Chưa lên sàn"], "Sản phẩm OCOP") == list(MISSING)
    assert _column(book["Chưa có tài khoản"], "Chủ thể") == [POOR]
    on_sale = _column(book["Sản phẩm"], "Đã lên sàn")
    assert (on_sale.count("có"), on_sale.count("chưa")) == (137, 2)
    has_account = _column(book["Chủ thể"], "Có tài khoản")
    assert (has_account.count("có"), has_account.count("chưa")) == (40, 1)


def _column(sheet, title):
    rows = sheet.iter_rows(values_only=True)
    header = next(row for row in rows if title in row)
    return [row[header.index(title)] for row in rows if isinstance(row[0], int)]


@pytest.mark.parametrize(("asked", "mark"), [("", ","), ("&dau=cham-phay", ";")])
def test_the_csv_file_says_so(staff, asked, mark):
    response = staff.get(f"/can-bo/so-lieu/tai-ve.csv?ngay=2022-12-31{asked}")
    lines = list(csv.DictReader(StringIO(response.data.decode("utf-8-sig")), delimiter=mark))

    summary = {line["Mã"]: line for line in lines if line["Bảng"] == "Tổng hợp"}
    assert (summary["I1"]["Số lượng"], summary["I1"]["Trên tổng số"]) == ("137", "139")
    assert summary["I1"]["Đọc là"] == "137/139 = 98,6 %"
    assert summary["I2"]["Đọc là"] == "40/41 = 97,6 %"
    assert _named(lines, "Chưa lên sàn", "Sản phẩm OCOP") == list(MISSING)
    assert _named(lines, "Chưa có tài khoản", "Chủ thể") == [POOR]
    assert {line["Ngày"] for line in lines} == {"2022-12-31"}


def _named(lines, table, title):
    return [line[title] for line in lines if line["Bảng"] == table]


def test_a_count_in_plain_sql_agrees(market):
    found = as_plain(counted(market, DAY))

    assert comparable(found) == figures_in_sql(market.session, DAY, NOW)


def test_what_happened_later_does_not_change_the_figures_of_that_day(market):
    before = as_plain(counted(market, DAY))
    late = market.product("Mới", market.producer(), date(2023, 2, 1))
    market.live(late, datetime(2023, 2, 2, tzinfo=UTC))
    market.account(market.producer(), date(2023, 1, 1))

    assert as_plain(counted(market, DAY)) == before


def test_another_day_has_other_figures(market):
    new_year = counted(market, date(2023, 1, 1))[Indicator.LISTING]

    assert MISSING[0] in {row.name for row in new_year.counted}
    assert "Công nhận sau" in {row.name for row in new_year.rows}
