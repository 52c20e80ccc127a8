"""Staff read the register: products, their certificates, where they are sold, what was set aside.

The pages stand here and not in the register's slice, because they also tell where a product is
sold, which the register does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.catalog import queries as catalog
from marketplace.registry import certificate_wording, rules, wording
from marketplace.registry.errors import BadCode
from marketplace.registry.models import Certificate, Product
from marketplace.registry.queries import CodePlaces, certificate_in_force, evidence_of, places_of
from marketplace.registry.rules import life
from marketplace.registry.rules.codes import product_code
from marketplace.registry.rules.evidence import validity
from marketplace.registry.rules.life import State
from marketplace.reports.queries import register as queries
from marketplace.reports.queries.register import RegisterFilters, Standing
from marketplace.reports.wording import old_district
from marketplace.text import clean_line
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

register = Blueprint("register", __name__, url_prefix="/can-bo")
PRODUCTS_A_PAGE = 50
LONGEST_SEARCH = 100


@register.get("/so-dang-ky")
@open_to(Audience.STAFF)
def index() -> str:
    """The products of the register by name, standing, stars and commune, in pages."""
    session, today = db.session(), clock.day_in_vietnam(clock.now())
    asked = _asked()
    found = queries.find_products(session, asked, today)
    page = Page(page_number(), PRODUCTS_A_PAGE, len(found))
    shown = found[page.offset : page.offset + page.size]
    return render_template(
        "reports/register.html",
        asked=asked,
        today=today,
        page=page,
        products=queries.register_lines(session, shown),
        communes=queries.communes_with_products(session),
        last_import=queries.last_import(session),
        set_aside=queries.set_aside_count(session),
        is_narrowed=asked != RegisterFilters(),
        latest=lambda product: next(iter(_newest_first(product, today)), None),
        state_of=_state_on(today),
        window_of=life.filing_window,
        url_of=lambda number: url_for(".index", **_arguments() | {"trang": number}),
    )


@register.get("/so-dang-ky/de-rieng")
@open_to(Audience.STAFF)
def set_aside() -> str:
    """Rows of sources that name a product without recognising it, with the reason."""
    session = db.session()
    page = Page(page_number(), PRODUCTS_A_PAGE, queries.set_aside_count(session))
    return render_template(
        "reports/set_aside.html",
        rows=queries.set_aside_rows(session, page.offset, page.size),
        reasons=wording.SET_ASIDE,
        page=page,
        url_of=lambda number: url_for(".set_aside", trang=number),
    )


@register.get("/san-pham/<int(max=2147483647):product_id>")
@open_to(Audience.STAFF)
def show(product_id: int) -> str:
    """One product: every certificate with its decision and source, and where it is sold."""
    session, today = db.session(), clock.day_in_vietnam(clock.now())
    product = queries.product_with_places(session, product_id) or abort(404)
    certificates = _newest_first(product, today)
    listing_id = catalog.listing_id_of_product(session, product.id)
    return render_template(
        "reports/product.html",
        product=product,
        today=today,
        group=rules.group(product.group_no) if product.group_no else None,
        sector=rules.sector_names().get(product.sector or ""),
        old_district=old_district(product.old_unit),
        certificates=certificates,
        in_force=certificate_in_force(session, product.id, today),
        states={one.id: life.state_on(one, today, product.certificates) for one in certificates},
        window_of=life.filing_window,
        cap_of=life.longest_extension,
        codes=_explained(certificates),
        papers=evidence_of(session, product_id=product.id),
        validity_of=lambda file: validity(file, today),
        wording=certificate_wording,
        merged_into=product.merged_into_id and session.get(Product, product.merged_into_id),
        offer=catalog.offer_on_sale(session, listing_id) if listing_id else None,
        outside=catalog.outside_listings_of(session, product.id),
        look_alikes=queries.look_alikes(session, product),
    )


def _state_on(today: date) -> Callable[[Certificate], State]:
    """How a certificate stands on a day, among those of its product."""
    return lambda one: life.state_on(one, today, one.product.certificates)


def _explained(certificates: Sequence[Certificate]) -> dict[str, CodePlaces]:
    """What the numbers of product codes name; what is no code is left out."""
    this_year = clock.day_in_vietnam(clock.now()).year
    found = {}
    for text in {one.product_code for one in certificates if one.product_code}:
        with suppress(BadCode):
            found[text] = places_of(db.session(), product_code(text, this_year=this_year))
    return found


def _newest_first(product: Product, today: date) -> list[Certificate]:
    """Certificates as readers want them: one in force first, then the latest, undated ones last."""

    def weight(one: Certificate) -> tuple[bool, bool, date | None, int]:
        return one.is_in_force_on(today), one.issued_from is not None, one.issued_from, one.id

    return sorted(product.certificates, key=weight, reverse=True)


def _asked() -> RegisterFilters:
    """What the address asks for; what is no choice of ours asks for everything."""
    standing = None
    with suppress(ValueError):
        standing = Standing(request.args.get("tinh_trang", ""))
    stars = _number("sao")
    return RegisterFilters(
        words=clean_line(request.args.get("q", ""))[:LONGEST_SEARCH],
        standing=standing,
        stars=stars if stars in (0, *rules.STARS_WITH_CERTIFICATE) else None,
        unit_id=_number("xa"),
    )


def _number(argument: str) -> int | None:
    text = request.args.get(argument, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _arguments() -> dict[str, Any]:
    """The choices of this page, for the addresses of its other pages."""
    choices = ("q", "tinh_trang", "sao", "xa")
    return {name: request.args[name] for name in choices if name in request.args}
