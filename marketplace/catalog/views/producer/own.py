"""The producer's own things. Whatever is another's is not found."""

from __future__ import annotations

from flask import Blueprint, abort
from sqlalchemy.orm import Session

from marketplace import db
from marketplace.catalog import queries
from marketplace.catalog.models import Listing
from marketplace.producers.guards import current_producer
from marketplace.registry.models import Product

selling_listings = Blueprint("selling_listings", __name__, url_prefix="/ban-hang/san-pham")
ONE = "/<int(max=2147483647):listing_id>"


def own_product(product_id: int) -> Product:
    """One of the producer's own registered products, or 404."""
    found = queries.product_of_producer(db.session(), product_id, current_producer().id)
    return found or abort(404)


def own_listing(listing_id: int) -> Listing:
    """One of the producer's own listings, or 404."""
    found = queries.listing_of_producer(db.session(), listing_id, current_producer().id)
    return found or abort(404)


def held_listing(session: Session, listing_id: int, producer_id: int) -> Listing:
    """The same inside a transaction, kept from being changed by others until it ends."""
    found = queries.listing_of_producer(session, listing_id, producer_id, lock=True)
    return found or abort(404)
