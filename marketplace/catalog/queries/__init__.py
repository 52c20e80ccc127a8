"""Every SELECT of listings: cards of lists, browsing, pages, a producer's own, other platforms."""

from marketplace.catalog.queries.browse import Filters, Order, published_ids
from marketplace.catalog.queries.cards import (
    Card,
    cards,
    cards_of_producer,
    latest_cards,
    starred_cards,
)
from marketplace.catalog.queries.home import ShopCard, groups_on_sale, shops_of_many_communes
from marketplace.catalog.queries.pages import (
    Offer,
    PictureView,
    Seller,
    certificates_of,
    offer_of_producer,
    offer_on_sale,
    pictures_of,
    shop_by_slug,
)
from marketplace.catalog.queries.platforms import (
    current_outside_listing,
    outside_listing,
    outside_listings_of,
    platform,
    platform_by_code,
    platforms,
    registered_product,
)
from marketplace.catalog.queries.selling import (
    OwnProduct,
    certificates_of_producer,
    hangs_somewhere,
    listing_id_of_product,
    listing_of_producer,
    open_live_period,
    own_products,
    picture_of_listing,
    product_of_producer,
    published_listings,
)
from marketplace.catalog.queries.stock import in_open_shop, pieces_left

__all__ = [
    "Card",
    "Filters",
    "Offer",
    "Order",
    "OwnProduct",
    "PictureView",
    "Seller",
    "ShopCard",
    "cards",
    "cards_of_producer",
    "certificates_of",
    "certificates_of_producer",
    "current_outside_listing",
    "groups_on_sale",
    "hangs_somewhere",
    "in_open_shop",
    "latest_cards",
    "listing_id_of_product",
    "listing_of_producer",
    "offer_of_producer",
    "offer_on_sale",
    "open_live_period",
    "outside_listing",
    "outside_listings_of",
    "own_products",
    "picture_of_listing",
    "pictures_of",
    "pieces_left",
    "platform",
    "platform_by_code",
    "platforms",
    "product_of_producer",
    "published_ids",
    "published_listings",
    "registered_product",
    "shop_by_slug",
    "shops_of_many_communes",
    "starred_cards",
]
