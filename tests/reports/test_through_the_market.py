"""The figures move with what producers and staff do, from the moment they do it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.catalog import actions
from marketplace.catalog.models import ListingState, OutsideListing, Platform
from marketplace.reports import queries
from marketplace.reports.figures import figures
from marketplace.reports.rules import Indicator
from tests.catalog.goods import certify, make_listing, make_product

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def frozen(freeze):
    return freeze(NOW)


@pytest.fixture
def product(session, chi_lan):
    product = make_product(session, chi_lan.producer)
    certify(session, product)
    return product


def shares(session):
    now = clock.now()
    found = figures(queries.book(session, clock.day_in_vietnam(now), now=now))
    return found[Indicator.LISTING].value.part, found[Indicator.E_PAYMENT].value.part


def listed_on(session, day):
    found = figures(queries.book(session, day, now=clock.now()))
    return found[Indicator.LISTING].value.part


def test_a_listing_counts_while_buyers_can_see_it(session, frozen, chi_lan, product):
    listing = make_listing(session, chi_lan.producer, product=product, state=ListingState.DRAFT)
    who = {"actor_id": chi_lan.user.id}
    actions.open_shop(session, chi_lan.producer, now=NOW, **who)
    assert shares(session) == (0, 0)

    actions.publish(session, listing, now=NOW, **who)
    assert shares(session) == (1, 0)

    actions.close_shop(session, chi_lan.producer, now=frozen.pass_by(timedelta(days=1)), **who)
    assert shares(session) == (0, 0)

    actions.open_shop(session, chi_lan.producer, now=frozen.pass_by(timedelta(days=1)), **who)
    assert shares(session) == (1, 0)

    actions.pause(session, listing, now=frozen.pass_by(timedelta(days=1)), **who)
    days = [TODAY + timedelta(days=number) for number in range(-1, 4)]
    assert [listed_on(session, day) for day in days] == [0, 1, 0, 1, 0]


def test_what_staff_record_counts_at_once_and_ends_when_it_ends(
    session, frozen, anh_tung, chi_lan, product
):
    platform = Platform(code="postmart", name="Postmart", counted_from=date(2022, 1, 1))
    session.add(platform)
    session.flush()
    producer = f"/can-bo/chu-the/{chi_lan.producer.id}"
    seen = {"platform": platform.id, "url": "https://vidu.vn/che", "seen_on": "2026-11-23"}
    account = {
        "kind": "bank",
        "provider": "Agribank",
        "holder": "Chị Lan",
        "last_digits": "0123",
        "verified_on": "2026-11-23",
        "verified_how": "statement",
    }
    assert "0/1" in anh_tung.client.get("/can-bo/").text

    anh_tung.client.post(f"/can-bo/san-pham/{product.id}/san-khac", data=seen)
    anh_tung.client.post(f"{producer}/tai-khoan", data=account)
    assert shares(session) == (1, 1)

    frozen.pass_by(timedelta(days=1))
    record = session.scalars(select(OutsideListing.id)).one()
    anh_tung.client.post(f"/can-bo/san-khac/{record}/het-ban", data={"ended_on": "2026-11-24"})
    assert listed_on(session, TODAY) == 1
    assert shares(session) == (0, 1)
