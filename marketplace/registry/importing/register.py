"""The whole register in memory while a file is taken in, and the making of what is new."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from marketplace.producers import actions as producer_actions
from marketplace.producers import queries as producer_queries
from marketplace.producers.models import Producer
from marketplace.registry import queries, rules
from marketplace.registry.importing.cells import Period
from marketplace.registry.importing.matching import Producers, Products
from marketplace.registry.importing.places import Atlas, Where
from marketplace.registry.importing.recognitions import decision_key
from marketplace.registry.importing.statements import RegisterRow
from marketplace.registry.models import Certificate, Decision, Evidence, Product, TakenRow

DecisionKey = tuple[str, date | None, int | None]


class Register:
    """Products, producers and decisions by what identifies them."""

    def __init__(self, session: Session, atlas: Atlas, now: datetime) -> None:
        self.session = session
        self.atlas = atlas
        self.now = now
        self.products = Products(queries.whole_register(session), atlas)
        self.producers = Producers(producer_queries.all_producers(session), atlas)
        self._slugs = producer_queries.slugs(session)
        self._taken = queries.taken_rows(session)
        self._decisions = {_key_of(decision): decision for decision in queries.decisions(session)}

    def taken(self, row: RegisterRow) -> Certificate | None:
        """What the same row was about when it was taken before."""
        return self._taken.get(row.hash)

    def remember(self, row: RegisterRow, certificate: Certificate) -> None:
        """Know what a row is about, should it come again."""
        if row.hash not in self._taken:
            self._taken[row.hash] = certificate
            self.session.add(TakenRow(row_hash=row.hash, certificate=certificate))

    def add_product(self, row: RegisterRow) -> Product:
        """A product that the register did not have, of a producer that it may have."""
        where = row.where
        product = Product(
            name=row.name,
            name_key=row.name_key,
            producer=self._producer(row),
            sector=row.sector,
            group_no=row.group_no,
            created_at=self.now,
            certificates=[],
        )
        put(product, where)
        self.session.add(product)
        self.products.add(product)
        return product

    def _producer(self, row: RegisterRow) -> Producer | None:
        if not row.producer_key:
            return None
        producer = self.producers.find(row)
        if producer is None:
            producer = producer_actions.add_producer(
                self.session, row.producer, row.kind, taken=self._slugs, now=self.now
            )
            put(producer, row.where)
            self.producers.add(producer)
        return producer

    def add_certificate(self, product: Product, row: RegisterRow) -> Certificate:
        """A recognition that the register did not have."""
        certificate = Certificate(
            decision=(
                self.decision(row.decision, row.issued, product.province_id)
                if row.decision
                else None
            ),
            number=row.certificate,
            stars=row.stars,
            evidence=Evidence.DECISION if row.decision else Evidence.PRESS,
            source=row.source,
            note=row.note,
        )
        date_certificate(certificate, row.issued)
        product.certificates.append(certificate)
        return certificate

    def decision(self, number: str, issued: Period | None, province_id: int | None) -> Decision:
        """The decision of that number, date and province; a new one when there is none."""
        key = (decision_key(number), issued.first if issued else None, province_id)
        if key not in self._decisions:
            self._decisions[key] = Decision(
                number=number,
                issued_from=issued.first if issued else None,
                issued_precision=issued.precision if issued else None,
                province_id=province_id,
            )
            self.session.add(self._decisions[key])
        return self._decisions[key]


def _key_of(decision: Decision) -> DecisionKey:
    return decision_key(decision.number), decision.issued_from, decision.province_id


def put(thing: Product | Producer, where: Where) -> None:
    """Record the place of a product or a producer."""
    thing.province_id = where.province.id if where.province else None
    thing.unit_id = where.unit.id if where.unit else None
    thing.old_unit_id = where.old.id if where.old else None
    thing.place_text = where.text


def date_certificate(certificate: Certificate, issued: Period | None) -> None:
    """Record when a certificate was issued and, from that, its last day."""
    certificate.issued_from = issued.first if issued else None
    certificate.issued_to = issued.last if issued else None
    certificate.issued_precision = issued.precision if issued else None
    certificate.valid_until = rules.valid_until(issued.first) if issued else None
