"""A cart becomes a purchase: all of it, at the prices shown, once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from marketplace.audit.models import AuditEntry
from marketplace.cart import actions as cart
from marketplace.cart import queries as cart_queries
from marketplace.cart.rules import Owner
from marketplace.catalog.errors import OutOfStock
from marketplace.catalog.models import Listing, ListingState
from marketplace.orders import actions
from marketplace.orders.errors import EmptyCart, PricesChanged, TotalOutOfRange
from marketplace.orders.models import OrderLine, OrderState, Purchase
from marketplace.orders.queries import goods
from marketplace.orders.rules.quote import Quote, checkout_token, shown
from marketplace.outbox.models import OutboxMessage
from tests.catalog.goods import NOW, TODAY, certify, make_listing
from tests.orders.buying import delivery

OWNER = Owner(token_hash="g" * 64)


@pytest.fixture
def tea(session, chi_lan):
    return make_listing(session, chi_lan.producer, price_vnd=180_000, stock=12)


@pytest.fixture
def honey(session, anh_son):
    return make_listing(
        session, anh_son.producer, "Mật ong bạc hà", price_vnd=250_000, unit="chai 500 ml", stock=3
    )


def fill(session, **quantities):
    for listing, quantity in quantities.values():
        cart.add(session, OWNER, listing.id, quantity, now=NOW)
    session.flush()


def see(session):
    """What the checkout page shows, as the form brings it back."""
    held = cart_queries.hold_cart(session, OWNER)
    lines = cart_queries.items(session, held.id, TODAY)
    token = checkout_token("key", held.id, held.updated_at)
    return Quote(held.id, token, shown(lines))


def place(session, quote, now=NOW):
    placing = actions.Placing(
        quote=quote,
        delivery=delivery(session),
        buyer_id=None,
        locale="vi",
        pay_by=now + timedelta(minutes=60),
        is_demo=True,
    )
    return actions.place(session, OWNER, placing, now=now)


def stocks(session):
    session.expire_all()
    return dict(session.execute(select(Listing.id, Listing.stock)).all())


def count(session, table):
    return session.scalar(select(func.count(table.id)))


def test_each_producer_gets_an_order_with_their_own_lines(session, tea, honey, chi_lan, anh_son):
    fill(session, tea=(tea, 2), honey=(honey, 1))

    purchase = place(session, see(session))

    assert purchase.total_vnd == 2 * 180_000 + 250_000
    assert [
        (order.number, order.producer_id, order.subtotal_vnd, order.state)
        for order in purchase.orders
    ] == [
        (f"{purchase.number}-1", chi_lan.producer.id, 360_000, OrderState.AWAITING_PAYMENT),
        (f"{purchase.number}-2", anh_son.producer.id, 250_000, OrderState.AWAITING_PAYMENT),
    ]
    assert [[line.name for line in order.lines] for order in purchase.orders] == [
        ["Chè Shan tuyết"],
        ["Mật ong bạc hà"],
    ]


def test_stock_is_taken_and_the_cart_is_empty(session, tea, honey):
    fill(session, tea=(tea, 2), honey=(honey, 3))

    place(session, see(session))

    assert stocks(session) == {tea.id: 10, honey.id: 0}
    assert cart_queries.count(session, OWNER) == 0


def test_what_was_sold_is_copied_and_does_not_change_any_more(session, tea, chi_lan):
    certify(session, tea.product, stars=4, number="OCOP-2025-17")
    fill(session, tea=(tea, 2))
    line = place(session, see(session)).orders[0].lines[0]

    tea.product.name, tea.unit, tea.price_vnd = "Tên khác", "gói", 1
    chi_lan.producer.name = "Hợp tác xã khác"
    for certificate in tea.product.certificates:
        certificate.revoked_on = TODAY
    session.flush()
    session.expire_all()

    assert (line.name, line.unit, line.price_vnd, line.amount_vnd) == (
        "Chè Shan tuyết",
        "hộp 200 g",
        180_000,
        360_000,
    )
    assert (line.stars, line.certificate_number) == (4, "OCOP-2025-17")
    assert line.order.producer_name == "Hợp tác xã Chè Suối Giàng"


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        pytest.param(date(2023, 11, 23), (4, "17"), id="last-day-counts"),
        pytest.param(date(2023, 11, 22), (None, None), id="ended-yesterday"),
    ],
)
def test_the_star_is_that_of_the_day_of_sale(session, tea, issued, expected):
    certify(session, tea.product, stars=4, number="17", issued=issued)
    fill(session, tea=(tea, 1))

    line = place(session, see(session)).orders[0].lines[0]

    assert (line.stars, line.certificate_number) == expected


def test_the_same_form_twice_is_one_purchase(session, tea):
    fill(session, tea=(tea, 2))
    quote = see(session)

    first = place(session, quote)
    second = place(session, quote)

    assert second is first
    assert count(session, Purchase) == 1
    assert stocks(session) == {tea.id: 10}


def test_buying_the_same_again_is_a_new_purchase(session, tea):
    fill(session, tea=(tea, 1))
    first = place(session, see(session))
    cart.add(session, OWNER, tea.id, 1, now=NOW + timedelta(seconds=1))

    second = place(session, see(session))

    assert second.id != first.id


def test_a_price_that_changed_meanwhile_is_not_charged(session, tea, honey):
    fill(session, tea=(tea, 1), honey=(honey, 1))
    quote = see(session)
    honey.price_vnd = 260_000
    session.flush()

    with pytest.raises(PricesChanged):
        place(session, quote)

    session.rollback()
    assert count(session, Purchase) == 0


def test_the_page_of_now_can_be_bought(session, tea):
    fill(session, tea=(tea, 1))
    tea.price_vnd = 190_000
    session.flush()

    assert place(session, see(session)).total_vnd == 190_000


def test_a_cart_that_changed_in_another_tab_is_looked_at_again(session, tea, honey):
    fill(session, tea=(tea, 1))
    quote = see(session)
    cart.add(session, OWNER, honey.id, 1, now=NOW)

    with pytest.raises(PricesChanged):
        place(session, quote)


def test_a_quote_of_another_cart_buys_nothing(session, tea):
    fill(session, tea=(tea, 1))

    with pytest.raises(EmptyCart):
        place(session, replace(see(session), cart_id=999_999))


def test_an_empty_cart_buys_nothing(session, tea):
    fill(session, tea=(tea, 1))
    quote = see(session)
    cart.empty(session, cart_queries.hold_cart(session, OWNER), now=NOW)

    with pytest.raises(EmptyCart):
        place(session, quote)


@pytest.mark.parametrize(
    ("column", "value"), [("stock", 2), ("stock", 0), ("state", ListingState.WITHDRAWN)]
)
def test_when_one_thing_is_gone_nothing_is_bought(session, tea, honey, column, value):
    fill(session, tea=(tea, 1), honey=(honey, 3))
    quote = see(session)
    setattr(honey, column, value)
    session.commit()

    with pytest.raises(OutOfStock) as refusal, session.begin_nested():
        place(session, quote)

    assert refusal.value.listing_id == honey.id
    assert stocks(session)[tea.id] == 12
    assert (count(session, Purchase), count(session, OutboxMessage)) == (0, 0)


@pytest.mark.parametrize("price_vnd", [12_999, 99_999_999])
def test_a_sum_no_card_carries_is_refused(session, chi_lan, price_vnd):
    odd = make_listing(session, chi_lan.producer, price_vnd=price_vnd)
    fill(session, odd=(odd, 1 if price_vnd < 13_000 else 2))

    with pytest.raises(TotalOutOfRange):
        place(session, see(session))


def test_placing_leaves_one_mail_and_one_audit_entry_for_each_order(session, tea, honey):
    fill(session, tea=(tea, 1), honey=(honey, 1))

    purchase = place(session, see(session))

    mails = session.scalars(select(OutboxMessage.payload).where(OutboxMessage.kind == "mail")).all()
    assert mails == [{"template": "order_placed", "purchase_id": purchase.id}]
    entries = session.scalars(select(AuditEntry).where(AuditEntry.subject == "seller_order")).all()
    assert sorted(entry.subject_id for entry in entries) == sorted(o.id for o in purchase.orders)
    assert {entry.action for entry in entries} == {"order.place"}
    assert not any("Hoa" in str(entry.details) for entry in entries)


def test_the_seller_of_a_line_is_read_when_it_is_bought(session, tea, anh_son):
    fill(session, tea=(tea, 1))
    tea.producer_id = anh_son.producer.id
    session.flush()

    assert place(session, see(session)).orders[0].producer_id == anh_son.producer.id


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    data=st.lists(
        st.tuples(st.integers(1, 99_999), st.integers(1, 20), st.booleans()),
        min_size=1,
        max_size=8,
    )
)
def test_every_purchase_adds_up(session, chi_lan, anh_son, data):
    with session.begin_nested() as savepoint:
        for price_vnd, quantity, is_lans in data:
            producer = (chi_lan if is_lans else anh_son).producer
            listing = make_listing(session, producer, price_vnd=price_vnd + 13_000, stock=20)
            cart.add(session, OWNER, listing.id, quantity, now=NOW)
        purchase = place(session, see(session))

        lines = session.scalars(
            select(OrderLine).join(OrderLine.order).where(OrderLine.order.has(purchase=purchase))
        ).all()
        assert sum(line.price_vnd * line.quantity for line in lines) == purchase.total_vnd
        assert sum(order.subtotal_vnd for order in purchase.orders) == purchase.total_vnd
        assert all(
            order.subtotal_vnd == sum(line.amount_vnd for line in order.lines)
            for order in purchase.orders
        )
        savepoint.rollback()


def test_goods_keep_the_order_of_the_cart(session, tea, honey):
    bought = goods.bought(session, {honey.id: 1, tea.id: 2}, TODAY)

    assert [(line.listing_id, line.quantity) for line in bought] == [(honey.id, 1), (tea.id, 2)]
