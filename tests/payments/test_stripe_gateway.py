"""The door to Stripe: what is sent, how answers and faults are read, which keys are refused."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from stripe.params.checkout import SessionCreateParams

from marketplace.money import Vnd
from marketplace.payments import stripe_gateway
from marketplace.payments.errors import ProviderRefused, ProviderUnavailable, UnsafeKey
from marketplace.payments.gateway import SessionLine
from marketplace.payments.stripe_gateway import StripeGateway, check_key, session_params
from tests.payments.conftest import KEY, SECRET, make_request
from tests.payments.stripe_words import complaints

NEW_YEAR = datetime(2025, 12, 31, 17, 0, tzinfo=UTC)

# --- What is sent ---


@pytest.mark.parametrize("email", [None, "hoa@example.vn"])
def test_every_parameter_is_one_that_stripe_knows(email):
    params = session_params(make_request(customer_email=email))

    assert complaints(params, SessionCreateParams) == []


def test_the_check_of_parameters_finds_mistakes():
    params: dict[str, Any] = dict(session_params(make_request()))
    params["line_itemz"] = params.pop("line_items")
    params["payment_intent_data"] = {"descripton": "x"}
    params["expires_at"] = "soon"

    assert {fault.split(" ")[0] for fault in complaints(params, SessionCreateParams)} == {
        ".line_itemz",
        ".payment_intent_data.descripton",
        ".expires_at:",
    }


def test_dong_are_sent_as_they_are():
    request = make_request(
        amount_vnd=Vnd(180_000), lines=(SessionLine("Mật ong", Vnd(180_000), 1),)
    )

    (line,) = session_params(request)["line_items"]

    assert line["price_data"]["unit_amount"] == 180000
    assert line["price_data"]["currency"] == "vnd"


def test_a_repeated_attempt_is_sent_byte_for_byte_the_same():
    first = make_request(expires_at=NEW_YEAR + timedelta(hours=1, microseconds=999_999))

    assert session_params(first)["expires_at"] == 1767204000
    assert session_params(first) == session_params(make_request(expires_at=first.expires_at))


def test_lines_that_do_not_add_up_are_never_sent():
    with pytest.raises(ValueError, match="do not add up"):
        make_request(amount_vnd=Vnd(179_999))


def test_an_end_without_a_time_zone_is_never_sent():
    with pytest.raises(ValueError, match="without a zone"):
        make_request(expires_at=NEW_YEAR.replace(tzinfo=None))


def test_one_attempt_is_one_key_however_often_it_is_repeated(stand_in, gateway):
    gateway.create(make_request(idempotency_key="attempt-7"))
    gateway.create(make_request(idempotency_key="attempt-7"))

    assert [key for _method, _path, key in stand_in.faults.seen] == ["attempt-7", "attempt-7"]


def test_the_way_to_the_stand_in_passes_no_proxy(stand_in, gateway, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    assert gateway.create(make_request()).url


# --- When the provider is in trouble ---


@pytest.mark.parametrize(
    ("mode", "tries"),
    [
        pytest.param("500", 3, id="broken"),
        pytest.param("429", 1, id="too-busy"),
        pytest.param("html", 1, id="a-page-in-place-of-an-answer"),
        pytest.param("drop", 3, id="hangs-up-after-hearing"),
    ],
)
def test_a_provider_in_trouble_is_unavailable(stand_in, gateway, mode, tries):
    stand_in.faults.choose(mode, seconds=0)

    with pytest.raises(ProviderUnavailable):
        gateway.create(make_request())

    assert [key for *_request, key in stand_in.faults.seen] == ["attempt-1"] * tries


def test_a_provider_that_hangs_is_left_when_the_time_is_over(stand_in, gateway, monkeypatch):
    monkeypatch.setattr(stripe_gateway, "PATIENCE_SECONDS", 1.5)
    stand_in.faults.choose("hang", seconds=60)

    with pytest.raises(ProviderUnavailable):
        gateway.get("cs_test_1")

    assert len(stand_in.faults.seen) == 1  # no time was left for a second try


def test_repeats_stop_when_the_time_is_over(stand_in, gateway, monkeypatch):
    monkeypatch.setattr(stripe_gateway, "PATIENCE_SECONDS", 1.2)
    stand_in.faults.choose("500", seconds=0)

    with pytest.raises(ProviderUnavailable):
        gateway.get("cs_test_1")

    assert len(stand_in.faults.seen) < 3


def test_a_lost_answer_is_found_again_by_the_same_attempt(stand_in, gateway):
    attempt = make_request()
    stand_in.faults.choose("drop", seconds=0)
    with pytest.raises(ProviderUnavailable):
        gateway.create(attempt)

    stand_in.faults.choose("none", seconds=0)
    page = gateway.create(attempt)

    assert len(stand_in.provider.store.newest("checkout.session", 10)) == 1
    assert gateway.get(page.id) == page


def test_nobody_at_home_is_unavailable():
    gateway = StripeGateway(KEY, "http://127.0.0.1:9", [SECRET])

    with pytest.raises(ProviderUnavailable):
        gateway.get("cs_test_1")

    gateway.close()


@pytest.fixture
def babbler() -> Iterator[ThreadingHTTPServer]:
    """A server that answers every request with its ``said``."""

    class Babble(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(server.said)))
            self.end_headers()
            self.wfile.write(server.said)

        def log_message(self, *_args: Any) -> None:
            """Be quiet."""

    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Babble)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.mark.parametrize(
    "said",
    [
        *(b"", b"{}", b"[]", b"null", b'"paid"', b"1", b"NaN", b"\xff\xfe", b"{"),
        b'{"id": "cs_1", "object": "checkout.session", "payment_status": "paid"}',
        b'{"id": "cs_1", "url": null, "payment_status": "paid", "status": "done"}',
    ],
)
def test_an_answer_that_is_no_session_is_unavailable(babbler, said):
    babbler.said = said
    gateway = StripeGateway(KEY, f"http://127.0.0.1:{babbler.server_port}", [SECRET])

    with pytest.raises(ProviderUnavailable):
        gateway.get("cs_1")

    gateway.close()


def test_a_refusal_carries_the_reason(gateway):
    with pytest.raises(ProviderRefused) as refusal:
        gateway.create(
            make_request(amount_vnd=Vnd(12_999), lines=(SessionLine("Chè", Vnd(12_999), 1),))
        )

    assert refusal.value.code == "amount_too_small"
    assert "13000" in refusal.value.message


def test_a_wrong_amount_is_read_as_it_was_said(stand_in, gateway, page):
    stand_in.faults.choose("wrong_amount", seconds=0)

    assert gateway.get(page.id).amount == 180_001


# --- Keys ---


@pytest.mark.parametrize("key", ["sk_test_market", "rk_test_market"])
@pytest.mark.parametrize("api_base", ["", "http://127.0.0.1:8001", "http://[::1]:8001"])
def test_test_keys_are_taken(key, api_base):
    check_key(key, api_base)


@pytest.mark.parametrize(
    ("key", "api_base"),
    [
        pytest.param("sk_live_market", "", id="live"),
        pytest.param("rk_live_market", "http://127.0.0.1:8001", id="live-restricted"),
        pytest.param("pk_test_market", "", id="publishable"),
        pytest.param("", "http://127.0.0.1:8001", id="missing"),
        pytest.param("sk_test_market", "http://stripe.example", id="told-to-a-stranger"),
        pytest.param("sk_test_market", "http://127.0.0.1.example", id="told-to-a-look-alike"),
        pytest.param("sk_test_market", "127.0.0.1:8001", id="no-address"),
    ],
)
def test_other_keys_and_addresses_are_refused_at_once(key, api_base):
    with pytest.raises(UnsafeKey):
        StripeGateway(key, api_base, [SECRET])


@pytest.mark.parametrize("secrets", [(), ("",), (SECRET, " ")])
def test_notices_without_a_secret_are_refused_at_once(secrets):
    with pytest.raises(UnsafeKey):
        StripeGateway(KEY, "", secrets)


def test_the_refusal_of_a_key_does_not_tell_it():
    with pytest.raises(UnsafeKey) as refusal:
        check_key("sk_live_hidden", "")

    assert "hidden" not in str(refusal.value)


def test_a_live_key_is_refused_by_the_stand_in_too(stand_in):
    answer = requests.get(
        f"{stand_in.url}/v1/events", headers={"Authorization": "Bearer sk_live_x"}, timeout=5
    )

    assert answer.status_code == 401
