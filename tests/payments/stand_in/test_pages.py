"""A buyer at the stand-in's page, without JavaScript."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from marketplace.money import Vnd
from marketplace.payments.gateway import PaymentStatus, SessionLine, SessionStatus
from tests.payments.conftest import (
    ASKS_THE_BANK,
    DECLINED,
    PAYS,
    Buyer,
    form_of,
    kinds,
    make_request,
    post,
)

BACK_PAID = "http://127.0.0.1:8000/thanh-toan/bi-mat/ve?phien="
NO_MONEY = "4000 0000 0000 9995"


def test_the_page_says_that_no_real_money_is_taken(buyer):
    text = buyer.open().text

    assert "Trang thanh toán thử" in text
    assert "không phải tiền thật" in text
    assert 'lang="vi"' in text


def test_the_page_shows_the_lines_the_sum_and_the_way_back(buyer):
    text = buyer.open().text

    assert "Mật ong" in text
    assert "× 2" in text
    assert "130.000\xa0đ" in text
    assert "Thanh toán 180.000\xa0đ" in text
    assert 'href="http://127.0.0.1:8000/don-mua/bi-mat"' in text


def test_names_are_shown_as_text(gateway):
    name = "<script>alert(1)</script>&"
    page = gateway.create(
        make_request(amount_vnd=Vnd(20_000), lines=(SessionLine(name, Vnd(20_000), 1),))
    )

    assert "<script" not in requests.get(page.url, timeout=5).text


def test_the_page_needs_no_script_and_no_inline_style(buyer):
    answer = buyer.open()

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", answer.text)


def test_the_form_may_lead_back_to_the_shop(buyer):
    policy = buyer.open().headers["Content-Security-Policy"]

    assert "form-action 'self' http://127.0.0.1:8000" in policy


def test_the_style_is_served_by_the_stand_in_itself(stand_in):
    style = requests.get(f"{stand_in.url}/static/stand_in.css", timeout=5)

    assert style.status_code == 200
    assert style.headers["Content-Type"].startswith("text/css")


def test_a_test_card_is_filled_in_by_one_link(buyer):
    text = buyer.open("?the=9995").text

    assert f'value="{NO_MONEY}"' in text
    assert 'aria-current="true"' in text


def test_a_card_that_pays_leads_back_to_the_shop(buyer, page, gateway):
    answer = buyer.pay(PAYS)

    assert answer.status_code == 303
    assert answer.headers["Location"] == BACK_PAID + page.id
    told = gateway.get(page.id)
    assert told.is_paid
    assert told.status is SessionStatus.COMPLETE


@pytest.mark.parametrize(
    ("number", "words"), [(DECLINED, "từ chối thẻ này"), (NO_MONEY, "không đủ tiền")]
)
def test_a_refused_card_takes_nothing_and_another_one_still_pays(
    buyer, page, gateway, number, words
):
    refused = buyer.pay(number)

    assert refused.status_code == 402
    assert words in refused.text
    assert "chưa bị trừ tiền" in refused.text
    assert gateway.get(page.id).status is SessionStatus.OPEN
    assert gateway.get(page.id).payment_status is PaymentStatus.UNPAID

    buyer.pay(PAYS)
    assert gateway.get(page.id).is_paid


def test_the_bank_asks_and_may_be_told_no_and_then_yes(buyer, page, gateway):
    asked = buyer.pay(ASKS_THE_BANK)
    assert asked.headers["Location"].endswith("/xac-thuc")
    assert "Hoàn tất" in requests.get(f"{buyer.url}/xac-thuc", timeout=5).text
    assert not gateway.get(page.id).is_paid

    refused = buyer.answer_bank("fail")
    assert refused.status_code == 402
    assert "chưa xác thực" in refused.text
    assert gateway.get(page.id).status is SessionStatus.OPEN

    buyer.pay(ASKS_THE_BANK)
    paid = buyer.answer_bank("complete")
    assert paid.headers["Location"] == BACK_PAID + page.id
    assert gateway.get(page.id).is_paid


def test_nobody_answers_a_bank_that_did_not_ask(buyer, page, gateway):
    answer = buyer.answer_bank("complete")

    assert answer.headers["Location"].endswith(page.id)
    assert not gateway.get(page.id).is_paid
    asked = requests.get(f"{buyer.url}/xac-thuc", timeout=5, allow_redirects=False)
    assert asked.status_code == 303


def test_faults_are_named_at_their_fields(buyer):
    answer = buyer.pay("4242", expiry="01/20", cvc="", name=" ")

    assert answer.status_code == 422
    for name in ("number", "expiry", "cvc", "name"):
        assert f'id="{name}-fault"' in answer.text
        assert f'href="#{name}"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 4


def test_a_number_that_may_be_real_is_not_sent_back(buyer):
    answer = buyer.pay("4111 1111 1111 1111", cvc="987")

    assert "Đừng nhập thẻ thật" in answer.text
    assert "4111" not in answer.text
    assert "987" not in answer.text


@pytest.mark.parametrize("field", ["number", "expiry", "cvc", "name"])
@pytest.mark.parametrize("value", ["\x00", "Đ" * 5000, "\ud7ff\uffff", "'\"><b>"])
def test_odd_input_is_answered_in_words(buyer, field, value):
    fields = {"number": PAYS, field: value}
    number = fields.pop("number")

    answer = buyer.pay(number, **fields)

    assert answer.status_code in (303, 422)
    assert "<b>" not in answer.text


def test_paying_twice_at_once_takes_the_money_once(buyer, page, gateway, shop, client):
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(buyer.pay, [PAYS] * 8))

    assert {answer.headers["Location"] for answer in answers} == {BACK_PAID + page.id}
    assert kinds(shop.wait_for(1)) == ["checkout.session.completed"]
    assert len(client.v1.events.list().data) == 1


def test_a_paid_page_says_so_and_leads_to_the_order(buyer, page):
    buyer.pay(PAYS)

    answer = buyer.open()

    assert "đã thanh toán xong" in answer.text
    assert BACK_PAID + page.id in answer.text


def test_a_closed_page_cannot_be_paid_and_leads_back(buyer, page, gateway):
    gateway.expire(page.id)

    assert buyer.pay(PAYS).headers["Location"].endswith(page.id)
    answer = buyer.open()
    assert answer.status_code == 410
    assert "đã đóng" in answer.text
    assert 'href="http://127.0.0.1:8000/don-mua/bi-mat"' in answer.text
    assert not gateway.get(page.id).is_paid


def test_a_page_beyond_its_time_cannot_be_paid(buyer, page, gateway, ticker):
    ticker.ahead = 3601

    buyer.pay(PAYS)

    assert gateway.get(page.id).status is SessionStatus.EXPIRED


def test_the_bank_cannot_be_answered_beyond_the_time(buyer, page, gateway, ticker):
    buyer.pay(ASKS_THE_BANK)
    ticker.ahead = 3601

    buyer.answer_bank("complete")

    assert gateway.get(page.id).status is SessionStatus.EXPIRED
    assert not gateway.get(page.id).is_paid


def test_a_page_without_a_way_back_shows_none(gateway, stand_in):
    params = form_of(make_request())
    del params["cancel_url"]
    url = post(stand_in, "checkout/sessions", params).json()["url"]

    assert "Quay lại" not in Buyer(url).open().text
