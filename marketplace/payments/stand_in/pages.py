"""The pages on which a buyer pays with play money."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from marketplace.clock import VIETNAM, day_in_vietnam
from marketplace.payments.stand_in.cards import OFFERED_CARDS, CardForm, filled_in
from marketplace.payments.stand_in.provider import Outcome, Provider
from marketplace.payments.stand_in.store import Document

pages = Blueprint("pages", __name__, url_prefix="/pay")

LONGEST_FIELD = 60


@pages.get("/<identifier>")
def show(identifier: str) -> AnyResponse:
    """The form for an open session; a word about one that is not."""
    session = _session(identifier)
    if session["status"] != "open":
        return _closed(session)
    return _form(session, filled_in(request.args.get("the", ""), _today()))


@pages.post("/<identifier>")
def pay(identifier: str) -> AnyResponse:
    """Try the card."""
    session, form = _session(identifier), _card_form()
    if session["status"] != "open":
        return _answer(identifier, Outcome.CLOSED, form)
    faults = form.faults(_today())
    if faults or form.card is None:
        return _form(session, form, faults=faults, status=422)
    outcome = _provider().try_card(identifier, form.card)
    if outcome is Outcome.AUTHENTICATE:
        return redirect(url_for(".ask", identifier=identifier), 303)
    return _answer(identifier, outcome, form)


@pages.get("/<identifier>/xac-thuc")
def ask(identifier: str) -> AnyResponse:
    """The bank's question, for a card that asks it."""
    session = _session(identifier)
    if session["status"] != "open" or not session["_card"]:
        return redirect(url_for(".show", identifier=identifier), 303)
    return _page("authenticate.html", session)


@pages.post("/<identifier>/xac-thuc")
def confirm(identifier: str) -> AnyResponse:
    """The buyer's answer to the bank."""
    passed = request.form.get("answer") == "complete"
    return _answer(identifier, _provider().authenticate(identifier, passed=passed), CardForm())


@pages.app_template_filter("dong")
def dong(amount: int) -> str:
    """Đồng as people write them: ``180.000 đ``."""
    return f"{amount:,}\xa0đ".replace(",", ".")


@pages.app_template_filter("clock_time")
def clock_time(second: int) -> str:
    """A moment on the clock in Vietnam: ``15:30, 23/11/2026``."""
    return datetime.fromtimestamp(second, VIETNAM).strftime("%H:%M, %d/%m/%Y")


def _answer(identifier: str, outcome: Outcome, form: CardForm) -> AnyResponse:
    session = _session(identifier)
    if session["status"] == "complete":
        return redirect(_success_url(session), 303)
    if outcome is Outcome.DECLINED:
        error = _provider().get("payment_intent", session["payment_intent"])["last_payment_error"]
        return _form(session, form, declined=error["message"], status=402)
    return redirect(url_for(".show", identifier=identifier), 303)


def _form(
    session: Document,
    form: CardForm,
    *,
    faults: dict[str, str] | None = None,
    declined: str = "",
    status: int = 200,
) -> Response:
    # A number that is no test card may be a real one: it is not sent back.
    shown = form if form.card else CardForm("", form.expiry, "", form.name)
    return _page(
        "pay.html",
        session,
        status=status,
        form=shown,
        faults=faults or {},
        declined=declined,
        cards=OFFERED_CARDS,
    )


def _closed(session: Document) -> Response:
    is_paid = session["status"] == "complete"
    back = _success_url(session) if is_paid else session["cancel_url"]
    return _page("closed.html", session, status=200 if is_paid else 410, is_paid=is_paid, back=back)


def _page(template: str, session: Document, *, status: int = 200, **context: Any) -> Response:
    response = make_response(render_template(template, session=session, **context), status)
    # The form leads back to the shop through a redirect, which the browser checks too.
    shop = urlsplit(session["success_url"])
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
        f" frame-ancestors 'none'; form-action 'self' {shop.scheme}://{shop.netloc}"
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _card_form() -> CardForm:
    given = {name: request.form.get(name, "")[:LONGEST_FIELD] for name in CardForm.__slots__}
    return CardForm(**given)


def _session(identifier: str) -> Document:
    return _provider().find_session(identifier) or abort(404)


def _success_url(session: Document) -> str:
    address: str = session["success_url"]
    return address.replace("{CHECKOUT_SESSION_ID}", session["id"])


def _today() -> date:
    return day_in_vietnam(datetime.fromtimestamp(_provider().now(), UTC))


def _provider() -> Provider:
    found: Provider = current_app.extensions["provider"]
    return found
