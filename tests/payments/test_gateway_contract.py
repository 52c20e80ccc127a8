"""What every provider of card payments keeps: the fake, the stand-in, and Stripe when asked."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import replace

import pytest

from marketplace.money import Vnd
from marketplace.payments.errors import ProviderRefused
from marketplace.payments.gateway import (
    CardGateway,
    PaymentStatus,
    SessionLine,
    SessionRequest,
    SessionStatus,
)
from marketplace.payments.stripe_gateway import StripeGateway
from tests.fakes import FakeGateway
from tests.payments.conftest import Buyer, make_request

LIVE_KEY = os.environ.get("STRIPE_TEST_KEY", "")
STRIPE_ITSELF = pytest.param(
    "stripe",
    marks=[
        pytest.mark.stripe_live,
        pytest.mark.enable_socket,
        pytest.mark.skipif(not LIVE_KEY, reason="needs STRIPE_TEST_KEY and the internet"),
    ],
)


@pytest.fixture(params=["fake", "stand-in", STRIPE_ITSELF])
def provider(request: pytest.FixtureRequest) -> Iterator[CardGateway]:
    if request.param == "fake":
        yield FakeGateway()
    elif request.param == "stand-in":
        yield request.getfixturevalue("gateway")
    else:
        door = StripeGateway(LIVE_KEY, "", ["whsec_tests"])
        yield door
        door.close()


@pytest.fixture
def attempt() -> SessionRequest:
    return make_request(idempotency_key=f"attempt-{secrets.token_hex(8)}")


def test_a_new_page_is_open_for_the_whole_amount(provider, attempt):
    page = provider.create(attempt)

    assert page.url
    assert (page.status, page.payment_status) == (SessionStatus.OPEN, PaymentStatus.UNPAID)
    assert (page.amount, page.currency, page.livemode) == (180_000, "vnd", False)
    assert page.reference == attempt.reference
    assert provider.get(page.id) == page


def test_the_same_attempt_finds_its_page_again(provider, attempt):
    page = provider.create(attempt)

    assert provider.create(attempt) == page


def test_a_key_stands_for_one_attempt_only(provider, attempt):
    provider.create(attempt)
    dearer = replace(attempt, amount_vnd=Vnd(200_000), lines=(SessionLine("Chè", Vnd(200_000), 1),))

    with pytest.raises(ProviderRefused):
        provider.create(dearer)


def test_a_closed_page_cannot_be_paid_and_closing_again_says_so(provider, attempt):
    page = provider.create(attempt)

    assert provider.expire(page.id).status is SessionStatus.EXPIRED
    assert provider.expire(page.id).status is SessionStatus.EXPIRED
    assert provider.get(page.id).url is None


def test_an_unknown_page_is_refused(provider):
    for ask in (provider.get, provider.expire):
        with pytest.raises(ProviderRefused) as refusal:
            ask("cs_test_nobody")
        assert refusal.value.code == "resource_missing"


# On Stripe's own page only a browser can pay.
@pytest.mark.parametrize("provider", ["fake", "stand-in"], indirect=True)
def test_closing_a_paid_page_tells_that_it_is_paid(provider, attempt):
    page = provider.create(attempt)
    if isinstance(provider, FakeGateway):
        provider.pay(page.id)
    else:
        Buyer(page.url).pay("4242 4242 4242 4242")

    told = provider.expire(page.id)

    assert told.is_paid
    assert (told.status, told.amount) == (SessionStatus.COMPLETE, 180_000)
    assert told.payment_intent_id
