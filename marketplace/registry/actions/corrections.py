"""What staff put right of products and decisions."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.admin_units.models import AdminUnit
from marketplace.registry import queries, rules
from marketplace.registry.actions.certificates import (
    Why,
    because,
    set_dates,
    tell_search,
)
from marketplace.registry.actions.fitting import check_dates, check_stars
from marketplace.registry.errors import DecisionKnown, NothingChanged
from marketplace.registry.importing.cells import Period
from marketplace.registry.models import Decision, Product


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """What the register says of a product, besides its certificates."""

    name: str
    group_no: int | None
    unit: AdminUnit | None  # commune of today
    place_text: str


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What the register says of a decision."""

    number: str
    issued: Period | None
    issuing_body: str


def correct_product(session: Session, product: Product, facts: ProductFacts, why: Why) -> None:
    """Put right the name, group or place of a product.

    Raises:
        NothingChanged.
    """
    because(session, why)
    product.name = facts.name
    product.name_key = rules.name_key(facts.name)
    product.group_no = facts.group_no
    if facts.group_no is not None:
        product.sector = rules.group(facts.group_no).sector
    product.unit_id = facts.unit.id if facts.unit else None
    if facts.unit is not None:
        product.province_id = facts.unit.parent_id
    product.place_text = facts.place_text
    if not session.is_modified(product):
        raise NothingChanged
    tell_search(session, product.id, why.now)
    session.flush()


def correct_decision(session: Session, decision: Decision, facts: DecisionFacts, why: Why) -> None:
    """Put right a decision; another date is also that of the certificates it gave.

    Raises:
        DecisionKnown: another decision is that one.
        NothingChanged.
        ExtensionUnfit, DayOutside: what is recorded of a certificate does not fit to the new day.
        FiveStarsOfMinistry: a certificate of it has more stars than the body recognises.
    """
    first = facts.issued.first if facts.issued else None
    known = queries.find_decision(session, facts.number, first, decision.province_id)
    if known is not None and known is not decision:
        raise DecisionKnown
    because(session, why)
    was = decision.issued_from, decision.issued_precision
    decision.number = facts.number
    decision.issued_from = first
    decision.issued_precision = facts.issued.precision if facts.issued else None
    decision.issuing_body = facts.issuing_body
    if not session.is_modified(decision):
        raise NothingChanged
    for certificate in queries.certificates_of_decision(session, decision.id):
        check_stars(certificate)
    if was != (decision.issued_from, decision.issued_precision):
        _move_certificates(session, decision, facts.issued, why)
    session.flush()


def _move_certificates(
    session: Session, decision: Decision, issued: Period | None, why: Why
) -> None:
    for certificate in queries.certificates_of_decision(session, decision.id):
        set_dates(certificate, issued)
        check_dates(certificate)
        tell_search(session, certificate.product_id, why.now)
