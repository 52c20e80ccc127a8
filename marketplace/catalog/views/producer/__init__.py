"""A producer's own products: reading, writing and moving listings, pictures, opening the shop."""

from marketplace.catalog.views.producer import moving, pictures, reading, writing
from marketplace.catalog.views.producer.own import selling_listings

__all__ = ["moving", "pictures", "reading", "selling_listings", "writing"]
