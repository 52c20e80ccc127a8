"""Every page of the office, on a phone, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys import deeds, office
from tests.journeys.conftest import SIZES


@pytest.fixture
def size():
    """A phone: what fits there fits on a desk."""
    return SIZES["360px"]


@pytest.fixture
def tung(visit):
    """At work; one file has left already."""
    tung = visit()
    tung.go("/dang-nhap")
    deeds.log_in_as(tung.page, "Anh Tùng")
    assert tung.context.request.get(f"{tung.market.url}/can-bo/so-lieu/tai-ve.csv").ok
    return tung


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)  # pages look alike on both
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_fits_and_axe_finds_no_fault(tung, visit, language):
    examples = office.furnish(tung.market.app)
    mai = visit()
    mai.go("/dang-nhap")
    deeds.log_in_as(mai.page, "Chị Mai")

    _looks_at(tung, language, office.addresses(tung.market.app, examples))
    _looks_at(mai, language, ["/giup/viec", "/giup/viec?xem=da-xong"])


def _looks_at(person, language, addresses):
    person.go(f"/ngon-ngu/{language}")
    wrong = []
    for address in addresses:
        answer = person.go(address)
        expect(person.page.locator("html")).to_have_attribute("lang", language)
        if answer.status != 200:
            wrong.append(f"{answer.status} {address}")
        try:
            person.look()
        except AssertionError as fault:
            wrong.append(str(fault))
    assert wrong == []
