"""Purchases that wait for money."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace import clock
from marketplace.admin_units.models import AdminUnit, Level, Scheme
from marketplace.cart import actions as cart
from marketplace.cart import queries as cart_queries
from marketplace.cart.rules import Owner
from marketplace.catalog.models import Listing
from marketplace.orders import actions as orders
from marketplace.orders.models import Purchase
from marketplace.orders.queries import goods
from marketplace.orders.rules.numbers import new_secret
from marketplace.orders.rules.quote import Quote, shown


def make_purchase(session: Session, basket: Mapping[Listing, int], *, now: datetime) -> Purchase:
    """A guest's purchase of these listings, placed now, with an hour to pay."""
    owner = Owner(token_hash=secrets.token_hex(32))
    for listing, quantity in basket.items():
        cart.add(session, owner, listing.id, quantity, now=now)
    session.flush()
    held = cart_queries.hold_cart(session, owner)
    quantities = {line.listing_id: line.quantity for line in cart_queries.lines(session, held.id)}
    seen = shown(goods.bought(session, quantities, clock.day_in_vietnam(now)))
    placing = orders.Placing(
        quote=Quote(held.id, new_secret(), seen),
        delivery=_delivery(session),
        buyer_id=None,
        locale="vi",
        pay_by=now + timedelta(hours=1),
        is_demo=False,
    )
    return orders.place(session, owner, placing, now=now)


def _delivery(session: Session) -> orders.Delivery:
    commune = session.scalars(
        select(AdminUnit).where(
            AdminUnit.scheme == Scheme.SINCE_2025,
            AdminUnit.level == Level.COMMUNE,
            AdminUnit.code == "02647",
        )
    ).one()
    return orders.Delivery(
        name="Cô Hoa",
        phone="+84912345678",
        email="hoa@example.com",
        province_id=commune.parent_id,
        commune_id=commune.id,
        address="số 1, Phường Lào Cai, Tỉnh Lào Cai",
        note="",
    )
