"""One purchase of a buyer, split into an order for each producer, with copied lines."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db import Base, choice
from marketplace.money import Vnd
from marketplace.producers.models import Producer


class OrderState(enum.StrEnum):
    """Where a producer's order is. The purchase's own state is derived from its orders."""

    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"  # the producer packs it
    PACKED = "packed"
    SENT = "sent"
    EXPIRED = "expired"  # not paid in time; the stock went back
    CANCELLED = "cancelled"  # by the buyer, before paying


class Purchase(Base):
    """What one buyer placed at once: one address, one payment, one order per producer."""

    __tablename__ = "purchases"
    __table_args__ = (
        CheckConstraint("total_vnd > 0", name="total"),
        Index("ix_purchases_unpaid", "closed_at", "pay_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)  # said on the phone
    secret: Mapped[str] = mapped_column(String(43), unique=True)  # the order page's address
    checkout_token: Mapped[str] = mapped_column(String(43), unique=True)  # one form, one purchase
    buyer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    buyer_name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(20))  # E.164
    email: Mapped[str | None] = mapped_column(String(254))
    province_id: Mapped[int] = mapped_column(ForeignKey("admin_units.id"))
    commune_id: Mapped[int] = mapped_column(ForeignKey("admin_units.id"))
    address: Mapped[str] = mapped_column(String(400))  # copied whole, as it was that day
    note: Mapped[str] = mapped_column(Text, default="")
    locale: Mapped[str] = mapped_column(String(5))
    total_vnd: Mapped[Vnd]
    is_demo: Mapped[bool] = mapped_column(default=False)
    placed_at: Mapped[datetime]
    pay_by: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]  # paid, expired or cancelled: waits for money no more

    orders: Mapped[list[SellerOrder]] = relationship(
        back_populates="purchase", order_by="SellerOrder.position"
    )


class SellerOrder(Base):
    """One producer's part of a purchase, and all that this producer sees of it."""

    __tablename__ = "seller_orders"
    __table_args__ = (
        UniqueConstraint("purchase_id", "position"),
        CheckConstraint("subtotal_vnd > 0", name="subtotal"),
        Index("ix_seller_orders_work", "producer_id", "state"),
        Index("ix_seller_orders_sent", "sent_at", "subtotal_vnd"),
        Index("ix_seller_orders_sold", "producer_id", "sent_at", "subtotal_vnd"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"))
    position: Mapped[int]  # 1, 2, ...: the number is <purchase>-<position>
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    producer_name: Mapped[str] = mapped_column(String(200))
    subtotal_vnd: Mapped[Vnd]
    state: Mapped[OrderState] = mapped_column(choice(OrderState))
    packed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    carrier: Mapped[str | None] = mapped_column(String(80))
    tracking_number: Mapped[str | None] = mapped_column(String(60))

    purchase: Mapped[Purchase] = relationship(back_populates="orders")
    producer: Mapped[Producer] = relationship()
    lines: Mapped[list[OrderLine]] = relationship(back_populates="order", order_by="OrderLine.id")

    @property
    def number(self) -> str:
        """The number both sides say: the purchase's and this order's place in it."""
        return f"{self.purchase.number}-{self.position}"


class OrderLine(Base):
    """One listing bought: everything copied on the day of sale, whatever happens to the listing."""

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("quantity BETWEEN 1 AND 999", name="quantity"),
        CheckConstraint("price_vnd > 0", name="price"),
        CheckConstraint("amount_vnd = price_vnd * quantity", name="amount"),
        CheckConstraint("stars BETWEEN 3 AND 5", name="stars"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("seller_orders.id"), index=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(40))
    price_vnd: Mapped[Vnd]
    quantity: Mapped[int]
    amount_vnd: Mapped[Vnd]
    stars: Mapped[int | None]
    certificate_number: Mapped[str | None] = mapped_column(String(80))

    order: Mapped[SellerOrder] = relationship(back_populates="lines")
