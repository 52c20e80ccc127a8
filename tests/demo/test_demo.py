"""The demo market stands on the real register, obeys the market's rules, and is only a demo."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.catalog.models import Listing, LivePeriod
from marketplace.config import ROOT
from marketplace.db import db
from marketplace.demo import actions, queries, rules
from marketplace.demo.errors import RegisterMissing
from marketplace.demo.files import illustrated_listings
from marketplace.demo.people import PEOPLE
from marketplace.orders.models import OrderLine, OrderState, Purchase, SellerOrder
from marketplace.outbox.queries import open_count
from marketplace.registry.models import Product
from tests.conftest import market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
REGISTER = ROOT / "marketplace" / "data" / "register_lao_cai.csv"


def quiet(_words: str) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def demo_app(databases, furnished, tmp_path_factory):
    """A market with the register and the demo, loaded once for all tests of this file."""
    url = databases.copy(furnished)
    with market(url, tmp_path_factory.mktemp("demo")) as app:
        runner = app.test_cli_runner()
        for command in (["registry", "import", str(REGISTER)], ["demo", "load"]):
            done = runner.invoke(args=command)
            assert done.exit_code == 0, done.output
        yield app
    databases.drop(url)


@pytest.fixture
def shown(demo_app):
    """The database of the demo, to look at."""
    with demo_app.app_context():
        yield db.session()


def test_every_listing_sells_a_product_of_the_register(shown):
    missing = [
        (wanted.product, wanted.producer)
        for wanted in illustrated_listings()
        if queries.find_product(shown, wanted.product, wanted.producer) is None
    ]

    assert missing == []


def test_without_a_register_there_is_no_demo(session):
    with pytest.raises(RegisterMissing):
        actions.load(session, now=NOW, say=quiet)


def test_shops_are_open_and_say_that_they_are_illustrations(shown):
    listings = shown.scalars(select(Listing)).all()

    assert len(listings) == len(illustrated_listings())
    assert all(listing.is_illustration and listing.story for listing in listings)
    assert shown.scalar(select(func.count()).select_from(LivePeriod)) == len(listings)
    assert {listing.stock for listing in listings} == {
        wanted.stock for wanted in illustrated_listings()
    }


def test_orders_fill_twelve_months_and_every_state(shown):
    months = {purchase.placed_at.strftime("%Y-%m") for purchase in shown.scalars(select(Purchase))}
    states = set(shown.scalars(select(SellerOrder.state)))

    assert len(months) >= 12
    assert states == set(OrderState)
    assert shown.scalar(select(func.count()).where(~Purchase.is_demo)) == 0


def test_the_sums_of_the_demo_are_right(shown):
    lines = dict(
        shown.execute(
            select(OrderLine.order_id, func.sum(OrderLine.amount_vnd)).group_by(OrderLine.order_id)
        ).all()
    )
    for order in shown.scalars(select(SellerOrder)):
        assert lines[order.id] == order.subtotal_vnd
    for purchase in shown.scalars(select(Purchase)):
        assert sum(order.subtotal_vnd for order in purchase.orders) == purchase.total_vnd


def test_the_demos_sellers_have_something_to_do(shown):
    for name in ("Hợp tác xã Nông lâm nghiệp An Dược", "HTX Sơn Hòa"):
        producer = queries.find_producer(shown, name)
        waiting = select(func.count()).where(
            SellerOrder.producer_id == producer.id, SellerOrder.state == OrderState.PAID
        )
        assert shown.scalar(waiting) > 0
        unlisted = select(func.count()).where(
            Product.producer_id == producer.id, Product.id.not_in(select(Listing.product_id))
        )
        assert shown.scalar(unlisted) > 0


def test_some_products_and_producers_are_missing_so_that_lists_are_not_empty(shown):
    today = clock.day_in_vietnam(clock.now())
    unlisted = queries.products_in_force_not_listed(shown, today)

    assert 2 < len(unlisted) < shown.scalar(select(func.count()).select_from(Product))


def test_the_plan_is_the_same_on_every_machine():
    first, again = (rules.plan(NOW, 70, [1, 2, 3]) for _ in range(2))

    assert first == again
    assert all(NOW - timedelta(days=366) < wish.placed_at < NOW for wish in first)


def test_nobody_gets_mail_about_the_made_up_year(shown):
    assert open_count(shown) == 0


def test_loading_twice_changes_nothing(demo_app, shown):
    count = queries.purchase_count(shown)

    again = demo_app.test_cli_runner().invoke(args=["demo", "load"])

    shown.expire_all()
    assert (again.exit_code, queries.purchase_count(shown)) == (0, count)


# --- People ---


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.key)
def test_one_click_makes_one_of_the_people(demo_app, person):
    browser = demo_app.test_client()
    assert person.name in browser.get("/dang-nhap").get_data(as_text=True)

    answer = browser.post(f"/dang-nhap/thu/{person.key}", follow_redirects=True)

    assert answer.status_code == 200
    assert person.name in answer.get_data(as_text=True)


def test_nobody_else_can_be_had_with_one_click(demo_app):
    assert demo_app.test_client().post("/dang-nhap/thu/admin").status_code == 404


def test_a_demo_person_has_no_password(demo_app):
    answer = demo_app.test_client().post(
        "/dang-nhap", data={"email": "tung@demo.invalid", "password": "!"}
    )

    assert answer.status_code == 422


@pytest.fixture
def real_market(demo_app, monkeypatch):
    """The same database under a market that is no demo."""
    settings = replace(demo_app.extensions["market"], demo=False)
    monkeypatch.setitem(demo_app.extensions, "market", settings)
    return demo_app


def test_a_real_market_has_no_one_click_log_in(real_market):
    assert real_market.test_client().post("/dang-nhap/thu/tung").status_code == 404


def test_a_real_market_loads_no_demo(real_market):
    refused = real_market.test_cli_runner().invoke(args=["demo", "load"])

    assert refused.exit_code == 1


def test_the_helper_has_a_task(demo_app, shown):
    client = demo_app.test_client()
    client.post("/dang-nhap/thu/mai")

    page = client.get("/giup/viec")

    assert page.status_code == 200
    assert "Giúp chủ thể mở gian hàng" in page.text
