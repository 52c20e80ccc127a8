"""Whether what is stated of a certificate can be so."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from marketplace.registry import queries
from marketplace.registry.errors import (
    BadCode,
    CodeFault,
    CodeTaken,
    DayOutside,
    ExtensionUnfit,
    FiveStarsOfMinistry,
)
from marketplace.registry.models import Certificate
from marketplace.registry.rules import life
from marketplace.registry.rules.codes import check_day, product_code
from marketplace.registry.rules.stars import is_beyond


def check_code(session: Session, certificate: Certificate, product_id: int, today: date) -> None:
    """Look whether the code of a certificate can be that of its product.

    A number of a commune that nobody knows is let through: maps have gaps.

    Raises:
        BadCode: it names no province of its year, or a district after there were any.
        CodeTaken: a certificate of another product has it.
    """
    if certificate.product_code is None:
        return
    code = product_code(certificate.product_code, this_year=today.year)
    check_day(code, certificate.issued_from)
    if queries.places_of(session, code).province is None:
        raise BadCode(CodeFault.PROVINCE)
    other = queries.other_product_with_code(session, code.text, product_id)
    if other is not None:
        raise CodeTaken(other.name)


def check_stars(certificate: Certificate) -> None:
    """Look whether the body of its decision recognises so many stars.

    Raises:
        FiveStarsOfMinistry: it does not.
    """
    body = certificate.decision.issuing_body if certificate.decision else ""
    if is_beyond(body, certificate.stars, certificate.programme):
        raise FiveStarsOfMinistry


def check_dates(certificate: Certificate) -> None:
    """Look whether what is recorded of a certificate fits to its dates.

    Raises:
        ExtensionUnfit: its extension is too long, or ends before it does.
        DayOutside: it was revoked before it was issued.
    """
    until, end, cap = (
        certificate.extended_until,
        certificate.valid_until,
        life.longest_extension(certificate),
    )
    if until is not None and (end is None or cap is None or not end < until <= cap):
        raise ExtensionUnfit(until)
    issued, revoked = certificate.issued_from, certificate.revoked_on
    if issued is not None and revoked is not None and revoked < issued:
        raise DayOutside(date.min, revoked)
