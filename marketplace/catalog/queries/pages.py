"""What the pages of one product and of one producer show, in plain columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from marketplace.admin_units.models import AdminUnit
from marketplace.catalog.models import Listing, ListingState, Picture
from marketplace.catalog.queries.cards import Rows, on_sale
from marketplace.catalog.rules import LARGE_WIDTH, PAGE_WIDTH, listing_url, picture_url
from marketplace.money import Vnd
from marketplace.producers.models import Producer, ProducerKind
from marketplace.registry.models import Certificate, Product
from marketplace.registry.queries import is_recognition, latest_first

_Unit = aliased(AdminUnit)
_Province = aliased(AdminUnit)
_OldUnit = aliased(AdminUnit)
_OldParent = aliased(AdminUnit)
_OldGrandparent = aliased(AdminUnit)


@dataclass(frozen=True, slots=True)
class Seller:
    """Who sells, for the box of seller information that the law asks for."""

    id: int
    name: str
    slug: str
    kind: ProducerKind | None
    place: str  # of today, as exactly as the register knows it; may be ""
    old_place: str  # before July 2025, when it is known and differs; may be ""
    phone: str | None
    email: str | None
    intro: str
    shop_opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a product page shows of a listing, without certificates and pictures."""

    id: int
    product_id: int
    slug: str
    name: str
    price_vnd: Vnd
    unit: str
    weight_g: int
    stock: int
    group_no: int | None
    story: str
    is_illustration: bool
    state: ListingState
    seller: Seller

    @property
    def url(self) -> str:
        """The address of the product page."""
        return listing_url(self.slug, self.id)


@dataclass(frozen=True, slots=True)
class PictureView:
    """One picture of a listing, in the two sizes of a page."""

    id: int
    url: str
    large_url: str
    large_width: int
    width: int
    height: int


def offer_on_sale(session: Session, listing_id: int) -> Offer | None:
    """The listing as buyers see it; None when it is not on sale."""
    return _offer(session, _ON_SALE, {"listing_id": listing_id})


def offer_of_producer(session: Session, listing_id: int, producer_id: int) -> Offer | None:
    """One of the producer's own listings, on sale or not, as buyers see it or would."""
    return _offer(session, _OWN, {"listing_id": listing_id, "producer_id": producer_id})


def shop_by_slug(session: Session, slug: str) -> Seller | None:
    """The producer behind an open shop."""
    row = session.execute(_SHOP, {"slug": slug}).one_or_none()
    return _seller(row) if row else None


def shop_merged_into(session: Session, slug: str) -> str | None:
    """The address of the shop that another one was merged into."""
    kept = aliased(Producer)
    return session.scalar(
        select(kept.slug)
        .join(Producer, Producer.merged_into_id == kept.id)
        .where(Producer.slug == slug)
    )


def pictures_of(session: Session, listing_id: int) -> list[PictureView]:
    """The pictures of a listing in its producer's order."""
    rows = session.execute(_PICTURES, {"listing_id": listing_id})
    return [
        PictureView(
            id=row.id,
            url=picture_url(row.file_key, PAGE_WIDTH),
            large_url=picture_url(row.file_key, LARGE_WIDTH),
            large_width=min(row.width, LARGE_WIDTH),
            width=row.width,
            height=row.height,
        )
        for row in rows
    ]


def certificates_of(session: Session, product_id: int) -> Sequence[Certificate]:
    """The recognitions of a product with their decisions, the latest first, undated ones last."""
    return session.scalars(_CERTIFICATES, {"product_id": product_id}).all()


def _seller_columns() -> tuple[ColumnElement[Any] | Any, ...]:
    return (
        Producer.id.label("seller_id"),
        Producer.name.label("seller_name"),
        Producer.slug.label("seller_slug"),
        Producer.kind,
        Producer.phone,
        Producer.email,
        Producer.intro,
        Producer.shop_opened_at,
        Producer.place_text,
        _Unit.name.label("unit_name"),
        _Province.name.label("province"),
        _OldUnit.name.label("old_unit"),
        _OldParent.name.label("old_parent"),
        _OldGrandparent.name.label("old_grandparent"),
    )


