"""Staff look up producers: what they hold, sell and are paid with."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.producers.queries import e_payment_accounts_of
from marketplace.reports import queries, wording
from marketplace.text import clean_line
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

staff_producers = Blueprint("staff_producers", __name__, url_prefix="/can-bo/chu-the")
PRODUCERS_A_PAGE = 50
LONGEST_SEARCH = 100


@staff_producers.context_processor
def words() -> dict[str, object]:
    """Give the pages the words for rows and shares."""
    return {"wording": wording}


@staff_producers.get("")
@open_to(Audience.STAFF)
def index() -> str:
    """Producers by name or commune, in pages."""
    session, today = db.session(), clock.day_in_vietnam(clock.now())
    asked = clean_line(request.args.get("q", ""))[:LONGEST_SEARCH]
    found = queries.find_producers(session, asked)
    page = Page(page_number(), PRODUCERS_A_PAGE, len(found))
    shown = found[page.offset : page.offset + page.size]
    return render_template(
        "reports/producers.html",
        asked=asked,
        page=page,
        lines=queries.producer_lines(session, shown, today),
        url_of=lambda number: url_for(".index", q=asked or None, trang=number),
    )


@staff_producers.get("/<int(max=2147483647):producer_id>")
@open_to(Audience.STAFF)
def show(producer_id: int) -> str:
    """One producer: products, where they are sold, e-payment accounts, with what was before."""
    session, now = db.session(), clock.now()
    producer = queries.producer_with_places(session, producer_id) or abort(404)
    today = clock.day_in_vietnam(now)
    return render_template(
        "reports/producer.html",
        producer=producer,
        products=queries.product_lines(session, producer.id, today, now=now),
        accounts=e_payment_accounts_of(session, producer.id),
    )
