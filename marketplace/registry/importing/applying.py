"""What the rows of a file change in the register. Taking the same rows again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from marketplace.registry.importing.outcomes import Change, Fact, Reason, Remark
from marketplace.registry.importing.recognitions import (
    find_certificate,
    find_compatible,
    find_corrected,
    find_revocable,
    period_of,
)
from marketplace.registry.importing.register import Register, put
from marketplace.registry.importing.settling import Ledger, Told
from marketplace.registry.importing.statements import RegisterRow, Revocation
from marketplace.registry.models import Certificate, Evidence, Product

_ALIKE_AT_MOST = 3  # names in one notice


@dataclass(slots=True)
class Entry:
    """A row on its way into the register."""

    row: RegisterRow
    is_new: bool = False  # it brought a product or a certificate
    told: Told = field(default_factory=Told)
    product: Product | None = None
    certificate: Certificate | None = None


def apply_rows(rows: Iterable[RegisterRow], register: Register) -> list[Entry]:
    """Bring the register in line with the rows of one file.

    The rows that state their place most exactly come first, so that a vague row finds the
    product it means; revocations come last, after what they revoke.
    """
    entries = [_entry(row, register) for row in sorted(rows, key=_order)]
    with register.session.no_autoflush:
        _find_products(entries, register)
        _find_certificates(entries, register)
        ledger = Ledger()
        for entry in entries:
            _settle(entry, register, ledger)
        for entry in entries:
            _settle_decision(entry, register, ledger)
            register.remember(entry.row, _certificate(entry))
            _note_twins(entry, register)
    register.session.flush()
    return entries


def _order(row: RegisterRow) -> tuple[bool, int, int, int]:
    level, names = row.where.exactness
    return row.revocation is not None, -level, -names, row.line


def _entry(row: RegisterRow, register: Register) -> Entry:
    """A row that was taken before is about the same product and certificate."""
    certificate = register.taken(row)
    product = certificate.product if certificate else None
    return Entry(row, product=product, certificate=certificate)


def _find_products(entries: list[Entry], register: Register) -> None:
    """The product of each row: the one it states, the one whose place it corrects, or a new one."""
    products = register.products
    for entry in entries:
        entry.product = entry.product or products.find(entry.row)
    claimed = {entry.product for entry in entries if entry.product is not None}
    for entry in entries:
        if entry.product is not None:
            continue
        entry.product = products.find(entry.row)  # a row just before may have brought it
        if entry.product is None and (moved := products.find_moved(entry.row, claimed)):
            entry.product = moved
            claimed.add(moved)
            entry.told.changes.append(Change(Fact.PLACE, moved.place_text, entry.row.where.text))
            put(moved, entry.row.where)
        if entry.product is None:
            entry.product = register.add_product(entry.row)
            entry.is_new = True


def _find_certificates(entries: list[Entry], register: Register) -> None:
    """The certificate of each row, in the same three steps."""
    for entry in entries:
        if entry.row.revocation is None and entry.certificate is None:
            product = _product(entry)
            entry.certificate = find_certificate(product, entry.row) or find_compatible(
                product, entry.row
            )
    claimed = {entry.certificate for entry in entries if entry.certificate is not None}
    for entry in entries:
        if entry.certificate is not None:
            continue
        entry.certificate = _find_late(entry, claimed)
        if entry.certificate is None:
            entry.certificate = register.add_certificate(_product(entry), entry.row)
            entry.is_new = True
        claimed.add(entry.certificate)


def _find_late(entry: Entry, claimed: set[Certificate]) -> Certificate | None:
    product, row = _product(entry), entry.row
    if row.revocation is not None:
        return find_revocable(product, row)
    return (
        find_certificate(product, row)
        or find_compatible(product, row)
        or find_corrected(product, row, claimed)
    )


def _settle(entry: Entry, register: Register, ledger: Ledger) -> None:
    """Bring the facts of one product, its producer and its certificate in line with a row."""
    row, told, product = entry.row, entry.told, _product(entry)
    ledger.settle(product, "name", row.name, Fact.NAME, row, told)
    ledger.settle_place(product, register.products.where(product), row, Fact.PLACE, told)
    ledger.settle(product, "sector", row.sector, Fact.SECTOR, row, told)
    ledger.settle(product, "group_no", row.group_no, Fact.GROUP, row, told)
    if (producer := product.producer) is not None:
        ledger.settle(producer, "name", row.producer, Fact.PRODUCER, row, told)
        ledger.settle(producer, "kind", row.kind, Fact.PRODUCER_KIND, row, told)
        known = register.producers.where(producer)
        if register.atlas.agree(known, row.where):
            ledger.settle_place(producer, known, row, Fact.PRODUCER_PLACE, told)
    if row.revocation is None:
        _settle_recognition(entry, ledger)
    else:
        _settle_revocation(entry, row.revocation, ledger)


def _settle_recognition(entry: Entry, ledger: Ledger) -> None:
    row, told, certificate = entry.row, entry.told, _certificate(entry)
    ledger.settle_date(certificate, row, told)
    ledger.settle(certificate, "stars", row.stars, Fact.STARS, row, told)
    ledger.settle(certificate, "number", row.certificate, Fact.CERTIFICATE, row, told)
    ledger.settle(certificate, "source", row.source, Fact.SOURCE, row, told)
    ledger.settle(certificate, "note", row.note, Fact.NOTE, row, told)
    earlier = ledger.first_line(certificate, row.line)
    if earlier != row.line:
        told.notices.append(Remark(Reason.SAME_AS_LINE, None, {"line": earlier}))


def _settle_decision(entry: Entry, register: Register, ledger: Ledger) -> None:
    """Name the decision once its date is settled, for the date is a part of what it is."""
    row, certificate = entry.row, _certificate(entry)
    if row.decision:
        issued, province_id = period_of(certificate), _product(entry).province_id
        decision = register.decision(row.decision, issued, province_id)
        if certificate.decision is None:
            certificate.evidence = Evidence.DECISION
        ledger.settle(certificate, "decision", decision, Fact.DECISION, row, entry.told)


def _settle_revocation(entry: Entry, revocation: Revocation, ledger: Ledger) -> None:
    row, told, certificate = entry.row, entry.told, _certificate(entry)
    if certificate.issued_from is None:
        ledger.settle_date(certificate, row, told)
    if certificate.stars is None:
        ledger.settle(certificate, "stars", row.stars, Fact.STARS, row, told)
    facts = (
        ("revoked_on", revocation.day, Fact.REVOKED),
        ("revoking_decision", revocation.decision, Fact.REVOKING_DECISION),
        ("revoked_reason", revocation.reason, Fact.REVOKED_REASON),
    )
    for attribute, value, fact in facts:
        ledger.settle(certificate, attribute, value, fact, row, told)


def _note_twins(entry: Entry, register: Register) -> None:
    """Name the products that may be this one: staff decide, the register merges nothing."""
    twins = register.products.alike(entry.row, _product(entry))
    for twin in twins[:_ALIKE_AT_MOST]:
        data = {
            "name": twin.name,
            "producer": twin.producer.name if twin.producer else "",
            "place": twin.place_text,
        }
        entry.told.notices.append(Remark(Reason.LOOKS_ALIKE, None, data))


def _product(entry: Entry) -> Product:
    assert entry.product is not None  # noqa: S101 (every row has one by now)
    return entry.product


def _certificate(entry: Entry) -> Certificate:
    assert entry.certificate is not None  # noqa: S101 (every row has one by now)
    return entry.certificate
