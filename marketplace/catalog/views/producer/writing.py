"""Writing a listing and changing it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.catalog import actions, queries
from marketplace.catalog.actions import StoredPicture
from marketplace.catalog.errors import AlreadyListed, StockMoved
from marketplace.catalog.forms import ListingForm, QuickForm
from marketplace.catalog.models import Listing, ListingState
from marketplace.catalog.rules import MAX_PICTURES
from marketplace.catalog.views.producer.own import (
    ONE,
    held_listing,
    own_listing,
    own_product,
    selling_listings,
)
from marketplace.catalog.views.producer.shelf import quick_prefix, render_shelf
from marketplace.catalog.views.uploads import chosen_files, store_uploads
from marketplace.db import transaction
from marketplace.producers.guards import current_producer
from marketplace.registry.models import Product
from marketplace.registry.rules import suggest_group
from marketplace.web.filters import number
from marketplace.web.guards import open_to

Answer = Response | str | tuple[str, int]
NEW = "/moi/<int(max=2147483647):product_id>"


@selling_listings.get("/moi", defaults={"product_id": None})
@selling_listings.get(NEW)
@open_to(Audience.PRODUCER)
def create(product_id: int | None) -> Answer:
    """Which product to offer; then its empty form."""
    if product_id is None:
        products = queries.own_products(db.session(), current_producer().id)
        unlisted = [product for product in products if product.listing_id is None]
        return render_template("catalog/producer/choose.html", products=unlisted)
    product = own_product(product_id)
    listing_id = queries.listing_id_of_product(db.session(), product.id)
    if listing_id is not None:
        return redirect(url_for(".edit", listing_id=listing_id))
    likely_group = product.group_no or suggest_group(product.name) or ""
    return _create_page(product, ListingForm(data={"group_no": str(likely_group)}))


@selling_listings.post(NEW)
@open_to(Audience.PRODUCER)
def add(product_id: int) -> Answer:
    """Write a listing of one of the producer's own products, and perhaps put it on sale."""
    product = own_product(product_id)
    form = ListingForm()
    if not form.validate():
        form.ask_for_pictures_again()
        return _create_page(product, form), 422
    stored, refusals = store_uploads(chosen_files())
    try:
        listing_id, state = _create(product, form, stored)
    except AlreadyListed:
        flash(_("This product has a listing already. You can change it here."), "info")
        return redirect(url_for(".create", product_id=product_id), 303)
    flash(_saved(state), "success")
    for refusal in refusals:
        flash(refusal, "error")
    return redirect(url_for(".show", listing_id=listing_id), 303)


@selling_listings.get(f"{ONE}/sua")
@open_to(Audience.PRODUCER)
def edit(listing_id: int) -> Answer:
    """The form of a listing as it stands."""
    listing = own_listing(listing_id)
    written = {
        "price": number(listing.price_vnd),
        "unit": listing.unit,
        "weight": str(listing.weight_g),
        "stock": str(listing.stock),
        "stock_seen": str(listing.stock),
        "group_no": str(listing.group_no or ""),
        "story": listing.story,
    }
    return _edit_page(listing, ListingForm(data=written))


@selling_listings.post(f"{ONE}/sua")
@open_to(Audience.PRODUCER)
def save(listing_id: int) -> Answer:
    """Change what is said of a listing."""
    listing = own_listing(listing_id)
    form = ListingForm()
    if not form.validate():
        return _edit_page(listing, form), 422
    producer_id, actor_id = listing.producer_id, current_user.id
    try:
        with transaction() as session:
            actions.edit_listing(
                session,
                held_listing(session, listing_id, producer_id),
                form.input(),
                stock_seen=form.seen(),
                actor_id=actor_id,
                now=clock.now(),
            )
    except StockMoved as refusal:
        form.tell_stock_moved(refusal.left)
        return _edit_page(own_listing(listing_id), form), 409
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".show", listing_id=listing_id), 303)


@selling_listings.post(f"{ONE}/gia-va-kho")
@open_to(Audience.PRODUCER)
def change(listing_id: int) -> Answer:
    """Change price and stock from the list of products."""
    producer_id, actor_id = own_listing(listing_id).producer_id, current_user.id
    form = QuickForm(prefix=quick_prefix(listing_id))
    if not form.validate():
        return render_shelf(form, listing_id), 422
    try:
        with transaction() as session:
            actions.change_price_and_stock(
                session,
                held_listing(session, listing_id, producer_id),
                *form.input(),
                stock_seen=form.seen(),
                actor_id=actor_id,
                now=clock.now(),
            )
    except StockMoved as refusal:
        form.tell_stock_moved(refusal.left)
        return render_shelf(form, listing_id), 409
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".index", _anchor=f"tin-{listing_id}"), 303)


def _create(
    product: Product, form: ListingForm, stored: list[StoredPicture]
) -> tuple[int, ListingState]:
    actor_id, now = current_user.id, clock.now()
    with transaction() as session:
        listing = actions.create_listing(session, product, form.input(), actor_id=actor_id, now=now)
        actions.add_pictures(session, listing, stored, actor_id=actor_id, now=now)
        if request.form.get("then") == "publish":
            actions.publish(session, listing, actor_id=actor_id, now=now)
        return listing.id, listing.state


def _saved(state: ListingState) -> str:
    if state is not ListingState.PUBLISHED:
        return str(_("The draft is saved. Buyers do not see it yet."))
    if current_producer().shop_opened_at is None:
        return str(_("It will be on sale as soon as your shop is open."))
    return str(_("The product is on sale now."))


def _create_page(product: Product, form: ListingForm) -> str:
    return render_template("catalog/producer/create.html", product=product, form=form)


def _edit_page(listing: Listing, form: ListingForm) -> str:
    return render_template(
        "catalog/producer/edit.html",
        listing=listing,
        form=form,
        pictures=queries.pictures_of(db.session(), listing.id),
        most=MAX_PICTURES,
    )
