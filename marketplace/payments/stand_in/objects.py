"""Stripe's objects as documents: only fields that Stripe has too, as far as they mean something."""

from __future__ import annotations

import secrets
from typing import Any

from marketplace.payments.stand_in.cards import AUTHENTICATE, PlayCard
from marketplace.payments.stand_in.store import Document

# Other troubles are all a "card_declined" to Stripe.
TROUBLES_OF_THEIR_OWN = ("expired_card", "incorrect_cvc", "processing_error")


def public(document: Document) -> Document:
    """The document without what is for us alone."""
    return {name: value for name, value in document.items() if not name.startswith("_")}


def session(params: dict[str, Any], amount: int, base_url: str, now: int) -> Document:
    """An open session for checked parameters."""
    identifier = new_id("cs_test", 29)
    return {
        "id": identifier,
        "object": "checkout.session",
        "amount_subtotal": amount,
        "amount_total": amount,
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "created": now,
        "currency": "vnd",
        "customer_email": params.get("customer_email"),
        "expires_at": params.get("expires_at", now + 24 * 3600),
        "livemode": False,
        "locale": params.get("locale", "auto"),
        "metadata": params.get("metadata", {}),
        "mode": "payment",
        "payment_intent": None,
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "status": "open",
        "success_url": params["success_url"],
        "ui_mode": "hosted_page",
        "url": f"{base_url}/pay/{identifier}",
        "_lines": [_shown(line) for line in params["line_items"]],
        "_intent": params.get("payment_intent_data", {}),
        "_card": None,
    }


def intent(session: Document, now: int) -> Document:
    """The attempt to take the money of a session."""
    return {
        "id": new_id("pi", 12),
        "object": "payment_intent",
        "amount": session["amount_total"],
        "amount_received": 0,
        "created": now,
        "currency": session["currency"],
        "description": session["_intent"].get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": session["_intent"].get("metadata", {}),
        "payment_method_types": ["card"],
        "status": "requires_payment_method",
    }


def charge(intent: Document, card: PlayCard, now: int) -> Document:
    """The money taken for an intent."""
    return {
        "id": new_id("ch", 12),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"],
        "amount_refunded": 0,
        "captured": True,
        "created": now,
        "currency": intent["currency"],
        "description": intent["description"],
        "disputed": False,
        "livemode": False,
        "metadata": intent["metadata"],
        "paid": True,
        "payment_intent": intent["id"],
        "payment_method_details": {
            "type": "card",
            "card": {"brand": "visa", "last4": card.last4},
        },
        "refunded": False,
        "status": "succeeded",
    }


def card_error(card: PlayCard) -> Document:
    """Why the last try did not take the money."""
    if card.trouble == AUTHENTICATE:
        code, decline_code = "payment_intent_authentication_failure", None
    else:
        code = card.trouble if card.trouble in TROUBLES_OF_THEIR_OWN else "card_declined"
        decline_code = card.trouble
    return {
        "type": "card_error",
        "code": code,
        "decline_code": decline_code,
        "message": card.message,
    }


def refund(charge: Document, amount: int, params: dict[str, Any], now: int) -> Document:
    """Money given back."""
    return {
        "id": new_id("re", 12),
        "object": "refund",
        "amount": amount,
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "metadata": params.get("metadata", {}),
        "payment_intent": charge["payment_intent"],
        "reason": params.get("reason"),
        "status": "succeeded",
    }


def event(kind: str, about: Document, now: int, notices: int) -> Document:
    """Something that happened, with its object as it was then."""
    return {
        "id": new_id("evt", 12),
        "object": "event",
        "api_version": None,
        "created": now,
        "data": {"object": public(about)},
        "livemode": False,
        "pending_webhooks": notices,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }


def new_id(prefix: str, size: int) -> str:
    """A name that nobody can guess."""
    return f"{prefix}_{secrets.token_hex(size)}"


def _shown(line: dict[str, Any]) -> dict[str, Any]:
    price = line["price_data"]
    return {
        "name": price["product_data"]["name"],
        "quantity": line["quantity"],
        "amount": price["unit_amount"] * line["quantity"],
    }
