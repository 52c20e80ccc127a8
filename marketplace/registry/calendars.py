"""Calendar files: when the file for re-assessment is due, and when a certificate ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from icalendar import Calendar, Event
from werkzeug.wrappers import Response

from marketplace.registry.models import Certificate
from marketplace.registry.rules import life
from marketplace.web import filters


def calendar_file(certificates: Iterable[Certificate], *, name: str, now: datetime) -> Response:
    """The calendar as a file to be saved."""
    response = Response(calendar(certificates, name=name, now=now), mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="chung-nhan-ocop.ics"'
    return response


def calendar(certificates: Iterable[Certificate], *, name: str, now: datetime) -> bytes:
    """An .ics file with three whole days for each certificate.

    A day keeps its UID for good, so that a file taken later moves it instead of adding another.
    """
    book = Calendar()
    book.add("prodid", "-//Cho phien OCOP//chung nhan//VI")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("name", name)
    book.add("x-wr-calname", name)
    for certificate in certificates:
        for event in _events(certificate, now):
            book.add_component(event)
    made: bytes = book.to_ical()
    return made


def _events(certificate: Certificate, now: datetime) -> Iterator[Event]:
    window, end = life.filing_window(certificate), certificate.last_day
    if window is None or end is None:
        return
    product = certificate.product.name
    hand_in = _(
        "Hand in the file for re-assessment at the commune from %(first)s to %(last)s.",
        first=filters.day(window.opens),
        last=filters.day(window.closes),
    )
    days = (
        ("opens", window.opens, _("First day to hand in the file: %(product)s", product=product)),
        ("closes", window.closes, _("Last day to hand in the file: %(product)s", product=product)),
        ("ends", end, _("OCOP certificate ends: %(product)s", product=product)),
    )
    for kind, day, summary in days:
        yield _event(f"certificate-{certificate.id}-{kind}", day, str(summary), str(hand_in), now)


def _event(key: str, day: date, summary: str, description: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{key}@cho-phien-ocop")
    event.add("dtstamp", now)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", description)
    event.add("transp", "TRANSPARENT")
    return event
