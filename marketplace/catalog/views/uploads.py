"""Uploaded pictures: kept in small sizes, or refused in words that say what to do."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from flask import current_app, request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from marketplace.catalog import pictures
from marketplace.catalog.actions import StoredPicture
from marketplace.catalog.errors import (
    BadPicture,
    HeicPicture,
    PictureTooHeavy,
    PictureTooLarge,
    UnknownPictureFormat,
)
from marketplace.catalog.rules import MAX_PICTURES
from marketplace.config import Config
from marketplace.text import clean_line

log = structlog.get_logger()


def chosen_files() -> list[FileStorage]:
    """The files chosen in the box of pictures."""
    return [file for file in request.files.getlist("pictures") if file.filename]


def store_uploads(files: Sequence[FileStorage]) -> tuple[list[StoredPicture], list[str]]:
    """Write the files of every usable picture; returns these, and a sentence for each other.

    This happens before the transaction: a file that no listing names does no harm, and is used
    when the same picture comes again.
    """
    stored, refusals = [], []
    for file in files[:MAX_PICTURES]:
        try:
            stored.append(_store(file))
        except BadPicture as refusal:
            refusals.append(_why(refusal, _name_of(file)))
        except OSError:
            log.exception("picture_not_stored")
            refusals.append(_not_kept(_name_of(file)))
    if len(files) > MAX_PICTURES:
        refusals.append(too_many())
    return stored, refusals


def too_many() -> str:
    """The sentence for more pictures than a listing may have."""
    return str(
        _("A listing has at most %(most)s pictures. Remove one to add another.", most=MAX_PICTURES)
    )


def forget_upload(key: str) -> None:
    """Delete the files of a picture that no listing shows any more."""
    settings: Config = current_app.extensions["market"]
    pictures.forget(key, settings.media_dir)


def _store(file: FileStorage) -> StoredPicture:
    settings: Config = current_app.extensions["market"]
    shrunk = pictures.shrink(file.stream)
    pictures.store(shrunk, settings.media_dir)
    return StoredPicture(shrunk.key, shrunk.width, shrunk.height)


def _name_of(file: FileStorage) -> str:
    return clean_line(file.filename or "")[:60]


def _not_kept(name: str) -> str:
    return str(_("“%(name)s” could not be kept just now. Please send it again later.", name=name))


def _why(refusal: BadPicture, name: str) -> str:
    """The most particular sentence comes first."""
    if isinstance(refusal, HeicPicture):
        words = _(
            "“%(name)s” is a HEIC picture, which the market cannot read. On an iPhone open "
            "Settings, Camera, Formats, choose “Most Compatible” and take it again as JPG.",
            name=name,
        )
    elif isinstance(refusal, UnknownPictureFormat):
        words = _("“%(name)s” is not a JPG, PNG or WebP picture. Choose a photo.", name=name)
    elif isinstance(refusal, PictureTooHeavy):
        words = _(
            "“%(name)s” has more than 10 MB. Send a smaller copy, for example a screenshot of it.",
            name=name,
        )
    elif isinstance(refusal, PictureTooLarge):
        words = _(
            "“%(name)s” has too many pixels. Send a smaller copy, for example a screenshot of it.",
            name=name,
        )
    else:
        words = _("“%(name)s” is damaged or did not arrive whole. Please send it again.", name=name)
    return str(words)
