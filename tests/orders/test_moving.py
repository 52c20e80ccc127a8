"""Paid, expired, cancelled, packed, sent: each once, and each with what follows from it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.audit.models import AuditEntry
from marketplace.catalog.models import Listing
from marketplace.orders import actions
from marketplace.orders.errors import NotAllowed
from marketplace.orders.models import OrderState
from marketplace.outbox.models import OutboxMessage
from tests.catalog.goods import NOW, make_listing
from tests.payments.purchases import make_purchase

LATER = NOW + timedelta(minutes=20)
TOO_LATE = NOW + timedelta(minutes=61)


@pytest.fixture
def tea(session, chi_lan):
    return make_listing(session, chi_lan.producer, stock=12)


@pytest.fixture
def honey(session, anh_son):
    return make_listing(session, anh_son.producer, "Mật ong bạc hà", stock=3)


@pytest.fixture
def purchase(session, tea, honey):
    return make_purchase(session, {tea: 2, honey: 3}, now=NOW)


def states(purchase):
    return [order.state for order in purchase.orders]


def stock(session, *listings):
    return [session.scalar(select(Listing.stock).where(Listing.id == each.id)) for each in listings]


def mails(session):
    payloads = session.scalars(
        select(OutboxMessage.payload).where(OutboxMessage.kind == "mail").order_by(OutboxMessage.id)
    )
    return [payload["template"] for payload in payloads][1:]  # the first one says "placed"


def test_paying_lets_every_producer_pack(session, purchase):
    assert actions.mark_paid(session, purchase, LATER) is True

    assert states(purchase) == [OrderState.PAID, OrderState.PAID]
    assert (purchase.paid_at, purchase.closed_at) == (LATER, LATER)
    assert mails(session) == ["order_paid", "order_to_pack"]


def test_paying_twice_is_paying_once(session, purchase):
    actions.mark_paid(session, purchase, LATER)

    assert actions.mark_paid(session, purchase, LATER + timedelta(days=3)) is False

    assert purchase.paid_at == LATER
    assert mails(session) == ["order_paid", "order_to_pack"]


def test_a_late_notice_about_a_sent_order_changes_nothing(session, purchase, chi_lan):
    actions.mark_paid(session, purchase, LATER)
    order = purchase.orders[0]
    actions.pack(session, order, actor_id=chi_lan.user.id, now=LATER)

    assert actions.mark_paid(session, purchase, TOO_LATE) is False

    assert order.state is OrderState.PACKED


@pytest.mark.parametrize("end", ["expire", "cancel"])
def test_what_ends_unpaid_gives_its_stock_back_once(session, purchase, tea, honey, end):
    assert stock(session, tea, honey) == [10, 0]

    getattr(actions, end)(session, purchase, TOO_LATE)
    actions.expire(session, purchase, TOO_LATE)

    assert stock(session, tea, honey) == [12, 3]
    assert len(set(states(purchase))) == 1
    assert purchase.closed_at == TOO_LATE
    assert mails(session) == ["order_expired" if end == "expire" else "order_cancelled"]


@pytest.mark.parametrize("end", ["expire", "cancel"])
def test_money_for_an_ended_purchase_is_refused(session, purchase, tea, honey, end):
    getattr(actions, end)(session, purchase, TOO_LATE)

    with pytest.raises(NotAllowed):
        actions.mark_paid(session, purchase, TOO_LATE)

    assert purchase.paid_at is None
    assert stock(session, tea, honey) == [12, 3]


def test_nothing_expires_before_its_time(session, purchase):
    assert actions.expire(session, purchase, purchase.pay_by - timedelta(seconds=1)) is False
    assert states(purchase) == [OrderState.AWAITING_PAYMENT] * 2
    assert actions.expire(session, purchase, purchase.pay_by) is True


def test_what_is_paid_does_not_expire(session, purchase, tea, honey):
    actions.mark_paid(session, purchase, LATER)

    assert actions.expire(session, purchase, TOO_LATE) is False
    assert stock(session, tea, honey) == [10, 0]


def test_what_is_paid_cannot_be_cancelled(session, purchase, tea, honey):
    actions.mark_paid(session, purchase, LATER)

    with pytest.raises(NotAllowed):
        actions.cancel(session, purchase, LATER)

    assert stock(session, tea, honey) == [10, 0]


def test_cancelling_twice_is_refused_and_gives_nothing_back_twice(session, purchase, tea, honey):
    actions.cancel(session, purchase, LATER)

    with pytest.raises(NotAllowed):
        actions.cancel(session, purchase, LATER)

    assert stock(session, tea, honey) == [12, 3]


def test_each_producer_moves_only_their_own_order(session, purchase, chi_lan):
    actions.mark_paid(session, purchase, LATER)
    hers = purchase.orders[0]

    actions.pack(session, hers, actor_id=chi_lan.user.id, now=LATER)
    actions.send(
        session,
        hers,
        carrier="VNPost",
        tracking_number="RR123456789VN",
        actor_id=chi_lan.user.id,
        now=TOO_LATE,
    )

    assert states(purchase) == [OrderState.SENT, OrderState.PAID]
    assert (hers.packed_at, hers.sent_at) == (LATER, TOO_LATE)
    assert (hers.carrier, hers.tracking_number) == ("VNPost", "RR123456789VN")
    assert mails(session) == ["order_paid", "order_to_pack", "order_sent"]


def test_an_unpaid_order_is_neither_packed_nor_sent(session, purchase, chi_lan):
    order = purchase.orders[0]

    with pytest.raises(NotAllowed):
        actions.pack(session, order, actor_id=chi_lan.user.id, now=LATER)
    with pytest.raises(NotAllowed):
        actions.send(
            session, order, carrier="x", tracking_number="y", actor_id=chi_lan.user.id, now=LATER
        )

    assert order.state is OrderState.AWAITING_PAYMENT


def test_packing_twice_keeps_the_first_moment(session, purchase, chi_lan):
    actions.mark_paid(session, purchase, LATER)
    order = purchase.orders[0]
    actions.pack(session, order, actor_id=chi_lan.user.id, now=LATER)

    with pytest.raises(NotAllowed):
        actions.pack(session, order, actor_id=chi_lan.user.id, now=TOO_LATE)

    assert order.packed_at == LATER


def test_stock_comes_back_even_when_the_listing_is_off_sale(session, purchase, tea):
    tea.state = "withdrawn"

    actions.cancel(session, purchase, LATER)

    assert stock(session, tea) == [12]


def test_every_move_of_an_order_is_in_the_audit_log(session, purchase, chi_lan):
    order = purchase.orders[0]
    actions.mark_paid(session, purchase, LATER)
    actions.pack(session, order, actor_id=chi_lan.user.id, now=TOO_LATE)

    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject == "seller_order", AuditEntry.subject_id == order.id)
        .order_by(AuditEntry.id)
    ).all()

    assert [(entry.action, entry.actor_id, entry.details) for entry in entries] == [
        ("order.place", None, {"before": None, "after": "awaiting_payment"}),
        ("order.pay", None, {"before": "awaiting_payment", "after": "paid"}),
        ("order.pack", chi_lan.user.id, {"before": "paid", "after": "packed"}),
    ]
