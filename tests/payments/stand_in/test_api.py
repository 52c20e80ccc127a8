"""Amounts, times, idempotency keys and refunds at the stand-in, by Stripe's own library."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import stripe

from marketplace.money import Vnd
from marketplace.payments.errors import ProviderRefused
from marketplace.payments.gateway import SessionLine, SessionStatus
from marketplace.payments.stripe_gateway import session_params
from tests.payments.conftest import DECLINED, form_of, kinds, make_request, post

# --- Amounts and times ---


@pytest.mark.parametrize(
    ("amount", "code"),
    [(12_999, "amount_too_small"), (13_000, None), (99_999_999, None), (100_000_000, None)],
)
def test_one_charge_is_neither_too_small_nor_too_large(gateway, amount, code):
    halves = (amount // 2, amount - amount // 2)
    request = make_request(
        amount_vnd=Vnd(amount), lines=tuple(SessionLine("Chè", Vnd(half), 1) for half in halves)
    )

    if code is None and amount <= 99_999_999:
        assert gateway.create(request).amount == amount
    else:
        with pytest.raises(ProviderRefused) as refusal:
            gateway.create(request)
        assert refusal.value.code == (code or "amount_too_large")


@pytest.mark.parametrize(
    ("ahead", "taken"),
    [
        (timedelta(minutes=29), False),
        (timedelta(minutes=31), True),
        (timedelta(hours=23, minutes=59), True),
        (timedelta(hours=25), False),
    ],
)
def test_a_page_stays_open_for_half_an_hour_to_a_day(gateway, ahead, taken):
    request = make_request(expires_at=datetime.now(UTC) + ahead)

    if taken:
        assert gateway.create(request).status is SessionStatus.OPEN
    else:
        with pytest.raises(ProviderRefused, match="expires_at"):
            gateway.create(request)


def test_a_page_closes_when_its_time_is_over(gateway, page, ticker, shop, stand_in):
    ticker.ahead = 3601

    assert gateway.get(page.id).status is SessionStatus.EXPIRED
    assert kinds(shop.wait_for(1)) == ["checkout.session.expired"]


def test_a_page_that_nobody_asks_about_closes_too(page, ticker, shop, stand_in):
    ticker.ahead = 3601
    stand_in.provider.news.set()

    assert kinds(shop.wait_for(1)) == ["checkout.session.expired"]


# --- The same key is the same request ---


def test_a_repeat_gets_the_first_answer_and_says_so(stand_in):
    params = form_of(make_request())

    first = post(stand_in, "checkout/sessions", params, repeat="k")
    again = post(stand_in, "checkout/sessions", params, repeat="k")

    assert first.json() == again.json()
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_key_with_other_parameters_is_refused(stand_in, client):
    post(stand_in, "checkout/sessions", form_of(make_request()), repeat="k")

    with pytest.raises(stripe.IdempotencyError):
        client.v1.checkout.sessions.create(
            session_params(make_request(reference="another")), {"idempotency_key": "k"}
        )


def test_a_refused_request_does_not_use_up_its_key(gateway):
    too_soon = make_request(expires_at=datetime.now(UTC) + timedelta(minutes=1))
    with pytest.raises(ProviderRefused):
        gateway.create(too_soon)

    assert gateway.create(make_request()).status is SessionStatus.OPEN


# --- Refunds ---


def test_money_goes_back_in_parts_but_never_more_than_was_paid(client, paid_intent, shop):
    part = client.v1.refunds.create({"payment_intent": paid_intent, "amount": 30_000})
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        client.v1.refunds.create({"payment_intent": paid_intent, "amount": 150_001})
    rest = client.v1.refunds.create({"payment_intent": paid_intent})

    assert (part.amount, rest.amount, rest.status) == (30_000, 150_000, "succeeded")
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.refunds.create({"payment_intent": paid_intent})
    assert refusal.value.code == "charge_already_refunded"
    charge = client.v1.charges.retrieve(part.charge)
    assert (charge.amount_refunded, charge.refunded) == (180_000, True)
    assert kinds(shop.wait_for(3)).count("charge.refunded") == 2


def test_money_that_was_not_taken_does_not_go_back(client, gateway, page, buyer):
    buyer.pay(DECLINED)
    intent = gateway.get(page.id).payment_intent_id

    with pytest.raises(stripe.InvalidRequestError, match="successful charge"):
        client.v1.refunds.create({"payment_intent": intent})
