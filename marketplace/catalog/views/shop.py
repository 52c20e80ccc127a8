"""What buyers see: the first page, a product, a producer's shop."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.catalog import queries
from marketplace.catalog.views.product_page import product_page
from marketplace.config import Config
from marketplace.registry.rules import groups
from marketplace.web.guards import open_to
from marketplace.web.kept_pages import kept_for_strangers

shop = Blueprint("shop", __name__)
STARRED, NEWEST, SHOPS, OTHERS = 10, 10, 6, 4  # how many of each a page shows


@shop.context_processor
def site() -> dict[str, str]:
    """The market's own address, for links that leave it with the page."""
    settings: Config = current_app.extensions["market"]
    return {"base_url": settings.base_url}


@shop.get("/")
@open_to(Audience.PUBLIC)
@kept_for_strangers
def home() -> str:
    """The first page: a little of everything, and where to look further."""
    session, today = db.session(), clock.day_in_vietnam(clock.now())
    on_sale = queries.groups_on_sale(session)
    return render_template(
        "catalog/shop/home.html",
        groups=[(group, on_sale[group.no]) for group in groups() if group.no in on_sale],
        starred=queries.starred_cards(session, today, STARRED),
        newest=queries.latest_cards(session, today, NEWEST),
        shops=queries.shops_of_many_communes(session, SHOPS),
    )


@shop.get("/san-pham/<slug>-<int(max=2147483647):listing_id>")
@open_to(Audience.PUBLIC)
@kept_for_strangers
def product(slug: str, listing_id: int) -> str | Response:
    """One product on sale. The number finds it; the words beside it may change."""
    offer = queries.offer_on_sale(db.session(), listing_id)
    if offer is None:
        abort(404)
    if slug != offer.slug:
        return redirect(offer.url, 301)
    today = clock.day_in_vietnam(clock.now())
    others = queries.cards_of_producer(
        db.session(), offer.seller.id, today, but=offer.id, limit=OTHERS
    )
    return render_template(
        "catalog/shop/product.html", page=product_page(offer, today), others=others
    )


@shop.get("/gian-hang/<slug>")
@open_to(Audience.PUBLIC)
@kept_for_strangers
def producer(slug: str) -> Response | str:
    """A producer's shop: who they are and what they sell."""
    seller = queries.shop_by_slug(db.session(), slug)
    if seller is None:
        moved = queries.shop_merged_into(db.session(), slug) or abort(404)
        return redirect(url_for(".producer", slug=moved))
    today = clock.day_in_vietnam(clock.now())
    return render_template(
        "catalog/shop/producer.html",
        seller=seller,
        items=queries.cards_of_producer(db.session(), seller.id, today),
    )
