"""What of the register the rows of a batch could mean, without loading the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from marketplace.producers.models import Producer
from marketplace.registry.importing.places import Atlas
from marketplace.registry.matching.verdicts import Described, Paper, certificate, product_code
from marketplace.registry.models import Certificate, Decision, Product

_AT_ONCE = 500  # values in one IN, rows fetched at a time


def producer_keys(session: Session) -> Iterator[tuple[int, str]]:
    """The id and the key of every producer, a few at a time."""
    rows = session.execute(
        select(Producer.id, Producer.name_key).where(Producer.merged_into_id.is_(None)),
        execution_options={"yield_per": _AT_ONCE},
    )
    return ((row.id, row.name_key) for row in rows)


def producers_by_tax_code(session: Session, codes: Collection[str]) -> dict[str, list[int]]:
    """The ids of producers by their tax codes."""
    found = defaultdict(list)
    for some in _in_parts(codes):
        for row in session.execute(
            select(Producer.tax_code, Producer.id).where(
                Producer.tax_code.in_(some), Producer.merged_into_id.is_(None)
            )
        ):
            found[row.tax_code].append(row.id)
    return found


class ProductKey(NamedTuple):
    """As much of a product as tells whether a row may be about it."""

    id: int
    name_key: str
    producer_id: int | None
    province_id: int | None


def product_keys(session: Session, *, nobodys_only: bool) -> Iterator[ProductKey]:
    """Every product, or those without a producer, a few at a time."""
    query = select(Product.id, Product.name_key, Product.producer_id, Product.province_id).where(
        Product.merged_into_id.is_(None)
    )
    if nobodys_only:
        query = query.where(Product.producer_id.is_(None))
    rows = session.execute(query, execution_options={"yield_per": _AT_ONCE})
    return map(ProductKey._make, rows)


def products_of(session: Session, producer_ids: Collection[int]) -> dict[int, list[int]]:
    """The ids of products by their producers."""
    return _ids_by(session, Product.producer_id, Product.id, producer_ids)


def products_by_code(session: Session, codes: Collection[str]) -> dict[str, list[int]]:
    """The ids of products by the product codes of their certificates, as they are written."""
    return _ids_by(session, Certificate.product_code, Certificate.product_id, codes)


def products_by_certificate(session: Session, numbers: Collection[str]) -> dict[str, list[int]]:
    """The ids of products by the numbers of their certificates, as they are written."""
    return _ids_by(session, Certificate.number, Certificate.product_id, numbers)


def _ids_by(
    session: Session,
    key: InstrumentedAttribute[Any],
    ids: InstrumentedAttribute[int],
    wanted: Collection[Any],
) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = defaultdict(list)
    for some in _in_parts(wanted):
        for value, found_id in session.execute(select(key, ids).where(key.in_(some))):
            found[value].append(found_id)
    return found


def described_products(
    session: Session, ids: Collection[int], atlas: Atlas
) -> dict[int, Described]:
    """These products as the register describes them; one that was merged is left out."""
    papers = _papers(session, ids)
    found = {}
    for row in _product_rows(session, ids):
        codes, certificates = papers[row.id]
        found[row.id] = Described(
            name=row.name,
            producer=row.producer or "",
            where=atlas.of_ids(row.province_id, row.unit_id, row.old_unit_id, row.place_text),
            product_codes=frozenset(codes),
            certificates=frozenset(certificates),
            tax_code=row.tax_code or "",
        )
    return found


def _product_rows(session: Session, ids: Collection[int]) -> Iterator[Any]:
    for some in _in_parts(ids):
        yield from session.execute(
            select(
                Product.id,
                Product.name,
                Producer.name.label("producer"),
                Producer.tax_code,
                Product.province_id,
                Product.unit_id,
                Product.old_unit_id,
                Product.place_text,
            )
            .outerjoin(Producer, Producer.id == Product.producer_id)
            .where(Product.id.in_(some), Product.merged_into_id.is_(None))
        )


def _papers(session: Session, ids: Collection[int]) -> dict[int, tuple[set[str], set[Paper]]]:
    """The codes and the certificates of products."""
    found: dict[int, tuple[set[str], set[Paper]]] = defaultdict(lambda: (set(), set()))
    for some in _in_parts(ids):
        for row in session.execute(
            select(
                Certificate.product_id,
                Certificate.product_code,
                Certificate.number,
                Decision.number.label("decision"),
            )
            .outerjoin(Decision, Decision.id == Certificate.decision_id)
            .where(Certificate.product_id.in_(some))
        ):
            codes, certificates = found[row.product_id]
            codes |= product_code(row.product_code)
            certificates |= certificate(row.number, row.decision)
    return found


def described_producers(
    session: Session, ids: Collection[int], atlas: Atlas
) -> dict[int, Described]:
    """These producers as the register describes them."""
    found = {}
    for some in _in_parts(ids):
        for row in session.execute(
            select(
                Producer.id,
                Producer.name,
                Producer.tax_code,
                Producer.province_id,
                Producer.unit_id,
                Producer.old_unit_id,
                Producer.place_text,
            ).where(Producer.id.in_(some), Producer.merged_into_id.is_(None))
        ):
            where = atlas.of_ids(row.province_id, row.unit_id, row.old_unit_id, row.place_text)
            found[row.id] = Described(producer=row.name, where=where, tax_code=row.tax_code or "")
    return found


def _in_parts(values: Collection[Any]) -> Iterator[list[Any]]:
    ordered = sorted(set(values))
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def product_ids_after(session: Session, after: int, most: int) -> list[int]:
    """The next products in the order of their numbers."""
    return list(
        session.scalars(
            select(Product.id)
            .where(Product.id > after, Product.merged_into_id.is_(None))
            .order_by(Product.id)
            .limit(most)
        )
    )
