"""Every change of listings, shops, stock, pictures and of what is known of other platforms."""

from marketplace.catalog.actions.listings import (
    bring_back,
    change_price_and_stock,
    create_listing,
    edit_listing,
    pause,
    publish,
    withdraw,
)
from marketplace.catalog.actions.pictures import (
    StoredPicture,
    add_pictures,
    move_picture_forward,
    remove_picture,
)
from marketplace.catalog.actions.platforms import (
    end_outside_listing,
    load_platforms,
    record_outside_listing,
)
from marketplace.catalog.actions.shops import close_shop, open_shop
from marketplace.catalog.actions.stock import give_back_stock, take_stock

__all__ = [
    "StoredPicture",
    "add_pictures",
    "bring_back",
    "change_price_and_stock",
    "close_shop",
    "create_listing",
    "edit_listing",
    "end_outside_listing",
    "give_back_stock",
    "load_platforms",
    "move_picture_forward",
    "open_shop",
    "pause",
    "publish",
    "record_outside_listing",
    "remove_picture",
    "take_stock",
    "withdraw",
]
