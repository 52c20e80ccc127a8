"""Refusals of the catalog. They carry data; pages choose the words."""

from __future__ import annotations

from datetime import date

from marketplace.errors import Refusal


class OutOfStock(Refusal):
    """Fewer pieces are left than somebody wants; none are when it is not on sale."""

    def __init__(self, listing_id: int, wanted: int, left: int) -> None:
        super().__init__(f"listing {listing_id}: {wanted} wanted, {left} left")
        self.listing_id = listing_id
        self.wanted = wanted
        self.left = left


class AlreadyListed(Refusal):
    """The product has a listing already; there is one per product."""


class CannotMove(Refusal):
    """A listing does not go from its state to the wished one."""

    def __init__(self, state: str, wished: str) -> None:
        super().__init__(f"{state} does not become {wished}")
        self.state = state
        self.wished = wished


class StockMoved(Refusal):
    """Pieces were sold or came back while the producer typed a new number."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} left by now")
        self.left = left


class TooManyPictures(Refusal):
    """A listing has all the pictures it may have."""

    def __init__(self, most: int) -> None:
        super().__init__(f"at most {most} pictures")
        self.most = most


class BadPicture(Refusal):
    """An uploaded file cannot become a picture of a listing."""


class UnknownPictureFormat(BadPicture):
    """It is neither JPEG nor PNG nor WebP."""


class HeicPicture(UnknownPictureFormat):
    """It is HEIC, what iPhones take unless told otherwise."""


class BrokenPicture(BadPicture):
    """It begins like a picture but cannot be read to the end."""


class PictureTooHeavy(BadPicture):
    """The file has too many bytes."""


class PictureTooLarge(BadPicture):
    """The picture has too many pixels."""


class AlreadyRecorded(Refusal):
    """The product is recorded on that platform already."""

    def __init__(self, seen_on: date) -> None:
        super().__init__(f"recorded since {seen_on}")
        self.seen_on = seen_on


class EndsBeforeSeen(Refusal):
    """A product cannot leave a platform before the day it was seen there."""

    def __init__(self, seen_on: date) -> None:
        super().__init__(f"seen on {seen_on}")
        self.seen_on = seen_on


class CheckedBeforeSeen(Refusal):
    """A product is seen again no earlier than it was first seen."""

    def __init__(self, seen_on: date) -> None:
        super().__init__(f"first seen on {seen_on}")
        self.seen_on = seen_on


class NotEnded(Refusal):
    """A record that has no end cannot lose it."""


class ListedHere(Refusal):
    """This market is no outside platform: its own listings tell what is on sale."""


class SameThing(Refusal):
    """Nothing can be merged into itself, nor what was merged before."""


class BothListed(Refusal):
    """Both products have a listing here: one of them is to be withdrawn first."""


class ListingOfAnother(Refusal):
    """The listing belongs to another producer than the product it would go to."""


class OpenOrders(Refusal):
    """Buyers wait for parcels of a producer."""

    def __init__(self, waiting: int) -> None:
        super().__init__(f"{waiting} orders are open")
        self.waiting = waiting


class NothingToSplit(Refusal):
    """Nothing was chosen for the new one, or nothing would be left for the old."""


class AlreadyUndone(Refusal):
    """The merge was undone before."""


class ChangedSince(Refusal):
    """A row is no longer as the merge left it."""

    def __init__(self, table: str, row_id: int) -> None:
        super().__init__(f"{table} {row_id} was changed since")
        self.table = table
        self.row_id = row_id


class AlreadyDecided(Refusal):
    """Somebody else has decided the case."""


class TakenAlready(Refusal):
    """The row of a case was taken: the register is corrected, not the case."""
