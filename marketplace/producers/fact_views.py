"""Staff enter producers by hand, and set right what is known of them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.admin_units import queries as places
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.producers import actions, queries
from marketplace.producers.errors import LooksLikeAnother
from marketplace.producers.fact_forms import ProducerForm, written
from marketplace.producers.models import Producer
from marketplace.web.guards import open_to

staff_producer_facts = Blueprint("staff_producer_facts", __name__, url_prefix="/can-bo/chu-the")
Answer = Response | str | tuple[str, int]
ONE = "/<int(max=2147483647):producer_id>/sua"


@staff_producer_facts.get("/them")
@open_to(Audience.STAFF)
def add() -> Answer:
    """The form for a producer that no file brought."""
    return _page(None, _form())


@staff_producer_facts.post("/them")
@open_to(Audience.STAFF)
def add_now() -> Answer:
    """Enter a producer; one button of the form only shows the communes of a province."""
    form = _form()
    if request.form.get("step") == "communes":
        return _page(None, form)
    if not form.validate_on_submit():
        return _page(None, form), 422
    try:
        with transaction() as session:
            producer = actions.enter_producer(
                session,
                form.input(),
                source=form.reason.data,
                is_another=form.is_another.data,
                actor_id=current_user.id,
                now=clock.now(),
            )
            producer_id = producer.id
    except LooksLikeAnother as refusal:
        _point_out(form, refusal)
        return _page(None, form, asks_again=True), 422
    flash(_("The producer is entered."), "success")
    return _to(producer_id)


@staff_producer_facts.get(ONE)
@open_to(Audience.STAFF)
def correct(producer_id: int) -> Answer:
    """What is known of a producer, to be set right."""
    producer = _producer(producer_id)
    return _page(producer, _form(**written(producer)))


@staff_producer_facts.post(ONE)
@open_to(Audience.STAFF)
def correct_now(producer_id: int) -> Answer:
    """Set right what is known; one button of the form only shows the communes of a province."""
    producer, form = _producer(producer_id), _form()
    if request.form.get("step") == "communes":
        return _page(producer, form)
    if not form.validate_on_submit():
        return _page(producer, form), 422
    try:
        with transaction() as session:
            changed = actions.correct_producer(
                session,
                _producer(producer_id),
                form.input(),
                reason=form.reason.data,
                is_another=form.is_another.data,
                actor_id=current_user.id,
                now=clock.now(),
            )
    except LooksLikeAnother as refusal:
        _point_out(form, refusal)
        return _page(_producer(producer_id), form, asks_again=True), 422
    if changed:
        flash(_("The correction is saved. The history keeps what was there before."), "success")
    else:
        flash(_("Nothing was changed."), "info")
    return _to(producer_id)


def _producer(producer_id: int) -> Producer:
    """A producer of the register; one that was merged into another is not changed any more."""
    found = queries.find_producer(db.session(), producer_id)
    if found is None or found.merged_into_id is not None:
        abort(404)
    return found


def _form(**values: object) -> ProducerForm:
    form = ProducerForm(**values)
    form.chosen = places.chosen(db.session(), form.province.data or "", form.commune.data or "")
    province = form.chosen.province
    communes = places.communes(db.session(), province.id) if province else []
    form.offer(places.provinces(db.session()), communes)
    return form


def _point_out(form: ProducerForm, refusal: LooksLikeAnother) -> None:
    if refusal.same_tax_code:
        form.tax_code.errors = [
            _(
                "%(producers)s has this tax code already.",
                producers=", ".join(refusal.same_tax_code),
            )
        ]
    if refusal.same_name:
        form.name.errors = [
            _(
                "%(producers)s is in the register already, perhaps from the same place.",
                producers=", ".join(refusal.same_name),
            )
        ]


def _page(producer: Producer | None, form: ProducerForm, *, asks_again: bool = False) -> str:
    return render_template(
        "producers/staff/facts.html",
        producer=producer,
        form=form,
        asks_again=asks_again or form.is_another.data,
    )


def _to(producer_id: int) -> Response:
    return redirect(url_for("staff_producers.show", producer_id=producer_id), 303)
