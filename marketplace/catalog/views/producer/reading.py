"""The list of a producer's products, and one listing as buyers see it."""

from __future__ import annotations

from flask import abort, render_template

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.catalog import queries
from marketplace.catalog.views.producer.own import ONE, selling_listings
from marketplace.catalog.views.producer.shelf import render_shelf
from marketplace.catalog.views.product_page import product_page
from marketplace.producers.guards import current_producer
from marketplace.web.guards import open_to


@selling_listings.get("/")
@open_to(Audience.PRODUCER)
def index() -> str:
    """All registered products of the producer, each with its next step."""
    return render_shelf()


@selling_listings.get(ONE)
@open_to(Audience.PRODUCER)
def show(listing_id: int) -> str:
    """A listing as buyers see it, or would, and what can be done to it."""
    producer = current_producer()
    offer = queries.offer_of_producer(db.session(), listing_id, producer.id)
    if offer is None:
        abort(404)
    page = product_page(offer, clock.day_in_vietnam(clock.now()))
    return render_template("catalog/producer/show.html", page=page)
