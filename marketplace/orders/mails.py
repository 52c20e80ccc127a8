"""Mail about orders: what happened, what to do next, in the language of its reader."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from marketplace import db
from marketplace.config import Config
from marketplace.orders.models import Purchase, SellerOrder
from marketplace.orders.queries.purchases import get_whole
from marketplace.orders.queries.selling import mail_addresses
from marketplace.outbox.mail import Mail, mailer

# Lazy, so that each is spoken in its reader's language.
SUBJECTS = {
    "order_placed": _l("Order %(number)s is kept for you"),
    "order_paid": _l("Order %(number)s is paid"),
    "order_to_pack": _l("New order to pack: %(number)s"),
    "order_sent": _l("Order %(number)s is on its way"),
    "order_expired": _l("Order %(number)s was not paid in time"),
    "order_cancelled": _l("Order %(number)s is cancelled"),
}


def send(payload: dict[str, Any], _now: datetime) -> None:
    """Send the mail that one outbox message asks for."""
    settings = _settings()
    mails = build(db.session(), payload)
    db.end_reading()  # the mail server may take seconds
    post = mailer(settings.smtp_url, settings.mail_dir, settings.mail_sender)
    for mail in mails:
        post.send(mail)


def build(session: Session, payload: dict[str, Any]) -> list[Mail]:
    """The messages of one outbox payload: ``template``, ``purchase_id``, and ``order_id`` when it
    is about one producer's order. A buyer without an address gets none.
    """
    purchase, template = get_whole(session, payload["purchase_id"]), payload["template"]
    if template == "order_to_pack":
        return [mail for order in purchase.orders for mail in _to_producer(session, order)]
    order_id = payload.get("order_id")
    order = next((order for order in purchase.orders if order.id == order_id), None)
    return _to_buyer(purchase, template, order)


def _to_buyer(purchase: Purchase, template: str, order: SellerOrder | None) -> list[Mail]:
    if not purchase.email:
        return []
    number = order.number if order else purchase.number
    link = _link("purchases.show", secret=purchase.secret)
    with force_locale(purchase.locale):
        text = render_template(f"emails/{template}.txt", purchase=purchase, order=order, link=link)
        return [_mail(template, number, purchase.email, text)]


def _to_producer(session: Session, order: SellerOrder) -> list[Mail]:
    """Their own part only, to everybody who runs the shop."""
    link = _link("selling_orders.show", order_id=order.id)
    mails = []
    for place, (address, locale) in enumerate(mail_addresses(session, order.producer_id)):
        with force_locale(locale):
            text = render_template("emails/order_to_pack.txt", order=order, link=link)
            mails.append(_mail("order_to_pack", order.number, address, text, reader=place))
    return mails


def _mail(template: str, number: str, to: str, text: str, reader: int = 0) -> Mail:
    """``key`` is the same whenever this message is built again, so that a repeat is seen as one."""
    key = f"{number}-{template}-{reader}".replace("_", "-").lower()
    return Mail(key, to, str(SUBJECTS[template]) % {"number": number}, text)


def _link(endpoint: str, **values: Any) -> str:
    """An address on the site's own name, whatever name a request came under."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{_settings().base_url}{path}"


def _settings() -> Config:
    settings: Config = current_app.extensions["market"]
    return settings
