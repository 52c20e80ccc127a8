"""Staff read the figures of any day, and go from every number to its rows."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from marketplace.audit.history import because
from marketplace.reports import views
from marketplace.reports.rules import Indicator
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
FIGURES = "/can-bo/so-lieu"
PAGES = ["/can-bo/", FIGURES, f"{FIGURES}/chua-len-san", f"{FIGURES}/chi-so/I1"]
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def market(session):
    return Market(session)


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


def words(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace(NBSP, " ").split())


@pytest.mark.parametrize("page", PAGES)
def test_only_staff_may_see_the_figures(page, client, co_hoa, chi_lan, chi_mai, anh_tung):
    assert client.get(page).headers["Location"].startswith("/dang-nhap?next=")
    for person in (co_hoa, chi_lan, chi_mai):
        assert person.client.get(page).status_code == 403
    assert anh_tung.client.get(page).status_code == 200


# --- The first page ---


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
    assert "1 sản phẩm cần đánh giá lại" in page
    assert "sản phẩm chưa rõ chủ thể" not in page


def test_home_before_the_register_is_imported(staff):
    page = staff.get("/can-bo/").text

    assert page.count("không có số liệu") == 2
    assert "Xin nhập sổ đăng ký trước." in page
    assert 'role="img"' not in page


def test_home_when_all_is_done(staff, market):
    producer = market.producer()
    market.live(market.product(producer=producer, issued_on=date(2026, 1, 1)))
    market.account(producer)

    assert "Hôm nay không có việc gì." in staff.get("/can-bo/").text


# --- The day ---


def test_without_a_day_the_figures_are_todays(staff):
    page = staff.get(FIGURES).text

    assert "Tính đến hôm nay, 23/11/2026" in page
    assert 'value="2026-11-23"' in page


def test_a_day_without_anything_in_force_has_no_figures(staff):
    page = staff.get(f"{FIGURES}?ngay=2019-01-01").text

    assert page.count("không có số liệu") >= 2
    assert not re.search(r"(?<!\d)0/0(?!\d)", words(page))


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


def test_a_day_of_knowing_that_makes_no_sense_is_told(staff):
    response = staff.get(f"{FIGURES}?biet-den=24/11/2026")

    assert response.status_code == 422
    assert "Biết đến hết ngày: Ngày này chưa tới." in response.text


def test_figures_can_be_seen_as_they_were_known(staff, market, session):
    product = market.product("Mật ong", issued_on=date(2026, 1, 1))
    because(session, actor_id=None, reason="QĐ 12/QĐ-UBND", now=datetime(2026, 10, 1, tzinfo=UTC))
    product.certificates[0].revoked_on = date(2026, 9, 1)
    session.flush()

    before = staff.get(f"{FIGURES}?ngay=2026-09-15&biet-den=2026-09-30").text
    after = staff.get(f"{FIGURES}?ngay=2026-09-15").text

    assert "0 trong 1 sản phẩm OCOP (0,0 %) đã lên sàn" in words(before)
    assert "Số liệu theo những gì biết đến hết ngày 30/09/2026" in before
    assert f'href="{FIGURES}?ngay=2026-09-15"' in before
    assert "không có số liệu" in after
    assert "biết đến hết ngày" not in after


# --- What the page says and draws ---


@pytest.fixture
def december(market):
    """Five products of two producers, four of them on sale, one with an account."""
    unit = market.unit("34", "02683")
    bat_xat = market.producer("HTX Bát Xát", unit_id=unit.id)
    household = market.producer("Hộ Lù A")
    for number in range(4):
        product = market.product(
            f"Chè {number}", bat_xat, date(2022, 6, 1), unit_id=unit.id, sector="I"
        )
        market.live(product, datetime(2022, 1 + 3 * number, 1, tzinfo=UTC))
    market.product("Mật ong", household, date(2021, 6, 1), sector="I", stars=4)
    market.account(bat_xat)


def test_the_sentence_of_the_meeting_stands_above_the_chart(staff, december):
    page = words(staff.get(f"{FIGURES}?ngay=2022-12-31").text)

    assert (
        "4 trong 5 sản phẩm OCOP (80,0 %) đã lên sàn tính đến 31/12/2022, "
        "thêm 4 so với cuối năm 2021. Còn thiếu 1 sản phẩm OCOP là Mật ong." in page
    )
    assert "1 trong 2 chủ thể OCOP (50,0 %) đã có tài khoản thanh toán điện tử" in page


def test_every_chart_has_words_and_a_table_behind_it(staff, december):
    page = staff.get(f"{FIGURES}?ngay=2022-12-31").text

    charts = re.findall(r'<svg class="chart".*?</svg>', page, re.DOTALL)
    assert len(charts) > 10
    assert page.count("Xem bảng số") == len(charts)
    for chart in charts:
        assert re.search(r"<title id=[^>]+>[^<]+</title>", chart)
        assert re.search(r"<desc id=[^>]+>[^<]+</desc>", chart)


def test_no_id_of_the_page_is_there_twice(staff, december):
    found = re.findall(r'\bid="([^"]+)"', staff.get(f"{FIGURES}?ngay=2022-12-31").text)

    assert len(found) == len(set(found))


def test_the_page_has_no_inline_style_or_script(staff, december):
    page = staff.get(f"{FIGURES}?ngay=2022-12-31").text

    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?! src)", page)


def test_the_map_shows_all_communes_and_leads_to_their_products(staff, december):
    page = staff.get(f"{FIGURES}?ngay=2022-12-31").text

    drawn = re.search(r'<svg class="chart"[^>]*role="group".*?</svg>', page, re.DOTALL)
    dots = re.findall(r'<circle class="c-dot c-dot-(\w+)"', drawn[0])
    assert len(dots) == 99
    assert sorted(set(dots)) == ["all", "hollow"]
    assert "Xã Bát Xát: 4 trong 4 sản phẩm OCOP đã lên sàn" in page
    assert "nhom=commune:02683" in page


def test_tables_can_all_be_opened_to_be_printed(staff, december):
    closed, opened = staff.get(FIGURES).text, staff.get(f"{FIGURES}?bang=mo").text

    assert '<details class="chart-card__more" open>' not in closed
    assert opened.count('<details class="chart-card__more" open>') > 10


def test_trends_go_by_month_or_by_year(staff, december):
    by_month = staff.get(f"{FIGURES}?ngay=2022-12-31").text
    by_year = staff.get(f"{FIGURES}?ngay=2022-12-31&dien-bien=nam").text

    assert "31/01/2022" in by_month
    assert "31/12/2020" not in by_month
    assert "31/12/2020" in by_year


def test_each_figure_has_its_definition_beside_it(staff, december):
    page = staff.get(FIGURES).text

    assert page.count("Cách tính") >= 11


@pytest.mark.parametrize("code", [indicator.value for indicator in Indicator])
def test_each_figure_has_a_page_of_its_own(staff, december, code):
    page = staff.get(f"{FIGURES}/chi-so/{code}?ngay=2022-12-31")

    assert page.status_code == 200
    assert "Cách tính" in page.text


def test_an_unknown_figure_is_not_found(staff):
    assert staff.get(f"{FIGURES}/chi-so/I99").status_code == 404


def test_the_page_speaks_english_too(staff, december):
    staff.set_cookie("locale", "en", domain="localhost")

    page = words(staff.get(f"{FIGURES}?ngay=2022-12-31").text)

    assert "4 of 5 OCOP products (80.0 %) are on sale online as of 31 Dec 2022" in page
    assert "1 of 2 OCOP producers (50.0 %) has an e-payment account" in page


def test_names_are_shown_as_text(staff, market):
    market.product("<b>Chè</b>", market.producer("<i>HTX</i>"), date(2026, 1, 1))

    page = staff.get(FIGURES).text

    assert "&lt;b&gt;Chè&lt;/b&gt;" in page
    assert "<b>Chè" not in page


# --- Filters ---


@pytest.mark.parametrize(
    ("narrowing", "whole"),
    [
        ("sao=4", 1),
        ("sao=3", 4),
        ("xa=02683", 4),
        ("linh-vuc=I", 5),
        ("loai=cooperative", 5),
        ("sao=3&xa=02683", 4),
        ("sao=9&xa=x&linh-vuc=VII&loai=co-op&nhom-hang=27", 5),
    ],
)
def test_figures_are_narrowed_by_their_address(staff, december, narrowing, whole):
    page = words(staff.get(f"{FIGURES}?ngay=2022-12-31&{narrowing}").text)

    assert f"trong {whole} sản phẩm OCOP" in page


def test_a_filter_is_named_and_can_be_taken_back(staff, december):
    page = staff.get(f"{FIGURES}?ngay=2022-12-31&xa=02683&sao=3").text

    assert "Xã, phường hiện nay: Xã Bát Xát" in page
    assert f'href="{FIGURES}?ngay=2022-12-31&amp;sao=3"' in page


def test_a_narrowed_page_leads_to_narrowed_rows(staff, december):
    page = staff.get(f"{FIGURES}?ngay=2022-12-31&xa=02683").text

    assert f"{FIGURES}/da-len-san?ngay=2022-12-31&amp;xa=02683" in page


def test_the_files_are_narrowed_like_the_page(staff, december):
    page = staff.get(f"{FIGURES}?ngay=2022-12-31&xa=02683&loai=cooperative").text

    assert f"{FIGURES}/tai-ve.xlsx?ngay=2022-12-31&amp;xa=02683&amp;loai=cooperative" in page


# --- Rows ---


def test_a_number_leads_to_its_rows_and_to_the_missing(staff, december):
    counted = staff.get(f"{FIGURES}/da-len-san?ngay=2022-12-31").text
    missing = staff.get(f"{FIGURES}/chua-len-san?ngay=2022-12-31").text

    assert "Đã lên sàn (4)" in counted
    assert "Chưa lên sàn (1)" in missing
    assert "Mật ong" in missing
    assert "Mật ong" not in counted


def test_missing_rows_can_be_acted_on_and_good_ones_not(staff, december):
    assert 'name="chon"' in staff.get(f"{FIGURES}/chua-len-san?ngay=2022-12-31").text
    assert 'name="chon"' not in staff.get(f"{FIGURES}/da-len-san?ngay=2022-12-31").text


def test_what_is_being_done_stands_beside_the_missing(staff, chi_mai, december, market):
    product = market.product("Miến đao", issued_on=date(2026, 1, 1))
    entered = {"chi_so": "I1", "chon": f"san-pham-{product.id}", "helper": chi_mai.user.id}
    staff.post("/can-bo/viec/giao", data={**entered, "due_on": "2026-11-30", "text": ""})

    page = words(staff.get(f"{FIGURES}/chua-len-san").text)

    assert "Đã giao Chị Mai ngày 23/11/2026, hạn 30/11/2026" in page


def test_a_platform_has_its_own_lists(staff, market):
    postmart = market.platform()
    market.outside(market.product("Chè", issued_on=date(2026, 1, 1)), postmart, date(2026, 1, 1))
    market.product("Mật ong", issued_on=date(2026, 1, 1))

    there = staff.get(f"{FIGURES}/co-tren-san?nhom=platform:postmart").text
    missing = staff.get(f"{FIGURES}/chua-co-tren-san?nhom=platform:postmart").text

    assert "Có bán trên sàn này: Postmart (1)" in there
    assert "Chưa bán trên sàn này: Postmart (1)" in missing
    assert "I1f:postmart" in missing


@pytest.mark.parametrize(
    "path",
    [
        "khong-co",
        "chua-len-san?nhom=x",
        "chua-len-san?nhom=platform:postmart",
        "co-tren-san",
        "co-tren-san?nhom=platform:khong-co",
        "con-hieu-luc?nhom=account_kind:bank",
        "moi-cong-nhan",
        "moi-cong-nhan?nhom=year:x",
        "het-han",
    ],
)
def test_an_unknown_list_is_not_found(staff, path):
    assert staff.get(f"{FIGURES}/{path}").status_code == 404


def test_an_empty_list_says_so(staff):
    assert "Danh sách này trống" in staff.get(f"{FIGURES}/chua-len-san").text


def test_a_long_list_continues_on_pages(staff, market, monkeypatch):
    monkeypatch.setattr(views, "ROWS_A_PAGE", 3)
    for number in range(7):
        market.product(f"Chè {number}", issued_on=date(2026, 1, 1))

    last = staff.get(f"{FIGURES}/chua-len-san?trang=3").text

    assert ("Chè 5" in last, "Chè 6" in last) == (False, True)
    assert "Trang này không có dòng nào." in staff.get(f"{FIGURES}/chua-len-san?trang=9").text


# --- Statements ---


@pytest.mark.parametrize("page", PAGES)
def test_the_statements_of_a_page_do_not_grow_with_the_register(staff, market, statements, page):
    def filled(products):
        for _each in range(products):
            market.product(producer=market.producer(), issued_on=date(2026, 1, 1))
        statements.clear()
        staff.get(page)
        return len(statements)

    assert filled(1) == filled(30)
