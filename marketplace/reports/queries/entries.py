"""The entries of a book: products and producers of the day, put together from what was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from marketplace.producers.models import EPaymentKind
from marketplace.registry.models import Precision
from marketplace.reports.book import (
    Filters,
    Owner,
    ProducerInForce,
    ProductInForce,
    ProductOver,
    Registered,
)
from marketplace.reports.queries.certified import Register
from marketplace.reports.queries.presence import Presence
from marketplace.reports.rows import Place, UndatedRow
from marketplace.reports.rules import may_be_in_force
from marketplace.reports.rules.certificates import (
    CertificateRow,
    Happening,
    happenings,
    in_force,
    latest_over,
    state_in_force,
)
from marketplace.text import sort_key

_NO_CERTIFICATES: list[CertificateRow] = []


class Entries:
    """What the filters leave of the register on a day."""

    def __init__(
        self,
        register: Register,
        presence: Presence,
        accounts: Mapping[int | None, tuple[EPaymentKind, ...]],
        day: date,
        filters: Filters,
    ) -> None:
        self._register = register
        self._presence = presence
        self._accounts = accounts
        self._day = day
        self._filters = filters
        self._takes_all = filters.is_empty
        self._rest: list[Registered] = []  # not in force on the day
        self._in_force = list(self._products_in_force())

    def _products_in_force(self) -> Iterator[ProductInForce]:
        certificates, day = self._register.certificates, self._day
        for product in self._register.products.values():
            held = certificates.get(product.id, _NO_CERTIFICATES)
            certificate = in_force(held, day)
            if certificate is None:
                self._rest.append(product)
            else:
                yield self._product(product, certificate)

    def _product(self, product: Registered, certificate: CertificateRow) -> ProductInForce:
        key = self._presence.key(product.id)
        return ProductInForce(
            *product,
            certificate.proven_stars,
            certificate.number,
            self._register.decisions.get(certificate.decision_id),
            certificate.issued_to or date.min,
            certificate.last_day or date.max,
            state_in_force(certificate, self._day),
            key[0],
            self._presence.counted(key),
            self._presence.is_promoted(key),
        )

    @cached_property
    def products(self) -> Sequence[ProductInForce]:
        """The products in force."""
        if self._takes_all:
            return self._in_force
        return [row for row in self._in_force if self._takes(row, row.stars)]

    def _takes(self, row: Registered | ProductInForce | ProductOver, stars: int | None) -> bool:
        asked = self._filters
        return self._takes_all or (
            asked.take_area(row.area)
            and asked.take_kind(row.owner.kind)
            and asked.take_goods(row.sector, row.group_no, stars)
        )

    @cached_property
    def producers(self) -> Sequence[ProducerInForce]:
        """The producers with a product in force; one whose producer is not known is nobody's."""
        asked = self._filters
        of_owner: defaultdict[int | None, list[ProductInForce]] = defaultdict(list)
        for row in self._in_force:
            if self._takes_all or asked.take_goods(row.sector, row.group_no, row.stars):
                of_owner[row.owner.id].append(row)
        of_owner.pop(None, None)
        return [
            self._producer(rows[0].owner, rows)
            for rows in of_owner.values()
            if self._takes_all or self._takes_itself(rows[0].owner)
        ]

    def _producer(self, owner: Owner, rows: Sequence[ProductInForce]) -> ProducerInForce:
        return ProducerInForce(
            owner.id or 0,
            owner.name or "",
            owner,
            len(rows),
            max(row.stars or 0 for row in rows) or None,
            tuple({row.sector for row in rows}),
            tuple({row.group_no for row in rows}),
            self._accounts.get(owner.id, ()),
        )

    def _takes_itself(self, owner: Owner) -> bool:
        return self._filters.take_area(owner.area) and self._filters.take_kind(owner.kind)

    def takes_owner(self, owner: Owner) -> bool:
        """Whether the filters leave a producer, with a product in force or without."""
        if self._takes_all:
            return True
        if self._filters.asks_for_products:
            return owner.id in self._left
        return self._takes_itself(owner)

    @cached_property
    def _left(self) -> frozenset[int]:
        return frozenset(row.id for row in self.producers)

    def over(self) -> Iterator[ProductOver]:
        """The products that were recognised and no longer are."""
        for product in self._rest:
            held = self._register.certificates.get(product.id, _NO_CERTIFICATES)
            found = latest_over(held, self._day)
            if found is None:
                continue
            certificate, phase = found
            if self._takes(product, certificate.proven_stars):
                yield ProductOver(
                    *product,
                    certificate.proven_stars,
                    certificate.number,
                    self._register.decisions.get(certificate.decision_id),
                    phase.first_day,
                    phase.state,
                )

    def happenings(self) -> Iterator[Happening]:
        """What happened to the products up to the day, by the stars of the certificate meant."""
        products, takes_all = self._register.products, self._takes_all
        for product_id, held in self._register.certificates.items():
            product = products.get(product_id)
            if product is None:
                continue
            for happening in happenings(held, self._day):
                if takes_all or self._takes(product, happening.certificate.proven_stars):
                    yield happening

    def undated(self) -> list[UndatedRow]:
        """Certificates that may hold but do not count, their dates being missing or rough."""
        found = [
            self._undated(product, certificate)
            for product in self._rest
            for certificate in self._register.certificates.get(product.id, _NO_CERTIFICATES)
            if self._may_hold(certificate) and self._takes(product, certificate.proven_stars)
        ]
        return sorted(found, key=lambda row: (sort_key(row.product), row.product_id))

    def _may_hold(self, certificate: CertificateRow) -> bool:
        return certificate.issued_precision != Precision.DAY and may_be_in_force(
            self._day,
            issued_from=certificate.issued_from,
            issued_to=certificate.issued_to,
            revoked_on=certificate.revoked_on,
        )

    def _undated(self, product: Registered, certificate: CertificateRow) -> UndatedRow:
        precision = certificate.issued_precision
        return UndatedRow(
            product_id=product.id,
            product=product.name,
            producer=product.owner.name,
            place=Place(
                product.area.commune_name, product.area.old_district_name, product.place_text
            ),
            stars=certificate.proven_stars,
            certificate=certificate.number,
            decision=self._register.decisions.get(certificate.decision_id),
            issued_from=certificate.issued_from,
            issued_to=certificate.issued_to,
            precision=Precision(precision) if precision else None,
        )
