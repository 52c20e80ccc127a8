"""Pages for all who are not logged in are made once, until something changes."""

from __future__ import annotations

import gzip
import re
from datetime import date, timedelta

import pytest

from marketplace.web import kept_pages
from marketplace.web.kept_pages import TOKEN_PLACE, KeptPage, KeptPages
from tests.catalog.goods import NOW, certify, make_listing

NUMBERS = re.compile(r'class="bubble">([^<]*)<')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture(autouse=True)
def clock(freeze):
    return freeze(NOW)


@pytest.fixture(autouse=True)
def keeping(app, monkeypatch, tmp_path):
    pages = KeptPages(tmp_path / "changed", 30)
    monkeypatch.setitem(app.extensions, "kept_pages", pages)
    return pages


@pytest.fixture
def tea(session, chi_lan):
    listing = make_listing(session, chi_lan.producer)
    session.commit()
    return listing


def stranger(app, address, **headers):
    return app.test_client().get(address, headers=headers)


def test_the_second_visitor_costs_no_statement(app, tea, statements):
    for address in ("/", f"/san-pham/{tea.slug}-{tea.id}", "/gian-hang/htx-che-suoi-giang"):
        first = stranger(app, address)
        statements.clear()
        second = stranger(app, address)

        assert statements == []
        assert "Chè Shan tuyết" in second.text
        assert len(first.data) == len(second.data)


def test_a_change_shows_at_once(app, chi_lan, tea):
    assert "180.000" in stranger(app, "/").text

    fields = {"price": "190.000", "stock": "12", "stock_seen": "12"}
    chi_lan.client.post(
        f"/ban-hang/san-pham/{tea.id}/gia-va-kho",
        data={f"tin-{tea.id}-{name}": value for name, value in fields.items()},
    )

    assert "190.000" in stranger(app, "/").text


def test_a_change_of_another_process_shows_at_once(app, keeping, tea, statements):
    stranger(app, "/")
    KeptPages(keeping.stamp_file, 30).tell_change()
    statements.clear()

    stranger(app, "/")

    assert statements


def test_reading_changes_nothing(app, keeping, chi_lan, tea):
    before = keeping.stamp()

    chi_lan.client.get("/ban-hang/san-pham/")
    stranger(app, "/")

    assert keeping.stamp() == before != 0


def test_what_changes_the_database_past_us_shows_after_half_a_minute(
    app, keeping, tea, statements, monkeypatch
):
    stranger(app, "/")
    later = kept_pages.time.monotonic() + 31
    monkeypatch.setattr("marketplace.web.kept_pages.time.monotonic", lambda: later)
    statements.clear()

    stranger(app, "/")

    assert statements


def test_stars_go_at_midnight_in_vietnam(app, session, tea, clock):
    certify(session, tea.product, stars=4, issued=date(2023, 11, 23))
    session.commit()
    assert "OCOP 4 sao" in stranger(app, "/").text

    clock.pass_by(timedelta(hours=14))  # 17:00 in London, midnight in Vietnam

    assert "OCOP 4 sao" not in stranger(app, "/").text


def test_everybody_sees_the_number_of_their_own_cart(app, tea):
    buyer = app.test_client()
    buyer.post("/gio-hang/them", data={"listing_id": tea.id, "quantity": 1})
    buyer.get("/gio-hang/")  # says what was put in

    seen = [NUMBERS.findall(page.text) for page in (buyer.get("/"), stranger(app, "/"))]

    assert seen == [["1", "1"], ["", ""]]


def test_a_buyer_is_sent_the_kept_page_too(app, tea, statements):
    buyer = app.test_client()
    buyer.post("/gio-hang/them", data={"listing_id": tea.id, "quantity": 1})
    buyer.get("/gio-hang/")
    stranger(app, "/")
    statements.clear()

    page = buyer.get("/")

    assert len(statements) == 1  # for the number at the cart
    assert "ETag" not in page.headers
    assert "Chè Shan tuyết" in page.text


