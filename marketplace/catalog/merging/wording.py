"""Why two things cannot become one, or not two again, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.catalog.errors import (
    AlreadyUndone,
    BothListed,
    ChangedSince,
    ListingOfAnother,
    NothingToSplit,
    OpenOrders,
    SameThing,
    TakenAlready,
)
from marketplace.errors import Refusal

_WORDS = {
    SameThing: _l("They are one already, or one of them was merged before."),
    BothListed: _l(
        "Both products have a listing on this market. Have one of the listings withdrawn first."
    ),
    ListingOfAnother: _l(
        "The product has a listing in another producer's shop. Merge the producers first, or have"
        " the listing withdrawn."
    ),
    NothingToSplit: _l("Choose what goes to the new one. Something must stay with the old one."),
    AlreadyUndone: _l("This merge was undone before."),
    ChangedSince: _l(
        "Something that was moved has been changed or merged on since. Undo the later merge first,"
        " or correct the facts one by one."
    ),
    TakenAlready: _l(
        "The row is in the register already. Correct it there: split or merge the product."
    ),
}


def refusal_words(refusal: Refusal) -> str:
    """The sentence for a refusal to merge, split or undo."""
    if isinstance(refusal, OpenOrders):
        told = ngettext(
            "%(num)s order of this producer has not left yet. Merge after it has.",
            "%(num)s orders of this producer have not left yet. Merge after they have.",
            refusal.waiting,
        )
        return str(told)
    return str(_WORDS[type(refusal)])
