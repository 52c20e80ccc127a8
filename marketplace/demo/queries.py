"""What the demo market builds upon."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.admin_units.models import AdminUnit, Level, Scheme
from marketplace.catalog.models import Listing, LivePeriod
from marketplace.orders.models import Purchase
from marketplace.outbox.models import OutboxMessage
from marketplace.producers.models import Producer
from marketplace.registry.models import Product
from marketplace.registry.queries import products_in_force


def is_loaded(session: Session) -> bool:
    """Whether the demo market stands: its people are written last."""
    return bool(session.scalar(select(func.count()).where(User.is_demo)))


def last_message_id(session: Session) -> int:
    """The newest message of the outbox; 0 when there never was one."""
    return session.scalar(select(func.max(OutboxMessage.id))) or 0


def find_product(session: Session, name: str, producer: str) -> Product | None:
    """The product of the register with this name, of the producer with this name."""
    return session.scalar(
        select(Product)
        .join(Product.producer)
        .where(Product.name == name, Producer.name == producer)
        .limit(1)
    )


def find_producer(session: Session, name: str) -> Producer | None:
    """The producer of the register with this name."""
    return session.scalar(select(Producer).where(Producer.name == name).limit(1))


def listings(session: Session) -> list[Listing]:
    """Every listing, oldest first."""
    return list(session.scalars(select(Listing).order_by(Listing.id)))


def products_in_force_not_listed(session: Session, day: date) -> list[Product]:
    """Products with a certificate in force on the day and nothing on sale here, by name."""
    live = select(LivePeriod.product_id)
    return list(
        session.scalars(
            select(Product)
            .where(Product.id.in_(products_in_force(day)), Product.id.not_in(live))
            .order_by(Product.name, Product.id)
        )
    )


def producers_in_force(session: Session, day: date) -> list[Producer]:
    """Producers of a product with a certificate in force on the day, by name."""
    holders = select(Product.producer_id).where(Product.id.in_(products_in_force(day)))
    return list(
        session.scalars(select(Producer).where(Producer.id.in_(holders)).order_by(Producer.name))
    )


def communes(session: Session) -> list[AdminUnit]:
    """The communes of today, to which the demo's buyers have their parcels sent."""
    return list(
        session.scalars(
            select(AdminUnit)
            .where(AdminUnit.scheme == Scheme.SINCE_2025, AdminUnit.level == Level.COMMUNE)
            .order_by(AdminUnit.code)
        )
    )


def purchase_count(session: Session) -> int:
    """How many purchases there are."""
    return session.scalar(select(func.count()).select_from(Purchase)) or 0
