"""Wherever an address asks to be led, a browser stays on the market."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from marketplace.accounts.actions import open_account
from marketplace.audience import Audience
from marketplace.db import transaction
from tests.conftest import market
from tests.journeys.conftest import SIZES
from tests.journeys.live import open_market
from tests.people import LONG_AGO
from tests.web.elsewhere import ELSEWHERE

EMAIL, PASSWORD = "tung@vidu.vn", "phiên chợ cuối năm"
OFFICE = "/can-bo/"
# What somebody does who writes the log-in form anew: the page itself has left the address out.
ADD_BOX = """(form, next) => {
    const box = form.querySelector("[name=next]") || document.createElement("input");
    Object.assign(box, {type: "hidden", name: "next", value: next});
    form.append(box);
}"""


@pytest.fixture
def live(databases, furnished, tmp_path):
    """A market of which only Anh Tùng knows yet."""
    url = databases.copy(furnished)
    with market(url, tmp_path) as app, app.app_context(), transaction() as session:
        open_account(
            session,
            name="Anh Tùng",
            email=EMAIL,
            password=PASSWORD,
            audience=Audience.STAFF,
            now=LONG_AGO,
        )
    with open_market(url, tmp_path) as opened:
        yield opened
    databases.drop(url)


@pytest.fixture
def size():
    """A phone: addresses are the same in every window."""
    return SIZES["360px"]


@pytest.fixture
def tung(visit):
    """Not logged in yet."""
    tung = visit()
    yield tung
    assert [url for url in tung.requested if not url.startswith(f"{tung.market.url}/")] == []


def test_one_of_our_pages_is_followed_after_logging_in(tung):
    _open_log_in(tung, "/can-bo/tap-tin?trang=1")

    _log_in(tung)

    tung.page.wait_for_url(f"{tung.market.url}/can-bo/tap-tin?trang=1")


def test_an_address_that_leads_away_is_not_followed_after_logging_in(tung):
    for target in ELSEWHERE:
        _open_log_in(tung, target)
        _log_in(tung)
        _is_in_the_office(tung)


def test_nor_when_the_form_itself_was_changed(tung):
    for target in ELSEWHERE:
        _open_log_in(tung, OFFICE)
        _form(tung).evaluate(ADD_BOX, target)
        _log_in(tung)
        _is_in_the_office(tung)


def test_nor_when_the_language_is_chosen(tung):
    for target in ELSEWHERE:
        tung.go(f"/ngon-ngu/en?{urlencode({'next': target})}")
        assert tung.page.url == f"{tung.market.url}/"
        expect(tung.page.locator("html")).to_have_attribute("lang", "en")


def _open_log_in(tung, target):
    """Not logged in, on the log-in page that shall lead to this address."""
    tung.context.clear_cookies()
    tung.go(f"/dang-nhap?{urlencode({'next': target})}")


def _form(tung):
    return tung.page.get_by_role("main").locator("form").filter(has_text="Mật khẩu")


def _log_in(tung):
    form = _form(tung)
    form.get_by_label("Thư điện tử").fill(EMAIL)
    form.get_by_label("Mật khẩu").fill(PASSWORD)
    form.get_by_role("button", name="Đăng nhập").click()


def _is_in_the_office(tung):
    expect(tung.page.get_by_role("heading", level=1)).to_have_text("Chào Anh Tùng")
    assert tung.page.url == f"{tung.market.url}{OFFICE}"
