"""What a payment attempt asks for, and whether the provider's answer is about it."""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.orders.models import Purchase
from marketplace.payments.gateway import CURRENCY, HostedSession, SessionLine
from marketplace.payments.models import PaymentAttempt

# The provider closes a page 30 minutes to 24 hours after it was opened, never sooner; the
# minute more pays for the way there.
SHORTEST_PAGE = timedelta(minutes=31)
# The provider takes at most 100 lines.
MOST_LINES = 100


def page_expires_at(pay_by: datetime, now: datetime) -> datetime:
    """When the provider's page closes: with the purchase, or as soon as the provider allows."""
    return max(pay_by, now + SHORTEST_PAGE).replace(microsecond=0)


def reference(attempt: PaymentAttempt) -> str:
    """Our name of an attempt at the provider: the purchase's number and the attempt's place."""
    return f"{attempt.purchase.number}-{attempt.position}"


def session_lines(purchase: Purchase) -> tuple[SessionLine, ...]:
    """The lines that the buyer reads on the provider's page."""
    lines = tuple(
        SessionLine(f"{line.name} ({line.unit})", line.price_vnd, line.quantity)
        for order in purchase.orders
        for line in order.lines
    )
    if len(lines) <= MOST_LINES:
        return lines
    return (SessionLine(purchase.number, purchase.total_vnd, 1),)


def mismatch(attempt: PaymentAttempt, told: HostedSession) -> str | None:
    """What in the provider's answer is not ours, or None. Such money never pays a purchase."""
    ours = {
        "amount": attempt.amount_vnd,
        "currency": CURRENCY,
        "reference": reference(attempt),
        "livemode": False,
    }
    theirs = {
        "amount": told.amount,
        "currency": told.currency.lower(),
        "reference": told.reference,
        "livemode": told.livemode,
    }
    wrong = [f"{key}: {theirs[key]!r} ≠ {ours[key]!r}" for key in ours if theirs[key] != ours[key]]
    return "; ".join(wrong) or None
