"""The page of a purchase that its secret link opens, a member's list, and finding a lost link."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.orders import actions
from marketplace.orders.errors import NotAllowed, StillPayable
from marketplace.orders.forms import FindForm
from marketplace.orders.models import OrderState, Purchase
from marketplace.orders.queries import purchases as queries
from marketplace.orders.rules.life import Action, Actor, possible, purchase_state
from marketplace.orders.rules.numbers import read_number
from marketplace.orders.signals import giving_up
from marketplace.orders.views.progress import progress
from marketplace.web.guards import open_to
from marketplace.web.limits import limiter
from marketplace.web.paging import Page, page_number
from marketplace.web.phones import vietnamese_phone

purchases = Blueprint("purchases", __name__, url_prefix="/don-mua")
PER_PAGE = 20
Answer = Response | str | tuple[str, int]


@purchases.after_request
def keep_the_link_secret(response: Response) -> Response:
    """The address opens the order: it goes to no cache, no search engine and no other site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@purchases.get("/")
@open_to(Audience.MEMBER)
def mine() -> str:
    """A member's own purchases."""
    total = queries.count_of_buyer(db.session(), current_user.id)
    page = Page(page_number(), PER_PAGE, total)
    found = queries.of_buyer(db.session(), current_user.id, page.offset, page.size)
    return render_template(
        "orders/shop/mine.html",
        page=page,
        purchases=[(purchase, _state(purchase)) for purchase in found],
        url_of=lambda number: url_for(".mine", trang=number),
    )


def _state(purchase: Purchase) -> str:
    return purchase_state(order.state for order in purchase.orders)


@purchases.get("/<secret>")
@open_to(Audience.PUBLIC)
def show(secret: str) -> str:
    """Where a purchase is, and what to do next."""
    purchase = _purchase(secret)
    now = clock.now()
    may = possible(purchase.orders[0].state, Actor.BUYER)
    is_waiting = purchase.orders[0].state is OrderState.AWAITING_PAYMENT
    return render_template(
        "orders/shop/show.html",
        purchase=purchase,
        state=_state(purchase),
        is_payable=is_waiting and now < purchase.pay_by,
        may_cancel=Action.CANCEL in may,
        steps_of=progress,
    )


def _purchase(secret: str) -> Purchase:
    purchase = queries.find_by_secret(db.session(), secret)
    if purchase is None:
        abort(404)
    return purchase


@purchases.post("/<secret>/huy")
@open_to(Audience.PUBLIC)
def cancel(secret: str) -> Response:
    """Give a purchase up before paying. Its payment page is closed first, so that nobody pays
    for what is not kept any more.
    """
    purchase = _purchase(secret)
    purchase_id, now = purchase.id, clock.now()
    try:
        giving_up.send(
            current_app._get_current_object(),  # type: ignore[attr-defined]
            purchase_id=purchase_id,
            now=now,
        )
        with transaction() as session:
            actions.cancel(session, purchase, now, actor_id=current_user.id)
    except StillPayable:
        flash(_("The card service does not answer. Please try again in a minute."), "error")
    except NotAllowed:
        flash(_("This order can no longer be cancelled here."), "error")
    else:
        flash(_("The order is cancelled. You have paid nothing."), "success")
    return redirect(url_for(".show", secret=secret), 303)


@purchases.get("/tim")
@open_to(Audience.PUBLIC)
def find() -> str:
    """The form for those who lost their link."""
    return render_template("orders/shop/find.html", form=FindForm())


@purchases.post("/tim")
@open_to(Audience.PUBLIC)
@limiter.limit("10 per 5 minutes")
def find_now() -> Answer:
    """Open an order by its number and the telephone number it was placed with."""
    form = FindForm()
    if form.validate():
        found = _find(form)
        if found is not None:
            return redirect(url_for(".show", secret=found.secret), 303)
        form.form_errors.append(
            _("No order has this number and this phone number. Please check both.")
        )
    return render_template("orders/shop/find.html", form=form), 422


def _find(form: FindForm) -> Purchase | None:
    number = read_number(form.number.data)
    phone = vietnamese_phone(form.phone.data)
    if number is None or phone is None:
        return None
    return queries.find_by_number(db.session(), number, phone)
