"""The requests that are measured, and who makes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from html import unescape
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from bench import rows
from bench.browser import Browser
from marketplace.catalog.models import Listing
from marketplace.db import transaction

PRODUCT = 2  # on sale, with pictures, a star and other products of its producer
BASKET = (2, 3, 9)  # three products of two producers
QUOTE = re.compile(r'name="quote"[^>]*\bvalue="([^"]+)"')
NEWCOMERS = (f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in count(1))
Fields = Mapping[str, str | int]


@dataclass(frozen=True)
class Visit:
    """One request, sent many times; what ``before`` and ``fields`` do first is not measured."""

    name: str
    path: str
    most: float | None = None  # what it should cost at most, as a multiple of a bare Flask page
    headers: Mapping[str, str] = field(default_factory=dict)
    fields: Callable[[], Fields] | None = None
    status: int = 200
    before: Callable[[], object] | None = None

    def request(self) -> dict[str, Any]:
        """The request, from an address that nobody used before."""
        if self.before:
            self.before()
        return {
            "path": self.path,
            "method": "POST" if self.fields else "GET",
            "data": self.fields() if self.fields else None,
            "headers": {"Accept-Encoding": "gzip, deflate, br", **self.headers},
            "environ_base": {"REMOTE_ADDR": next(NEWCOMERS)},
        }

    def make(self, client: FlaskClient, request: Mapping[str, Any]) -> TestResponse:
        """Send the request; only the expected answer counts."""
        answer = client.open(**request)
        if answer.status_code != self.status:
            raise SystemExit(f"{self.name}: {self.path} answered {answer.status}")
        return answer


def visits(app: Flask) -> Iterator[Visit]:
    """Everything that is measured in a market filled by ``bench.rows``."""
    product = app.test_client().get(f"/san-pham/x-{PRODUCT}").headers["Location"]
    pages = {"home": "/", "list": "/san-pham/", "product": product}
    yield from _of_strangers(app, pages)
    yield from _of_a_guest(app, pages)
    yield from _of_a_buyer(app)
    yield from _of_people_at_work(app)


def _of_strangers(app: Flask, pages: Mapping[str, str]) -> Iterator[Visit]:
    """Pages for somebody of whom nothing is known: as kept, as the browser kept it, made anew."""
    change = partial(_change_something, app)
    for name, path in pages.items():
        yield Visit(name, path, most=1.5)
        etag = app.test_client().get(path).headers.get("ETag")
        if etag:
            yield Visit(f"{name}, unchanged", path, 1.5, {"If-None-Match": etag}, status=304)
        yield Visit(f"{name}, made anew", path, 6, before=change)
    yield Visit("search: mat ong", "/san-pham/?q=mat+ong", most=8, before=change)
    yield Visit("search: che", "/san-pham/?q=che", most=8, before=change)
    yield Visit("suggestions", "/tim-kiem/goi-y?q=mat+o", most=8)


def _change_something(app: Flask) -> None:
    """Let the market forget what it kept ready."""
    with app.app_context(), transaction() as session:
        session.execute(update(Listing).where(Listing.id == PRODUCT).values(weight_g=500))


def _of_a_guest(app: Flask, pages: Mapping[str, str]) -> Iterator[Visit]:
    """The pages of somebody who looked at a product, and then put things into a cart."""
    guest = Browser(app)
    guest.open(pages["product"])
    for name, path in pages.items():
        yield Visit(f"{name}, seen a product", path, None, guest.cookies)
    wish: Fields = {"csrf_token": guest.token, "listing_id": PRODUCT, "quantity": 1, "next": "/"}
    adding = Visit("add to cart", "/gio-hang/them", 4, {}, lambda: wish, 303)
    yield replace(adding, name="first thing into a cart", most=None, headers=guest.cookies)
    fill_cart(guest)
    for name, path in pages.items():
        yield Visit(f"{name}, with a cart", path, None, guest.cookies)
    yield replace(adding, headers=guest.cookies)
    yield Visit("cart", "/gio-hang/", None, guest.cookies)
    yield Visit("checkout page", "/dat-hang/", None, guest.cookies)


def fill_cart(browser: Browser) -> None:
    """Put three products of two producers into the cart of somebody who has seen a form."""
    for product in BASKET:
        browser.send("/gio-hang/them", listing_id=product, quantity=1)
    browser.open("/gio-hang/")


def _of_a_buyer(app: Flask) -> Iterator[Visit]:
    """Placing an order, which empties the cart, and the page of an order."""
    buyer = Browser(app)
    buyer.open(f"/san-pham/x-{PRODUCT}")
    fill_cart(buyer)
    yield Visit("place an order", "/dat-hang/", 7, buyer.cookies, lambda: _order(buyer), 307)
    yield Visit("order page", f"/don-mua/{rows.secret_of(1)}")


def _order(buyer: Browser) -> Fields:
    """The checkout form of a full cart, filled in."""
    fill_cart(buyer)
    found = QUOTE.search(buyer.open("/dat-hang/"))
    if found is None:
        raise SystemExit("the checkout page carries no quote")
    return {
        "csrf_token": buyer.token,
        "quote": unescape(found[1]),
        "name": "Cô Hoa",
        "phone": "0912 345 678",
        "province": "15",
        "commune": "02647",
        "street": "12 đường Hoàng Liên",
    }


def _of_people_at_work(app: Flask) -> Iterator[Visit]:
    """The pages of a producer and of the province's staff."""
    for email, name, path in (
        (rows.SELLER, "producer's orders", "/ban-hang/don-hang/"),
        (rows.STAFF, "figures of the province", "/can-bo/so-lieu"),
    ):
        person = Browser(app)
        person.open("/dang-nhap")
        person.send("/dang-nhap", email=email, password=rows.PASSWORD)
        person.open(path)
        yield Visit(name, path, None, person.cookies)
