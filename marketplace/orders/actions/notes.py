"""What every change of an order leaves behind: mail to send and a line in the audit log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.orders.models import Purchase, SellerOrder
from marketplace.orders.rules.life import Transition
from marketplace.outbox import actions as outbox


def send_mail(
    session: Session, row: Transition, purchase: Purchase, order: SellerOrder | None, now: datetime
) -> None:
    """Put the mail of a transition into the outbox; ``order`` when it is about one order only."""
    for template in row.mail:
        payload: dict[str, str | int] = {"template": template, "purchase_id": purchase.id}
        if order is not None:
            payload["order_id"] = order.id
        outbox.put(session, "mail", payload, now=now)


def record(
    session: Session, row: Transition, order: SellerOrder, actor_id: int | None, now: datetime
) -> None:
    """Note in the audit log what happened to an order."""
    audit.record(
        session,
        actor_id=actor_id,
        action=f"order.{row.action}",
        subject="seller_order",
        subject_id=order.id,
        now=now,
        before=row.before,
        after=row.after,
    )
