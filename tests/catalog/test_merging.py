"""Two products or producers become one, or one becomes two, and it can be undone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.audit.models import AuditEntry, FactChange
from marketplace.catalog.actions.merging import (
    Why,
    merge_producers,
    merge_products,
    split_producer,
    split_product,
    undo_merge,
)
from marketplace.catalog.errors import (
    AlreadyUndone,
    BothListed,
    ChangedSince,
    ListingOfAnother,
    NothingToSplit,
    OpenOrders,
    SameThing,
)
from marketplace.catalog.models import Listing, ListingState, LivePeriod
from marketplace.catalog.queries.merging import merge_entry
from marketplace.orders.models import OrderState
from marketplace.producers.models import ProducerMember, Training, TrainingAttendance
from marketplace.registry.models import FollowUp, FollowUpKind
from marketplace.reports.rules import Indicator
from tests.catalog.goods import certify, make_listing
from tests.payments.purchases import make_purchase
from tests.reports.asking import counted
from tests.reports.market import LONG_AGO, Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
WHY = Why(None, "Hai dòng là một sản phẩm", NOW)


@pytest.fixture
def market(session):
    return Market(session)


@pytest.fixture
def waiting_order(session, chi_lan):
    listing = make_listing(session, chi_lan.producer)
    certify(session, listing.product)
    return make_purchase(session, {listing: 1}, now=NOW).orders[0]


def undone(session, entry_id):
    undo_merge(session, merge_entry(session, entry_id), Why(None, "Gộp nhầm", NOW))


def facts(session, *things):
    """What rows say, column by column."""
    session.flush()
    for thing in things:
        session.refresh(thing)
    return [
        {column.key: getattr(thing, column.key) for column in thing.__table__.columns}
        for thing in things
    ]


def test_all_that_hangs_on_a_product_goes_to_the_kept_one_and_back(session, market):
    maker = market.producer(shop_opened_at=LONG_AGO)
    lost, kept = market.product("Mật ong bạc hà", maker), market.product("Mật ong bạc hà")
    postmart = market.platform()
    outside, period = market.outside(lost, postmart), market.live(lost)
    note = FollowUp(
        product_id=lost.id, indicator="I1", kind=FollowUpKind.NOTED, text="Hỏi lại", made_at=NOW
    )
    session.add(note)
    session.flush()
    listing = session.get_one(Listing, period.listing_id)
    moved = (*lost.certificates, outside, period, note, listing)
    before = facts(session, lost, kept, *moved)

    merge = merge_products(session, lost, kept, WHY)

    assert {row["product_id"] for row in facts(session, *moved)} == {kept.id}
    assert (lost.merged_into_id, kept.producer_id) == (kept.id, maker.id)
    changes = session.scalars(select(FactChange).where(FactChange.origin == f"merge:{merge}"))
    assert {change.reason for change in changes} == {WHY.reason}

    undone(session, merge)

    assert facts(session, lost, kept, *moved) == before
    with pytest.raises(AlreadyUndone):
        undone(session, merge)


def test_a_merge_lowers_the_figures_by_one_product_and_loses_no_listing(session, market):
    lost, kept = (market.product(issued_on=date(2025, month, 1)) for month in (1, 2))
    market.outside(lost, market.platform(), date(2025, 3, 1))

    merge_products(session, lost, kept, WHY)

    share = counted(market, date(2025, 4, 1))[Indicator.LISTING].value
    assert (share.part, share.whole) == (1, 1)


def test_of_two_records_on_one_platform_one_goes_on(session, market):
    lost, kept, postmart = market.product(), market.product(), market.platform()
    first = market.outside(lost, postmart, date(2022, 7, 1))
    second = market.outside(kept, postmart, date(2023, 7, 1))

    merge = merge_products(session, lost, kept, WHY)
    assert (first.ended_on, second.ended_on) == (TODAY, None)

    undone(session, merge)
    assert first.ended_on is None


def test_two_listings_here_are_not_merged(session, market, chi_lan):
    lost, kept = (market.product(producer=chi_lan.producer) for _ in range(2))
    sold = make_listing(session, chi_lan.producer, product=lost)
    make_listing(session, chi_lan.producer, product=kept)

    with pytest.raises(BothListed):
        merge_products(session, lost, kept, WHY)

    sold.state = ListingState.WITHDRAWN
    session.flush()
    merge_products(session, lost, kept, WHY)
    assert sold.product_id == lost.id


def test_a_listing_does_not_go_to_a_product_of_another(session, market, chi_lan, anh_son):
    lost = market.product(producer=chi_lan.producer)
    kept = market.product(producer=anh_son.producer)
    make_listing(session, chi_lan.producer, product=lost)

    with pytest.raises(ListingOfAnother):
        merge_products(session, lost, kept, WHY)


def test_nothing_is_merged_into_itself_or_twice(session, market):
    lost, kept, third = market.product(), market.product(), market.product()
    with pytest.raises(SameThing):
        merge_products(session, lost, lost, WHY)
    merge_products(session, lost, kept, WHY)

    for pair in ((lost, third), (third, lost)):
        with pytest.raises(SameThing):
            merge_products(session, *pair, WHY)


def test_what_moved_on_since_is_undone_in_its_order(session, market):
    first, second, third = market.product(), market.product(), market.product()
    one = merge_products(session, first, second, WHY)
    two = merge_products(session, second, third, WHY)
    assert first.merged_into_id == third.id

    with pytest.raises(ChangedSince):
        undone(session, one)
    session.refresh(first)
    undone(session, two)
    undone(session, one)

    assert [product.merged_into_id for product in (first, second, third)] == [None] * 3
    assert [len(facts(session, *p.certificates)) for p in (first, second, third)] == [1, 1, 1]


def test_chosen_certificates_become_a_product_of_their_own(session, market):
    product = market.product("Trà hoa sen, trà hoa nhài", market.producer())
    other = market.certificate(product, date(2023, 1, 1))
    outside = market.outside(product, market.platform())

    made = split_product(
        session,
        product,
        "Trà hoa nhài",
        certificate_ids={other.id},
        outside_ids={outside.id},
        why=WHY,
    )

    assert (other.product_id, outside.product_id) == (made.id, made.id)
    assert (made.name_key, made.producer_id) == ("tra hoa nhai", product.producer_id)
    every = {certificate.id for certificate in session.merge(product).certificates} | {other.id}
    for chosen in (set(), every):
        with pytest.raises(NothingToSplit):
            split_product(session, product, "Trà", certificate_ids=chosen, outside_ids=(), why=WHY)


def test_all_that_hangs_on_a_producer_goes_to_the_kept_one_and_back(session, market, chi_lan):
    lost = chi_lan.producer
    kept = market.producer("HTX Chè Suối Giàng", kind=None)
    product, account = market.product(producer=lost), market.account(lost)
    listing = make_listing(session, lost, product=product)
    course = Training(held_on=TODAY, topic="Bán hàng", recorded_at=NOW)
    session.add(course)
    session.flush()
    seats = [
        TrainingAttendance(training_id=course.id, producer_id=one.id, people=people)
        for one, people in ((lost, 2), (kept, 3))
    ]
    session.add_all(seats)
    session.flush()
    (member,) = session.scalars(
        select(ProducerMember).where(ProducerMember.producer_id == lost.id)
    ).all()
    things = (lost, kept, product, account, listing, member, *seats)
    before = facts(session, *things)

    merge = merge_producers(session, lost, kept, WHY)

    moved = facts(session, product, account, listing, member)
    assert {row["producer_id"] for row in moved} == {kept.id}
    assert (lost.merged_into_id, kept.kind) == (kept.id, lost.kind)
    assert (lost.shop_opened_at, kept.shop_opened_at) == (None, before[0]["shop_opened_at"])
    assert (seats[0].cancelled_at, seats[1].people) == (NOW, 5)
    live = select(LivePeriod).where(LivePeriod.live_to.is_(None))
    assert session.scalars(live).one().listing_id == listing.id

    undone(session, merge)

    assert facts(session, *things) == before


def test_who_runs_both_shops_runs_the_kept_one(session, market, chi_lan):
    kept = market.producer()
    session.add(ProducerMember(producer_id=kept.id, user_id=chi_lan.user.id, joined_at=LONG_AGO))
    session.flush()
    of_lost = select(ProducerMember).where(ProducerMember.producer_id == chi_lan.producer.id)

    merge = merge_producers(session, chi_lan.producer, kept, WHY)
    assert session.scalars(of_lost).one().left_at == NOW

    undone(session, merge)
    assert session.scalars(of_lost).one().left_at is None


def test_a_producer_whose_buyers_wait_is_not_merged(session, market, chi_lan, waiting_order):
    kept = market.producer()

    with pytest.raises(OpenOrders) as refusal:
        merge_producers(session, chi_lan.producer, kept, WHY)
    assert refusal.value.waiting == 1

    waiting_order.state = OrderState.SENT
    session.flush()
    merge_producers(session, chi_lan.producer, kept, WHY)
    assert waiting_order.producer_id == chi_lan.producer.id


def test_chosen_products_become_those_of_a_producer_of_its_own(session, market, chi_lan):
    product, other = (market.product(producer=chi_lan.producer) for _ in range(2))
    listing = make_listing(session, chi_lan.producer, product=product)
    account = market.account(chi_lan.producer)

    made = split_producer(
        session,
        chi_lan.producer,
        "HTX Chè Phình Hồ",
        product_ids={product.id},
        account_ids={account.id},
        why=WHY,
    )

    for thing in (product, listing, account):
        assert thing.producer_id == made.id
    assert (other.producer_id, made.kind) == (chi_lan.producer.id, chi_lan.producer.kind)
    assert session.scalars(select(LivePeriod).where(LivePeriod.live_to.is_(None))).all() == []
    acts = session.scalars(select(AuditEntry.action)).all()
    assert "producer.split" in acts
    with pytest.raises(NothingToSplit):
        split_producer(session, chi_lan.producer, "HTX", product_ids=(), account_ids=(), why=WHY)
