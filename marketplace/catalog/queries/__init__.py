"""Every SELECT of listings: cards of lists, browsing, pages, a producer's own, other platforms."""

from marketplace.catalog.queries.browse import Filters, Order, published_ids
from marketplace.catalog.queries.cards import (
    Card,
    cards,
    cards_of_producer,
    latest_cards,
    starred_cards,
)
from marketplace.catalog.queries.platforms import (
    current_outside_listing,
    outside_listing,
    outside_listings_of,
    platform_by_code,
    platforms,
)
from marketplace.catalog.queries.selling import (
    listing_id_of_product,
    listing_of_producer,
    open_live_period,
    product_of_producer,
    products_with_listings,
    published_listings,
)
from marketplace.catalog.queries.stock import in_open_shop, pieces_left

__all__ = [
    "Card",
    "Filters",
    "Order",
    "cards",
    "cards_of_producer",
    "current_outside_listing",
    "in_open_shop",
    "latest_cards",
    "listing_id_of_product",
    "listing_of_producer",
    "open_live_period",
    "outside_listing",
    "outside_listings_of",
    "pieces_left",
    "platform_by_code",
    "platforms",
    "product_of_producer",
    "products_with_listings",
    "published_ids",
    "published_listings",
    "starred_cards",
]
