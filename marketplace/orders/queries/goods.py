"""The listings of a purchase as they are sold at this moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.catalog.models import Listing
from marketplace.orders.rules.parts import Bought
from marketplace.producers.models import Producer
from marketplace.registry.models import Certificate, Product
from marketplace.registry.queries import certificates_in_force


def bought(session: Session, quantities: Mapping[int, int], day: date) -> list[Bought]:
    """These listings (id -> pieces) with price, seller and certificate of now, in this order."""
    rows = {
        row.listing_id: row
        for row in session.execute(
            select(
                Listing.id.label("listing_id"),
                Listing.product_id,
                Listing.unit,
                Listing.price_vnd,
                Product.name,
                Producer.id.label("producer_id"),
                Producer.name.label("producer_name"),
            )
            .join(Product, Product.id == Listing.product_id)
            .join(Producer, Producer.id == Listing.producer_id)
            .where(Listing.id.in_(quantities))
        )
    }
    certificates = certificates_in_force(session, [row.product_id for row in rows.values()], day)
    return [
        _bought(rows[listing_id], quantity, certificates.get(rows[listing_id].product_id))
        for listing_id, quantity in quantities.items()
    ]


def _bought(row: Any, quantity: int, certificate: Certificate | None) -> Bought:
    return Bought(
        quantity=quantity,
        stars=certificate.proven_stars if certificate else None,
        certificate_number=certificate.number if certificate else None,
        **row._mapping,
    )
