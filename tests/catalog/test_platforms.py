"""Where products are sold besides this market."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.audit.models import AuditEntry
from marketplace.catalog import actions, queries
from marketplace.catalog.errors import (
    AlreadyRecorded,
    CheckedBeforeSeen,
    EndsBeforeSeen,
    ListedHere,
    NotEnded,
)
from marketplace.catalog.models import Platform
from tests.catalog.goods import NOW, TODAY, make_product

URL = "https://nongsan.buudien.vn/che-shan"


@pytest.fixture
def postmart(session):
    actions.load_platforms(session, now=NOW)
    return queries.platform_by_code(session, "postmart")


def record(session, product, platform, seen_on=TODAY):
    return actions.record_outside_listing(
        session, product, platform, URL, seen_on=seen_on, seen_by_id=None, now=NOW
    )


def test_platforms_are_loaded_once(app, session):
    runner = app.test_cli_runner()

    first = runner.invoke(args=["catalog", "load-platforms"])
    again = runner.invoke(args=["catalog", "load-platforms"])

    assert "thêm 8" in first.output
    assert "thêm 0" in again.output
    assert session.scalar(select(func.count(Platform.id))) == 8


def test_what_was_seen_is_kept_with_its_days(session, chi_lan, postmart):
    product = make_product(session, chi_lan.producer)

    outside = record(session, product, postmart)
    actions.end_outside_listing(
        session, outside, ended_on=TODAY + timedelta(days=9), actor_id=None, now=NOW
    )

    (found,) = queries.outside_listings_of(session, product.id)
    assert (found.platform.code, found.url, found.seen_on) == ("postmart", URL, TODAY)
    assert found.ended_on == TODAY + timedelta(days=9)
    acts = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert acts == ["outside_listing.recorded", "outside_listing.ended"]


def test_one_record_at_a_time_of_a_product_on_a_platform(session, chi_lan, postmart):
    product = make_product(session, chi_lan.producer)
    first = record(session, product, postmart)

    with pytest.raises(AlreadyRecorded) as refusal:
        record(session, product, postmart)
    assert refusal.value.seen_on == TODAY

    actions.end_outside_listing(session, first, ended_on=TODAY, actor_id=None, now=NOW)
    record(session, product, postmart)

    assert len(queries.outside_listings_of(session, product.id)) == 2


def test_it_cannot_be_gone_before_it_was_seen(session, chi_lan, postmart):
    outside = record(session, make_product(session, chi_lan.producer), postmart, date(2026, 6, 2))

    with pytest.raises(EndsBeforeSeen):
        actions.end_outside_listing(
            session, outside, ended_on=date(2026, 6, 1), actor_id=None, now=NOW
        )

    assert outside.ended_on is None


def test_how_long_a_look_is_believed_is_settled_on_its_day(session, chi_lan, postmart):
    outside = record(session, make_product(session, chi_lan.producer), postmart, date(2026, 6, 2))
    postmart.stale_after_days = 30
    session.flush()

    again = {"checked_by_id": None, "now": NOW}
    assert actions.check_again(session, outside, checked_on=TODAY, **again)
    assert not actions.check_again(session, outside, checked_on=TODAY, **again)

    first, second = outside.checks
    assert (first.checked_on, first.stale_on) == (date(2026, 6, 2), date(2026, 8, 31))
    assert (second.checked_on, second.stale_on) == (TODAY, TODAY + timedelta(days=30))
    with pytest.raises(CheckedBeforeSeen):
        actions.check_again(session, outside, checked_on=date(2026, 6, 1), **again)


def test_an_end_recorded_by_mistake_is_taken_back(session, chi_lan, postmart):
    product = make_product(session, chi_lan.producer)
    outside = record(session, product, postmart)
    correction = {"reason": "Ghi nhầm", "actor_id": None, "now": NOW}

    with pytest.raises(NotEnded):
        actions.take_back_end(session, outside, **correction)
    actions.end_outside_listing(session, outside, ended_on=TODAY, actor_id=None, now=NOW)
    actions.take_back_end(session, outside, **correction)
    assert outside.ended_on is None

    actions.end_outside_listing(session, outside, ended_on=TODAY, actor_id=None, now=NOW)
    record(session, product, postmart)
    with pytest.raises(AlreadyRecorded):
        actions.take_back_end(session, outside, **correction)


def test_this_market_is_no_outside_platform(session, chi_lan, postmart):
    here = queries.platform_by_code(session, "cho-phien")

    with pytest.raises(ListedHere):
        record(session, make_product(session, chi_lan.producer), here)

    assert here not in queries.outside_platforms(session)
