"""What of the register the rows of one chunk may be about; never the whole of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from marketplace.producers.models import Producer
from marketplace.registry.models import Certificate, Decision, Product, SetAsideRow, TakenRow

_WHOLE = (
    selectinload(Product.producer),
    selectinload(Product.certificates).selectinload(Certificate.decision),
)


def taken_rows(session: Session, hashes: Collection[str]) -> dict[str, Certificate]:
    """The certificates that these rows were about when they were taken before."""
    whole = selectinload(TakenRow.certificate)
    rows = session.scalars(
        select(TakenRow)
        .where(TakenRow.row_hash.in_(hashes))
        .options(
            whole.selectinload(Certificate.decision),
            whole.selectinload(Certificate.product).options(*_WHOLE),
        )
    )
    return {row.row_hash: row.certificate for row in rows}


def products_named(session: Session, keys: Collection[str]) -> list[Product]:
    """The products of these names, with producers and certificates; merged ones too."""
    asked = select(Product).where(Product.name_key.in_(keys))
    return list(session.scalars(asked.options(*_WHOLE).order_by(Product.id)))


def products(session: Session, ids: Collection[int]) -> dict[int, Product]:
    """Products by their numbers; one that was merged comes as what it was merged into."""
    found: dict[int, Product] = {}
    wanted = {number: number for number in ids}  # asked for -> to be looked up
    while wanted:
        asked = select(Product).where(Product.id.in_(set(wanted.values()))).options(*_WHOLE)
        known = {product.id: product for product in session.scalars(asked)}
        further = {}
        for number, current in wanted.items():
            product = known.get(current)
            if product is not None and product.merged_into_id is not None:
                further[number] = product.merged_into_id
            elif product is not None:
                found[number] = product
        wanted = further
    return found


def producers_named(session: Session, keys: Collection[str]) -> list[Producer]:
    """The producers of these names; merged ones too."""
    asked = select(Producer).where(Producer.name_key.in_(keys))
    return list(session.scalars(asked.order_by(Producer.id)))


def producers(session: Session, ids: Collection[int]) -> list[Producer]:
    """Producers by their numbers."""
    return list(session.scalars(select(Producer).where(Producer.id.in_(ids))))


def decisions_of(session: Session, day: date | None, province_id: int | None) -> list[Decision]:
    """The decisions of a day (or of none) and a province (or of none), the oldest first."""
    asked = select(Decision).where(
        Decision.issued_from.is_not_distinct_from(day),
        Decision.province_id.is_not_distinct_from(province_id),
    )
    return list(session.scalars(asked.order_by(Decision.id)))


def slugs_like(session: Session, slugs: Iterable[str]) -> set[str]:
    """Which of these addresses of producers are taken, with the numbered ones beside them."""
    taken = set(session.scalars(select(Producer.slug).where(Producer.slug.in_(set(slugs)))))
    for slug in sorted(taken):
        numbered = Producer.slug.startswith(f"{slug}-", autoescape=True)
        taken.update(session.scalars(select(Producer.slug).where(numbered)))
    return taken


def set_aside(session: Session, hashes: Collection[str]) -> set[str]:
    """Which of these rows are kept aside already."""
    asked = select(SetAsideRow.row_hash).where(SetAsideRow.row_hash.in_(hashes))
    return set(session.scalars(asked))
