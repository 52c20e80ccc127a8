"""The pictures of one listing."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.audience import Audience
from marketplace.catalog import actions, queries
from marketplace.catalog.errors import TooManyPictures
from marketplace.catalog.views.producer.own import ONE, held_listing, own_listing, selling_listings
from marketplace.catalog.views.uploads import chosen_files, forget_upload, store_uploads, too_many
from marketplace.db import transaction
from marketplace.web.guards import open_to

PICTURE = f"{ONE}/anh/<int(max=2147483647):picture_id>"


@selling_listings.post(f"{ONE}/anh")
@open_to(Audience.PRODUCER)
def add_pictures(listing_id: int) -> Response:
    """Add the pictures of a form; those that cannot be used are named with the reason."""
    producer_id, actor_id = own_listing(listing_id).producer_id, current_user.id
    files = chosen_files()
    stored, refusals = store_uploads(files)
    try:
        with transaction() as session:
            listing = held_listing(session, listing_id, producer_id)
            actions.add_pictures(session, listing, stored, actor_id=actor_id, now=clock.now())
    except TooManyPictures:
        refusals.append(too_many())
    else:
        if stored:
            flash(_("The pictures are added."), "success")
    for refusal in refusals if files else [_("Choose one or more pictures first.")]:
        flash(refusal, "error")
    return _back(listing_id)


@selling_listings.post(f"{PICTURE}/len-truoc")
@open_to(Audience.PRODUCER)
def move_picture(listing_id: int, picture_id: int) -> Response:
    """Swap a picture with the one before it."""
    producer_id, actor_id = own_listing(listing_id).producer_id, current_user.id
    with transaction() as session:
        listing = held_listing(session, listing_id, producer_id)
        picture = queries.picture_of_listing(session, listing.id, picture_id) or abort(404)
        actions.move_picture_forward(session, listing, picture, actor_id=actor_id, now=clock.now())
    return _back(listing_id)


@selling_listings.post(f"{PICTURE}/xoa")
@open_to(Audience.PRODUCER)
def remove_picture(listing_id: int, picture_id: int) -> Response:
    """Take a picture off the listing."""
    producer_id, actor_id = own_listing(listing_id).producer_id, current_user.id
    with transaction() as session:
        listing = held_listing(session, listing_id, producer_id)
        picture = queries.picture_of_listing(session, listing.id, picture_id) or abort(404)
        actions.remove_picture(session, listing, picture, actor_id=actor_id, now=clock.now())
        file_key = picture.file_key
        session.flush()
        is_last = not queries.hangs_somewhere(session, file_key)
    if is_last:
        forget_upload(file_key)
    flash(_("The picture is removed."), "success")
    return _back(listing_id)


def _back(listing_id: int) -> Response:
    return redirect(url_for(".edit", listing_id=listing_id, _anchor="anh"), 303)
