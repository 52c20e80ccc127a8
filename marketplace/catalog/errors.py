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
