"""Stand-ins for what the market calls outside of itself. Contract tests hold them to the real."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field, replace
from datetime import datetime

from marketplace.payments import webhooks
from marketplace.payments.errors import ProviderRefused
from marketplace.payments.gateway import (
    CURRENCY,
    HostedSession,
    PaymentStatus,
    SessionRequest,
    SessionStatus,
    WebhookEvent,
)


@dataclass
class FakeGateway:
    """A card provider in memory.

    ``trouble`` is raised by the next calls until it is taken away; ``calls`` names the calls.
    """

    secret: str = "whsec_tests"
    trouble: Exception | None = None
    calls: list[str] = field(default_factory=list)
    sessions: dict[str, HostedSession] = field(default_factory=dict)
    requests: dict[str, SessionRequest] = field(default_factory=dict)

    def create(self, request: SessionRequest) -> HostedSession:
        self._note("create")
        session_id = f"cs_test_{request.idempotency_key}"
        if self.requests.setdefault(session_id, request) != request:
            raise ProviderRefused("the key was used with other parameters")
        opened = HostedSession(
            id=session_id,
            url=f"http://127.0.0.1:1/pay/{session_id}",
            status=SessionStatus.OPEN,
            payment_status=PaymentStatus.UNPAID,
            amount=request.amount_vnd,
            currency=CURRENCY,
            reference=request.reference,
            livemode=False,
            payment_intent_id=None,
        )
        return self.sessions.setdefault(session_id, opened)

    def get(self, session_id: str) -> HostedSession:
        self._note("get")
        return self._find(session_id)

    def expire(self, session_id: str) -> HostedSession:
        self._note("expire")
        if self._find(session_id).status is SessionStatus.OPEN:
            self.change(session_id, status=SessionStatus.EXPIRED, url=None)
        return self.sessions[session_id]

    def read_webhook(self, body: bytes, signature: str, now: datetime) -> WebhookEvent:
        return webhooks.read_signed(body, signature, (self.secret,), now)

    def pay(self, session_id: str) -> None:
        """The buyer pays."""
        self.change(
            session_id,
            status=SessionStatus.COMPLETE,
            payment_status=PaymentStatus.PAID,
            payment_intent_id=f"pi_{session_id}",
            url=None,
        )

    def change(self, session_id: str, **facts: object) -> None:
        """Make the provider tell something else from now on."""
        self.sessions[session_id] = replace(self.sessions[session_id], **facts)  # type: ignore[arg-type]

    def notice(self, kind: str, session_id: str, now: datetime) -> tuple[bytes, str]:
        """A notice about a session, as body and signature."""
        about = {
            "id": session_id,
            "object": "checkout.session",
            "client_reference_id": self.sessions[session_id].reference,
            "payment_intent": self.sessions[session_id].payment_intent_id,
        }
        event = {
            "id": f"evt_{kind}_{session_id}",
            "object": "event",
            "type": kind,
            "created": int(now.timestamp()),
            "livemode": False,
            "data": {"object": about},
        }
        body = json.dumps(event).encode()
        return body, sign(body, self.secret, now)

    def _find(self, session_id: str) -> HostedSession:
        if session_id not in self.sessions:
            raise ProviderRefused("no such session", "resource_missing")
        return self.sessions[session_id]

    def _note(self, call: str) -> None:
        self.calls.append(call)
        if self.trouble is not None:
            raise self.trouble


def sign(body: bytes, secret: str, now: datetime) -> str:
    """The signature header that the card provider would send."""
    seconds = int(now.timestamp())
    mac = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    return f"t={seconds},v1={mac.hexdigest()}"
