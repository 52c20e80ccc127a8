"""A producer writes a listing, puts it on sale, changes it and takes it off again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from marketplace.audit.models import AuditEntry
from marketplace.catalog import actions, queries
from marketplace.catalog.errors import AlreadyListed, CannotMove, StockMoved
from marketplace.catalog.models import ListingState, LivePeriod
from marketplace.catalog.rules import ALLOWED, ListingInput
from marketplace.db import db, transaction
from marketplace.money import Vnd
from marketplace.outbox.models import OutboxMessage
from tests.catalog.goods import NOW, make_listing, make_product
from tests.people import make_seller

LATER = NOW + timedelta(days=30)
GIVEN = ListingInput(
    price_vnd=Vnd(85_000),
    unit="túi 250 g",
    weight_g=300,
    stock=20,
    group_no=11,
    story="Hái trên cây cổ thụ.",
)
MOVES = {
    ListingState.PUBLISHED: actions.publish,
    ListingState.PAUSED: actions.pause,
    ListingState.WITHDRAWN: actions.withdraw,
    ListingState.DRAFT: actions.bring_back,
}


def periods(session, listing):
    times = select(LivePeriod.live_from, LivePeriod.live_to).order_by(LivePeriod.live_from)
    return [tuple(row) for row in session.execute(times.filter_by(listing_id=listing.id))]


def changes_told(session):
    return session.scalar(select(func.count(OutboxMessage.id)).filter_by(kind="listing-changed"))


def acts(session):
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_a_new_listing_is_a_draft_of_the_products_producer(session, chi_lan):
    product = make_product(session, chi_lan.producer, "Chè Shan tuyết Suối Giàng")

    listing = actions.create_listing(session, product, GIVEN, actor_id=chi_lan.user.id, now=NOW)

    assert listing.state is ListingState.DRAFT
    assert (listing.producer_id, listing.slug) == (
        chi_lan.producer.id,
        "che-shan-tuyet-suoi-giang",
    )
    assert (listing.price_vnd, listing.stock, listing.published_at) == (85_000, 20, None)
    assert periods(session, listing) == []


def test_a_product_has_one_listing(session, chi_lan):
    product = make_product(session, chi_lan.producer)
    actions.create_listing(session, product, GIVEN, actor_id=None, now=NOW)

    with pytest.raises(AlreadyListed):
        actions.create_listing(session, product, GIVEN, actor_id=None, now=NOW)


@pytest.mark.parametrize("after", ListingState)
@pytest.mark.parametrize("before", ListingState)
def test_a_listing_moves_only_as_the_table_says(session, chi_lan, before, after):
    listing = make_listing(session, chi_lan.producer, state=before)

    if after in ALLOWED[before] or after is before:
        MOVES[after](session, listing, actor_id=None, now=NOW)
        assert listing.state is after
    else:
        with pytest.raises(CannotMove):
            MOVES[after](session, listing, actor_id=None, now=NOW)
        assert listing.state is before


def test_publishing_again_keeps_the_first_date_and_opens_no_second_period(session, chi_lan):
    listing = make_listing(session, chi_lan.producer, state=ListingState.DRAFT)

    for moment in (NOW, LATER):
        actions.publish(session, listing, actor_id=None, now=moment)

    assert listing.published_at == NOW
    assert periods(session, listing) == [(NOW, None)]
    assert changes_told(session) == 1


@pytest.mark.parametrize("stop", [actions.pause, actions.withdraw])
def test_a_listing_off_sale_has_no_open_period(session, chi_lan, stop):
    listing = make_listing(session, chi_lan.producer, state=ListingState.DRAFT)
    actions.publish(session, listing, actor_id=chi_lan.user.id, now=NOW)

    stop(session, listing, actor_id=chi_lan.user.id, now=LATER)
    stop(session, listing, actor_id=chi_lan.user.id, now=LATER + timedelta(days=1))

    assert periods(session, listing) == [(NOW, LATER)]
    assert acts(session) == ["listing.published", f"listing.{listing.state}"]

    actions.publish(session, listing, actor_id=chi_lan.user.id, now=LATER + timedelta(days=2))

    assert periods(session, listing)[1:] == [(LATER + timedelta(days=2), None)]
    assert listing.published_at == NOW


def test_a_closed_shop_has_nothing_on_sale(session, chi_lan):
    listing = make_listing(session, chi_lan.producer, state=ListingState.DRAFT)
    draft = make_listing(session, chi_lan.producer, "Nháp", state=ListingState.DRAFT)
    actions.publish(session, listing, actor_id=None, now=NOW)

    actions.close_shop(session, chi_lan.producer, actor_id=None, now=LATER)
    actions.close_shop(session, chi_lan.producer, actor_id=None, now=LATER + timedelta(days=1))
    actions.publish(session, draft, actor_id=None, now=LATER)

    assert periods(session, listing) == [(NOW, LATER)]
    assert periods(session, draft) == []

    reopened = LATER + timedelta(days=90)
    actions.open_shop(session, chi_lan.producer, actor_id=None, now=reopened)

    assert periods(session, listing)[1:] == periods(session, draft) == [(reopened, None)]
    assert chi_lan.producer.shop_opened_at == reopened


def test_an_edit_tells_the_index_and_keeps_before_and_after(session, chi_lan):
    listing = actions.create_listing(
        session, make_product(session, chi_lan.producer), GIVEN, actor_id=None, now=NOW
    )
    dearer = replace(GIVEN, price_vnd=Vnd(90_000))

    actions.edit_listing(
        session, listing, dearer, stock_seen=20, actor_id=chi_lan.user.id, now=LATER
    )

    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.details == {"before": {"price_vnd": 85_000}, "after": {"price_vnd": 90_000}}
    assert (listing.updated_at, changes_told(session)) == (LATER, 2)


def test_an_edit_that_changes_nothing_leaves_no_trace(session, chi_lan):
    listing = actions.create_listing(
        session, make_product(session, chi_lan.producer), GIVEN, actor_id=None, now=NOW
    )

    actions.edit_listing(session, listing, GIVEN, stock_seen=20, actor_id=None, now=LATER)

    assert (listing.updated_at, changes_told(session), len(acts(session))) == (NOW, 1, 1)


def test_pieces_sold_while_the_form_lay_open_stay_sold(session, chi_lan):
    listing = make_listing(session, chi_lan.producer, stock=20)
    actions.take_stock(session, {listing.id: 3}, now=NOW)
    session.refresh(listing)

    actions.edit_listing(session, listing, GIVEN, stock_seen=20, actor_id=None, now=LATER)

    assert (listing.stock, listing.price_vnd) == (17, 85_000)


def test_a_stock_changed_on_both_sides_is_asked_for_again(session, chi_lan):
    listing = make_listing(session, chi_lan.producer, stock=20)
    actions.take_stock(session, {listing.id: 3}, now=NOW)
    session.refresh(listing)

    with pytest.raises(StockMoved) as refusal:
        actions.edit_listing(
            session, listing, replace(GIVEN, stock=50), stock_seen=20, actor_id=None, now=LATER
        )

    assert (refusal.value.left, listing.stock) == (17, 17)


def test_two_people_who_publish_at_once_open_one_period(committed_app):
    with committed_app.app_context(), transaction() as session:
        seller = make_seller(committed_app, session, "Chị Lan", "Hợp tác xã Chè", "htx-che")
        listing_id = make_listing(session, seller.producer, state=ListingState.DRAFT).id
        producer_id = seller.producer.id
    gate = Barrier(4, timeout=60)

    def publish(_person):
        with committed_app.app_context():
            gate.wait()
            with transaction() as session:
                held = queries.listing_of_producer(session, listing_id, producer_id, lock=True)
                actions.publish(session, held, actor_id=None, now=NOW)

    with ThreadPoolExecutor(4) as people:
        list(people.map(publish, range(4)))

    with committed_app.app_context():
        assert db.session.scalar(select(func.count(LivePeriod.id))) == 1
        assert db.session.scalar(select(func.count(AuditEntry.id))) == 1
