"""Everything that changes purchases and orders."""

from marketplace.orders.actions.moving import cancel, expire, mark_paid, pack, send
from marketplace.orders.actions.placing import Delivery, Placing, place

__all__ = [
    "Delivery",
    "Placing",
    "cancel",
    "expire",
    "mark_paid",
    "pack",
    "place",
    "send",
]
