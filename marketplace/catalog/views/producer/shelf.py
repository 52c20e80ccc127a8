"""The page that lists a producer's products: what is on sale, and the next step for the rest."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from marketplace import clock, db
from marketplace.catalog import queries, rules
from marketplace.catalog.forms import QuickForm
from marketplace.catalog.models import ListingState
from marketplace.catalog.queries import OwnProduct
from marketplace.catalog.rules import Standing
from marketplace.producers.guards import current_producer
from marketplace.web.filters import number

IN_USE = (ListingState.PUBLISHED, ListingState.PAUSED, ListingState.DRAFT)


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """One product: its listing, how its certificates stand today, and its small form."""

    product: OwnProduct
    standing: Standing
    stars: int | None
    form: QuickForm | None  # for a listing that is not withdrawn


def render_shelf(wrong: QuickForm | None = None, wrong_id: int | None = None) -> str:
    """The page; ``wrong`` is the form of listing ``wrong_id`` with its faults, when it has some."""
    rows = _rows(wrong, wrong_id)
    on_sale = sum(row.product.state is ListingState.PUBLISHED for row in rows)
    return render_template(
        "catalog/producer/index.html", producer=current_producer(), rows=rows, on_sale=on_sale
    )


def _rows(wrong: QuickForm | None, wrong_id: int | None) -> list[ShelfRow]:
    producer_id, today = current_producer().id, clock.day_in_vietnam(clock.now())
    certificates = queries.certificates_of_producer(db.session(), producer_id)
    rows = []
    for product in queries.own_products(db.session(), producer_id):
        found = certificates.get(product.product_id, [])
        certificate, standing = rules.speaking_certificate(found, today)
        in_force = standing is Standing.IN_FORCE and certificate is not None
        is_wrong = wrong is not None and product.listing_id == wrong_id
        rows.append(
            ShelfRow(
                product=product,
                standing=standing,
                stars=certificate.proven_stars if in_force and certificate else None,
                form=wrong if is_wrong else _quick_form(product),
            )
        )
    return rows


def quick_prefix(listing_id: int) -> str:
    """What begins the names in the small form of one listing: there is one on every row."""
    return f"tin-{listing_id}-"


def _quick_form(product: OwnProduct) -> QuickForm | None:
    if product.listing_id is None or product.state not in IN_USE:
        return None
    stock = str(product.stock)
    values = {"price": number(product.price_vnd or 0), "stock": stock, "stock_seen": stock}
    return QuickForm(formdata=None, data=values, prefix=quick_prefix(product.listing_id))
