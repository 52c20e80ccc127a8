"""Every SELECT of the figures, and of the producers that staff look up."""

from marketplace.reports.queries.book import book
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
    "find_producers",
    "producer_lines",
    "producer_with_places",
    "product_lines",
]
