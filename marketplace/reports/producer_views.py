"""Staff look up producers: what they hold, sell and are paid with."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.producers import queries as own
from marketplace.producers.models import ProducerKind
from marketplace.producers.rules import is_holder_expected
from marketplace.producers.wording import ACCOUNT_KINDS, PRODUCER_KINDS, tax_code_shown
from marketplace.reports import queries, wording
from marketplace.reports.queries.producers import (
    Lack,
    ProducerFilters,
    communes_with_producers,
)
from marketplace.text import clean_line
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

staff_producers = Blueprint("staff_producers", __name__, url_prefix="/can-bo/chu-the")
PRODUCERS_A_PAGE = 50
LONGEST_SEARCH = 100
LACKS = {
    Lack.KIND: _l("Kind not known"),
    Lack.TAX_CODE: _l("No tax code"),
    Lack.REPRESENTATIVE: _l("Representative not known"),
    Lack.QUESTIONS: _l("Not asked who leads it"),
    Lack.COMMUNE: _l("Commune not known"),
    Lack.CONTACT: _l("Neither phone nor e-mail"),
    Lack.ACCOUNT: _l("No verified account"),
    Lack.VERIFICATION: _l("An account waits to be verified"),
    Lack.TRAINING: _l("Not trained yet"),
}


@staff_producers.context_processor
def words() -> dict[str, object]:
    """Give the pages the words for rows and shares."""
    return {"wording": wording}


@staff_producers.get("")
@open_to(Audience.STAFF)
def index() -> str:
    """Producers by name or commune, kind, and what is not known of them, in pages."""
    session, today = db.session(), clock.day_in_vietnam(clock.now())
    asked = _asked()
    found = queries.find_producers(session, asked, today)
    page = Page(page_number(), PRODUCERS_A_PAGE, len(found))
    shown = found[page.offset : page.offset + page.size]
    return render_template(
        "reports/producers.html",
        asked=asked,
        is_narrowed=asked != ProducerFilters(),
        page=page,
        lines=queries.producer_lines(session, shown, today),
        kinds=PRODUCER_KINDS,
        lacks=LACKS,
        communes=communes_with_producers(session),
        url_of=lambda number: url_for(".index", **_arguments(asked), trang=number),
    )


def _asked() -> ProducerFilters:
    """What the address asks for; what it does not know is not asked."""
    asked = request.args
    kind, lack, unit = (asked.get(name, "") for name in ("loai", "thieu", "xa"))
    is_number = unit.isascii() and unit.isdigit() and len(unit) < 10
    return ProducerFilters(
        words=clean_line(asked.get("q", ""))[:LONGEST_SEARCH],
        kind=ProducerKind(kind) if kind in set(ProducerKind) else None,
        unit_id=(int(unit) or None) if is_number else None,
        lack=Lack(lack) if lack in set(Lack) else None,
    )


def _arguments(asked: ProducerFilters) -> dict[str, Any]:
    given = {"q": asked.words, "loai": asked.kind, "xa": asked.unit_id, "thieu": asked.lack}
    return {name: value for name, value in given.items() if value}


@staff_producers.get("/<int(max=2147483647):producer_id>")
@open_to(Audience.STAFF)
def show(producer_id: int) -> str:
    """One producer: what is known of it, its products, accounts, courses and people."""
    session, now = db.session(), clock.now()
    producer = queries.producer_with_places(session, producer_id) or abort(404)
    today = clock.day_in_vietnam(now)
    return render_template(
        "reports/producer.html",
        producer=producer,
        merged_into=producer.merged_into_id and own.find_producer(session, producer.merged_into_id),
        products=queries.product_lines(session, producer.id, today, now=now),
        accounts=own.e_payment_accounts_of(session, producer.id),
        trainings=own.trainings_of(session, producer.id),
        members=own.members_of(session, producer.id),
        account_kinds=ACCOUNT_KINDS,
        tax_code=tax_code_shown(producer.tax_code),
        is_expected=lambda holder: is_holder_expected(
            holder, producer.name, producer.representative
        ),
    )
