"""A correction that comes late changes a day, and not what was known of it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace.accounts.models import User
from marketplace.audience import Audience
from marketplace.audit import history
from marketplace.audit.models import AuditEntry
from marketplace.catalog.actions.merging import (
    Why,
    merge_producers,
    merge_products,
    undo_merge,
)
from marketplace.producers.models import ProducerMember
from marketplace.reports.figures import as_plain, plain_rows
from marketplace.reports.rules import Count, Indicator, Share
from tests.reports.asking import LAST_DAY, counted
from tests.reports.market import LONG_AGO, Market

INSTANT = timedelta(microseconds=1)


@pytest.fixture
def market(session):
    return Market(session)


def test_a_late_correction_changes_the_day_but_not_what_was_known(market):
    """Then: two of two on sale. In February somebody finds that one had been revoked."""
    kept, wrong = (market.product(f"Sản phẩm {number}", issued_on=date(2025, 1, 1))
                   for number in (1, 2))  # fmt: skip
    for product in (kept, wrong):
        market.live(product)
    frozen_at = datetime(2026, 1, 3, 2, tzinfo=UTC)
    snapshot = counted(market, LAST_DAY, frozen_at)
    _because(market, datetime(2026, 2, 10, tzinfo=UTC))
    wrong.certificates[0].revoked_on = date(2025, 12, 20)
    market.product("Nhập sau", issued_on=date(2025, 3, 1))

    now = counted(market, LAST_DAY)
    then = counted(market, LAST_DAY, known_at=frozen_at)

    assert snapshot[Indicator.LISTING].value == Share(2, 2)
    assert now[Indicator.LISTING].value == Share(1, 2)
    assert then[Indicator.LISTING].value == Share(2, 2)
    assert _plain(then) == _plain(snapshot)
    before, after = ({row["name"] for row in plain_rows(one)["products"]} for one in (then, now))
    assert (before - after, after - before) == ({"Sản phẩm 2"}, {"Nhập sau"})


def _plain(found):
    without_moment = as_plain(found) | {"known_at": None}
    return json.dumps([without_moment, plain_rows(found)], sort_keys=True)


def _because(market, moment):
    history.because(market.session, actor_id=None, reason="Sửa theo biên bản", now=moment)


def test_several_corrections_are_taken_back_one_by_one(market):
    product = market.product("Chè", issued_on=date(2025, 1, 1), sector="I")
    for month, sector in ((2, "II"), (3, "III"), (4, "IV")):
        _because(market, datetime(2026, month, 1, tzinfo=UTC))
        product.sector = sector
        market.session.flush()

    def sector_known(month):
        moment = datetime(2026, month, 15, tzinfo=UTC)
        (row,) = counted(market, LAST_DAY, known_at=moment)[Indicator.PRODUCTS].rows
        return row.sector

    assert [sector_known(month) for month in (1, 2, 3, 4)] == ["I", "II", "III", "IV"]


def test_what_changed_at_the_very_moment_was_known(market):
    product = market.product("Chè", issued_on=date(2025, 1, 1))
    moment = datetime(2026, 2, 1, tzinfo=UTC)
    _because(market, moment)
    product.name = "Chè Shan"
    market.session.flush()

    at, before = (
        counted(market, LAST_DAY, known_at=known)[Indicator.PRODUCTS].rows[0].name
        for known in (moment, moment - INSTANT)
    )

    assert (at, before) == ("Chè Shan", "Chè")


def test_a_merge_is_taken_back(market):
    one, other = market.product("Chè"), market.product("Chè Shan")
    _because(market, datetime(2025, 3, 1, tzinfo=UTC))
    other.merged_into_id = one.id
    other.certificates[0].product_id = one.id
    market.session.flush()
    day = date(2024, 6, 1)

    assert counted(market, day)[Indicator.PRODUCTS].value == Count(1)
    then = counted(market, day, known_at=datetime(2025, 2, 1, tzinfo=UTC))
    assert then[Indicator.PRODUCTS].value == Count(2)


def test_what_a_merge_moved_without_a_history_goes_back(market):
    """Listings, times on sale and members have none: the note of the merge says whose they were."""
    kept, lost = market.producer("Giữ"), market.producer("Trùng", shop_opened_at=LONG_AGO)
    market.product("Gạo", kept, date(2022, 6, 1))
    honey = market.product("Mật ong", lost, date(2022, 6, 1))
    twin = market.product("Mật ong Bát Xát", kept, date(2022, 6, 1))
    market.live(honey)
    _member(market, lost)
    before = datetime(2024, 2, 1, tzinfo=UTC)
    why = Why(None, "Một chủ thể", datetime(2024, 3, 1, tzinfo=UTC))
    entry_id = merge_producers(market.session, lost, kept, why)
    merge_products(market.session, honey, twin, why)
    day = date(2024, 1, 31)

    def holders(**asked):
        found = counted(market, day, **asked)[Indicator.ACTIVE_ACCOUNTS]
        return [(row.name, row.is_active) for row in found.rows]

    def on_sale(**asked):
        return [row.name for row in counted(market, day, **asked)[Indicator.LISTING].counted]

    assert (holders(), on_sale()) == ([("Giữ", True)], ["Mật ong Bát Xát"])
    assert holders(known_at=before) == [("Trùng", True)]
    assert on_sale(known_at=before) == ["Mật ong"]
    assert counted(market, day)[Indicator.SHOP_AND_ACCOUNT].rows[0].owner.has_shop

    later = Why(None, "Là hai chủ thể", datetime(2024, 5, 1, tzinfo=UTC))
    undo_merge(market.session, market.session.get_one(AuditEntry, entry_id), later)
    between = datetime(2024, 4, 1, tzinfo=UTC)
    assert holders() == [("Trùng", True)]
    assert holders(known_at=between) == [("Giữ", True)]


def _member(market, producer):
    user = User(
        name="Chị Lan",
        email="lan@example.com",
        password_hash="!",
        audience=Audience.PRODUCER,
        created_at=LONG_AGO,
    )
    market.session.add(user)
    market.session.flush()
    member = ProducerMember(producer_id=producer.id, user_id=user.id, joined_at=LONG_AGO)
    market.session.add(member)
    market.session.flush()


def test_a_shop_entered_late_was_open_from_its_day(market):
    _because(market, datetime(2024, 3, 1, tzinfo=UTC))
    producer = market.producer(shop_opened_at=LONG_AGO)
    market.product(producer=producer)
    market.account(producer)

    assert counted(market, date(2024, 2, 1))[Indicator.SHOP_AND_ACCOUNT].value == Share(1, 1)


def test_a_shop_that_closed_since_was_open_that_day(market):
    producer = market.producer(shop_opened_at=LONG_AGO)
    market.product(producer=producer)
    market.account(producer)
    _because(market, datetime(2024, 3, 1, tzinfo=UTC))
    producer.shop_opened_at = None
    market.session.flush()

    assert counted(market, date(2024, 2, 29))[Indicator.SHOP_AND_ACCOUNT].value == Share(1, 1)
    assert counted(market, date(2024, 3, 1))[Indicator.SHOP_AND_ACCOUNT].value == Share(0, 1)
