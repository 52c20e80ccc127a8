"""Browsing and searching as a buyer sees it."""

from __future__ import annotations

import re
import shutil
from datetime import date
from html import unescape

import pytest
from sqlalchemy import select

from marketplace.admin_units.models import AdminUnit, Scheme
from marketplace.catalog.models import ListingState
from marketplace.money import Vnd
from marketplace.search import actions
from tests.catalog.goods import NOW, certify, make_listing, make_product


@pytest.fixture(autouse=True)
def today(freeze):
    freeze(NOW)


@pytest.fixture
def market(session, chi_lan, anh_son):
    """Two producers with four products, in the index.

    One of the producers has honey in their name, so all they sell is found by it, honey first.
    """
    tea = make_product(session, chi_lan.producer, "Chè Shan tuyết", place_text="Suối Giàng")
    certify(session, tea, stars=5)
    old = make_product(session, chi_lan.producer, "Chè vàng")
    certify(session, old, stars=4, issued=date(2020, 1, 1))
    commune = select(AdminUnit.id).where(
        AdminUnit.scheme == Scheme.SINCE_2025, AdminUnit.code == "02683"
    )
    anh_son.producer.unit_id = session.scalar(commune)  # Xã Bát Xát
    goods = {
        "tea": make_listing(session, chi_lan.producer, product=tea, price_vnd=Vnd(250_000)),
        "old": make_listing(session, chi_lan.producer, product=old, price_vnd=Vnd(90_000)),
        "honey": make_listing(session, anh_son.producer, "Mật ong rừng", group_no=4),
        "wax": make_listing(session, anh_son.producer, "Sáp ong", group_no=4, stock=0),
    }
    actions.rebuild(session)
    return goods


def page(client, address="/san-pham/", status=200):
    response = client.get(address)
    assert response.status_code == status
    return unescape(response.text)


def names(html):
    return re.findall(r'card__link" href="[^"]*">([^<]*)<', html)


def test_without_words_everything_on_sale_is_shown(client, market):
    html = page(client)

    assert set(names(html)) == {"Chè Shan tuyết", "Chè vàng", "Mật ong rừng", "Sáp ong"}
    assert "4 sản phẩm" in html


@pytest.mark.parametrize(
    "typed", ["mat+ong", "m%E1%BA%ADt+ong", "ma%CC%A3%CC%82t+ong", "maatj+ong"]
)
def test_honey_is_found_however_it_is_typed(client, market, typed):
    html = page(client, f"/san-pham/?q={typed}")

    assert names(html) == ["Mật ong rừng", "Sáp ong"]
    assert "2 sản phẩm" in html


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/san-pham/?sao=5", {"Chè Shan tuyết"}),
        ("/san-pham/?sao=4", set()),
        ("/san-pham/?sao=3&sao=4&sao=5", {"Chè Shan tuyết"}),
        ("/san-pham/?nhom=4", {"Mật ong rừng", "Sáp ong"}),
        ("/san-pham/?nhom=I", {"Chè Shan tuyết", "Chè vàng", "Mật ong rừng", "Sáp ong"}),
        ("/san-pham/?nhom=II", set()),
        ("/san-pham/?xa=02683", {"Mật ong rừng", "Sáp ong"}),
        ("/san-pham/?con_hang=1&nhom=4", {"Mật ong rừng"}),
        ("/san-pham/?gia_tu=90.000&gia_den=100000+%C4%91", {"Chè vàng"}),
        ("/san-pham/?gia_den=90.000&gia_tu=100000", {"Chè vàng"}),
        ("/san-pham/?q=che&sao=5", {"Chè Shan tuyết"}),
    ],
)
def test_filters_narrow_the_list(client, market, address, found):
    assert set(names(page(client, address))) == found


@pytest.mark.parametrize(
    "nonsense",
    ["sao=9", "sao=x", "nhom=99", "nhom=-1", "nhom=%00", "xa=abc", "xa=%27", "gia_tu=-5", "sap=x",
     "gia_tu=abc", "gia_den=0", "gia_tu=99999999999", "trang=x", "trang=-1", "con_hang=2", "q=%00",
     "q=***"],
)  # fmt: skip
def test_nonsense_in_the_address_is_left_out(client, market, nonsense):
    assert len(names(page(client, f"/san-pham/?{nonsense}"))) == 4


@pytest.mark.parametrize(
    ("sort", "first"),
    [("gia-tang", "Chè vàng"), ("gia-giam", "Chè Shan tuyết"), ("ten", "Chè Shan tuyết")],
)
def test_the_list_comes_in_the_order_chosen(client, market, sort, first):
    assert names(page(client, f"/san-pham/?sap={sort}"))[0] == first


def links(html):
    """Words of each choice -> (address, count)."""
    link = r'facet__link[^"]*" href="([^"]*)"[^>]*>\s*<span>([^<]*)</span>'
    count = r"\s*(?:<span[^>]*>(\d+))?"
    return {label: (url, int(number or 0)) for url, label, number in re.findall(link + count, html)}


def test_each_choice_says_how_many_it_gives_and_leads_there(client, market):
    choices = links(page(client, "/san-pham/?q=ong"))

    assert choices["Mật ong"][1] == choices["Thực phẩm"][1] == choices["Xã Bát Xát"][1] == 2
    assert choices["Còn hàng"][1] == 1
    assert "5 sao" not in choices
    for url, count in choices.values():
        assert len(names(page(client, url))) == count


