"""Reads of the register."""

from marketplace.registry.queries.annexes import (
    annex,
    annex_count,
    certificates_of_decision,
    decision_with_place,
    find_decision,
    has_certificate_like,
)
from marketplace.registry.queries.certificates import (
    certificate_in_force,
    certificates_in_force,
    in_force_on,
    is_recognition,
    latest_first,
    products_in_force,
)
from marketplace.registry.queries.places import CodePlaces, places_of
from marketplace.registry.queries.products import (
    certificates_of,
    evidence_of,
    find_certificate,
    find_evidence,
    find_product,
    other_product_with_code,
    products_of_producer,
    same_evidence,
)

__all__ = [
    "CodePlaces",
    "annex",
    "annex_count",
    "certificate_in_force",
    "certificates_in_force",
    "certificates_of",
    "certificates_of_decision",
    "decision_with_place",
    "evidence_of",
    "find_certificate",
    "find_decision",
    "find_evidence",
    "find_product",
    "has_certificate_like",
    "in_force_on",
    "is_recognition",
    "latest_first",
    "other_product_with_code",
    "places_of",
    "products_in_force",
    "products_of_producer",
    "same_evidence",
]
