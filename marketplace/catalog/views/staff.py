"""Staff record where a product is sold besides this market: seen, seen again, gone, back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.catalog import actions, queries
from marketplace.catalog.errors import AlreadyRecorded, EndsBeforeSeen
from marketplace.catalog.models import OutsideListing
from marketplace.catalog.staff_forms import EndOutsideListingForm, OutsideListingForm, ReasonForm
from marketplace.db import transaction
from marketplace.registry.models import Product
from marketplace.web import filters
from marketplace.web.guards import open_to
from marketplace.web.redirects import safe_path

outside_listings = Blueprint("outside_listings", __name__, url_prefix="/can-bo")
Answer = Response | str | tuple[str, int]
PRODUCT = "/san-pham/<int(max=2147483647):product_id>/san-khac"
ENDING = "/san-khac/<int(max=2147483647):outside_id>/het-ban"
RETURN = "/san-khac/<int(max=2147483647):outside_id>/con-ban"
CHECK = "/san-khac/<int(max=2147483647):outside_id>/kiem-tra"


@outside_listings.get(PRODUCT)
@open_to(Audience.STAFF)
def show(product_id: int) -> Answer:
    """Where a product is and was sold elsewhere, and the form to record another place."""
    product = _product(product_id)
    if product.merged_into_id is not None:
        return redirect(url_for(".show", product_id=product.merged_into_id))
    form = _form(seen_on=clock.day_in_vietnam(clock.now()))
    return _page(product, form, 200)


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


@outside_listings.get(ENDING)
@open_to(Audience.STAFF)
def end(outside_id: int) -> Answer:
    """The form for the day from which a product is gone from a platform."""
    form = EndOutsideListingForm(ended_on=clock.day_in_vietnam(clock.now()))
    return _end_page(_current(outside_id), form, 200)


@outside_listings.post(ENDING)
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


@outside_listings.post(CHECK)
@open_to(Audience.STAFF)
def check(outside_id: int) -> Response:
    """Record that the product was seen there again today."""
    now = clock.now()
    with transaction() as session:
        outside = _current(outside_id)
        name, product_id = outside.platform.name, outside.product_id
        is_new = actions.check_again(
            session,
            outside,
            checked_on=clock.day_in_vietnam(now),
            checked_by_id=current_user.id,
            now=now,
        )
    told = _("Looked at again today: %(platform)s.", platform=name)
    flash(told if is_new else _("It was looked at today already."), "success")
    fallback = url_for(".show", product_id=product_id)
    return redirect(safe_path(request.form.get("next"), fallback), 303)


@outside_listings.get(RETURN)
@open_to(Audience.STAFF)
def take_back(outside_id: int) -> Answer:
    """The form for taking back an end that was recorded by mistake."""
    return _return_page(_ended(outside_id), ReasonForm(), 200)


@outside_listings.post(RETURN)
@open_to(Audience.STAFF)
def take_back_now(outside_id: int) -> Answer:
    """Take back an end that was recorded by mistake."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _return_page(_ended(outside_id), form, 422)
    try:
        with transaction() as session:
            outside = _ended(outside_id)
            product_id = outside.product_id
            actions.take_back_end(
                session,
                outside,
                reason=form.input(),
                actor_id=current_user.id,
                now=clock.now(),
            )
    except AlreadyRecorded as refusal:
        form.form_errors.append(
            _(
                "The product is recorded there anew, seen on %(day)s. Nothing to take back.",
                day=filters.day(refusal.seen_on),
            )
        )
        return _return_page(_ended(outside_id), form, 422)
    flash(_("The end is taken back: the product counts there as before."), "success")
    return redirect(url_for(".show", product_id=product_id), 303)


def _form(**values: object) -> OutsideListingForm:
    form = OutsideListingForm(**values)
    form.platform.choices = [
        SelectChoice(one.id, one.name) for one in queries.outside_platforms(db.session())
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


def _ended(outside_id: int) -> OutsideListing:
    found = queries.outside_listing(db.session(), outside_id)
    if found is None or found.ended_on is None:
        abort(404)
    return found


def _return_page(outside: OutsideListing, form: ReasonForm, status: int) -> tuple[str, int]:
    return render_template("catalog/staff/take_back.html", outside=outside, form=form), status


def _page(product: Product, form: OutsideListingForm, status: int) -> tuple[str, int]:
    page = render_template(
        "catalog/staff/outside.html",
        product=product,
        form=form,
        records=queries.outside_listings_of(db.session(), product.id),
        today=clock.day_in_vietnam(clock.now()),
    )
    return page, status


def _end_page(outside: OutsideListing, form: EndOutsideListingForm, status: int) -> tuple[str, int]:
    return render_template("catalog/staff/end_outside.html", outside=outside, form=form), status
