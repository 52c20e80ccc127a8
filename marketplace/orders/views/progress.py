"""How far an order has come, as the steps that the buyer reads."""

from __future__ import annotations

from flask_babel import gettext as _

from marketplace.orders.models import OrderState, SellerOrder
from marketplace.web.filters import moment

Step = tuple[str, str, str]  # words, "done", "now", "next" or "stopped", when


def progress(order: SellerOrder) -> list[Step]:
    """The steps of one producer's order, from placing to sending."""
    purchase = order.purchase
    placed: Step = (_("Placed"), "done", moment(purchase.placed_at))
    closed = moment(purchase.closed_at) if purchase.closed_at else ""
    if order.state is OrderState.EXPIRED:
        return [placed, (_("Not paid in time"), "stopped", closed)]
    if order.state is OrderState.CANCELLED:
        return [placed, (_("Cancelled"), "stopped", closed)]
    stages = [
        (_("Paid"), _("Waiting for your payment"), purchase.paid_at),
        (_("Packed"), _("The producer packs it"), order.packed_at),
        (_("Sent"), _("Goes to the carrier"), order.sent_at),
    ]
    done: list[Step] = [(words, "done", moment(when)) for words, _now, when in stages if when]
    ahead = [(words, now) for words, now, when in stages if not when]
    coming: list[Step] = [
        (words, "next", "") if place else (now, "now", "")
        for place, (words, now) in enumerate(ahead)
    ]
    return [placed, *done, *coming]
