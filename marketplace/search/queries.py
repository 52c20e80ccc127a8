"""What the index is made from, and the answers of the database while there is no index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from marketplace.admin_units.models import AdminUnit, Scheme
from marketplace.catalog import queries as catalog
from marketplace.catalog.models import Listing
from marketplace.catalog.queries.cards import on_sale, unit_id
from marketplace.producers.models import Producer
from marketplace.registry.models import Certificate, Product
from marketplace.registry.queries import is_recognition, latest_first
from marketplace.search.documents import SearchDocument, StarPeriod, star_periods
from marketplace.search.engine import Facets, Query, Result, Sort
from marketplace.search.rules import typed_words

_CHUNK = 500
_Unit = aliased(AdminUnit)
_Province = aliased(AdminUnit)
_Old = aliased(AdminUnit)
_OldParent = aliased(AdminUnit)
_OldGrandparent = aliased(AdminUnit)


def ids_on_sale(session: Session) -> list[int]:
    """The ids of all listings that buyers may find."""
    statement = select(Listing.id).join(Producer, Producer.id == Listing.producer_id)
    return list(session.scalars(statement.where(on_sale()).order_by(Listing.id)))


def listings_of_product(session: Session, product_id: int) -> list[int]:
    """The ids of the listings that offer a product, on sale or not."""
    return list(session.scalars(select(Listing.id).where(Listing.product_id == product_id)))


def listings_of_producer(session: Session, producer_id: int) -> list[int]:
    """The ids of the listings of a producer, on sale or not."""
    return list(session.scalars(select(Listing.id).where(Listing.producer_id == producer_id)))


def documents(session: Session, listing_ids: Sequence[int]) -> Iterator[SearchDocument]:
    """What the engine is told about these listings; those not on sale are left out.

    Two statements for each 500 listings, and one for the places.
    """
    districts = _districts_before_2025(session) if listing_ids else {}
    for start in range(0, len(listing_ids), _CHUNK):
        rows = _rows(session, listing_ids[start : start + _CHUNK])
        stars = _stars(session, {row.product_id for row in rows})
        for row in rows:
            yield _document(row, stars.get(row.product_id, ()), districts)


def _rows(session: Session, listing_ids: Collection[int]) -> Sequence[Any]:
    statement = (
        select(
            Listing.id,
            Listing.product_id,
            Listing.story,
            Listing.group_no,
            Listing.price_vnd,
            Listing.stock,
            Listing.published_at,
            Listing.created_at,
            Product.name,
            Product.place_text,
            Producer.name.label("producer"),
            Producer.place_text.label("producer_place_text"),
            _Unit.id.label("unit_id"),
            _Unit.code.label("unit_code"),
            _Unit.scheme.label("unit_scheme"),
            _Unit.name.label("unit"),
            _Province.name.label("province"),
            _Old.name.label("old_unit"),
            _OldParent.name.label("old_parent"),
            _OldGrandparent.name.label("old_grandparent"),
        )
        .join(Product, Product.id == Listing.product_id)
        .join(Producer, Producer.id == Listing.producer_id)
        .outerjoin(_Unit, _Unit.id == unit_id())
        .outerjoin(
            _Province,
            _Province.id
            == func.coalesce(_Unit.parent_id, Product.province_id, Producer.province_id),
        )
        .outerjoin(_Old, _Old.id == func.coalesce(Product.old_unit_id, Producer.old_unit_id))
        .outerjoin(_OldParent, _OldParent.id == _Old.parent_id)
        .outerjoin(_OldGrandparent, _OldGrandparent.id == _OldParent.parent_id)
        .where(on_sale(), Listing.id.in_(listing_ids))
        .order_by(Listing.id)
    )
    return session.execute(statement).all()


def _document(
    row: Any, stars: tuple[StarPeriod, ...], districts: Mapping[int, tuple[str, ...]]
) -> SearchDocument:
    old_place = (row.old_unit, row.old_parent, row.old_grandparent)
    before = old_place if row.old_unit else districts.get(row.unit_id, ())
    places = (row.unit, *before, row.province, row.place_text, row.producer_place_text)
    return SearchDocument(
        listing_id=row.id,
        name=row.name,
        producer=row.producer,
        places=tuple(place for place in places if place),
        story=row.story,
        group_no=row.group_no,
        commune_code=row.unit_code if row.unit_scheme is Scheme.SINCE_2025 else None,
        price_vnd=row.price_vnd,
        in_stock=row.stock > 0,
        published_at=row.published_at or row.created_at,
        stars=stars,
    )


def _stars(session: Session, product_ids: Collection[int]) -> dict[int, tuple[StarPeriod, ...]]:
    """The days on which each product holds a star; the newest certificate in force speaks."""
    columns = select(
        Certificate.product_id,
        Certificate.proven_stars,
        Certificate.issued_to,
        func.coalesce(Certificate.extended_until, Certificate.valid_until),
        Certificate.revoked_on,
    )
    rows = session.execute(
        columns.where(Certificate.product_id.in_(product_ids), is_recognition()).order_by(
            *latest_first()
        )
    )
    found: dict[int, list[tuple[int | None, date, date]]] = defaultdict(list)
    for product_id, stars, first, last, revoked_on in rows:
        if first is not None and last is not None:
            end = min(last, revoked_on - timedelta(days=1)) if revoked_on else last
            found[product_id].append((stars, first, end))
    return {product_id: star_periods(held) for product_id, held in found.items()}


def _districts_before_2025(session: Session) -> dict[int, tuple[str, ...]]:
    """The old districts whose communes each commune of today was made of: people still say them."""
    commune, district = aliased(AdminUnit), aliased(AdminUnit)
    rows = session.execute(
        select(commune.merged_into_id, district.name)
        .join(district, district.id == commune.parent_id)
        .where(commune.merged_into_id.is_not(None))
        .distinct()
        .order_by(district.name)
    )
    found: dict[int, tuple[str, ...]] = {}
    for merged_into_id, name in rows:
        if merged_into_id is not None:
            found[merged_into_id] = (*found.get(merged_into_id, ()), name)
    return found


class Commune(NamedTuple):
    """A commune of today, as far as a list of results needs it."""

    id: int
    code: str
    name: str
    short_name: str


_COMMUNES = select(AdminUnit.id, AdminUnit.code, AdminUnit.name, AdminUnit.short_name).where(
    AdminUnit.scheme == Scheme.SINCE_2025,
    AdminUnit.code.in_(bindparam("codes", expanding=True)),
)


def communes(session: Session, codes: Collection[str]) -> list[Commune]:
    """The communes of today with these codes."""
    rows = session.execute(_COMMUNES, {"codes": sorted(codes)}) if codes else ()
    return [Commune(*row) for row in rows]


_ORDERS = {
    Sort.CHEAPEST: catalog.Order.CHEAPEST,
    Sort.DEAREST: catalog.Order.DEAREST,
}


def answer_without_index(session: Session, query: Query) -> Result:
    """What the database itself finds: each folded word somewhere in product, producer or place.

    Nothing is counted, misspelt words find nothing, and any order but price is by date.
    """
    wanted = query.filters
    place = communes(session, [wanted.commune]) if wanted.commune else []
    if wanted.commune and not place:
        return _NOTHING
    filters = catalog.Filters(
        words=tuple(word.folded for word in typed_words(query.text)),
        stars=wanted.stars,
        groups=wanted.groups,
        unit_id=place[0].id if place else None,
        price_from=wanted.price_from,
        price_to=wanted.price_to,
        in_stock=wanted.in_stock,
        order=_ORDERS.get(query.sort, catalog.Order.NEWEST),
    )
    found = catalog.published_ids(session, filters, query.day)
    page = found[query.offset : query.offset + query.limit]
    return Result(tuple(page), len(found), _UNCOUNTED)


_UNCOUNTED = Facets({}, {}, {}, (), 0)
_NOTHING = Result((), 0, _UNCOUNTED)
