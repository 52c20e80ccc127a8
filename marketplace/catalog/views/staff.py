"""Staff record where a product is sold besides this market, and when it is gone from there."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.catalog import actions, queries
from marketplace.catalog.errors import AlreadyRecorded, EndsBeforeSeen
from marketplace.catalog.models import OutsideListing
from marketplace.catalog.staff_forms import EndOutsideListingForm, OutsideListingForm
from marketplace.db import transaction
from marketplace.registry.models import Product
from marketplace.web import filters
from marketplace.web.guards import open_to

outside_listings = Blueprint("outside_listings", __name__, url_prefix="/can-bo")
Answer = Response | str | tuple[str, int]
PRODUCT = "/san-pham/<int(max=2147483647):product_id>/san-khac"
RECORD = "/san-khac/<int(max=2147483647):outside_id>/het-ban"


@outside_listings.get(PRODUCT)
@open_to(Audience.STAFF)
def show(product_id: int) -> Answer:
    """Where a product is and was sold elsewhere, and the form to record another place."""
    form = _form(seen_on=clock.day_in_vietnam(clock.now()))
    return _page(_product(product_id), form, 200)


@outside_listings.post(PRODUCT)
@open_to(Audience.STAFF)
def add(product_id: int) -> Answer:
    """Record where the product was seen on sale."""
    product, form = _product(product_id), _form()
    if not form.validate_on_submit():
        return _page(product, form, 422)
    try:
        _record(product, form)
    except AlreadyRecorded as refusal:
        form.platform.errors = [
            _(
                "The product is recorded there already, seen on %(day)s.",
                day=filters.day(refusal.seen_on),
            )
        ]
        return _page(_product(product_id), form, 422)
    flash(_("It is recorded where the product is sold."), "success")
    return redirect(url_for(".show", product_id=product_id), 303)


@outside_listings.get(RECORD)
@open_to(Audience.STAFF)
def end(outside_id: int) -> Answer:
    """The form for the day from which a product is gone from a platform."""
    form = EndOutsideListingForm(ended_on=clock.day_in_vietnam(clock.now()))
    return _end_page(_current(outside_id), form, 200)


@outside_listings.post(RECORD)
@open_to(Audience.STAFF)
def end_now(outside_id: int) -> Answer:
    """Record that a product is gone from a platform."""
    form = EndOutsideListingForm()
    if not form.validate_on_submit():
        return _end_page(_current(outside_id), form, 422)
    try:
        with transaction() as session:
            outside = _current(outside_id)
            product_id = outside.product_id
            actions.end_outside_listing(
                session,
                outside,
                ended_on=form.input(),
                actor_id=current_user.id,
                now=clock.now(),
            )
    except EndsBeforeSeen as refusal:
        form.ended_on.errors = [
            _("It was seen there on %(day)s.", day=filters.day(refusal.seen_on))
        ]
        return _end_page(_current(outside_id), form, 422)
    flash(_("It is recorded that the product is gone from there."), "success")
    return redirect(url_for(".show", product_id=product_id), 303)


def _form(**values: object) -> OutsideListingForm:
    form = OutsideListingForm(**values)
    form.platform.choices = [
        SelectChoice(platform.id, platform.name) for platform in queries.platforms(db.session())
    ]
    return form


def _record(product: Product, form: OutsideListingForm) -> None:
    seen, now = form.input(), clock.now()
    with transaction() as session:
        actions.record_outside_listing(
            session,
            product,
            queries.platform(session, seen.platform_id),
            seen.url,
            seen_on=seen.seen_on,
            seen_by_id=current_user.id,
            now=now,
        )


def _product(product_id: int) -> Product:
    return queries.registered_product(db.session(), product_id) or abort(404)


def _current(outside_id: int) -> OutsideListing:
    """A record that has not ended; an ended one is history, and no page changes it."""
    found = queries.outside_listing(db.session(), outside_id)
    if found is None or found.ended_on is not None:
        abort(404)
    return found


def _page(product: Product, form: OutsideListingForm, status: int) -> tuple[str, int]:
    page = render_template(
        "catalog/staff/outside.html",
        product=product,
        form=form,
        records=queries.outside_listings_of(db.session(), product.id),
    )
    return page, status


def _end_page(outside: OutsideListing, form: EndOutsideListingForm, status: int) -> tuple[str, int]:
    return render_template("catalog/staff/end_outside.html", outside=outside, form=form), status
