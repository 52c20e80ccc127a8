"""Reading a notice of the payment provider: who signed it, when, and what it is about.

The signature header is ``t=<seconds>,v1=<hex>[,v1=<hex>...]``; each ``v1`` is the HMAC-SHA256 of
``<seconds>.<raw body>`` under one of the secrets in use.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from marketplace.payments.errors import ForgedWebhook
from marketplace.payments.gateway import WebhookEvent

# Both ways: an older notice may be a replay, a younger one was signed by a clock nobody keeps.
TOLERANCE_SECONDS = 300

_SECONDS = re.compile(r"[0-9]{1,11}")
# Whatever is stored or looked up later: short, and without letters that a database would refuse.
_WORD = re.compile(r"[A-Za-z0-9_.:-]+")
_LONGEST_ID = 120
_LONGEST_KIND = 80
# What reading JSON of any shape may raise; OverflowError and OSError come from absurd dates.
_UNREADABLE = (
    *(ValueError, KeyError, TypeError, AttributeError),
    *(OverflowError, OSError, RecursionError),
)


def read_signed(body: bytes, signature: str, secrets: Sequence[str], now: datetime) -> WebhookEvent:
    """Check ``signature`` against the raw ``body`` and read the notice.

    Several secrets are in use while one is being replaced by the next.

    Raises:
        ForgedWebhook: nobody with one of the secrets signed this within five minutes of ``now``,
            or what they signed is not a notice.
    """
    _verify(body, signature, secrets, now)
    try:
        return _event(json.loads(body.decode("utf-8")))
    except _UNREADABLE as error:
        raise ForgedWebhook(f"not a readable notice: {type(error).__name__}") from error


def _verify(body: bytes, signature: str, secrets: Sequence[str], now: datetime) -> None:
    pairs = [pair.partition("=")[::2] for pair in signature.split(",")]
    signed_at = next((value for name, value in pairs if name == "t"), "")
    if not _SECONDS.fullmatch(signed_at):
        raise ForgedWebhook("the signature does not say when it was made")
    given = [value.encode() for name, value in pairs if name == "v1"]
    payload = signed_at.encode() + b"." + body
    expected = [hmac.new(key.encode(), payload, hashlib.sha256).hexdigest() for key in secrets]
    if not any(hmac.compare_digest(ours.encode(), theirs) for ours in expected for theirs in given):
        raise ForgedWebhook("the signature is not the provider's")
    drift = int(now.timestamp()) - int(signed_at)
    if abs(drift) > TOLERANCE_SECONDS:
        raise ForgedWebhook(f"signed {drift} seconds ago: a replay, or one of two clocks is wrong")


def _event(notice: Mapping[str, Any]) -> WebhookEvent:
    if notice["object"] != "event":
        raise ValueError("not an event")
    about = notice["data"]["object"]
    is_session = about.get("object") == "checkout.session"
    is_intent = about.get("object") == "payment_intent"
    return WebhookEvent(
        id=_word(notice["id"]),
        kind=_word(notice["type"], _LONGEST_KIND),
        created_at=datetime.fromtimestamp(notice["created"], UTC),
        livemode=notice["livemode"] is not False,
        session_id=_word(about["id"]) if is_session else None,
        payment_intent_id=_our_word(about.get("id" if is_intent else "payment_intent")),
        reference=_our_word(about.get("client_reference_id")),
    )


def _word(value: Any, longest: int = _LONGEST_ID) -> str:
    if not isinstance(value, str) or len(value) > longest or not _WORD.fullmatch(value):
        raise ValueError("not an identifier")
    return value


def _our_word(value: Any) -> str | None:
    # Another shop on the same account may use any text as a reference: it is none of ours.
    try:
        return _word(value)
    except ValueError:
        return None
