"""The checkout: who buys, where it goes, and what it costs, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import (
    Blueprint,
    Request,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import get_locale
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.admin_units import queries as places
from marketplace.audience import Audience
from marketplace.cart import actions as cart_actions
from marketplace.cart import queries as cart_queries
from marketplace.cart.guards import find_owner
from marketplace.cart.models import Cart
from marketplace.cart.rules import CartItem, by_producer, goods_vnd
from marketplace.catalog.errors import OutOfStock
from marketplace.config import Config
from marketplace.db import transaction
from marketplace.money import Vnd
from marketplace.orders import actions
from marketplace.orders.actions import Placing
from marketplace.orders.errors import EmptyCart, PricesChanged, TotalOutOfRange
from marketplace.orders.forms import CheckoutForm, read_quote, sign_quote
from marketplace.orders.models import Purchase
from marketplace.orders.queries.purchases import find_by_token
from marketplace.orders.rules import parts
from marketplace.orders.rules.quote import Quote, checkout_token, earlier_prices, shown
from marketplace.web.guards import open_to

checkout = Blueprint("checkout", __name__, url_prefix="/dat-hang")
Answer = Response | str | tuple[str, int]


@checkout.get("/")
@open_to(Audience.PUBLIC)
def show() -> Answer:
    """The empty form; a member's own details are filled in."""
    return _page(CheckoutForm(data=_own_details()))


def _own_details() -> dict[str, str | None]:
    if not current_user.is_authenticated:
        return {}
    return {"name": current_user.name, "phone": current_user.phone, "email": current_user.email}


@checkout.post("/")
@open_to(Audience.PUBLIC)
def place() -> Answer:
    """Buy what is in the cart; two of the form's buttons only change the page."""
    if _has_repeated_fields(request):
        abort(400)
    form = CheckoutForm()
    quote = read_quote(form.quote.data or "")
    step = request.form.get("step", "place")
    placed = _placed_before(quote)
    if placed is not None:
        return _to_payment(placed)
    if step == "communes":
        return _page(form, quote)
    if step == "mend":
        return _mend(form, quote)
    return _place(form, quote)


def _has_repeated_fields(sent: Request) -> bool:
    """Whether a field came twice: nobody may check the one and use the other."""
    return any(len(values) > 1 for _name, values in sent.form.lists())


def _find_cart() -> Cart | None:
    owner = find_owner()
    return cart_queries.find_cart(db.session(), owner) if owner else None


def _placed_before(quote: Quote | None) -> Purchase | None:
    """The purchase that this form made already: a double click, a second tab, the back button."""
    cart = _find_cart()
    if quote is None or cart is None or cart.id != quote.cart_id:
        return None
    return find_by_token(db.session(), quote.token)


def _to_payment(purchase: Purchase) -> Response:
    """On to the payment page, which a POST opens: 307 lets the browser send the form again, with
    its CSRF token, so that the buyer need not press a second button on a page in between.
    """
    return redirect(url_for("payments.start", secret=purchase.secret), 307)


def _mend(form: CheckoutForm, quote: Quote | None) -> Answer:
    owner = find_owner()
    if owner is not None:
        with transaction() as session:
            cart_actions.mend(session, owner, now=clock.now())
    return _page(form, quote)


def _place(form: CheckoutForm, quote: Quote | None) -> Answer:
    form.chosen = places.chosen(db.session(), form.province.data or "", form.commune.data or "")
    owner = find_owner()
    if not form.validate():
        return _page(form, quote, 422)
    if owner is None or quote is None:
        return _page(form, None, 409)
    now = clock.now()
    placing = Placing(
        quote=quote,
        delivery=form.delivery(),
        buyer_id=current_user.id,
        locale=str(get_locale()),
        pay_by=now + timedelta(minutes=_settings().payment_window_minutes),
        is_demo=_settings().demo,
    )
    try:
        with transaction() as session:
            purchase = actions.place(session, owner, placing, now=now)
    except EmptyCart:
        return redirect(url_for("cart.show"), 303)
    except (OutOfStock, PricesChanged):
        return _page(form, quote, 409)
    except TotalOutOfRange:
        return _page(form, quote, 422)
    return _to_payment(purchase)


def _settings() -> Config:
    settings: Config = current_app.extensions["market"]
    return settings


@dataclass(frozen=True, slots=True)
class Review:
    """What the page shows of the cart, and what became different since it was last shown."""

    items: list[CartItem]
    earlier_prices: dict[int, Vnd]
    quote: Quote

    @property
    def groups(self) -> list[list[CartItem]]:
        """The lines by producer."""
        return by_producer(self.items)

    @property
    def problems(self) -> list[CartItem]:
        """The lines that cannot be bought as they stand."""
        return [item for item in self.items if item.problem]

    @property
    def total_vnd(self) -> Vnd:
        """What can be bought costs this; delivery is free."""
        return goods_vnd(self.items)

    @property
    def fits_a_payment(self) -> bool:
        """Whether a card can pay it."""
        return parts.fits_a_payment(goods_vnd(self.items))


def _review(before: Quote | None) -> Review | None:
    """The cart as it could be bought now, or None when it is empty."""
    cart = _find_cart()
    if cart is None:
        return None
    items = cart_queries.items(db.session(), cart.id, clock.day_in_vietnam(clock.now()))
    if not items:
        return None
    token = checkout_token(_settings().secret_key, cart.id, cart.updated_at)
    return Review(items, earlier_prices(before, items), Quote(cart.id, token, shown(items)))


def _page(form: CheckoutForm, before: Quote | None = None, status: int = 200) -> Answer:
    """The form with everything typed so far. ``before`` is what the buyer saw when they sent it."""
    review = _review(before)
    if review is None:
        return redirect(url_for("cart.show"), 303)
    form.offer(places.provinces(db.session()), _communes_of(form.province.data or "") or [])
    form.quote.data = sign_quote(review.quote)
    page = render_template(
        "orders/shop/checkout.html",
        form=form,
        review=review,
        asks_again=status == 409,
        least_vnd=parts.LEAST_TOTAL_VND,
        most_vnd=parts.MOST_TOTAL_VND,
        hold_minutes=_settings().payment_window_minutes,
    )
    return page, status


@checkout.get("/xa")
@open_to(Audience.PUBLIC)
def communes() -> Response:
    """The communes of a province, for the script that spares the buyer a button."""
    names = _communes_of(request.args.get("tinh", ""))
    if names is None:
        abort(404)
    answer = jsonify(names)
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


def _communes_of(code: str) -> list[tuple[str, str]] | None:
    """The communes of the province with this code; None when there is no such province."""
    province = places.chosen(db.session(), code, "").province
    return places.communes(db.session(), province.id) if province else None
