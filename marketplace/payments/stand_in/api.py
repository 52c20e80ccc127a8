"""The requests that the stand-in understands, in Stripe's words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, current_app, request

from marketplace.payments.stand_in.errors import ApiError
from marketplace.payments.stand_in.objects import new_id, public
from marketplace.payments.stand_in.params import (
    integer,
    metadata,
    nest,
    one_of,
    record,
    sequence,
    text,
    url,
)
from marketplace.payments.stand_in.provider import Provider
from marketplace.payments.stand_in.store import Document

api = Blueprint("api", __name__, url_prefix="/v1")

TEST_KEY = re.compile(r"Bearer (sk|rk)_test_\w+", re.ASCII)
LONGEST_KEY = 255

PRODUCT_DATA = {"name": text(250), "description": text(500)}
PRICE_DATA = {
    "currency": one_of("vnd"),
    "unit_amount": integer(0, 99_999_999),
    "product_data": record(PRODUCT_DATA, ("name",)),
}
LINE_ITEM = {
    "quantity": integer(1, 999_999),
    "price_data": record(PRICE_DATA, ("currency", "unit_amount", "product_data")),
}
INTENT_DATA = {"description": text(1000), "metadata": metadata}
SESSION = {
    "mode": one_of("payment"),
    "locale": one_of("auto", "en", "vi"),
    "allowed_payment_method_types": sequence(one_of("card"), 1),
    "client_reference_id": text(200),
    "customer_email": text(800),
    "metadata": metadata,
    "payment_intent_data": record(INTENT_DATA, ()),
    "line_items": sequence(record(LINE_ITEM, ("quantity", "price_data")), 100),
    "success_url": url,
    "cancel_url": url,
    "expires_at": integer(0, 99_999_999_999),
}
REFUND = {
    "payment_intent": text(100),
    "amount": integer(1, 99_999_999),
    "reason": one_of("duplicate", "fraudulent", "requested_by_customer"),
    "metadata": metadata,
}
EVENTS = {"type": text(80), "limit": integer(1, 100)}


def provider() -> Provider:
    """The provider this app stands in for."""
    found: Provider = current_app.extensions["provider"]
    return found


def repeatable(view: Callable[..., Document]) -> Callable[..., Response]:
    """Give a repeat with the same idempotency key the first answer again."""

    @wraps(view)
    def answer(**path: str) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        if len(key) > LONGEST_KEY:
            raise ApiError(f"Idempotency keys have at most {LONGEST_KEY} characters")
        store = provider().store
        with store.transaction():
            given = store.answer_given(key) if key else None
            if given:
                return _replay(key, *given)
            body = json.dumps(public(view(**path)))
            if key:
                store.keep_answer(key, _fingerprint(), body)
        return _json(body)

    return answer


@api.before_request
def check_key() -> None:
    """Take test keys only."""
    if not TEST_KEY.fullmatch(request.headers.get("Authorization", "")):
        raise ApiError("Invalid API Key provided: the stand-in takes test keys", status=401)


@api.after_request
def name_request(response: Response) -> Response:
    """Name the request, as Stripe does."""
    response.headers["Request-Id"] = new_id("req", 8)
    return response


@api.post("/checkout/sessions")
@repeatable
def open_session() -> Document:
    """Open a page on which a buyer can pay."""
    read = record(SESSION, ("mode", "line_items", "success_url"))
    return provider().open_session(_params(read), request.host_url.rstrip("/"))


@api.get("/checkout/sessions/<identifier>")
def show_session(identifier: str) -> Response:
    """How a session stands."""
    return _shown("checkout.session", identifier)


@api.post("/checkout/sessions/<identifier>/expire")
@repeatable
def expire_session(identifier: str) -> Document:
    """Close a session."""
    return provider().expire(identifier)


@api.get("/payment_intents/<identifier>")
def show_intent(identifier: str) -> Response:
    """The attempt to take the money."""
    return _shown("payment_intent", identifier)


@api.get("/charges/<identifier>")
def show_charge(identifier: str) -> Response:
    """The money taken."""
    return _shown("charge", identifier)


@api.post("/refunds")
@repeatable
def refund() -> Document:
    """Give money back."""
    return provider().refund(_params(record(REFUND, ("payment_intent",))))


@api.get("/refunds/<identifier>")
def show_refund(identifier: str) -> Response:
    """Money given back."""
    return _shown("refund", identifier)


@api.get("/events")
def list_events() -> dict[str, Any]:
    """What happened, newest first."""
    asked = record(EVENTS, ())(nest(request.args.items(multi=True)), "")
    page, has_more = provider().events(asked.get("type"), asked.get("limit", 10))
    return {"object": "list", "data": page, "has_more": has_more, "url": "/v1/events"}


@api.get("/events/<identifier>")
def show_event(identifier: str) -> Response:
    """One thing that happened."""
    return _shown("event", identifier)


def _params(read: Callable[[Any, str], Any]) -> dict[str, Any]:
    params: dict[str, Any] = read(nest(request.form.items(multi=True)), "")
    return params


def _shown(kind: str, identifier: str) -> Response:
    return _json(json.dumps(public(provider().get(kind, identifier))))


def _json(body: str) -> Response:
    return Response(body, mimetype="application/json")


def _replay(key: str, fingerprint: str, body: str) -> Response:
    if fingerprint != _fingerprint():
        message = (
            "Keys for idempotent requests can only be used with the same parameters they were"
            f" first used with. Try using a key other than '{key}'."
        )
        raise ApiError(message, kind="idempotency_error")
    response = _json(body)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _fingerprint() -> str:
    pairs = sorted(request.form.items(multi=True))
    return hashlib.sha256(json.dumps([request.path, pairs]).encode()).hexdigest()
