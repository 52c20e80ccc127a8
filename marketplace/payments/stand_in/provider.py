"""What the provider does: opens pages, takes and gives back play money, and tells the shop."""

from __future__ import annotations

import enum
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from marketplace.payments.stand_in import objects
from marketplace.payments.stand_in.cards import AUTHENTICATE, PLAY_CARDS, PlayCard
from marketplace.payments.stand_in.errors import ApiError, missing
from marketplace.payments.stand_in.store import Delivery, Document, Store

# What one charge may be, in đồng. Stripe's own limits move with the exchange rate.
LEAST_VND = 13_000
MOST_VND = 99_999_999
SHORTEST_SECONDS = 30 * 60
LONGEST_SECONDS = 24 * 3600
LONGEST_HISTORY = 1000
# The waits after the first four failed deliveries; after the fifth the notice is given up.
BACK_OFF_SECONDS = (1.0, 5.0, 30.0, 120.0)


class Outcome(enum.StrEnum):
    """What became of a try to pay."""

    PAID = "paid"
    DECLINED = "declined"
    AUTHENTICATE = "authenticate"
    CLOSED = "closed"  # the session is not open (any more): nothing was tried


class Provider:
    """The provider on one store and one clock. Every method is one transaction."""

    def __init__(self, store: Store, now: Callable[[], float], *, notices: bool) -> None:
        self.store = store
        self._now = now
        self._notices = notices
        self.news = threading.Event()

    def now(self) -> int:
        """This second."""
        return int(self._now())

    def open_session(self, params: dict[str, Any], base_url: str) -> Document:
        """Open a page for a list of lines.

        Raises:
            ApiError: the sum or the time is outside of what the provider takes.
        """
        prices = [
            (line["price_data"]["unit_amount"], line["quantity"]) for line in params["line_items"]
        ]
        amount = sum(price * quantity for price, quantity in prices)
        self._check_amount(amount)
        self._check_expiry(params.get("expires_at"))
        with self.store.transaction():
            return self.store.save(objects.session(params, amount, base_url, self.now()))

    def find_session(self, identifier: str) -> Document | None:
        """The session as of now: one beyond its time is expired first."""
        with self.store.transaction():
            session = self.store.find("checkout.session", identifier)
            if session and self._is_due(session):
                self._close(session)
            return session

    def get(self, kind: str, identifier: str) -> Document:
        """Any object of the provider.

        Raises:
            ApiError: there is none.
        """
        with self.store.transaction():
            is_session = kind == "checkout.session"
            find = self.find_session if is_session else partial(self.store.find, kind)
            found = find(identifier)
        if found is None:
            raise missing(kind, identifier)
        return found

    def events(self, kind: str | None, limit: int) -> tuple[list[Document], bool]:
        """The latest events (of one kind), newest first, and whether there are more."""
        with self.store.transaction():
            latest = self.store.newest("event", LONGEST_HISTORY)
        found = [event for event in latest if kind in (None, event["type"])]
        return found[:limit], len(found) > limit

    def expire(self, identifier: str) -> Document:
        """Close an open session at once.

        Raises:
            ApiError: it is complete or expired already.
        """
        with self.store.transaction():
            session = self.get("checkout.session", identifier)
            if session["status"] != "open":
                raise ApiError(
                    'Only Checkout Sessions with a status in ["open"] can be expired. This'
                    f" Checkout Session has a status of `{session['status']}`."
                )
            return self._close(session)

    def try_card(self, identifier: str, card: PlayCard) -> Outcome:
        """Try to pay an open session. A second try of one that is paid takes nothing."""
        with self.store.transaction():
            session = self.find_session(identifier)
            if session is None or session["status"] != "open":
                return Outcome.CLOSED
            if card.trouble is None:
                return self._take(session, card)
            if card.trouble == AUTHENTICATE:
                return self._ask_who(session, card)
            return self._decline(session, card)

    def authenticate(self, identifier: str, *, passed: bool) -> Outcome:
        """Answer the bank's question about a session whose card asked it."""
        with self.store.transaction():
            session = self.find_session(identifier)
            if session is None or session["status"] != "open" or not session["_card"]:
                return Outcome.CLOSED
            card = next(card for card in PLAY_CARDS if card.number == session["_card"])
            return self._take(session, card) if passed else self._decline(session, card)

    def refund(self, params: dict[str, Any]) -> Document:
        """Give back a part of an intent's money, or all that is left.

        Raises:
            ApiError: nothing was taken, or less than is asked back.
        """
        with self.store.transaction():
            intent = self.get("payment_intent", params["payment_intent"])
            if not intent["latest_charge"]:
                raise ApiError(
                    f"This PaymentIntent ({intent['id']}) does not have a successful charge"
                )
            charge = self.get("charge", intent["latest_charge"])
            left = charge["amount"] - charge["amount_refunded"]
            amount = params.get("amount", left)
            if not 0 < amount <= left:
                raise _excess(charge, amount, left)
            charge["amount_refunded"] += amount
            charge["refunded"] = charge["amount_refunded"] == charge["amount"]
            self.store.save(charge)
            self._tell("charge.refunded", charge)
            return self.store.save(objects.refund(charge, amount, params, self.now()))

    def sweep(self) -> None:
        """Expire every session beyond its time."""
        with self.store.transaction():
            for session in self.store.sessions_due(self._now()):
                self._close(session)

    def due_notices(self) -> list[tuple[Delivery, Document]]:
        """The notices to deliver now, with their events."""
        with self.store.transaction():
            due = self.store.deliveries_due(self._now())
            return [(notice, self.get("event", notice.event_id)) for notice in due]

    def note_delivery(self, notice: Delivery, *, arrived: bool) -> None:
        """Remember how a delivery went: done, to be repeated, or given up."""
        with self.store.transaction():
            if not arrived and notice.tries < len(BACK_OFF_SECONDS):
                due_at = self._now() + BACK_OFF_SECONDS[notice.tries]
                self.store.schedule(notice.event_id, notice.tries + 1, due_at)
                return
            self.store.unschedule(notice.event_id)
            if arrived:
                event = self.get("event", notice.event_id)
                self.store.save({**event, "pending_webhooks": 0})

    def _check_amount(self, amount: int) -> None:
        if amount < LEAST_VND:
            code, word = "amount_too_small", f"at least ₫{LEAST_VND}"
        elif amount > MOST_VND:
            code, word = "amount_too_large", f"no more than ₫{MOST_VND}"
        else:
            return
        message = f"The Checkout Session's total amount due must be {word} vnd"
        raise ApiError(message, code=code, param="line_items")

    def _check_expiry(self, expires_at: int | None) -> None:
        ahead = SHORTEST_SECONDS if expires_at is None else expires_at - self.now()
        if ahead < SHORTEST_SECONDS:
            word = "at least 30 minutes"
        elif ahead > LONGEST_SECONDS:
            word = "less than 24 hours"
        else:
            return
        message = f"The `expires_at` timestamp must be {word} from Checkout Session creation."
        raise ApiError(message, param="expires_at")

    def _is_due(self, session: Document) -> bool:
        return bool(session["status"] == "open" and session["expires_at"] <= self._now())

    def _close(self, session: Document) -> Document:
        session |= {"status": "expired", "url": None}
        self._tell("checkout.session.expired", session)
        return self.store.save(session)

    def _take(self, session: Document, card: PlayCard) -> Outcome:
        intent = self._intent(session)
        charge = self.store.save(objects.charge(intent, card, self.now()))
        intent |= {
            "status": "succeeded",
            "amount_received": intent["amount"],
            "latest_charge": charge["id"],
            "last_payment_error": None,
        }
        session |= {"status": "complete", "payment_status": "paid", "url": None}
        self._keep(session, intent)
        self._tell("checkout.session.completed", session)
        return Outcome.PAID

    def _ask_who(self, session: Document, card: PlayCard) -> Outcome:
        session["_card"] = card.number
        self._keep(session, self._intent(session) | {"status": "requires_action"})
        return Outcome.AUTHENTICATE

    def _decline(self, session: Document, card: PlayCard) -> Outcome:
        session["_card"] = None
        error = {
            "status": "requires_payment_method",
            "last_payment_error": objects.card_error(card),
        }
        self._keep(session, self._intent(session) | error)
        return Outcome.DECLINED

    def _intent(self, session: Document) -> Document:
        if session["payment_intent"]:
            return self.get("payment_intent", session["payment_intent"])
        return objects.intent(session, self.now())

    def _keep(self, session: Document, intent: Document) -> None:
        session["payment_intent"] = self.store.save(intent)["id"]
        self.store.save(session)

    def _tell(self, kind: str, about: Document) -> None:
        event = self.store.save(objects.event(kind, about, self.now(), int(self._notices)))
        if self._notices:
            self.store.schedule(event["id"], 0, self._now())
            self.news.set()


def _excess(charge: Document, amount: int, left: int) -> ApiError:
    if left == 0:
        message = f"Charge {charge['id']} has already been refunded."
        return ApiError(message, code="charge_already_refunded")
    message = f"Refund amount (₫{amount}) is greater than unrefunded amount on charge (₫{left})"
    return ApiError(message, param="amount")
