"""Which certificate of a product a row is about."""

from __future__ import annotations

from datetime import date, timedelta

from marketplace.registry.importing.cells import Period
from marketplace.registry.importing.statements import RegisterRow
from marketplace.registry.models import Certificate, Product
from marketplace.registry.rules.decisions import decision_key

# A product is assessed anew after 36 months, never within 24: a date that differs by less,
# from the same source, is a corrected date.
_CORRECTION = timedelta(days=730)


def period_of(certificate: Certificate) -> Period | None:
    """The days on which a certificate can have been issued."""
    if certificate.issued_from is None or certificate.issued_to is None:
        return None
    assert certificate.issued_precision is not None  # noqa: S101 (the table's own rule)
    return Period(certificate.issued_from, certificate.issued_to, certificate.issued_precision)


def find_certificate(product: Product, row: RegisterRow) -> Certificate | None:
    """The certificate that the row states: same decision, same date.

    When a source states neither, it is the one that the same source stated before.
    """
    for certificate in product.certificates:
        if _decision(certificate) != decision_key(row.decision):
            continue
        if period_of(certificate) != row.issued:
            continue
        if row.issued is not None or row.decision or certificate.source == row.source:
            return certificate
    return None


def find_compatible(product: Product, row: RegisterRow) -> Certificate | None:
    """A certificate that the row states more or less fully: no fact of it contradicts."""
    fitting = [
        certificate for certificate in product.certificates if _is_compatible(certificate, row)
    ]
    return max(fitting, key=lambda certificate: certificate.source == row.source, default=None)


def _is_compatible(certificate: Certificate, row: RegisterRow) -> bool:
    decision, period = _decision(certificate), period_of(certificate)
    if decision and decision == decision_key(row.decision):
        return period is None or row.issued is None or _nested(period, row.issued)
    if (decision and row.decision) or period is None or row.issued is None:
        return False
    return _nested(period, row.issued) and _stars_agree(certificate, row)


def find_corrected(
    product: Product, row: RegisterRow, claimed: set[Certificate]
) -> Certificate | None:
    """A certificate whose date the row corrects; one that a row of the file states is not meant."""
    for certificate in product.certificates:
        if certificate not in claimed and _is_correction(certificate, row):
            return certificate
    return None


def _is_correction(certificate: Certificate, row: RegisterRow) -> bool:
    period = period_of(certificate)
    if period and row.issued and abs(period.first - row.issued.first) >= _CORRECTION:
        return False
    decision = _decision(certificate)
    if decision and row.decision:
        return decision == decision_key(row.decision)
    return certificate.source == row.source and _stars_agree(certificate, row)


def find_revocable(product: Product, row: RegisterRow) -> Certificate | None:
    """The certificate that a revocation ends, or ended already: of several the latest issued."""
    assert row.revocation is not None  # noqa: S101 (asked of revocations only)
    day = row.revocation.day
    for certificate in product.certificates:
        if certificate.revoked_on == day:
            return certificate
    fitting = [c for c in product.certificates if c.revoked_on is None and _ends(c, row, day)]
    return max(fitting, key=lambda c: (c.issued_from is not None, c.issued_from), default=None)


def _ends(certificate: Certificate, row: RegisterRow, day: date) -> bool:
    """Whether a certificate can be the one that is revoked on a day."""
    period = period_of(certificate)
    if period is None:
        return True
    return period.first <= day and (row.issued is None or _nested(period, row.issued))


def _decision(certificate: Certificate) -> str:
    return decision_key(certificate.decision.number if certificate.decision else None)


def _nested(one: Period, other: Period) -> bool:
    return one.holds(other) or other.holds(one)


def _stars_agree(certificate: Certificate, row: RegisterRow) -> bool:
    return None in (certificate.stars, row.stars) or certificate.stars == row.stars
