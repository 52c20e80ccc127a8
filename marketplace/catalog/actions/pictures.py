"""The pictures of a listing: which, and in which order. Their files are made before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.catalog.actions.listings import note_change, record
from marketplace.catalog.errors import TooManyPictures
from marketplace.catalog.models import Listing, Picture
from marketplace.catalog.rules import MAX_PICTURES


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture whose files are in place, with the size of the largest."""

    key: str
    width: int
    height: int


def add_pictures(
    session: Session,
    listing: Listing,
    stored: list[StoredPicture],
    *,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Put pictures after those there are; one that is there already is not doubled.

    Raises:
        TooManyPictures: then none of them is added.
    """
    hung = {picture.file_key for picture in listing.pictures}
    new = {picture.key: picture for picture in stored if picture.key not in hung}
    if len(hung) + len(new) > MAX_PICTURES:
        raise TooManyPictures(MAX_PICTURES)
    position = max((picture.position for picture in listing.pictures), default=-1)
    for place, picture in enumerate(new.values(), position + 1):
        listing.pictures.append(
            Picture(
                file_key=picture.key, width=picture.width, height=picture.height, position=place
            )
        )
    _note(session, listing, "picture_added", actor_id, now, keys=list(new))


def remove_picture(
    session: Session, listing: Listing, picture: Picture, *, actor_id: int | None, now: datetime
) -> None:
    """Take a picture off the listing. Its files are the page's to forget, once
    no listing shows them."""
    listing.pictures.remove(picture)
    session.delete(picture)
    _note(session, listing, "picture_removed", actor_id, now, keys=[picture.file_key])


def move_picture_forward(
    session: Session, listing: Listing, picture: Picture, *, actor_id: int | None, now: datetime
) -> None:
    """Swap a picture with the one before it; the first stays where it is."""
    order = list(listing.pictures)
    place = order.index(picture)
    if place == 0:
        return
    order[place - 1 : place + 1] = [picture, order[place - 1]]
    for position, hung in enumerate(order):
        hung.position = position
    _note(session, listing, "picture_moved", actor_id, now, keys=[picture.file_key])


def _note(
    session: Session,
    listing: Listing,
    act: str,
    actor_id: int | None,
    now: datetime,
    *,
    keys: list[str],
) -> None:
    if keys:
        listing.updated_at = now
        note_change(session, listing.id, now=now)
        record(session, listing, act, actor_id, now, pictures=keys)
