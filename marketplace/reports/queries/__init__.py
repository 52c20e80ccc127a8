"""Every SELECT of the figures, and of the producers that staff look up."""

from marketplace.reports.queries.book import book
from marketplace.reports.queries.figures import (
    counted_platforms,
    e_payment_share,
    figures,
    listing_share,
    undated_certificates,
)
from marketplace.reports.queries.producers import (
    ProducerLine,
    ProductLine,
    find_producers,
    producer_lines,
    producer_with_places,
    product_lines,
)

__all__ = [
    "ProducerLine",
    "ProductLine",
    "book",
    "counted_platforms",
    "e_payment_share",
    "figures",
    "find_producers",
    "listing_share",
    "producer_lines",
    "producer_with_places",
    "product_lines",
    "undated_certificates",
]
