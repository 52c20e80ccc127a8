"""Mail about certificates that end: to the producer's people, and one digest a day to staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale, ngettext
from sqlalchemy.orm import Session

from marketplace import db
from marketplace.config import Config
from marketplace.outbox.mail import Mail, mailer
from marketplace.producers.models import Producer
from marketplace.registry.models import Certificate
from marketplace.registry.queries import reminders as queries
from marketplace.registry.rules import life
from marketplace.registry.rules.life import State, Window
from marketplace.registry.rules.reminders import short_message


@dataclass(frozen=True, slots=True)
class Ending:
    """A certificate that ends, as a mail tells it."""

    certificate: Certificate
    state: State
    end: date
    days_left: int
    window: Window
    short: str  # one SMS


def send(payload: dict[str, Any], _now: datetime) -> None:
    """Send the mails of one outbox message (``certificate-mail``)."""
    settings = _settings()
    mails = build(db.session(), payload)
    db.end_reading()  # the mail server may take seconds
    post = mailer(settings.smtp_url, settings.mail_dir, settings.mail_sender)
    for mail in mails:
        post.send(mail)


def build(session: Session, payload: dict[str, Any]) -> list[Mail]:
    """The mails of one payload: ``producer_id`` (None: staff), ``certificates`` and ``day``.

    What was revoked or renewed since the reminder was written down is left out.
    """
    day, producer_id = date.fromisoformat(payload["day"]), payload["producer_id"]
    found = queries.certificates_numbered(session, payload["certificates"])
    endings = [ending for one in found if (ending := _ending(one, day)) is not None]
    if not endings:
        return []
    if producer_id is None:
        readers = queries.staff_readers(session)
        return _mails(readers, "certificates_end_staff", endings, f"nhac-can-bo-{day}")
    producer = session.get_one(Producer, producer_id)
    readers = queries.readers_of_producer(session, producer)
    return _mails(readers, "certificates_end", endings, f"nhac-{producer_id}-{day}")


def _ending(certificate: Certificate, day: date) -> Ending | None:
    state = life.state_on(certificate, day, certificate.product.certificates)
    end, window = certificate.last_day, life.filing_window(certificate)
    if state not in life.HOLDING or end is None or window is None:
        return None
    name = certificate.product.name
    short = short_message(name, end, window.opens, window.closes, today=day)
    return Ending(certificate, state, end, (end - day).days, window, short)


def _mails(
    readers: Sequence[queries.Reader], template: str, endings: list[Ending], key: str
) -> list[Mail]:
    page = "staff_work.show" if template.endswith("staff") else "selling_certificates.index"
    mails = []
    for place, (address, locale) in enumerate(readers):
        with force_locale(locale):
            subject = ngettext(
                "%(num)s OCOP certificate ends soon",
                "%(num)s OCOP certificates end soon",
                len(endings),
            )
            text = render_template(f"emails/{template}.txt", endings=endings, link=_link(page))
        mails.append(Mail(f"{key}-{place}", address, str(subject), text))
    return mails


def _link(endpoint: str) -> str:
    """An address on the site's own name, whatever name a request came under."""
    return f"{_settings().base_url}{current_app.url_map.bind('').build(endpoint)}"


def _settings() -> Config:
    settings: Config = current_app.extensions["market"]
    return settings
