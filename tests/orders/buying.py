"""Buyers, as the tests of orders need them: a filled cart, the checkout form, a purchase."""

from __future__ import annotations

import html
import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from marketplace.admin_units.models import AdminUnit, Scheme
from marketplace.catalog.models import Listing
from marketplace.orders.actions import Delivery
from marketplace.orders.models import Purchase

FORM = {
    "name": "Cô Hoa",
    "phone": "0912 345 678",
    "email": "hoa@example.com",
    "province": "15",
    "commune": "02647",
    "street": "Số 1, tổ 2",
    "note": "Gọi trước khi giao",
}


def place_of(session: Session, code: str) -> AdminUnit:
    """A province or commune of today."""
    today = select(AdminUnit).where(AdminUnit.scheme == Scheme.SINCE_2025, AdminUnit.code == code)
    return session.scalars(today).one()


def delivery(session: Session) -> Delivery:
    """Where Cô Hoa lives."""
    return Delivery(
        name="Cô Hoa",
        phone="+84912345678",
        email="hoa@example.com",
        province_id=place_of(session, "15").id,
        commune_id=place_of(session, "02647").id,
        address="Số 1, tổ 2, Phường Lào Cai, Tỉnh Lào Cai",
        note="",
    )


def put(client: FlaskClient, listing: Listing, quantity: int = 1) -> None:
    """Put a product into the cart of this browser."""
    answer = client.post("/gio-hang/them", data={"listing_id": listing.id, "quantity": quantity})
    assert answer.status_code == 303


def quote_on(page: TestResponse) -> str:
    """The signed quote that a checkout page carries."""
    found = re.search(r'name="quote" type="hidden" value="([^"]*)"', page.text)
    assert found, page.text
    return html.unescape(found[1])


def send_form(client: FlaskClient, **changes: Any) -> TestResponse:
    """Open the checkout and send its form, with these fields changed."""
    quote = quote_on(client.get("/dat-hang/"))
    return client.post("/dat-hang/", data={**FORM, "quote": quote, **changes})


def buy(client: FlaskClient, session: Session, *listings: Listing, **changes: Any) -> Purchase:
    """Put one piece of each into the cart and place the order."""
    for listing in listings:
        put(client, listing)
    answer = send_form(client, **changes)
    assert answer.status_code == 307, words(answer)
    secret = answer.location.rsplit("/", 1)[1]
    session.expire_all()
    return session.scalars(select(Purchase).where(Purchase.secret == secret)).one()


def words(answer: TestResponse) -> str:
    """The text of a page as it is read, on one line."""
    text = re.sub(r"<[^>]+>", " ", answer.text).replace("\xa0", " ")
    return html.unescape(" ".join(text.split()))
