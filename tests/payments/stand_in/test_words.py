"""Whether the stand-in speaks as Stripe does."""

from __future__ import annotations

import pytest
import requests
import stripe
from stripe.params import RefundCreateParams
from stripe.params.checkout import SessionCreateParams

from marketplace.payments.stand_in import api
from marketplace.payments.stand_in.params import nest
from tests.payments.conftest import DECLINED, post
from tests.payments.stripe_words import complaints, fields_of


def test_everything_it_says_is_in_stripes_words(client, page, buyer, paid_intent):
    intent = client.v1.payment_intents.retrieve(paid_intent)
    client.v1.refunds.create({"payment_intent": paid_intent, "amount": 30_000})
    said = {
        stripe.checkout.Session: client.v1.checkout.sessions.retrieve(page.id),
        stripe.PaymentIntent: intent,
        stripe.Charge: client.v1.charges.retrieve(intent.latest_charge),
        stripe.Refund: client.v1.refunds.create({"payment_intent": paid_intent}),
        stripe.Event: client.v1.events.list().data[0],
    }

    for kind, told in said.items():
        assert isinstance(told, kind)
        assert complaints(told.to_dict(), kind) == []


def test_a_declined_intent_too_is_in_stripes_words(client, gateway, page, buyer):
    buyer.pay(DECLINED)

    intent = client.v1.payment_intents.retrieve(gateway.get(page.id).payment_intent_id)

    assert complaints(intent.to_dict(), stripe.PaymentIntent) == []
    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error.decline_code == "generic_decline"


def test_the_check_of_answers_finds_a_word_of_our_own():
    assert complaints({"paid": "yes"}, stripe.checkout.Session) == [".paid is unknown"]


@pytest.mark.parametrize(
    ("understood", "words"),
    [(api.SESSION, SessionCreateParams), (api.REFUND, RefundCreateParams)],
)
def test_it_understands_nothing_that_stripe_does_not(understood, words):
    assert set(understood) <= set(fields_of(words))


def test_nested_names_are_read_as_stripe_reads_them():
    pairs = [("a[0][b]", "1"), ("a[1][b]", "2"), ("m[Số đơn]", "x"), ("c", "")]

    assert nest(pairs) == {"a": {"0": {"b": "1"}, "1": {"b": "2"}}, "m": {"Số đơn": "x"}, "c": ""}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"line_itemz[0]": "x"}, "parameter_unknown", id="unknown"),
        pytest.param({"line_items[0][tip]": "1"}, "parameter_unknown", id="unknown-inside"),
        pytest.param({"success_url": None}, "parameter_missing", id="missing"),
        pytest.param({"line_items[0][quantity]": None}, "parameter_missing", id="missing-inside"),
        pytest.param({"mode": "subscription"}, "parameter_invalid", id="another-mode"),
        pytest.param({"success_url": "javascript:alert(1)"}, "url_invalid", id="script-address"),
        pytest.param({"cancel_url": "http://x;y z/"}, "url_invalid", id="odd-address"),
        pytest.param(
            {"line_items[0][price_data][unit_amount]": "7.5"},
            "parameter_invalid_integer",
            id="half-a-dong",
        ),
        pytest.param(
            {"line_items[0][price_data][unit_amount]": "１０"},
            "parameter_invalid_integer",
            id="wide-digits",
        ),
        pytest.param(
            {"line_items[0][price_data][currency]": "usd"}, "parameter_invalid", id="dollars"
        ),
        pytest.param({"line_items[0][quantity]": "0"}, "parameter_invalid", id="none-of-it"),
        pytest.param({"line_items[7][quantity]": "1"}, "parameter_invalid", id="gap-in-the-list"),
        pytest.param({"line_items": "x"}, "parameter_invalid", id="twice"),
        pytest.param({"metadata[]": "x"}, "parameter_invalid", id="nameless-note"),
        pytest.param({"client_reference_id": "x" * 201}, "parameter_invalid", id="too-long"),
    ],
)
def test_a_faulty_request_is_refused_by_name(stand_in, changes, code):
    good = {
        "mode": "payment",
        "success_url": "http://127.0.0.1:8000/ve",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "vnd",
        "line_items[0][price_data][unit_amount]": "20000",
        "line_items[0][price_data][product_data][name]": "Chè",
    }
    assert post(stand_in, "checkout/sessions", good).status_code == 200

    params = {name: value for name, value in {**good, **changes}.items() if value is not None}
    answer = post(stand_in, "checkout/sessions", params)

    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert answer.json()["error"]["code"] == code


@pytest.mark.parametrize("key", ["sk_live_x", "pk_test_x", "", "sk_test_"])
def test_only_test_keys_open_it(stand_in, key):
    assert post(stand_in, "refunds", {}, key=key).status_code == 401


def test_unknown_addresses_are_said_so(stand_in):
    assert post(stand_in, "payouts", {}).json()["error"]["message"].startswith("Unrecognized")
    assert requests.get(f"{stand_in.url}/pay/cs_test_x", timeout=5).status_code == 404


def test_a_stranger_name_for_this_machine_is_refused(stand_in):
    answer = requests.get(stand_in.url, headers={"Host": "shop.example"}, timeout=5)

    assert answer.status_code == 400
