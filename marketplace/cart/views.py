"""The cart page and its small forms."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from flask import (
    Blueprint,
    Flask,
    after_this_request,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.accounts.models import User
from marketplace.accounts.signals import logged_in
from marketplace.audience import Audience
from marketplace.cart import actions, forms, guards, queries, rules
from marketplace.cart.actions import Held, MergeResult
from marketplace.cart.errors import CartFull, NoSuchLine, NotOnSale, SoldOut
from marketplace.cart.rules import CartItem
from marketplace.db import transaction
from marketplace.web.guards import open_to
from marketplace.web.redirects import safe_path

cart = Blueprint("cart", __name__, url_prefix="/gio-hang")
REMOVED = "cart_removed"
Answer = Response | str | tuple[str, int]


@cart.get("/")
@open_to(Audience.PUBLIC)
def show() -> Answer:
    """What lies in the cart, as it could be bought now."""
    return _page()


def _page(fault: str = "", wrong_line: int | None = None) -> str:
    items = _items()
    return render_template(
        "cart/show.html",
        groups=rules.by_producer(items),
        goods_vnd=rules.goods_vnd(items),
        problems=[item for item in items if item.problem],
        removed=session.pop(REMOVED, None) if REMOVED in session else None,
        fault=fault,
        wrong_line=wrong_line,
    )


def _items() -> list[CartItem]:
    owner = guards.find_owner()
    found = queries.find_cart(db.session(), owner) if owner else None
    if found is None:
        return []
    return queries.items(db.session(), found.id, clock.day_in_vietnam(clock.now()))


@cart.post("/them")
@open_to(Audience.PUBLIC)
def add() -> Answer:
    """Put a product into the cart and go back to where the buyer was."""
    wish = forms.read_wish(request.form)
    if wish.listing_id is None:
        raise NotFound
    if wish.quantity is None:
        return _page(_not_a_quantity()), 422
    try:
        flash(*_added(_put(wish.listing_id, wish.quantity)))
    except NotOnSale:
        flash(_("This product is not on sale any more."), "error")
    except SoldOut as refusal:
        flash(_("%(name)s is sold out.", name=refusal.name), "error")
    except CartFull:
        flash(_("The cart is full. Please buy what is in it first."), "error")
    return redirect(safe_path(request.form.get("next"), url_for(".show")), 303)


def _put(listing_id: int, quantity: int) -> Held:
    """Put it into the cart; a guest is remembered from the first thing on."""
    owner, token = guards.find_owner(), None
    if owner is None:
        owner, token = guards.newcomer()
    with transaction() as db_session:
        held = actions.add(db_session, owner, listing_id, quantity, now=clock.now())
    if token is not None:
        guards.remember(token)
    return held


def _not_a_quantity() -> str:
    return str(_("The quantity must be a whole number from 1 to 999."))


def _added(held: Held) -> tuple[str, str]:
    if held.is_less:
        return _less(held), "warning"
    return _("%(name)s is in your cart.", name=held.name), "success"


def _less(held: Held) -> str:
    sentence = ngettext(
        "Only %(num)s piece of %(name)s is left: your cart holds that many.",
        "Only %(num)s pieces of %(name)s are left: your cart holds that many.",
        held.quantity,
        name=held.name,
    )
    return str(sentence)


@cart.post("/dong/<int:line_id>")
@open_to(Audience.PUBLIC)
def change(line_id: int) -> Answer:
    """Set how many pieces a line holds."""
    quantity = forms.quantity(request.form)
    owner = guards.find_owner()
    if owner is None:
        raise NotFound
    if quantity is None:
        return _page(_not_a_quantity(), line_id), 422
    try:
        with transaction() as session:
            held = actions.change(session, owner, line_id, quantity, now=clock.now())
    except NoSuchLine:
        raise NotFound from None
    except (NotOnSale, SoldOut):
        return redirect(url_for(".show"), 303)  # the page itself says what is wrong with the line
    if held.is_less:
        flash(_less(held), "warning")
    return redirect(url_for(".show"), 303)


@cart.post("/dong/<int:line_id>/xoa")
@open_to(Audience.PUBLIC)
def remove(line_id: int) -> Answer:
    """Take a line out; the page then offers to put it back."""
    owner = guards.find_owner()
    if owner is None:
        raise NotFound
    try:
        with transaction() as db_session:
            removed = actions.remove(db_session, owner, line_id, now=clock.now())
    except NoSuchLine:
        raise NotFound from None
    session[REMOVED] = asdict(removed)
    return redirect(url_for(".show"), 303)


@cart.post("/sua-lai")
@open_to(Audience.PUBLIC)
def mend() -> Response:
    """Put right every line that cannot be bought as it stands."""
    owner = guards.find_owner()
    if owner is not None:
        with transaction() as session:
            actions.mend(session, owner, now=clock.now())
        flash(_("The cart now holds what can be bought."), "success")
    return redirect(url_for(".show"), 303)


def connect(app: Flask) -> None:
    """Count the cart on every page, and merge the guest's cart when somebody logs in."""
    app.context_processor(lambda: {"cart_count": guards.cart_count})
    logged_in.connect(_merge, app)


def _merge(
    _app: Flask, *, user: User, transaction: Session, now: datetime, **_more: object
) -> None:
    token = session.get(guards.KEY)
    if token:
        _tell(actions.merge_on_login(transaction, token, user.id, now))


def _tell(result: MergeResult) -> None:
    """Say what happened on the next page. The log-in replaces the session, so this waits for it."""

    @after_this_request
    def say(response: Response) -> Response:
        if result.came and result.found:
            flash(_("Your earlier cart and this one are now one cart."), "info")
        for held in result.lowered:
            flash(_less(held), "warning")
        return response
