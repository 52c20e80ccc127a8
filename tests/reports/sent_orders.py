"""Orders that were sent, row by row, for tests of files."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.money import Vnd
from marketplace.orders.models import OrderLine, OrderState, Purchase, SellerOrder
from marketplace.registry.models import Product
from tests.orders.buying import place_of
from tests.reports.market import Market

BUYER = "Nguyễn Thị Bí Mật"


def sent_order(
    session: Session, product: Product, sent_at: datetime | None, quantity: int = 2
) -> SellerOrder:
    """An order of one product, sent at a moment or not yet."""
    market = Market(session)
    purchase = Purchase(
        number=f"DM-{secrets.token_hex(4)}",
        secret=secrets.token_hex(20),
        checkout_token=secrets.token_hex(20),
        buyer_name=BUYER,
        phone="+84987654321",
        email="bi-mat@example.com",
        province_id=place_of(session, "15").id,
        commune_id=place_of(session, "02647").id,
        address="Số 9, ngõ Bí Mật",
        locale="vi",
        total_vnd=Vnd(120_000 * quantity),
        placed_at=sent_at or datetime.fromisoformat("2022-12-01T00:00:00Z"),
        pay_by=sent_at or datetime.fromisoformat("2022-12-01T00:00:00Z"),
    )
    session.add(purchase)
    session.flush()
    order = SellerOrder(
        purchase_id=purchase.id,
        position=1,
        producer_id=product.producer_id or market.producer().id,
        producer_name="Hợp tác xã Chè",
        subtotal_vnd=Vnd(120_000 * quantity),
        state=OrderState.SENT if sent_at else OrderState.PAID,
        sent_at=sent_at,
    )
    session.add(order)
    session.flush()
    period = market.live(product)
    session.add(
        OrderLine(
            order_id=order.id,
            listing_id=period.listing_id,
            product_id=product.id,
            name=product.name,
            unit="hộp",
            price_vnd=Vnd(120_000),
            quantity=quantity,
            amount_vnd=Vnd(120_000 * quantity),
            stars=4,
        )
    )
    session.flush()
    return order
