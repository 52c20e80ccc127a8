"""What a producer does with orders: read them, pack them, send them. Only their own part."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.orders import actions
from marketplace.orders.errors import NotAllowed
from marketplace.orders.forms import ParcelForm
from marketplace.orders.models import OrderState, SellerOrder
from marketplace.orders.queries import selling as queries
from marketplace.orders.rules.life import Action, Actor, possible, shows_buyer
from marketplace.producers.guards import current_producer
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

selling = Blueprint("selling", __name__, url_prefix="/ban-hang")
selling_orders = Blueprint("selling_orders", __name__, url_prefix="/ban-hang/don-hang")
PER_PAGE = 20
# The tabs of the list, and how the address names them.
TABS = {
    "can-dong-goi": OrderState.PAID,
    "can-gui": OrderState.PACKED,
    "da-gui": OrderState.SENT,
    "cho-thanh-toan": OrderState.AWAITING_PAYMENT,
}
Answer = Response | str | tuple[str, int]


@selling.get("/")
@open_to(Audience.PRODUCER)
def home() -> str:
    """What needs doing today."""
    session, producer = db.session(), current_producer()
    day = clock.day_in_vietnam(clock.now())
    return render_template(
        "orders/producer/home.html",
        producer=producer,
        counts=queries.count_by_state(session, producer.id),
        low_stock=queries.low_stock(session, producer.id),
        drafts=queries.drafts(session, producer.id),
        ending=queries.ending_certificates(session, producer.id, day),
    )


@selling_orders.get("/")
@open_to(Audience.PRODUCER)
def index() -> str:
    """The producer's orders in one state, the oldest first."""
    session, producer = db.session(), current_producer()
    tab = request.args.get("xem", "")
    tab = tab if tab in TABS else next(iter(TABS))
    counts = queries.count_by_state(session, producer.id)
    page = Page(page_number(), PER_PAGE, counts[TABS[tab]])
    return render_template(
        "orders/producer/index.html",
        tab=tab,
        tabs=TABS,
        counts=counts,
        page=page,
        orders=queries.in_state(
            session, producer.id, TABS[tab], offset=page.offset, limit=page.size
        ),
        shows_buyer=shows_buyer(TABS[tab]),
        url_of=lambda number: url_for(".index", xem=tab, trang=number),
    )


@selling_orders.get("/<int:order_id>")
@open_to(Audience.PRODUCER)
def show(order_id: int) -> Answer:
    """One order: what to pack, for whom, and what to do next."""
    return _page(_order(order_id), ParcelForm())


def _order(order_id: int) -> SellerOrder:
    """The producer's own order; anybody else's is not there."""
    order = queries.find_order(db.session(), current_producer().id, order_id, TABS.values())
    if order is None:
        abort(404)
    return order


def _page(order: SellerOrder, form: ParcelForm, status: int = 200) -> Answer:
    may = possible(order.state, Actor.PRODUCER)
    page = render_template(
        "orders/producer/show.html",
        order=order,
        buyer=order.purchase if shows_buyer(order.state) else None,
        may_pack=Action.PACK in may,
        may_send=Action.SEND in may,
        form=form,
    )
    return page, status


@selling_orders.get("/<int:order_id>/phieu")
@open_to(Audience.PRODUCER)
def slip(order_id: int) -> str:
    """The packing slip, to print and put into the parcel."""
    order = _order(order_id)
    if not shows_buyer(order.state):
        abort(404)
    return render_template("orders/producer/slip.html", order=order, buyer=order.purchase)


@selling_orders.post("/<int:order_id>/dong-goi")
@open_to(Audience.PRODUCER)
def pack(order_id: int) -> Response:
    """The order is packed."""
    order = _order(order_id)
    try:
        with transaction() as session:
            actions.pack(session, order, actor_id=current_user.id, now=clock.now())
    except NotAllowed:
        flash(_("This order is no longer waiting to be packed."), "error")
    else:
        flash(_("Marked as packed. Now hand it to the carrier."), "success")
    return redirect(url_for(".show", order_id=order_id), 303)


@selling_orders.post("/<int:order_id>/gui")
@open_to(Audience.PRODUCER)
def send(order_id: int) -> Answer:
    """The parcel is on its way."""
    order, form = _order(order_id), ParcelForm()
    if not form.validate():
        return _page(order, form, 422)
    try:
        with transaction() as session:
            actions.send(
                session,
                order,
                carrier=form.carrier.data,
                tracking_number=form.tracking_number.data,
                actor_id=current_user.id,
                now=clock.now(),
            )
    except NotAllowed:
        flash(_("This order is no longer waiting to be sent."), "error")
    else:
        flash(_("Marked as sent. The buyer gets the tracking number."), "success")
    return redirect(url_for(".show", order_id=order_id), 303)
