"""What rows change in the register. Taking the same rows again changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from marketplace.producers.rules import producer_key
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
from marketplace.registry.matching import Likeness, Match, Verdict
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
    candidates: Sequence[Likeness] = ()  # it may be about one of these: nothing is taken


Judge = Callable[[Sequence[RegisterRow]], Mapping[int, Match]]  # by line; no match, something new


def apply_rows(rows: Iterable[RegisterRow], register: Register, judge: Judge) -> list[Entry]:
    """Bring the register, in memory, in line with the rows of one chunk.

    The rows that state their place most exactly come first, so that a vague row finds the
    product it means; revocations come last, after what they revoke. ``judge`` is asked of the
    rows that seem to be about something new; an unsure one is left alone. A row that was taken
    before states nothing new.
    """
    entries = [_entry(row, register) for row in sorted(rows, key=_order)]
    with register.session.no_autoflush:
        _find_products(entries, register, judge)
        sure = [entry for entry in entries if not entry.candidates]
        _find_certificates(sure, register)
        fresh = [entry for entry in sure if not register.was_taken(entry.row)]
        ledger = Ledger()
        for entry in fresh:
            _settle(entry, register, ledger)
        for entry in fresh:
            _settle_decision(entry, register, ledger)
        for entry in sure:
            register.remember(entry.row, _certificate(entry))
            _note_twins(entry, register)
    return entries


def _order(row: RegisterRow) -> tuple[bool, int, int, int]:
    level, names = row.where.exactness
    return row.revocation is not None, -level, -names, row.line


def _entry(row: RegisterRow, register: Register) -> Entry:
    """A row that was taken before is about the same product and certificate."""
    certificate = register.taken(row)
    product = certificate.product if certificate else register.chosen(row)
    return Entry(row, product=product, certificate=certificate)


def _find_products(entries: list[Entry], register: Register, judge: Judge) -> None:
    """The product of each row: the one it states, the one whose place it corrects, or a new one."""
    products = register.products
    for entry in entries:
        entry.product = entry.product or products.find(entry.row)
    claimed = {entry.product for entry in entries if entry.product is not None}
    matches = judge([entry.row for entry in entries if _seems_new(entry, register, claimed)])
    register.know(one.id for match in matches.values() for one in match.candidates)
    for entry in entries:
        if entry.product is None:
            entry.product = products.find(entry.row)  # a row just before may have brought it
        if entry.product is None:
            _move_or_add(entry, register, claimed, matches.get(entry.row.line))


def _seems_new(entry: Entry, register: Register, claimed: set[Product]) -> bool:
    """Whether nobody has said, and no rule says, what a row is about."""
    if entry.product is not None or entry.row.decided is not None:
        return False
    return register.products.find_moved(entry.row, claimed) is None


def _move_or_add(
    entry: Entry, register: Register, claimed: set[Product], match: Match | None
) -> None:
    if moved := register.products.find_moved(entry.row, claimed):
        entry.product = moved
        claimed.add(moved)
        entry.told.changes.append(Change(Fact.PLACE, moved.place_text, entry.row.where.text))
        put(moved, entry.row.where)
    elif match is not None and match.best is not None and match.verdict is Verdict.SURE:
        entry.product = register.product(match.best.id)
    elif match is not None and match.verdict is Verdict.UNSURE:
        entry.candidates = match.candidates
        _note_alike(entry, [register.product(one.id) for one in match.candidates])
    else:
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
    if product.name_key == row.name_key:  # else it is known by another name
        ledger.settle_name(product, row.name, Fact.NAME, row, told)
    ledger.settle_place(product, register.products.where(product), row, Fact.PLACE, told)
    ledger.settle(product, "sector", row.sector, Fact.SECTOR, row, told)
    ledger.settle(product, "group_no", row.group_no, Fact.GROUP, row, told)
    if (producer := product.producer) is not None:
        if producer.name_key == producer_key(row.producer):
            ledger.settle_name(producer, row.producer, Fact.PRODUCER, row, told)
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
    ledger.settle(certificate, "product_code", row.product_code, Fact.PRODUCT_CODE, row, told)
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
        decision = register.decision(row.decision, issued, province_id, row.body)
        ledger.settle(certificate, "decision", decision, Fact.DECISION, row, entry.told)
        ledger.settle(decision, "issuing_body", row.body, Fact.ISSUING_BODY, row, entry.told)
        if certificate.decision is decision:  # the best evidence there is
            certificate.evidence = Evidence.DECISION


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
    _note_alike(entry, register.products.alike(entry.row, _product(entry)))


def _note_alike(entry: Entry, twins: Sequence[Product]) -> None:
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
