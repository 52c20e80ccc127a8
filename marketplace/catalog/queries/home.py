"""What the first page gathers, each part in one statement."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.admin_units.models import AdminUnit
from marketplace.catalog.models import Listing
from marketplace.catalog.queries.cards import on_sale
from marketplace.producers.models import Producer


@dataclass(frozen=True, slots=True)
class ShopCard:
    """A producer as the first page shows them."""

    name: str
    slug: str
    place_name: str
    listings: int
    group_no: int | None  # of one of their products, for the drawing


_GROUPS = (
    select(Listing.group_no, func.count())
    .join(Producer, Producer.id == Listing.producer_id)
    .where(on_sale(), Listing.group_no.is_not(None))
    .group_by(Listing.group_no)
)
_SHOPS = (
    select(
        Producer.name,
        Producer.slug,
        Producer.unit_id,
        func.coalesce(AdminUnit.name, Producer.place_text).label("place_name"),
        func.count(Listing.id).label("listings"),
        func.min(Listing.group_no).label("group_no"),
    )
    .join(Listing, Listing.producer_id == Producer.id)
    .outerjoin(AdminUnit, AdminUnit.id == Producer.unit_id)
    .where(on_sale())
    .group_by(Producer.id, AdminUnit.id)
    .order_by(Producer.unit_id.is_(None), func.count(Listing.id).desc(), Producer.id)
)


def groups_on_sale(session: Session) -> dict[int, int]:
    """How many listings each product group has on sale; groups without any are left out."""
    rows = session.execute(_GROUPS)
    return {group_no: count for group_no, count in rows if group_no is not None}


def shops_of_many_communes(session: Session, limit: int) -> list[ShopCard]:
    """Open shops with the most on sale, one of each commune; unknown communes come last."""
    chosen: dict[int | str, ShopCard] = {}
    for row in session.execute(_SHOPS):
        shop = ShopCard(row.name, row.slug, row.place_name, row.listings, row.group_no)
        chosen.setdefault(row.unit_id or row.slug, shop)
    return list(chosen.values())[:limit]
