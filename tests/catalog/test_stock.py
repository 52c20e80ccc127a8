"""Stock is taken for an order whole or not at all, and never below zero."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from marketplace.catalog import actions
from marketplace.catalog.errors import OutOfStock
from marketplace.catalog.models import Listing, ListingState
from marketplace.db import db, transaction
from marketplace.outbox.models import OutboxMessage
from tests.catalog.goods import NOW, make_listing
from tests.people import make_seller

BUYERS = 40
PIECES = 10


def stock_of(session, listing):
    return session.scalar(select(Listing.stock).where(Listing.id == listing.id))


def changes_told(session):
    return session.scalar(select(func.count(OutboxMessage.id)))


def test_taking_and_giving_back(session, chi_lan):
    tea = make_listing(session, chi_lan.producer, "Chè", stock=5)
    honey = make_listing(session, chi_lan.producer, "Mật ong", stock=2)

    actions.take_stock(session, {honey.id: 2, tea.id: 3}, now=NOW)
    assert (stock_of(session, tea), stock_of(session, honey)) == (2, 0)

    actions.give_back_stock(session, {honey.id: 2, tea.id: 3}, now=NOW)
    assert (stock_of(session, tea), stock_of(session, honey)) == (5, 2)


def test_too_many_are_refused_with_what_is_left(session, chi_lan):
    tea = make_listing(session, chi_lan.producer, stock=2)

    with pytest.raises(OutOfStock) as refusal:
        actions.take_stock(session, {tea.id: 3}, now=NOW)

    assert (refusal.value.listing_id, refusal.value.wanted, refusal.value.left) == (tea.id, 3, 2)
    assert stock_of(session, tea) == 2


@pytest.mark.parametrize("state", [s for s in ListingState if s is not ListingState.PUBLISHED])
def test_what_is_not_on_sale_cannot_be_taken(session, chi_lan, state):
    tea = make_listing(session, chi_lan.producer, state=state, stock=5)

    with pytest.raises(OutOfStock) as refusal:
        actions.take_stock(session, {tea.id: 1}, now=NOW)

    assert (refusal.value.left, stock_of(session, tea)) == (0, 5)


def test_a_closed_shop_sells_nothing(session, chi_lan):
    tea = make_listing(session, chi_lan.producer, stock=5)
    chi_lan.producer.shop_opened_at = None

    with pytest.raises(OutOfStock):
        actions.take_stock(session, {tea.id: 1}, now=NOW)


@pytest.mark.parametrize("quantity", [0, -1, -(10**9)])
@pytest.mark.parametrize("move", [actions.take_stock, actions.give_back_stock])
def test_nobody_takes_or_gives_nothing_or_less(session, chi_lan, move, quantity):
    tea = make_listing(session, chi_lan.producer, stock=5)

    with pytest.raises(ValueError, match="pieces"):
        move(session, {tea.id: quantity}, now=NOW)

    assert stock_of(session, tea) == 5


def test_the_index_is_told_only_when_the_last_piece_goes_or_the_first_returns(session, chi_lan):
    tea = make_listing(session, chi_lan.producer, stock=5)
    told = []
    for move, quantity in (
        (actions.take_stock, 4),
        (actions.take_stock, 1),
        (actions.give_back_stock, 2),
        (actions.give_back_stock, 1),
    ):
        move(session, {tea.id: quantity}, now=NOW)
        told.append(changes_told(session))

    assert told == [0, 1, 2, 2]


# --- Many buyers at once, each with a connection of their own ---


@pytest.fixture
def two_listings(committed_app):
    with committed_app.app_context(), transaction() as session:
        seller = make_seller(committed_app, session, "Chị Lan", "Hợp tác xã Chè", "htx-che")
        first = make_listing(session, seller.producer, "Chè", stock=PIECES)
        second = make_listing(session, seller.producer, "Mật ong", stock=PIECES)
        return first.id, second.id


def buy_all_at_once(app, buy):
    """Let every buyer begin at the same moment; returns how many got something."""
    gate = Barrier(8, timeout=60)

    def one_buyer(number):
        with app.app_context():
            if number < gate.parties:
                gate.wait()
            try:
                with transaction() as session:
                    buy(session, number)
            except OutOfStock:
                return False
            return True

    with ThreadPoolExecutor(gate.parties) as buyers:
        return sum(buyers.map(one_buyer, range(BUYERS)))


def left(app, listing_id):
    with app.app_context():
        return db.session.scalar(select(Listing.stock).where(Listing.id == listing_id))


def test_many_buyers_of_the_last_pieces_get_exactly_those(committed_app, two_listings):
    first, second = two_listings

    def buy(session, number):
        # Half of them name the two things in the other order: that must not lock them out.
        order = (first, second) if number % 2 else (second, first)
        actions.take_stock(session, dict.fromkeys(order, 1), now=NOW)

    assert buy_all_at_once(committed_app, buy) == PIECES
    assert left(committed_app, first) == left(committed_app, second) == 0


def test_the_race_above_is_real(committed_app, two_listings):
    """Reading first and writing later sells more than there is, where readers do not wait.

    SQLite has one writer at a time, so there a race alone would prove nothing.
    """
    first, _ = two_listings
    everybody_has_read = Barrier(8, timeout=60)
    sells_too_much = committed_app.extensions["market"].database_url.startswith("postgresql")

    def buy(session, number):
        stock = session.scalar(select(Listing.stock).where(Listing.id == first))
        if sells_too_much and number < everybody_has_read.parties:
            everybody_has_read.wait()
        if stock < 1:
            raise OutOfStock(first, 1, stock)
        session.get_one(Listing, first).stock = stock - 1

    sold = buy_all_at_once(committed_app, buy)

    assert (sold > PIECES) == sells_too_much
