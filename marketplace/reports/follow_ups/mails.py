"""Letters of staff to producers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app

from marketplace import db
from marketplace.outbox.mail import Mail, mailer
from marketplace.registry.queries.contacts import contacts_of
from marketplace.registry.queries.follow_ups import find_follow_up
from marketplace.registry.rules.follow_ups import Subject


class NoAddress(RuntimeError):
    """The producer's address was taken away before the letter left."""


def send(payload: dict[str, Any], _now: datetime) -> None:
    """Send the letter of one follow-up to the producer it is about.

    Raises:
        NoAddress: there is nowhere to send it any more; the outbox keeps the message.
    """
    settings, session = current_app.extensions["market"], db.session()
    letter = find_follow_up(session, payload["follow_up_id"])
    if letter is None:
        return
    subject = Subject(letter.product_id, None if letter.product_id else letter.producer_id)
    contact = contacts_of(session, [subject]).get(subject)
    if contact is None or contact.email is None:
        raise NoAddress(str(subject))
    mail = Mail(f"follow-up-{letter.id}", contact.email, payload["title"], letter.text)
    db.end_reading()  # the mail server may take seconds
    mailer(settings.smtp_url, settings.mail_dir, settings.mail_sender).send(mail)
