"""Many buyers at the same moment, each with a connection of their own; and faults half-way."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import event, func, select

from marketplace.audience import Audience
from marketplace.audit.models import AuditEntry
from marketplace.cart.models import Cart, CartLine
from marketplace.catalog.errors import OutOfStock
from marketplace.catalog.models import Listing
from marketplace.db import db, transaction
from marketplace.orders import actions
from marketplace.orders.errors import NotAllowed
from marketplace.orders.models import OrderLine, OrderState, Purchase, SellerOrder
from marketplace.outbox.models import OutboxMessage
from tests.catalog.goods import NOW, make_listing
from tests.orders.buying import FORM, put, quote_on
from tests.payments.purchases import make_purchase
from tests.people import make_person, make_seller

BUYERS = 12
CHECKOUT = "/dat-hang/"


@pytest.fixture
def shelf(committed_app):
    """Puts listings with so many pieces on sale; returns their ids."""

    def make(*stocks):
        with committed_app.app_context(), transaction() as session:
            seller = make_seller(committed_app, session, "Chị Lan", "Hợp tác xã Chè", "htx-che")
            return [
                make_listing(session, seller.producer, f"Chè {place}", stock=stock).id
                for place, stock in enumerate(stocks)
            ]

    return make


def at_the_counter(app, *listing_ids):
    """A buyer who has filled a cart and is about to press the button."""
    with app.app_context():
        listings = [db.session.get_one(Listing, listing_id) for listing_id in listing_ids]
        db.session.commit()
        client = app.test_client()
        for listing in listings:
            put(client, listing)
    return client, {**FORM, "quote": quote_on(client.get(CHECKOUT))}


def press_at_once(presses):
    """Send all forms at the same moment; returns the answers."""
    gate = Barrier(len(presses), timeout=60)

    def press(client, form):
        gate.wait()
        return client.post(CHECKOUT, data=form)

    with ThreadPoolExecutor(len(presses)) as buyers:
        return list(buyers.map(lambda buyer: press(*buyer), presses))


def sold(app, listing_id):
    """Counted from what was sold, because an oversold shelf can still read 0."""
    with app.app_context():
        pieces = select(func.sum(OrderLine.quantity)).where(OrderLine.listing_id == listing_id)
        return db.session.scalar(pieces) or 0


def left(app, listing_id):
    with app.app_context():
        return db.session.scalar(select(Listing.stock).where(Listing.id == listing_id))


def count(app, table):
    with app.app_context():
        return db.session.scalar(select(func.count(table.id)))


def test_the_last_piece_goes_to_exactly_one_of_many(committed_app, shelf):
    (tea,) = shelf(1)
    buyers = [at_the_counter(committed_app, tea) for _buyer in range(BUYERS)]

    answers = press_at_once(buyers)

    assert sorted(answer.status_code for answer in answers) == [307] + [409] * (BUYERS - 1)
    assert (sold(committed_app, tea), left(committed_app, tea)) == (1, 0)
    assert count(committed_app, Purchase) == 1


def test_without_the_conditional_update_the_last_piece_is_sold_twice(
    committed_app, shelf, monkeypatch
):
    """Shows that the test above can fail. SQLite has one writer, so there it proves nothing."""
    (tea,) = shelf(1)
    buyers = [at_the_counter(committed_app, tea) for _buyer in range(BUYERS)]
    readers_wait_for_nobody = committed_app.extensions["market"].database_url.startswith("postgres")
    all_have_read = Barrier(BUYERS, timeout=60)

    def read_then_write(session, quantities, *, now):
        stock = session.scalar(select(Listing.stock).where(Listing.id == tea))
        if readers_wait_for_nobody:
            all_have_read.wait()
        if stock < 1:
            raise OutOfStock(tea, 1, stock)
        session.get_one(Listing, tea).stock = stock - 1

    monkeypatch.setattr("marketplace.orders.actions.placing.take_stock", read_then_write)
    press_at_once(buyers)

    assert sold(committed_app, tea) == (BUYERS if readers_wait_for_nobody else 1)


def test_carts_that_hold_the_same_things_in_another_order_do_not_block(committed_app, shelf):
    tea, honey = shelf(4, 4)
    buyers = [
        at_the_counter(committed_app, *((tea, honey) if number % 2 else (honey, tea)))
        for number in range(BUYERS)
    ]

    answers = press_at_once(buyers)

    assert sorted(answer.status_code for answer in answers) == [307] * 4 + [409] * (BUYERS - 4)
    assert [sold(committed_app, each) for each in (tea, honey)] == [4, 4]
    assert [left(committed_app, each) for each in (tea, honey)] == [0, 0]


def test_one_form_sent_many_times_at_once_is_one_purchase(committed_app, shelf):
    (tea,) = shelf(50)
    buyer = at_the_counter(committed_app, tea)

    answers = press_at_once([buyer] * BUYERS)

    assert {answer.status_code for answer in answers} == {307}
    assert len({answer.location for answer in answers}) == 1
    assert (count(committed_app, Purchase), sold(committed_app, tea)) == (1, 1)
    assert left(committed_app, tea) == 49


def test_adding_in_many_tabs_at_once_loses_nothing(committed_app, shelf):
    tea, honey = shelf(100, 100)
    client, _form = at_the_counter(committed_app, honey)
    gate = Barrier(8, timeout=60)

    def add(_tab):
        gate.wait()
        return client.post("/gio-hang/them", data={"listing_id": tea, "quantity": 2}).status_code

    with ThreadPoolExecutor(8) as tabs:
        assert set(tabs.map(add, range(8))) == {303}

    with committed_app.app_context():
        line = select(CartLine.quantity).where(CartLine.listing_id == tea)
        assert db.session.scalars(line).all() == [16]


def test_a_members_first_things_in_many_tabs_at_once_land_in_one_cart(committed_app, shelf):
    (tea,) = shelf(100)
    with committed_app.app_context(), transaction() as session:
        hoa = make_person(committed_app, session, "Cô Hoa", Audience.BUYER)
    gate = Barrier(8, timeout=60)

    def add(_tab):
        gate.wait()
        form = {"listing_id": tea, "quantity": 2}
        return hoa.client.post("/gio-hang/them", data=form).status_code

    with ThreadPoolExecutor(8) as tabs:
        assert set(tabs.map(add, range(8))) == {303}

    assert count(committed_app, Cart) == 1
    with committed_app.app_context():
        assert db.session.scalars(select(CartLine.quantity)).all() == [16]


@pytest.mark.parametrize("turn", range(4))
def test_a_payment_and_a_cancellation_at_once_end_in_one_of_both(committed_app, shelf, turn):
    (tea,) = shelf(5)
    with committed_app.app_context(), transaction() as session:
        placed = make_purchase(session, {session.get_one(Listing, tea): 2}, now=NOW).id
    gate = Barrier(2, timeout=60)

    def act(action):
        with committed_app.app_context():
            gate.wait()
            try:
                with transaction() as session:
                    action(session, session.get_one(Purchase, placed), NOW)
            except NotAllowed:
                return False
            return True

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(act, (actions.mark_paid, actions.cancel)))

    with committed_app.app_context():
        state = db.session.scalars(select(SellerOrder.state)).one()
    assert sorted(done) == [False, True]
    assert state is (OrderState.PAID if done[0] else OrderState.CANCELLED)
    assert left(committed_app, tea) == (3 if done[0] else 5)


def test_many_notices_of_one_payment_pay_once(committed_app, shelf):
    (tea,) = shelf(5)
    with committed_app.app_context(), transaction() as session:
        placed = make_purchase(session, {session.get_one(Listing, tea): 1}, now=NOW).id
    gate = Barrier(8, timeout=60)

    def notice(_number):
        with committed_app.app_context():
            gate.wait()
            with transaction() as session:
                return actions.mark_paid(session, session.get_one(Purchase, placed), NOW)

    with ThreadPoolExecutor(8) as notices:
        assert sorted(notices.map(notice, range(8))) == [False] * 7 + [True]
    with committed_app.app_context():
        paid = select(func.count(AuditEntry.id)).where(AuditEntry.action == "order.pay")
        assert db.session.scalar(paid) == 1


class Broken(Exception):
    """A fault of the machine, at some statement."""


def test_a_fault_at_any_statement_leaves_all_or_nothing(committed_app, shelf):
    tea, honey = shelf(7, 7)
    client, form = at_the_counter(committed_app, tea, honey)
    with committed_app.app_context():
        engine = db.engine
    statements, broken_at = 0, 1

    def break_down(*_about):
        nonlocal statements
        statements += 1
        if statements == broken_at:
            raise Broken

    while True:
        statements = 0
        event.listen(engine, "before_cursor_execute", break_down)
        answer = client.post(CHECKOUT, data=form)
        event.remove(engine, "before_cursor_execute", break_down)
        if statements < broken_at:
            break
        taken = 7 - left(committed_app, tea)
        assert (taken, 7 - left(committed_app, honey)) == (taken, taken)
        assert count(committed_app, Purchase) == taken
        assert count(committed_app, OrderLine) == 2 * taken
        assert count(committed_app, CartLine) == 2 * (1 - taken)
        assert count(committed_app, OutboxMessage) == taken
        broken_at += 1

    assert broken_at > 10
    assert answer.status_code == 307
    assert count(committed_app, Purchase) == 1