def test_carts_and_log_ins_leave_the_pages_of_others(app, chi_lan, tea, statements):
    stranger(app, "/")
    app.test_client().post("/gio-hang/them", data={"listing_id": tea.id, "quantity": 1})
    chi_lan.client.post("/dang-xuat")
    statements.clear()

    stranger(app, "/")

    assert statements == []


def test_a_page_begun_by_a_buyer_holds_nothing_of_theirs(app, tea):
    buyer = app.test_client()
    buyer.post("/gio-hang/them", data={"listing_id": tea.id, "quantity": 1})
    buyer.get("/gio-hang/")

    bought = buyer.get("/")

    assert NUMBERS.findall(bought.text) == ["1", "1"]
    assert NUMBERS.findall(stranger(app, "/").text) == ["", ""]


def test_what_is_to_be_said_to_one_visitor_is_said_to_them_alone(app, tea):
    stranger(app, "/")
    buyer = app.test_client()
    buyer.post("/gio-hang/them", data={"listing_id": tea.id, "quantity": 1})

    pages = [buyer.get("/").text, buyer.get("/").text, stranger(app, "/").text]

    assert ["notice--success" in page for page in pages] == [True, False, False]


def test_nobody_gets_the_page_of_somebody_logged_in(app, chi_lan, tea):
    stranger(app, "/")

    assert "Chị Lan" in chi_lan.client.get("/").text
    assert "Chị Lan" not in stranger(app, "/").text


def test_each_language_has_its_own_page(app, tea):
    stranger(app, "/")

    english = app.test_client()
    english.set_cookie("locale", "en")

    assert 'lang="en"' in english.get("/").text
    assert 'lang="vi"' in stranger(app, "/").text


def test_every_stranger_gets_a_token_that_works(app, tea, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    address = f"/san-pham/{tea.slug}-{tea.id}"
    browsers = [app.test_client(), app.test_client()]

    tokens = [TOKEN.search(browser.get(address).text)[1] for browser in browsers]

    assert TOKEN_PLACE not in tokens
    assert tokens[0] != tokens[1]
    wish = {"listing_id": tea.id, "quantity": 1}
    own = browsers[0].post("/gio-hang/them", data={**wish, "csrf_token": tokens[0]})
    others = browsers[1].post("/gio-hang/them", data={**wish, "csrf_token": tokens[0]})
    assert (own.status_code, others.status_code) == (303, 400)


def test_what_is_not_found_is_not_kept_and_bears_no_token_place(app, chi_lan, tea):
    address = f"/san-pham/{tea.slug}-{tea.id}"
    chi_lan.client.post(f"/ban-hang/san-pham/{tea.id}/tam-dung")
    missing = stranger(app, address)
    assert missing.status_code == 404
    assert TOKEN_PLACE not in missing.text

    chi_lan.client.post(f"/ban-hang/san-pham/{tea.id}/dang-ban")

    assert stranger(app, address).status_code == 200


def test_a_browser_that_has_the_page_is_told_so(app, chi_lan, tea):
    tag = stranger(app, "/").headers["ETag"]

    again = stranger(app, "/", **{"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")

    chi_lan.client.post(f"/ban-hang/san-pham/{tea.id}/tam-dung")
    assert stranger(app, "/", **{"If-None-Match": tag}).status_code == 200


def test_it_comes_packed_to_browsers_that_can_unpack(app, tea):
    plain = stranger(app, "/")
    packed = stranger(app, "/", **{"Accept-Encoding": "gzip, br"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Vary"] == "Cookie, Accept-Encoding"
    assert "Set-Cookie" not in packed.headers
    assert packed.headers["Content-Security-Policy"]


def test_the_page_asked_for_least_lately_makes_room(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_pages, "MOST_PAGES", 2)
    pages = KeptPages(tmp_path / "changed", 30)
    page = KeptPage(
        stamp=0, made_at=kept_pages.time.monotonic(), rule="/", body=b"", packed=b"", tag="x"
    )

    for key in "ab":
        pages.keep(key, page)
    pages.find("a", 0)
    pages.keep("c", page)

    assert [key for key in "abc" if pages.find(key, 0)] == ["a", "c"]
