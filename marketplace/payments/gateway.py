"""Card payment as the market sees it: one page at the provider for each attempt to pay."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from marketplace.money import Vnd

CURRENCY = "vnd"


class SessionStatus(enum.StrEnum):
    """Where the provider's page is in its life: only ``OPEN`` can still be paid."""

    OPEN = "open"
    COMPLETE = "complete"
    EXPIRED = "expired"


class PaymentStatus(enum.StrEnum):
    """Whether the money has been taken. A complete page can still be unpaid."""

    PAID = "paid"
    UNPAID = "unpaid"


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One line as the buyer reads it on the provider's page."""

    name: str
    unit_amount_vnd: Vnd
    quantity: int

    @property
    def amount_vnd(self) -> Vnd:
        """What the line costs."""
        return Vnd(self.unit_amount_vnd * self.quantity)


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """One attempt to pay one purchase.

    Repeating it with the same ``idempotency_key`` gives the same page again, and only then if
    every other field is the same too: keep ``expires_at`` with the attempt, do not recompute it.
    ``reference`` is our name of the attempt and comes back in ``HostedSession.reference``.
    ``success_url`` may hold ``{CHECKOUT_SESSION_ID}``, which the provider fills in.

    Raises:
        ValueError: the lines do not add up to ``amount_vnd``, so the buyer would be charged a
            price that the market did not show; or ``expires_at`` has no time zone.
    """

    reference: str
    order_number: str
    amount_vnd: Vnd
    lines: Sequence[SessionLine]
    success_url: str
    cancel_url: str
    expires_at: datetime
    idempotency_key: str
    customer_email: str | None = None
    locale: str = "vi"

    def __post_init__(self) -> None:
        if sum(line.amount_vnd for line in self.lines) != self.amount_vnd:
            raise ValueError(f"the lines of {self.reference} do not add up to {self.amount_vnd}")
        if self.expires_at.tzinfo is None:
            raise ValueError(f"{self.reference} expires at a time without a zone")


@dataclass(frozen=True, slots=True)
class HostedSession:
    """What the provider knows about one attempt, as of the moment it was asked.

    ``amount`` counts the currency's smallest unit (đồng for ``vnd``). ``url`` is where the buyer
    pays, while the page is open. ``livemode`` means real money: never so in this market.
    """

    id: str
    url: str | None
    status: SessionStatus
    payment_status: PaymentStatus
    amount: int
    currency: str
    reference: str | None
    livemode: bool
    payment_intent_id: str | None

    @property
    def is_paid(self) -> bool:
        """Whether the provider has taken the money."""
        return self.payment_status is PaymentStatus.PAID


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """A notice signed by the provider: a reason to ask it again, never a proof of payment.

    ``kind`` is the provider's word, such as ``checkout.session.completed``. The ids are set
    where the notice speaks of such a thing.
    """

    id: str
    kind: str
    created_at: datetime
    livemode: bool
    session_id: str | None
    payment_intent_id: str | None
    reference: str | None


class CardGateway(Protocol):
    """The provider of card payments.

    Every method but ``read_webhook`` calls the provider, so none belongs inside a transaction.
    They raise ``ProviderUnavailable`` or ``ProviderRefused``.
    """

    def create(self, request: SessionRequest) -> HostedSession:
        """Open a page on which the buyer can pay."""
        ...

    def get(self, session_id: str) -> HostedSession:
        """Ask how an attempt stands."""
        ...

    def expire(self, session_id: str) -> HostedSession:
        """Close the page, so that it can no longer be paid.

        A page that is already complete or expired stays as it is; the answer says which.
        """
        ...

    def read_webhook(self, body: bytes, signature: str, now: datetime) -> WebhookEvent:
        """Check the signature of a notice and read it.

        Raises:
            ForgedWebhook: wrong signature, too old, from the future, or unreadable.
        """
        ...