def test_a_chosen_filter_can_be_taken_back(client, market):
    html = page(client, "/san-pham/?q=ong&con_hang=1&nhom=4&gia_tu=1000")

    chips = re.findall(r'class="chip" href="([^"]*)"', html)
    assert len(chips) == 3
    assert "/san-pham/?q=ong&gia_tu=1000&con_hang=1" in chips
    assert 'class="chip chip--plain" href="/san-pham/?q=ong"' in html


def test_the_price_form_keeps_the_rest(client, market):
    html = page(client, "/san-pham/?q=ong&sao=3&sao=4&nhom=4")

    kept = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', html)
    assert kept == [("q", "ong"), ("sao", "3"), ("sao", "4"), ("nhom", "4")]


def test_a_word_written_wrong_is_mended_and_said(client, market):
    html = page(client, "/san-pham/?q=mat+ogn")

    assert names(html)[0] == "Mật ong rừng"
    assert "Đây là kết quả cho “mật ong”" in html


def test_when_no_product_has_all_words_the_nearest_are_shown_and_it_is_said(client, market):
    html = page(client, "/san-pham/?q=mat+ong+u+minh+ha")

    assert "Mật ong rừng" in names(html)
    assert "Không có sản phẩm nào khớp đủ các từ" in html


def test_nothing_found_says_what_to_do_next(client, market):
    html = page(client, "/san-pham/?q=xyzzy")

    assert "Chưa tìm thấy sản phẩm nào" in html
    assert 'href="/san-pham/?nhom=4"' in html
    assert "Không có sản phẩm nào hợp với điều kiện lọc" in page(client, "/san-pham/?q=che&nhom=14")


def test_typed_text_is_shown_as_text(client, market):
    response = client.get("/san-pham/?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27")

    assert "<script>alert" not in response.text


def test_what_is_withdrawn_never_shows_though_the_index_still_has_it(client, session, market):
    market["honey"].state = ListingState.WITHDRAWN
    session.flush()

    assert names(page(client, "/san-pham/?q=mat+ong")) == ["Sáp ong"]


def test_pages_follow_each_other(client, session, chi_lan):
    for number in range(30):
        make_listing(session, chi_lan.producer, f"Chè {number}", price_vnd=Vnd(1000 + number))
    actions.rebuild(session)

    first = page(client, "/san-pham/?q=che&sap=gia-tang")
    second = page(client, "/san-pham/?q=che&sap=gia-tang&trang=2")

    assert len(names(first)) == 24
    assert names(first) + names(second) == [f"Chè {number}" for number in range(30)]
    assert 'href="/san-pham/?q=che&sap=gia-tang&trang=2"' in first
    beyond = client.get("/san-pham/?q=che&trang=77")
    assert (beyond.status_code, beyond.location) == (302, "/san-pham/?q=che&trang=2")


def test_a_group_names_the_page(client, market):
    assert "<h1>Mật ong</h1>" in page(client, "/san-pham/?nhom=4")


def test_the_list_takes_the_same_statements_however_long_it_is(
    client, session, chi_lan, market, statements
):
    statements.clear()
    page(client)
    few = len(statements)
    for number in range(20):
        make_listing(session, chi_lan.producer, f"Gạo {number}")
    actions.rebuild(session)

    statements.clear()
    page(client)

    assert len(statements) == few <= 4


# --- Suggestions ---


def suggestions(client, typed):
    response = client.get("/tim-kiem/goi-y", query_string={"q": typed})
    assert response.status_code == 200
    return [(one["text"], one["detail"], one["url"]) for one in response.json["suggestions"]]


@pytest.mark.parametrize("typed", ["mat", "mật o", "mat on", "Mật ong r", "maatj"])
def test_products_are_suggested_while_one_types(client, market, anh_son, typed):
    url = f"/san-pham/mat-ong-rung-{market['honey'].id}"

    assert suggestions(client, typed)[0] == ("Mật ong rừng", anh_son.producer.name, url)


@pytest.mark.parametrize(
    "typed", ["", "   ", "xyzzy", "mat ong u minh ha", "\x00", "*", "a" * 5000]
)
def test_nothing_is_suggested_for_what_nothing_fits(client, market, typed):
    assert suggestions(client, typed) == []


# --- Without an index ---


@pytest.fixture
def no_index(app, market):
    shutil.rmtree(app.extensions["market"].index_dir)
    app.extensions.pop("search_engine")


def test_without_an_index_the_database_answers(client, market, no_index):
    html = page(client, "/san-pham/?q=m%E1%BA%ADt+ong")

    assert set(names(html)) == {"Mật ong rừng", "Sáp ong"}
    assert len(names(page(client))) == 4
    assert names(page(client, "/san-pham/?sap=gia-tang"))[0] == "Chè vàng"
    assert set(names(page(client, "/san-pham/?xa=02683&con_hang=1"))) == {"Mật ong rừng"}
    assert names(page(client, "/san-pham/?xa=99999")) == []
    assert "Chưa tìm thấy" in page(client, "/san-pham/?q=xyzzy")
    assert {text for text, *_ in suggestions(client, "mật o")} == {"Mật ong rừng", "Sáp ong"}


@pytest.mark.parametrize("signs", ["🍯", "?", "((((", '"', "%%"])
def test_signs_alone_ask_for_nothing(client, signs):
    page = client.get("/san-pham/", query_string={"q": signs}).get_data(as_text=True)

    assert "Kết quả cho" not in page
