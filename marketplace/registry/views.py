"""The producer's own certificates: how each stands, and what to do until which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.producers.guards import current_producer
from marketplace.registry import certificate_wording as wording
from marketplace.registry import queries
from marketplace.registry.calendars import calendar_file
from marketplace.registry.models import Certificate, Product
from marketplace.registry.queries import work
from marketplace.registry.rules import life
from marketplace.registry.rules.evidence import validity
from marketplace.registry.rules.life import State, Window
from marketplace.web.guards import open_to

selling_certificates = Blueprint("selling_certificates", __name__, url_prefix="/ban-hang")
# What needs doing comes first.
_ORDER = (
    State.LATE,
    State.IN_WINDOW,
    State.EXTENDED,
    State.FILED,
    State.IN_FORCE,
    State.EXPIRED,
    State.REVOKED,
    State.UNCLEAR,
    State.NOT_YET,
)


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """A product with the certificate that speaks for it today."""

    product: Product
    certificate: Certificate
    state: State
    window: Window | None


@selling_certificates.get("/chung-nhan")
@open_to(Audience.PRODUCER)
def index() -> str:
    """The certificates of the producer's products, what needs doing first."""
    session, producer = db.session(), current_producer()
    today = clock.day_in_vietnam(clock.now())
    products = queries.products_of_producer(session, producer.id)
    own = [found for product in products if (found := _speaking(product, today))]
    own.sort(key=lambda one: (_ORDER.index(one.state), one.certificate.last_day or date.max))
    return render_template(
        "registry/own.html",
        producer=producer,
        today=today,
        own=own,
        without=[product for product in products if _speaking(product, today) is None],
        papers=work.ending_evidence_of_producer(session, producer.id, today),
        validity_of=lambda file: validity(file, today),
        cap_of=life.longest_extension,
        wording=wording,
    )


@selling_certificates.get("/chung-nhan.ics")
@open_to(Audience.PRODUCER)
def ics() -> Response:
    """The days of the producer's certificates, for a calendar."""
    now = clock.now()
    found = work.holding_certificates(
        db.session(), clock.day_in_vietnam(now), producer_id=current_producer().id
    )
    return calendar_file(found, name=_("My OCOP certificates"), now=now)


def _speaking(product: Product, today: date) -> OwnCertificate | None:
    """The latest recognition that no later one replaced; None without any."""
    recognitions = [one for one in product.certificates if one.is_recognition]
    if not recognitions:
        return None
    latest = max(recognitions, key=life.weight)
    state = life.state_on(latest, today, recognitions)
    return OwnCertificate(product, latest, state, life.filing_window(latest))
