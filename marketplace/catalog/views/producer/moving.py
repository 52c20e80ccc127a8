"""Putting listings on sale and taking them off, and opening and closing the whole shop."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.audience import Audience
from marketplace.catalog import actions, rules
from marketplace.catalog.errors import CannotMove
from marketplace.catalog.models import Listing, ListingState
from marketplace.catalog.views.producer.own import ONE, held_listing, own_listing, selling_listings
from marketplace.db import transaction
from marketplace.producers.guards import current_producer
from marketplace.producers.models import Producer
from marketplace.web.guards import open_to
from marketplace.web.redirects import safe_path

# Where a producer goes to bring a listing into a state.
DOORS = {
    ListingState.PUBLISHED: ".publish",
    ListingState.PAUSED: ".pause",
    ListingState.WITHDRAWN: ".withdraw",
    ListingState.DRAFT: ".bring_back",
}


class Move(Protocol):
    """An action that brings a listing into another state."""

    def __call__(
        self, session: Session, listing: Listing, *, actor_id: int | None, now: datetime
    ) -> None:
        """Do it."""


class Switch(Protocol):
    """An action that opens or closes a shop."""

    def __call__(
        self, session: Session, producer: Producer, *, actor_id: int | None, now: datetime
    ) -> None:
        """Do it."""


@selling_listings.post(f"{ONE}/dang-ban")
@open_to(Audience.PRODUCER)
def publish(listing_id: int) -> Response:
    """Put a listing on sale."""
    return _move(listing_id, actions.publish)


@selling_listings.post(f"{ONE}/tam-dung")
@open_to(Audience.PRODUCER)
def pause(listing_id: int) -> Response:
    """Take a listing off sale for a while."""
    return _move(listing_id, actions.pause)


@selling_listings.post(f"{ONE}/thoi-ban")
@open_to(Audience.PRODUCER)
def withdraw(listing_id: int) -> Response:
    """Stop offering a product."""
    return _move(listing_id, actions.withdraw)


@selling_listings.post(f"{ONE}/lam-lai")
@open_to(Audience.PRODUCER)
def bring_back(listing_id: int) -> Response:
    """Make a withdrawn listing a draft again."""
    return _move(listing_id, actions.bring_back)


@selling_listings.post("/mo-gian-hang")
@open_to(Audience.PRODUCER)
def open_shop() -> Response:
    """Let buyers see the shop."""
    return _switch(actions.open_shop, _("Your shop is open."))


@selling_listings.post("/dong-gian-hang")
@open_to(Audience.PRODUCER)
def close_shop() -> Response:
    """Hide the shop and all it sells."""
    return _switch(actions.close_shop, _("Your shop is closed. Buyers see none of its products."))


def _move(listing_id: int, move: Move) -> Response:
    """Do it to one of the producer's own listings, say so, and offer the way back."""
    producer_id, actor_id = own_listing(listing_id).producer_id, current_user.id
    back = safe_path(request.form.get("next"), url_for(".show", listing_id=listing_id))
    try:
        with transaction() as session:
            listing = held_listing(session, listing_id, producer_id)
            before = listing.state
            move(session, listing, actor_id=actor_id, now=clock.now())
    except CannotMove:
        flash(_("This listing cannot go there from where it is now."), "error")
    else:
        words = _told(listing)
        if before is not listing.state:
            flash(_with_undo(words, listing, before, back), "success")
        else:
            flash(words, "info")
    return redirect(back, 303)


def _told(listing: Listing) -> str:
    name = listing.product.name
    if listing.state is ListingState.PUBLISHED and listing.producer.shop_opened_at is None:
        return str(_("%(name)s will be on sale as soon as your shop is open.", name=name))
    words = {
        ListingState.PUBLISHED: _("%(name)s is on sale.", name=name),
        ListingState.PAUSED: _("%(name)s is off sale for now.", name=name),
        ListingState.WITHDRAWN: _("%(name)s is not offered any more.", name=name),
        ListingState.DRAFT: _("%(name)s is a draft again.", name=name),
    }
    return str(words[listing.state])


def _with_undo(words: str, listing: Listing, before: ListingState, back: str) -> Markup:
    """The sentence with a button that undoes it; what was never on sale before is paused."""
    can_return = before in rules.ALLOWED[listing.state]
    door = DOORS[before if can_return else ListingState.PAUSED]
    undo = url_for(door, listing_id=listing.id)
    page = render_template("catalog/producer/_undo.html", words=words, undo=undo, back=back)
    return Markup(page)  # noqa: S704 (a template of ours, which escapes what it shows)


def _switch(switch: Switch, words: str) -> Response:
    producer, actor_id = current_producer(), current_user.id
    with transaction() as session:
        switch(session, producer, actor_id=actor_id, now=clock.now())
    flash(words, "success")
    return redirect(safe_path(request.form.get("next"), url_for("selling_shop.show")), 303)
