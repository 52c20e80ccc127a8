"""Which product and which producer of the register a row is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from marketplace.producers.models import Producer
from marketplace.registry.importing.places import Atlas, Where
from marketplace.registry.importing.recognitions import find_certificate
from marketplace.registry.importing.statements import RegisterRow
from marketplace.registry.models import Product


class Products:
    """The products of the register by what makes them one: name, producer and place."""

    def __init__(self, products: Iterable[Product], atlas: Atlas) -> None:
        self.atlas = atlas
        self._by_key: dict[tuple[str, str], list[Product]] = defaultdict(list)
        self._by_name: dict[str, list[Product]] = defaultdict(list)
        for product in products:
            self.add(product)

    def add(self, product: Product) -> None:
        """Make a product known."""
        self._by_key[product.name_key, _producer_key(product)].append(product)
        self._by_name[product.name_key].append(product)

    def add_alias(self, merged: Product, product: Product) -> None:
        """Make a product known by the name and producer of one that was merged into it."""
        self._by_key[merged.name_key, _producer_key(merged)].append(product)

    def where(self, product: Product) -> Where:
        """The place of a product, as far as the register knows it."""
        return self.atlas.of_ids(
            product.province_id, product.unit_id, product.old_unit_id, product.place_text
        )

    def find(self, row: RegisterRow) -> Product | None:
        """The product that the row states, if the register has it.

        A place that one of the two leaves out, or states less exactly, makes no other product.
        """
        candidates = [
            product
            for product in self._by_key[row.name_key, row.producer_key]
            if self.atlas.agree(self.where(product), row.where)
        ]
        if not row.producer_key:
            return self._without_producer(row, candidates)
        for product in candidates:
            if self.where(product).same_as(row.where):
                return product
        return self._less_or_more_exact(row, candidates)

    def _less_or_more_exact(self, row: RegisterRow, candidates: list[Product]) -> Product | None:
        exact = [p for p in candidates if self.where(p).exactness >= row.where.exactness]
        if len(exact) > 1:  # the row is vague: what it certifies decides, or nothing does
            exact = [product for product in exact if find_certificate(product, row) is not None]
            return exact[0] if len(exact) == 1 else None
        if exact:
            return exact[0]
        return max(candidates, key=lambda product: self.where(product).exactness, default=None)

    def _without_producer(self, row: RegisterRow, candidates: list[Product]) -> Product | None:
        """Nobody's product is another row's only in the same place, and a province is no place."""
        is_local = row.where.is_found or len(row.where.parts) > 1
        for product in candidates:
            if self.where(product).same_as(row.where) and (
                is_local or find_certificate(product, row) is not None
            ):
                return product
        return None

    def find_moved(self, row: RegisterRow, claimed: set[Product]) -> Product | None:
        """The same product with its place corrected: same producer, same certificate.

        Only a product that no row of the file states (none ``claimed``) can have moved.
        """
        if not row.producer_key:
            return None
        for product in self._by_key[row.name_key, row.producer_key]:
            if product not in claimed and find_certificate(product, row) is not None:
                return product
        return None

    def alike(self, row: RegisterRow, own: Product) -> list[Product]:
        """Other products that may be the same one: where a producer, or the place, is in doubt."""
        return [
            other
            for other in self._by_name[row.name_key]
            if other is not own and self._is_alike(row, other)
        ]

    def _is_alike(self, row: RegisterRow, other: Product) -> bool:
        if _producer_key(other) == row.producer_key:
            return bool(row.producer_key)
        one_is_nobodys = not row.producer_key or other.producer is None
        return one_is_nobodys and self.atlas.agree(self.where(other), row.where)


class Producers:
    """The producers of the register by name and place."""

    def __init__(self, producers: Iterable[Producer], atlas: Atlas) -> None:
        self.atlas = atlas
        self._by_key: dict[str, list[Producer]] = defaultdict(list)
        self._aliases: dict[str, str] = {}
        for producer in producers:
            self.add(producer)

    def add(self, producer: Producer) -> None:
        """Make a producer known."""
        self._by_key[producer.name_key].append(producer)

    def add_alias(self, key: str, producer: Producer) -> None:
        """Make a producer known by the name of one that was merged into it."""
        self._aliases[key] = producer.name_key
        if producer not in self._by_key[producer.name_key]:
            self.add(producer)

    def known_as(self, key: str) -> str:
        """The key under which the register has who is called so."""
        return key if self._by_key.get(key) else self._aliases.get(key, key)

    def where(self, producer: Producer) -> Where:
        """The place of a producer, as far as the register knows it."""
        return self.atlas.of_ids(
            producer.province_id, producer.unit_id, producer.old_unit_id, producer.place_text
        )

    def find(self, row: RegisterRow) -> Producer | None:
        """The producer that the row names, if there is just one such.

        A producer may have products in several communes of a district; the same name in
        another district is another producer.
        """
        found = [
            producer
            for producer in self._by_key[row.producer_key]
            if self.atlas.agree(self.where(producer), row.where)
            or self.atlas.same_district(self.where(producer), row.where)
        ]
        same = [producer for producer in found if self.where(producer).same_as(row.where)]
        if same:
            return same[0]
        return found[0] if len(found) == 1 else None


def _producer_key(product: Product) -> str:
    return product.producer.name_key if product.producer else ""
