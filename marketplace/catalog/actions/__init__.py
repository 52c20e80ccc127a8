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
from marketplace.catalog.actions.live_guard import ForgottenPeriod
from marketplace.catalog.actions.outside import (
    check_again,
    end_outside_listing,
    note_check,
    note_outside_listing,
    record_outside_listing,
    take_back_end,
)
from marketplace.catalog.actions.pictures import (
    StoredPicture,
    add_pictures,
    move_picture_forward,
    remove_picture,
)
from marketplace.catalog.actions.platforms import (
    PlatformFacts,
    add_platform,
    change_platform,
    load_platforms,
)
from marketplace.catalog.actions.shops import close_shop, open_shop
from marketplace.catalog.actions.stock import give_back_stock, take_stock

__all__ = [
    "ForgottenPeriod",
    "PlatformFacts",
    "StoredPicture",
    "add_pictures",
    "add_platform",
    "bring_back",
    "change_platform",
    "change_price_and_stock",
    "check_again",
    "close_shop",
    "create_listing",
    "edit_listing",
    "end_outside_listing",
    "give_back_stock",
    "load_platforms",
    "move_picture_forward",
    "note_check",
    "note_outside_listing",
    "open_shop",
    "pause",
    "publish",
    "record_outside_listing",
    "remove_picture",
    "take_back_end",
    "take_stock",
    "withdraw",
]
