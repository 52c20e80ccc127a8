"""What staff record of certificates: each change is a new fact with the reason typed for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from marketplace.audit import history
from marketplace.clock import day_in_vietnam
from marketplace.outbox import actions as outbox
from marketplace.registry import queries
from marketplace.registry.actions.fitting import check_code, check_dates, check_stars
from marketplace.registry.errors import (
    CertificateKnown,
    DayOutside,
    DecisionMissing,
    ExtensionEarly,
    ExtensionOutside,
    FileEarly,
    GroundUnsaid,
    NoEnd,
    NothingChanged,
    NotRevoked,
    RevokedAlready,
)
from marketplace.registry.importing.cells import Period
from marketplace.registry.models import (
    Certificate,
    Decision,
    Evidence,
    Product,
    Programme,
    RevocationGround,
)
from marketplace.registry.rules import life


@dataclass(frozen=True, slots=True)
class Why:
    """Who changes the register, for which typed reason, and when."""

    actor_id: int
    reason: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Stated:
    """What a paper states of a recognition.

    ``issuing_body`` is used only for a decision that the register does not know yet.
    """

    issued: Period | None
    stars: int | None
    decision: str  # its number, or ""
    issuing_body: str
    number: str | None
    product_code: str | None
    programme: Programme | None
    evidence: Evidence
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Revoking:
    """The end of a recognition before its time."""

    day: date
    ground: RevocationGround
    decision: str
    words: str  # what the decision says of it, or ""


def record(session: Session, product: Product, stated: Stated, why: Why) -> Certificate:
    """Enter a recognition of a product that the register did not have.

    Raises:
        DecisionMissing: it is said to rest on a decision, without the decision's number.
        CertificateKnown: it is recorded already.
        BadCode, CodeTaken: its code is not that of this product.
        FiveStarsOfMinistry: its decision is of a body that recognises fewer.
    """
    certificate = Certificate(product_id=product.id)
    because(session, why)
    with session.no_autoflush:
        _state(session, certificate, product, stated)
        if queries.has_certificate_like(session, certificate):
            raise CertificateKnown
        check_code(session, certificate, product.id, day_in_vietnam(why.now))
        check_stars(certificate)
        session.add(certificate)
    tell_search(session, product.id, why.now)
    session.flush()
    return certificate


def correct(session: Session, certificate: Certificate, stated: Stated, why: Why) -> None:
    """Put right what is recorded of a certificate.

    Raises:
        DecisionMissing, NothingChanged, BadCode, CodeTaken, FiveStarsOfMinistry.
        ExtensionUnfit: its extension does not fit to the new dates.
        DayOutside: it would be issued after the day on which it was revoked.
    """
    because(session, why)
    was = certificate.product_code, certificate.issued_from
    with session.no_autoflush:
        _state(session, certificate, certificate.product, stated)
        if not session.is_modified(certificate):
            raise NothingChanged
        check_dates(certificate)
        if was != (certificate.product_code, certificate.issued_from):
            check_code(session, certificate, certificate.product_id, day_in_vietnam(why.now))
        check_stars(certificate)
    tell_search(session, certificate.product_id, why.now)
    session.flush()


def receive_file(session: Session, certificate: Certificate, day: date | None, why: Why) -> None:
    """Note when the full file for re-assessment was received; None takes it back.

    Raises:
        NoEnd: the certificate has no date.
        FileEarly: before the first day on which such a file is taken.
        DayOutside: after its last day, or a day to come.
        NothingChanged.
    """
    window = life.filing_window(certificate)
    if window is None or certificate.last_day is None:
        raise NoEnd
    latest = min(certificate.last_day, day_in_vietnam(why.now))
    if day is not None and (day < window.opens or latest < window.opens):
        raise FileEarly(window.opens, window.closes)
    if day is not None and day > latest:
        raise DayOutside(window.opens, latest)
    if day == certificate.filed_on:
        raise NothingChanged
    because(session, why)
    certificate.filed_on = day
    session.flush()


def extend(session: Session, certificate: Certificate, until: date | None, why: Why) -> None:
    """Let a certificate hold beyond its end; None takes an extension back.

    Raises:
        NoEnd: the certificate has no date.
        ExtensionEarly: its file for re-assessment is not taken yet.
        ExtensionOutside: not after its end, or more than 180 days after it.
        NothingChanged.
    """
    window, cap = life.filing_window(certificate), life.longest_extension(certificate)
    if certificate.valid_until is None or window is None or cap is None:
        raise NoEnd
    if until is not None and day_in_vietnam(why.now) < window.opens:
        raise ExtensionEarly(window.opens)
    if until is not None and not certificate.valid_until < until <= cap:
        raise ExtensionOutside(certificate.valid_until, cap)
    if until == certificate.extended_until:
        raise NothingChanged
    because(session, why)
    certificate.extended_until = until
    tell_search(session, certificate.product_id, why.now)
    session.flush()


def revoke(session: Session, certificate: Certificate, revoking: Revoking, why: Why) -> None:
    """End the recognition of a product: this certificate, and any other that holds that day.

    Raises:
        RevokedAlready.
        GroundUnsaid: on another ground, without words that say which.
        DayOutside: before it was issued, or a day to come.
    """
    if certificate.revoked_on is not None:
        raise RevokedAlready(certificate.revoked_on)
    if revoking.ground is RevocationGround.OTHER and not revoking.words:
        raise GroundUnsaid
    first, today = certificate.issued_from or date.min, day_in_vietnam(why.now)
    if not first <= revoking.day <= today:
        raise DayOutside(first, today)
    because(session, why)
    for one in certificate.product.certificates:
        if one is certificate or one.is_in_force_on(revoking.day):
            _end(one, revoking)
    tell_search(session, certificate.product_id, why.now)
    session.flush()


def take_back_revocation(session: Session, certificate: Certificate, why: Why) -> None:
    """Undo a revocation entered by mistake, on every certificate on which it was entered.

    Raises:
        NotRevoked.
    """
    if certificate.revoked_on is None:
        raise NotRevoked
    because(session, why)
    entered = _entered(certificate)
    for one in certificate.product.certificates:
        if _entered(one) == entered:
            one.revoked_on = one.revoked_ground = one.revoking_decision = one.revoked_reason = None
    tell_search(session, certificate.product_id, why.now)
    session.flush()


def because(session: Session, why: Why) -> None:
    """Say why the facts of this transaction change."""
    history.because(session, actor_id=why.actor_id, reason=why.reason, now=why.now)


def set_dates(certificate: Certificate, issued: Period | None) -> None:
    """Let a certificate be issued on a stated day, month or year; its last day follows."""
    certificate.issued_from = issued.first if issued else None
    certificate.issued_to = issued.last if issued else None
    certificate.issued_precision = issued.precision if issued else None
    certificate.valid_until = life.valid_until(issued.first) if issued else None


def tell_search(session: Session, product_id: int, now: datetime) -> None:
    """Let the search index follow what the register says of a product."""
    outbox.put(session, "product-changed", {"product_id": product_id}, now=now)


def _end(certificate: Certificate, revoking: Revoking) -> None:
    certificate.revoked_on = revoking.day
    certificate.revoked_ground = revoking.ground
    certificate.revoking_decision = revoking.decision
    certificate.revoked_reason = revoking.words or None


def _entered(certificate: Certificate) -> tuple[date | None, str | None]:
    return certificate.revoked_on, certificate.revoking_decision


def _state(session: Session, certificate: Certificate, product: Product, stated: Stated) -> None:
    if stated.evidence is Evidence.DECISION and not stated.decision:
        raise DecisionMissing
    issued = stated.issued
    set_dates(certificate, issued)
    certificate.stars = stated.stars
    certificate.number = stated.number
    certificate.product_code = stated.product_code
    certificate.programme = stated.programme or (
        life.programme_on(issued.first) if issued else None
    )
    certificate.evidence = stated.evidence
    certificate.source = stated.source
    certificate.note = stated.note
    certificate.decision = _decision(session, product, stated) if stated.decision else None


def _decision(session: Session, product: Product, stated: Stated) -> Decision:
    """The decision of that number, day and province; a new one when the register has none."""
    first = stated.issued.first if stated.issued else None
    known = queries.find_decision(session, stated.decision, first, product.province_id)
    if known is not None:
        return known
    return Decision(
        number=stated.decision,
        issued_from=first,
        issued_precision=stated.issued.precision if stated.issued else None,
        province_id=product.province_id,
        issuing_body=stated.issuing_body,
    )
