"""Staff read the figures, look through the lists and take the files away."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from marketplace.audit.models import AuditEntry
from marketplace.reports import views
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
FIGURES = "/can-bo/so-lieu"
PAGES = ["/can-bo/", FIGURES, f"{FIGURES}/chua-len-san", f"{FIGURES}/tai-ve.xlsx",
         f"{FIGURES}/tai-ve.csv"]  # fmt: skip


@pytest.fixture
def market(session):
    return Market(session)


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


@pytest.mark.parametrize("page", PAGES)
def test_only_staff_may_see_the_figures(page, client, co_hoa, chi_lan, chi_mai, anh_tung):
    assert client.get(page).headers["Location"].startswith("/dang-nhap?next=")
    for person in (co_hoa, chi_lan, chi_mai):
        assert person.client.get(page).status_code == 403
    assert anh_tung.client.get(page).status_code == 200


def test_home_tells_what_needs_doing(staff, market):
    producer = market.producer("HTX Bát Xát")
    market.product("Mật ong", producer, date(2026, 1, 1))
    market.product("Chè", producer, date(2024, 1, 1))
    market.certificate(market.product("Rượu ngô", issued_on=None), None)

    page = staff.get("/can-bo/").text

    assert "Chào Anh Tùng" in page
    assert "2 sản phẩm chưa lên sàn" in page
    assert "1 chủ thể chưa có tài khoản thanh toán điện tử" in page
    assert "1 giấy chứng nhận không được tính vì chưa rõ ngày" in page
    assert "1 giấy chứng nhận hết hạn trong 180 ngày tới" in page
    assert "chưa rõ chủ thể" not in page


def test_home_before_the_register_is_imported(staff):
    page = staff.get("/can-bo/").text

    assert page.count("không có số liệu") == 2
    assert "Xin nhập sổ đăng ký trước." in page


def test_home_when_all_is_done(staff, market):
    producer = market.producer()
    market.live(market.product(producer=producer, issued_on=date(2026, 1, 1)))
    market.account(producer)

    assert "Hôm nay không có việc gì." in staff.get("/can-bo/").text


def test_without_a_day_the_figures_are_todays(staff):
    page = staff.get(FIGURES).text

    assert "Tính đến hôm nay, 23/11/2026" in page
    assert 'value="2026-11-23"' in page


def test_a_day_without_anything_in_force_has_no_figures(staff):
    page = staff.get(f"{FIGURES}?ngay=2019-01-01").text

    assert page.count("không có số liệu") >= 2
    assert "0/0" not in page


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        pytest.param("24/11/2026", "Ngày này chưa tới.", id="tomorrow"),
        pytest.param("hôm qua", "Đây không phải là ngày.", id="nonsense"),
        pytest.param("31/02/2022", "Đây không phải là ngày.", id="no-such-day"),
        pytest.param("0001-01-01", "Chương trình OCOP bắt đầu từ ngày 07/05/2018.", id="too-early"),
        pytest.param('"><script>', "Đây không phải là ngày.", id="markup"),
    ],
)
@pytest.mark.parametrize("page", PAGES[1:])
def test_a_day_that_cannot_be_counted_is_told_and_kept(staff, page, typed, told):
    response = staff.get(page, query_string={"ngay": typed})

    assert response.status_code == 422
    assert told in response.text
    assert "<script>" not in response.text
    assert typed in response.text.replace("&#34;&gt;&lt;script&gt;", '"><script>')


def test_a_long_list_is_cut_and_continues_on_pages(staff, market, monkeypatch):
    monkeypatch.setattr(views, "ROWS_A_PAGE", 3)
    for number in range(7):
        market.product(f"Chè {number}", issued_on=date(2026, 1, 1))

    front = staff.get(FIGURES).text
    last = staff.get(f"{FIGURES}/chua-len-san?trang=3").text

    assert "Xem cả 7" in front
    assert ("Chè 2" in front, "Chè 3" in front) == (True, False)
    assert ("Chè 5" in last, "Chè 6" in last) == (False, True)


def test_a_page_after_the_last_says_so(staff, market):
    market.product(issued_on=date(2026, 1, 1))

    assert "Trang này không có dòng nào." in staff.get(f"{FIGURES}/chua-len-san?trang=9").text


def test_an_unknown_list_is_not_found(staff):
    assert staff.get(f"{FIGURES}/khong-co").status_code == 404


def test_names_are_shown_as_text(staff, market):
    market.product("<b>Chè</b>", market.producer("<i>HTX</i>"), date(2026, 1, 1))

    page = staff.get(FIGURES).text

    assert "&lt;b&gt;Chè&lt;/b&gt;" in page
    assert "<i>HTX" not in page


def test_a_file_has_a_name_with_its_day(staff):
    response = staff.get(f"{FIGURES}/tai-ve.xlsx?ngay=31/12/2022")

    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert "filename*=UTF-8''" in disposition
    assert "Số liệu OCOP 2022-12-31.xlsx" in unquote(disposition)
    assert response.mimetype == views.xlsx_file.MIME_TYPE


def test_there_is_no_other_kind_of_file(staff):
    assert staff.get(f"{FIGURES}/tai-ve.exe").status_code == 404


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_each_download_is_in_the_audit_log(staff, anh_tung, market, session, ending):
    market.product(issued_on=date(2022, 1, 1))

    staff.get(f"{FIGURES}/tai-ve.{ending}?ngay=2022-12-31")

    (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "figures.exported"))
    assert (entry.actor_id, entry.at) == (anh_tung.user.id, NOW)
    expected = {"day": "2022-12-31", "file": ending, "products": 1, "producers": 0}
    assert entry.details == expected


def test_pages_and_files_speak_english_too(staff):
    staff.set_cookie("locale", "en", domain="localhost")

    assert "no figures" in staff.get(FIGURES).text
    assert b"Share of OCOP products" in staff.get(f"{FIGURES}/tai-ve.csv").data


def test_the_statements_of_the_page_do_not_grow_with_the_register(staff, market, statements):
    def filled(products):
        for _each in range(products):
            market.live(market.product(producer=market.producer(), issued_on=date(2026, 1, 1)))
        statements.clear()
        staff.get(FIGURES)
        return len(statements)

    assert filled(1) == filled(30)
