"""A provider of card payments on a free port, a shop that hears its notices, and a buyer."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
import stripe

from marketplace.money import Vnd
from marketplace.payments.gateway import HostedSession, SessionLine, SessionRequest
from marketplace.payments.stand_in.server import StandIn
from marketplace.payments.stripe_gateway import StripeGateway, session_params

SECRET = "whsec_tests"
KEY = "sk_test_market"
PAYS = "4242 4242 4242 4242"
DECLINED = "4000 0000 0000 0002"
ASKS_THE_BANK = "4000 0025 0000 3155"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "stripe_live: calls Stripe's own test mode")


@dataclass
class Ticker:
    """A clock that can be turned forward."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@dataclass
class ShopServer:
    """Hears notices; answers each with the next status of ``answers``, then with 200."""

    url: str
    answers: list[int] = field(default_factory=list)
    notices: list[tuple[bytes, str]] = field(default_factory=list)

    def wait_for(self, count: int) -> list[tuple[bytes, str]]:
        """The notices, as soon as there are so many."""
        wait_until(lambda: len(self.notices) >= count)
        return self.notices


@dataclass
class Buyer:
    """Somebody at the provider's page, in a browser without JavaScript."""

    url: str
    name: str = "NGUYEN THI HOA"

    def open(self, query: str = "") -> requests.Response:
        return requests.get(self.url + query, timeout=5)

    def pay(self, number: str, **fields: str) -> requests.Response:
        form = {"number": number, "expiry": "12/39", "cvc": "123", "name": self.name}
        return requests.post(self.url, form | fields, timeout=5, allow_redirects=False)

    def answer_bank(self, answer: str) -> requests.Response:
        page = f"{self.url}/xac-thuc"
        return requests.post(page, {"answer": answer}, timeout=5, allow_redirects=False)


def wait_until(true: Callable[[], Any], seconds: float = 10) -> None:
    """Give the courier time to do its work."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.02)


def make_request(**fields: Any) -> SessionRequest:
    """Two jars of honey and a packet of tea: 180.000 đ."""
    defaults = {
        "reference": "CP-2611-0001-1",
        "order_number": "CP-2611-0001",
        "amount_vnd": Vnd(180_000),
        "lines": (
            SessionLine("Mật ong bạc hà", Vnd(65_000), 2),
            SessionLine("Chè", Vnd(50_000), 1),
        ),
        "success_url": "http://127.0.0.1:8000/thanh-toan/bi-mat/ve?phien={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://127.0.0.1:8000/don-mua/bi-mat",
        "expires_at": datetime.now(UTC) + timedelta(hours=1),
        "idempotency_key": "attempt-1",
    }
    return SessionRequest(**{**defaults, **fields})


def form_of(request: SessionRequest) -> dict[str, Any]:
    """The request as a form, as Stripe's library sends it."""
    return dict(_pairs(session_params(request)))


def _pairs(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict | list):
        yield name, value
        return
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in parts:
        yield from _pairs(part, f"{name}[{key}]" if name else str(key))


def post(
    stand_in: StandIn, path: str, params: dict[str, Any], *, key: str = KEY, repeat: str = ""
) -> requests.Response:
    """Ask the provider by plain HTTP; ``repeat`` is the idempotency key."""
    headers = {"Authorization": f"Bearer {key}"} | ({"Idempotency-Key": repeat} if repeat else {})
    return requests.post(f"{stand_in.url}/v1/{path}", params, headers=headers, timeout=5)


def kinds(notices: list[tuple[bytes, str]]) -> list[str]:
    """What the notices are about."""
    return [json.loads(body)["type"] for body, _signature in notices]


@contextmanager
def running(stand_in: StandIn) -> Iterator[StandIn]:
    """The provider, serving."""
    thread = threading.Thread(target=stand_in.run)
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in.stop()
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture
def ticker() -> Ticker:
    return Ticker()


@pytest.fixture
def shop() -> Iterator[ShopServer]:
    """A shop's door for notices."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.notices.append((body, self.headers["Stripe-Signature"]))
            self.send_response(heard.answers.pop(0) if heard.answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    heard = ShopServer(f"http://127.0.0.1:{server.server_port}/thong-bao")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield heard
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture
def stand_in(ticker: Ticker, shop: ShopServer) -> Iterator[StandIn]:
    """The provider on this machine."""
    with running(StandIn("127.0.0.1", 0, SECRET, shop.url, control=True, now=ticker)) as provider:
        yield provider


@pytest.fixture
def gateway(stand_in: StandIn) -> Iterator[StripeGateway]:
    """The real door, led to the provider on this machine."""
    door = StripeGateway(KEY, stand_in.url, [SECRET])
    yield door
    door.close()


@pytest.fixture
def page(gateway: StripeGateway) -> HostedSession:
    """A page on which 180.000 đ can be paid."""
    return gateway.create(make_request())


@pytest.fixture
def buyer(page: HostedSession) -> Buyer:
    """Somebody who was sent to that page."""
    assert page.url
    return Buyer(page.url)


@pytest.fixture
def paid_intent(buyer: Buyer, gateway: StripeGateway, page: HostedSession) -> str | None:
    """The intent of a page on which 180.000 đ were paid."""
    buyer.pay(PAYS)
    return gateway.get(page.id).payment_intent_id


@pytest.fixture
def client(stand_in: StandIn) -> Iterator[stripe.StripeClient]:
    """Stripe's library at the stand-in, without anything of ours around it."""
    session = requests.Session()
    http = stripe.RequestsClient(timeout=5, session=session)
    yield stripe.StripeClient(KEY, base_addresses={"api": stand_in.url}, http_client=http)
    session.close()
