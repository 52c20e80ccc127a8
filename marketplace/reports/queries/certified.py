"""The register as figures read it: products, their certificates and decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.registry.models import Certificate, Decision, Evidence, Product
from marketplace.reports.book import NOBODY, Registered
from marketplace.reports.queries.known import Known, rows, table_of
from marketplace.reports.queries.owners import Owners
from marketplace.reports.queries.places import Places
from marketplace.reports.rules.certificates import CertificateRow

_PRODUCTS = table_of(Product).c
_CERTIFICATES = table_of(Certificate).c
_DECISIONS = table_of(Decision).c
_RECOGNITIONS = (Evidence.DECISION, Evidence.PRESS)
_PRODUCT_COLUMNS = (
    _PRODUCTS.id,
    _PRODUCTS.name,
    _PRODUCTS.producer_id,
    _PRODUCTS.unit_id,
    _PRODUCTS.old_unit_id,
    _PRODUCTS.province_id,
    _PRODUCTS.place_text,
    _PRODUCTS.sector,
    _PRODUCTS.group_no,
    _PRODUCTS.merged_into_id,
)
_CERTIFICATE_COLUMNS = tuple(_CERTIFICATES[name] for name in CertificateRow._fields)


@dataclass(frozen=True, slots=True)
class Register:
    """Every product with its recognitions; a merged one is the one it was merged into."""

    products: Mapping[int, Registered]
    merged: Mapping[int, int]
    certificates: Mapping[int, list[CertificateRow]]  # by product; recognitions only
    decisions: Mapping[int | None, str]  # what each is called


def read_register(session: Session, known: Known, places: Places, owners: Owners) -> Register:
    """The whole register as far as it was known."""
    merged = {}
    products = {}
    for row in rows(session, known, _PRODUCT_COLUMNS):
        (id_, name, producer_id, unit, old_unit, province, text, sector, group_no, into) = row
        if into is not None:
            merged[id_] = into
            continue
        owner = owners.get(producer_id) or NOBODY
        area = places.area(unit, old_unit, province)
        products[id_] = Registered(id_, name, owner, area, text, sector, group_no)
    return Register(
        products, merged, _certificates(session, known), _decision_numbers(session, known)
    )


def _certificates(session: Session, known: Known) -> Mapping[int, list[CertificateRow]]:
    found: defaultdict[int, list[CertificateRow]] = defaultdict(list)
    certificates = rows(
        session,
        known,
        _CERTIFICATE_COLUMNS,
        _CERTIFICATES.evidence.in_(_RECOGNITIONS),
        holds=lambda row: row.evidence in _RECOGNITIONS,
    )
    for certificate in map(CertificateRow._make, certificates):
        found[certificate.product_id].append(certificate)
    return found


def _decision_numbers(session: Session, known: Known) -> dict[int | None, str]:
    decisions = rows(session, known, [_DECISIONS.id, _DECISIONS.number])
    return dict(map(tuple, decisions))
