"""What of the register some rows may be about, in memory while they are taken in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from marketplace.producers import actions as producer_actions
from marketplace.producers.models import Producer
from marketplace.producers.rules import slug_of
from marketplace.registry import rules
from marketplace.registry.importing import queries
from marketplace.registry.importing.cells import Period
from marketplace.registry.importing.decisions import programme_of
from marketplace.registry.importing.matching import Producers, Products
from marketplace.registry.importing.places import Atlas, Where
from marketplace.registry.importing.statements import RegisterRow
from marketplace.registry.models import Certificate, Decision, Evidence, Product, TakenRow
from marketplace.registry.rules.decisions import decision_key

DecisionKey = tuple[str, date | None, int | None]


class Register:
    """The products, producers and decisions that a chunk of rows may be about.

    What was merged is found by its old name and stands for what it was merged into.
    """

    def __init__(
        self, session: Session, atlas: Atlas, rows: Sequence[RegisterRow], now: datetime
    ) -> None:
        self.session = session
        self.atlas = atlas
        self.now = now
        self._taken = queries.taken_rows(session, {row.hash for row in rows})
        self._known_hashes = frozenset(self._taken)
        self.producers = self._find_producers({row.producer_key for row in rows} - {""})
        for row in rows:
            row.producer_key = self.producers.known_as(row.producer_key)
        self.products = self._find_products({row.name_key for row in rows})
        self._numbered: dict[int, Product] = {}
        self.know(row.decided.chosen_id for row in rows if row.decided)
        self._slugs = queries.slugs_like(session, {slug_of(row.producer) for row in rows})
        self._decisions: dict[DecisionKey, Decision] = {}
        self._looked_up: set[tuple[date | None, int | None]] = set()

    def _find_producers(self, keys: set[str]) -> Producers:
        named = queries.producers_named(self.session, keys)
        targets = {one.merged_into_id for one in named if one.merged_into_id is not None}
        known = {one.id: one for one in queries.producers(self.session, targets)}
        producers = Producers((one for one in named if one.merged_into_id is None), self.atlas)
        for one in named:
            if one.merged_into_id is not None:
                producers.add_alias(one.name_key, known[one.merged_into_id])
        return producers

    def _find_products(self, keys: set[str]) -> Products:
        named = queries.products_named(self.session, keys)
        merged = {one.id for one in named if one.merged_into_id is not None}
        known = queries.products(self.session, merged)
        products = Products((one for one in named if one.id not in merged), self.atlas)
        for one in named:
            if one.id in merged:
                products.add_alias(one, known[one.id])
        return products

    def chosen(self, row: RegisterRow) -> Product | None:
        """The product that somebody said this row is about."""
        chosen_id = row.decided.chosen_id if row.decided else None
        return self._numbered.get(chosen_id) if chosen_id is not None else None

    def know(self, product_ids: Iterable[int | None]) -> None:
        """Make products known by their numbers."""
        ids = {one for one in product_ids if one is not None}
        self._numbered |= queries.products(self.session, ids)

    def product(self, product_id: int) -> Product:
        """A product that was made known."""
        return self._numbered[product_id]

    def taken(self, row: RegisterRow) -> Certificate | None:
        """What the same row was about when it was taken before."""
        return self._taken.get(row.hash)

    def was_taken(self, row: RegisterRow) -> bool:
        """Whether the same row was taken before this chunk."""
        return row.hash in self._known_hashes

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
                self.decision(row.decision, row.issued, product.province_id, row.body)
                if row.decision
                else None
            ),
            number=row.certificate,
            product_code=row.product_code,
            evidence=Evidence.DECISION if row.decision else Evidence.PRESS,
            stars=row.stars,
            source=row.source,
            note=row.note,
        )
        date_certificate(certificate, row.issued)
        product.certificates.append(certificate)
        return certificate

    def decision(
        self, number: str, issued: Period | None, province_id: int | None, body: str
    ) -> Decision:
        """The decision of that number, date and province; a new one when there is none."""
        day = issued.first if issued else None
        self._look_up(day, province_id)
        key = (decision_key(number), day, province_id)
        if key not in self._decisions:
            self._decisions[key] = Decision(
                number=number,
                issued_from=day,
                issued_precision=issued.precision if issued else None,
                province_id=province_id,
                issuing_body=body,
            )
            self.session.add(self._decisions[key])
        return self._decisions[key]

    def _look_up(self, day: date | None, province_id: int | None) -> None:
        """Know the decisions of a day and a province; asked once for each."""
        if (day, province_id) in self._looked_up:
            return
        self._looked_up.add((day, province_id))
        for known in queries.decisions_of(self.session, day, province_id):
            self._decisions.setdefault((decision_key(known.number), day, province_id), known)


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
    certificate.programme = programme_of(issued)
