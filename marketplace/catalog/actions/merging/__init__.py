"""Making two products or producers one, or one two, with all that hangs on them; and undoing it."""

from marketplace.catalog.actions.merging.moving import Why
from marketplace.catalog.actions.merging.producers import merge_producers, split_producer
from marketplace.catalog.actions.merging.products import merge_products, split_product
from marketplace.catalog.actions.merging.undoing import undo_merge

__all__ = [
    "Why",
    "merge_producers",
    "merge_products",
    "split_producer",
    "split_product",
    "undo_merge",
]