def _seller_rows() -> Rows:
    return _with_places(
        select(*_seller_columns()).select_from(Producer),
        Producer.unit_id,
        Producer.old_unit_id,
        Producer.province_id,
    )


def _offer_rows() -> Rows:
    statement = (
        select(
            Listing.id,
            Listing.product_id,
            Listing.slug,
            Product.name,
            Listing.price_vnd,
            Listing.unit,
            Listing.weight_g,
            Listing.stock,
            Listing.group_no,
            Listing.story,
            Listing.is_illustration,
            Listing.state,
            *_seller_columns(),
        )
        .join(Product, Product.id == Listing.product_id)
        .join(Producer, Producer.id == Listing.producer_id)
    )
    return _with_places(
        statement,
        func.coalesce(Producer.unit_id, Product.unit_id),
        func.coalesce(Producer.old_unit_id, Product.old_unit_id),
        func.coalesce(Producer.province_id, Product.province_id),
    )


def _with_places(statement: Rows, unit: Any, old_unit: Any, province: Any) -> Rows:
    """Join the places of today and of before July 2025, up to their provinces."""
    return (
        statement.outerjoin(_Unit, _Unit.id == unit)
        .outerjoin(_Province, _Province.id == func.coalesce(_Unit.parent_id, province))
        .outerjoin(_OldUnit, _OldUnit.id == old_unit)
        .outerjoin(_OldParent, _OldParent.id == _OldUnit.parent_id)
        .outerjoin(_OldGrandparent, _OldGrandparent.id == _OldParent.parent_id)
    )


# Built once: building a statement costs as much as asking it.
_ON_SALE = _offer_rows().where(Listing.id == bindparam("listing_id"), on_sale())
_OWN = _offer_rows().where(
    Listing.id == bindparam("listing_id"), Listing.producer_id == bindparam("producer_id")
)
_SHOP = _seller_rows().where(
    Producer.slug == bindparam("slug"), Producer.shop_opened_at.is_not(None)
)
_PICTURES = (
    select(Picture.id, Picture.file_key, Picture.width, Picture.height)
    .where(Picture.listing_id == bindparam("listing_id"))
    .order_by(Picture.position, Picture.id)
)
_CERTIFICATES = (
    select(Certificate)
    .where(Certificate.product_id == bindparam("product_id"), is_recognition())
    .options(joinedload(Certificate.decision))
    .order_by(*latest_first())
)


def _offer(session: Session, rows: Rows, wanted: dict[str, int]) -> Offer | None:
    row = session.execute(rows, wanted).one_or_none()
    if row is None:
        return None
    return Offer(
        id=row.id,
        product_id=row.product_id,
        slug=row.slug,
        name=row.name,
        price_vnd=row.price_vnd,
        unit=row.unit,
        weight_g=row.weight_g,
        stock=row.stock,
        group_no=row.group_no,
        story=row.story,
        is_illustration=row.is_illustration,
        state=row.state,
        seller=_seller(row),
    )


def _seller(row: Any) -> Seller:
    return Seller(
        id=row.seller_id,
        name=row.seller_name,
        slug=row.seller_slug,
        kind=row.kind,
        place=_place_today(row),
        old_place=_joined(row.old_unit, row.old_parent, row.old_grandparent),
        phone=row.phone,
        email=row.email,
        intro=row.intro,
        shop_opened_at=row.shop_opened_at,
    )


def _place_today(row: Any) -> str:
    """The commune; one that the register could not find stands as its source wrote it."""
    if row.unit_name:
        return _joined(row.unit_name, row.province)
    return row.place_text or row.province or ""


def _joined(*names: str | None) -> str:
    """Places from small to large: "Xã Văn Chấn, Tỉnh Lào Cai"."""
    return ", ".join(name for name in names if name)
