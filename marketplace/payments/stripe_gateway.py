"""The only door to Stripe, or to the local stand-in that speaks like it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
import stripe

from marketplace.payments import webhooks
from marketplace.payments.errors import ProviderRefused, ProviderUnavailable, UnsafeKey
from marketplace.payments.gateway import (
    CURRENCY,
    HostedSession,
    PaymentStatus,
    SessionLine,
    SessionRequest,
    SessionStatus,
    WebhookEvent,
)

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams, SessionCreateParamsLineItem

# What one call may take, its repeats included: a buyer and a worker are waiting for it.
PATIENCE_SECONDS = 10.0
CONNECT_SECONDS = 3.0
SHORTEST_TRY_SECONDS = 1.0
MAX_REPEATS = 2
TEST_KEYS = ("sk_test_", "rk_test_")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class StripeGateway:
    """Stripe's hosted Checkout page, through its own library.

    ``api_base`` is empty for Stripe itself and the address of the stand-in otherwise.
    """

    def __init__(self, key: str, api_base: str, webhook_secrets: Sequence[str]) -> None:
        """Get ready to call; nothing is sent yet.

        Raises:
            UnsafeKey: real money, a key sent to a stranger, or notices that anyone could sign.
        """
        check_key(key, api_base)
        if not webhook_secrets or not all(secret.strip() for secret in webhook_secrets):
            raise UnsafeKey("A webhook secret is missing or empty: payments could be forged")
        self._webhook_secrets = tuple(webhook_secrets)
        self._http = _PatientClient(through_proxies=not api_base)
        self._client = stripe.StripeClient(
            key,
            base_addresses={"api": api_base} if api_base else {},
            http_client=self._http,
            max_network_retries=MAX_REPEATS,
        )

    def create(self, request: SessionRequest) -> HostedSession:
        """Open a page on which the buyer can pay, or find it again by its idempotency key.

        Stripe wants ``expires_at`` more than 30 minutes and less than 24 hours ahead, and at most
        100 lines.
        """
        with _stripe_faults():
            return _session(
                self._client.v1.checkout.sessions.create(
                    session_params(request), {"idempotency_key": request.idempotency_key}
                )
            )

    def get(self, session_id: str) -> HostedSession:
        """Ask Stripe how an attempt stands."""
        with _stripe_faults():
            return _session(self._client.v1.checkout.sessions.retrieve(session_id))

    def expire(self, session_id: str) -> HostedSession:
        """Close the page; one that is already closed is read instead.

        Raises:
            ProviderRefused: Stripe keeps the page open, so it may still be paid.
        """
        try:
            with _stripe_faults():
                return _session(self._client.v1.checkout.sessions.expire(session_id))
        except ProviderRefused:
            session = self.get(session_id)
            if session.status is SessionStatus.OPEN:
                raise
            return session

    def read_webhook(self, body: bytes, signature: str, now: datetime) -> WebhookEvent:
        """Check the signature of a notice and read it."""
        return webhooks.read_signed(body, signature, self._webhook_secrets, now)

    def close(self) -> None:
        """Let go of the connections that this thread keeps open."""
        self._http.close()


def check_key(key: str, api_base: str) -> None:
    """Refuse a key that moves real money, and an address that should not be told any key.

    Raises:
        UnsafeKey: with a sentence for whoever starts the market.
    """
    if not key.startswith(TEST_KEYS):
        kind = "a live key" if "_live_" in key else "not a secret test key"
        raise UnsafeKey(f"The Stripe key is {kind}: use one that starts with sk_test_ or rk_test_")
    if api_base and urlsplit(api_base).hostname not in LOOPBACK:
        raise UnsafeKey("STRIPE_API_BASE must be the stand-in on this machine (127.0.0.1)")


def session_params(request: SessionRequest) -> SessionCreateParams:
    """The request in Stripe's words. Đồng have no smaller unit: 180.000 đ is sent as 180000."""
    metadata = {"order_number": request.order_number, "reference": request.reference}
    params: SessionCreateParams = {
        "mode": "payment",
        "locale": request.locale,
        "allowed_payment_method_types": ["card"],
        "client_reference_id": request.reference,
        "metadata": metadata,
        "payment_intent_data": {"description": request.order_number, "metadata": metadata},
        "line_items": [_line_item(line) for line in request.lines],
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
        "expires_at": int(request.expires_at.timestamp()),
    }
    if request.customer_email:
        params["customer_email"] = request.customer_email
    return params


def _line_item(line: SessionLine) -> SessionCreateParamsLineItem:
    return {
        "quantity": line.quantity,
        "price_data": {
            "currency": CURRENCY,
            "unit_amount": line.unit_amount_vnd,
            "product_data": {"name": line.name},
        },
    }


def _session(answer: stripe.checkout.Session) -> HostedSession:
    paid = answer.payment_status == PaymentStatus.PAID
    return HostedSession(
        id=answer.id,
        url=answer.url,
        status=SessionStatus(answer.status or ""),
        payment_status=PaymentStatus.PAID if paid else PaymentStatus.UNPAID,
        amount=answer.amount_total or 0,
        currency=answer.currency or "",
        reference=answer.client_reference_id,
        livemode=answer.livemode,
        payment_intent_id=_id_of(answer.payment_intent),
    )


def _id_of(intent: stripe.PaymentIntent | str | None) -> str | None:
    return intent.id if isinstance(intent, stripe.PaymentIntent) else intent


@contextmanager
def _stripe_faults() -> Iterator[None]:
    # APIError is every answer that is not Stripe's usual word: 5xx, a proxy's page, broken JSON.
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError) as error:
        raise ProviderUnavailable(type(error).__name__) from error
    except stripe.StripeError as error:
        raise ProviderRefused(error.user_message or str(error), error.code) from error
    except (AttributeError, ValueError) as error:  # JSON of another shape; bytes that are no text
        raise ProviderUnavailable("the answer is not a Checkout Session") from error


class _PatientClient(stripe.HTTPClient):
    """Sends requests with one time limit for a call and its repeats together.

    The library's own limit counts each try alone, so a provider that hangs would hold a worker
    three times as long.
    """

    name = "requests"

    def __init__(self, *, through_proxies: bool) -> None:
        super().__init__()
        self._through_proxies = through_proxies
        self._mine = threading.local()

    def request_with_retries(self, *args: Any, **options: Any) -> Any:
        """Start the clock, then send."""
        self._mine.deadline = time.monotonic() + PATIENCE_SECONDS
        return super().request_with_retries(*args, **options)

    def request(self, *args: Any, **options: Any) -> Any:
        """Send once, in the time that is left."""
        left = self._mine.deadline - time.monotonic()
        if left < SHORTEST_TRY_SECONDS:
            raise ProviderUnavailable("no time left to ask again")
        client = stripe.RequestsClient((CONNECT_SECONDS, left), session=self._connections())
        try:
            return client.request(*args, **options)
        except stripe.APIConnectionError as error:
            left = self._mine.deadline - time.monotonic()
            error.should_retry = error.should_retry and left > SHORTEST_TRY_SECONDS
            raise

    def _connections(self) -> requests.Session:
        # One set of connections a thread, kept open between calls.
        if not hasattr(self._mine, "session"):
            self._mine.session = requests.Session()
            self._mine.session.trust_env = self._through_proxies
        return self._mine.session  # type: ignore[no-any-return]

    def close(self) -> None:
        """Let go of this thread's connections."""
        self._connections().close()
