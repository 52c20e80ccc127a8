"""Every SELECT of listings."""

from marketplace.catalog.queries.browse import Filters, Order, published_ids
from marketplace.catalog.queries.cards import (
    Card,
    cards,
    cards_of_producer,
    latest_cards,
    starred_cards,
)

__all__ = [
    "Card",
    "Filters",
    "Order",
    "cards",
    "cards_of_producer",
    "latest_cards",
    "published_ids",
    "starred_cards",
]
