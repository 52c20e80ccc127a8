"""To the provider's page and back, and the door for its notices."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Flask, abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.orders import queries as orders
from marketplace.orders.errors import StillPayable
from marketplace.orders.models import Purchase
from marketplace.orders.signals import giving_up
from marketplace.payments import actions, flows, queries
from marketplace.payments.door import card_gateway
from marketplace.payments.errors import (
    ForgedWebhook,
    NotPayable,
    ProviderRefused,
    ProviderUnavailable,
)
from marketplace.payments.gateway import WebhookEvent
from marketplace.web.guards import open_to

payments = Blueprint("payments", __name__, url_prefix="/thanh-toan")
LARGEST_NOTICE = 256 * 1024


def _purchase(secret: str) -> Purchase:
    purchase = orders.find_by_secret(db.session(), secret)
    if purchase is None:
        abort(404)
    return purchase


@payments.post("/<secret>")
@open_to(Audience.PUBLIC)
def start(secret: str) -> Response:
    """Send the buyer to the provider's page."""
    page = url_for("purchases.show", secret=secret)
    try:
        target = flows.start(
            card_gateway(),
            _purchase(secret).id,
            page_url=_outside(page),
            return_url=_outside(url_for(".returned", secret=secret)),
            now=clock.now(),
        )
    except NotPayable:
        return redirect(page, 303)
    except ProviderUnavailable:
        flash(
            _("The card service does not answer. Your order is kept: please try again shortly."),
            "error",
        )
    except ProviderRefused:
        flash(
            _("The card service did not accept this payment. Your order is kept."),
            "error",
        )
    else:
        return redirect(target, 303)
    return redirect(page, 303)


def _outside(path: str) -> str:
    """The address as the provider's page links to it."""
    return f"{current_app.extensions['market'].base_url}{path}"


@payments.get("/<secret>/ve")
@open_to(Audience.PUBLIC)
def returned(secret: str) -> Response:
    """The buyer comes back: ask the provider, then show the order."""
    attempt = queries.last_attempt(db.session(), _purchase(secret).id)
    try:
        if attempt is not None:
            flows.settle(card_gateway(), attempt.id, now=clock.now())
    except (ProviderUnavailable, ProviderRefused):
        flash(_("We are waiting for the card service to confirm. This page will tell you."), "info")
    return redirect(url_for("purchases.show", secret=secret), 303)


@payments.post("/thong-bao/stripe")
@open_to(Audience.PUBLIC)
def webhook() -> tuple[str, int]:
    """A notice of the provider: kept under its id, then a reason to ask how things stand.

    Anything but 2xx makes the provider send it again later.
    """
    if (request.content_length or 0) > LARGEST_NOTICE:
        return "too large", 413
    body, now = request.get_data(), clock.now()
    try:
        event = card_gateway().read_webhook(body, request.headers.get("Stripe-Signature", ""), now)
    except ForgedWebhook:
        return "signature", 400
    with db.transaction() as session:
        is_new = actions.store_event(session, event, now=now)
    if not is_new:
        return "known", 200
    try:
        _follow(event)
    except (ProviderUnavailable, ProviderRefused):
        return "later", 503
    with db.transaction() as session:
        actions.finish_event(session, event.id, now=clock.now())
    return "ok", 200


def _follow(event: WebhookEvent) -> None:
    if event.session_id is None or event.livemode:
        return
    attempt = queries.find_attempt(db.session(), event.session_id)
    if attempt is not None:
        flows.settle(card_gateway(), attempt.id, now=clock.now())


def connect(app: Flask) -> None:
    """Close the provider's page before a buyer gives a purchase up."""
    giving_up.connect(_close_pages, app)


def _close_pages(_app: Flask, *, purchase_id: int, now: datetime) -> None:
    try:
        flows.close_pages(card_gateway(), purchase_id, now=now)
    except (ProviderUnavailable, ProviderRefused) as error:
        raise StillPayable from error
