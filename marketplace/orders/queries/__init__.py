"""Every SELECT of purchases and orders."""

from marketplace.orders.queries.purchases import find_by_secret, get_whole

__all__ = ["find_by_secret", "get_whole"]
