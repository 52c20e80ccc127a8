"""Who may enter, and what the others are told."""

from __future__ import annotations

import pytest

STAFF_PAGE = "/can-bo/"
PRODUCER_PAGE = "/ban-hang/"


@pytest.mark.parametrize("page", [STAFF_PAGE, PRODUCER_PAGE])
def test_a_stranger_is_asked_to_log_in_and_comes_back(client, page):
    answer = client.get(page)

    assert answer.status_code == 302
    assert answer.location.startswith("/dang-nhap?next=")


def test_a_buyer_is_told_that_the_page_is_not_theirs(co_hoa):
    assert co_hoa.client.get(STAFF_PAGE).status_code == 403
    assert co_hoa.client.get(PRODUCER_PAGE).status_code == 403


def test_a_producer_does_not_enter_the_office(chi_lan):
    assert chi_lan.client.get(PRODUCER_PAGE).status_code == 200
    assert chi_lan.client.get(STAFF_PAGE).status_code == 403


def test_staff_do_not_enter_a_shop(anh_tung):
    assert anh_tung.client.get(STAFF_PAGE).status_code == 200
    assert anh_tung.client.get(PRODUCER_PAGE).status_code == 403
