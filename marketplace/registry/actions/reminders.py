"""Reminding producers and staff of certificates that end, once for each mark on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from marketplace.clock import VIETNAM, day_in_vietnam, start_of_day
from marketplace.outbox import actions as outbox
from marketplace.registry.models import Certificate, CertificateReminder
from marketplace.registry.queries import reminders as queries
from marketplace.registry.rules.life import terms_of
from marketplace.registry.rules.reminders import DAYS_BEFORE, NOT_BEFORE, due_mark

MAIL = "certificate-mail"


def due(session: Session, now: datetime) -> list[Certificate]:
    """The certificates to write about now: at most once a day, from seven in the morning.

    After days without work only the reminder that counts now is due, not those missed.
    """
    today = day_in_vietnam(now)
    is_early = now.astimezone(VIETNAM).time() < NOT_BEFORE
    if is_early or queries.was_reminded_since(session, start_of_day(today)):
        return []
    near = queries.near_their_end(session, today)
    sent = queries.reminders_of(session, near)
    return [one for one in near if _next(one, today) not in sent | {None}]


def remind(session: Session, *, now: datetime) -> int:
    """Note what is due and put its mails in the outbox: one to each producer, one to staff.

    Returns how many certificates it was about.
    """
    today, found = day_in_vietnam(now), due(session, now)
    sent = queries.reminders_of(session, found)
    for certificate in found:
        _note(session, certificate, today, now, sent)
    if found:
        _write(session, found, today, now)
    return len(found)


def _next(certificate: Certificate, today: date) -> queries.Sent | None:
    """The reminder whose day has come; None before the first."""
    end, mark = certificate.last_day, _mark(certificate, today)
    return None if end is None or mark is None else (certificate.id, end, mark)


def _mark(certificate: Certificate, today: date) -> int | None:
    if certificate.last_day is None:
        return None
    is_to_file = certificate.filed_on is None and certificate.extended_until is None
    window = terms_of(certificate).opens if is_to_file else None
    return due_mark((certificate.last_day - today).days, window)


def _note(
    session: Session, certificate: Certificate, today: date, now: datetime, sent: set[queries.Sent]
) -> None:
    """Note the mark that is reached, and those before it that were missed."""
    reached = _next(certificate, today)
    if reached is None:
        return
    _id, end, mark = reached
    earlier = [days for days in (terms_of(certificate).opens, *DAYS_BEFORE) if days > mark]
    for days in (mark, *earlier):
        if (certificate.id, end, days) not in sent:
            session.add(
                CertificateReminder(
                    certificate_id=certificate.id, ends_on=end, days_before=days, sent_at=now
                )
            )


def _write(session: Session, due: Iterable[Certificate], today: date, now: datetime) -> None:
    ids: dict[int | None, list[int]] = defaultdict(list)
    for certificate in due:
        ids[None].append(certificate.id)
        if certificate.product.producer_id is not None:
            ids[certificate.product.producer_id].append(certificate.id)
    for producer_id, certificates in ids.items():
        payload = {
            "producer_id": producer_id,  # None: to the staff
            "certificates": certificates,
            "day": today.isoformat(),
        }
        outbox.put(session, MAIL, payload, now=now)
