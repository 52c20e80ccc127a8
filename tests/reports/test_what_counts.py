"""What counts in the figures, and what filters leave."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from marketplace.admin_units.models import AdminUnit, Level
from marketplace.catalog.models import Platform
from marketplace.money import Vnd
from marketplace.orders.models import OrderState
from marketplace.producers.models import ProducerKind
from marketplace.registry.models import Evidence, Precision
from marketplace.reports.book import Filters
from marketplace.reports.figures import plain_rows
from marketplace.reports.models import DeclaredSale
from marketplace.reports.rules import UNKNOWN, Count, Dimension, Indicator, Sales, Share
from tests.reports.asking import LAST_DAY, counted, lines, sent
from tests.reports.market import LONG_AGO, Market


@pytest.fixture
def market(session):
    return Market(session)


def test_only_a_decision_makes_a_star(market):
    for evidence in (Evidence.DECISION, Evidence.PRESS, Evidence.BEFORE, Evidence.PRODUCER):
        product = market.product(issued_on=None)
        market.certificate(product, date(2025, 1, 1), stars=4, evidence=evidence)

    stars = lines(counted(market, LAST_DAY), Indicator.PRODUCTS, Dimension.STAR)

    assert stars == {"5": Count(0), "4": Count(1), "3": Count(0), UNKNOWN: Count(1)}


def test_a_rough_date_counts_on_days_on_which_it_surely_holds(market):
    product = market.product(issued_on=None)
    market.certificate(product, date(2025, 1, 1), date(2025, 12, 31), Precision.YEAR)

    found = counted(market, date(2025, 12, 30))

    assert found[Indicator.PRODUCTS].value == Count(0)
    assert len(found.book.undated) == 1
    assert counted(market, LAST_DAY)[Indicator.PRODUCTS].value == Count(1)


def test_this_market_counts_as_its_platform_says(market):
    product = market.product(issued_on=date(2025, 1, 1))
    market.live(product)
    assert counted(market, LAST_DAY)[Indicator.LISTING].value == Share(1, 1)

    here = Platform(code="cho-phien", name="Chợ phiên", is_here=True)
    market.session.add(here)

    found = counted(market, LAST_DAY)
    assert found[Indicator.LISTING].value == Share(0, 1)
    assert lines(found, Indicator.LISTING_BY_PLATFORM, Dimension.PLATFORM) == {}
    here.counted_from = date(2025, 1, 1)
    (row,) = counted(market, LAST_DAY)[Indicator.LISTING].counted
    assert row.sold_at == ("Chợ phiên",)


def test_promotion_needs_both_channels(market):
    """A platform of the province and a trade-promotion site, whether they count for sale or not."""
    both, one = (market.product(issued_on=date(2025, 1, 1)) for _each in range(2))
    assert counted(market, LAST_DAY)[Indicator.PROMOTED].value is None
    provincial = market.platform("san-tinh", is_counted=False)
    site = market.platform("xttm", is_counted=False)
    provincial.is_provincial = site.is_promotion = True
    for product in (both, one):
        market.outside(product, provincial)
    market.outside(both, site)

    found = counted(market, LAST_DAY)

    assert found[Indicator.PROMOTED].value == Share(1, 2)
    assert found[Indicator.LISTING].value == Share(0, 2)
    assert found[Indicator.PROMOTED].missing == [
        row for row in found.book.products if row.id == one.id
    ]


def test_an_old_district_is_derived_only_where_it_is_certain(market):
    """12 of the 99 communes join parts of two districts: nobody can say which one it was."""
    parts = _districts_by_commune(market)
    clear = next(unit for unit, districts in parts.items() if len(districts) == 1)
    mixed = next(unit for unit, districts in parts.items() if len(districts) > 1)
    for unit_id in (clear, mixed):
        market.product(unit_id=unit_id, issued_on=date(2025, 8, 1))

    found = counted(market, LAST_DAY)

    by_district = lines(found, Indicator.PRODUCTS, Dimension.OLD_DISTRICT)
    (code,) = parts[clear]
    assert by_district[code] == Count(1)
    assert by_district[UNKNOWN] == Count(1)
    assert UNKNOWN not in lines(found, Indicator.PRODUCTS, Dimension.OLD_PROVINCE)


def _districts_by_commune(market):
    province = market.unit("34", "15")
    communes = {
        unit.id: set() for unit in market.session.query(AdminUnit).filter_by(parent_id=province.id)
    }
    for part in market.session.query(AdminUnit).filter_by(level=Level.COMMUNE):
        if part.merged_into_id in communes:
            communes[part.merged_into_id].add(part.parent.code)
    return communes


def test_a_declaration_is_never_added_to_ours(market):
    producer = market.producer()
    sent(market, producer.id, datetime(2025, 7, 5, tzinfo=UTC))
    market.session.add(
        DeclaredSale(
            platform_id=market.platform().id,
            month=date(2025, 7, 1),
            orders=6200,
            value_vnd=Vnd(930_000_000),
            declared_by="Sở Công Thương",
            recorded_at=LONG_AGO,
        )
    )

    found = counted(market, LAST_DAY)

    assert found[Indicator.SALES].value == Sales(1, 100_000)
    assert lines(found, Indicator.SALES, Dimension.MONTH_PLATFORM) == {
        "2025-07/here": Sales(1, 100_000),
        "2025-07/postmart": Sales(6200, 930_000_000, is_declared=True),
    }


def test_orders_not_sent_do_not_count(market):
    producer = market.producer()
    for state in OrderState:
        sent_at = datetime(2025, 7, 5, tzinfo=UTC) if state is OrderState.SENT else None
        sent(market, producer.id, sent_at, state)

    assert counted(market, LAST_DAY)[Indicator.SALES].value == Sales(1, 100_000)


def test_filters_narrow_products_and_the_producers_that_make_them(market):
    tea, gin = market.producer("HTX Chè"), market.producer("Hộ rượu", ProducerKind.HOUSEHOLD)
    market.account(tea)
    day = date(2025, 1, 1)
    market.product("Chè", tea, day, sector="I", stars=4)
    market.product("Chè xanh", tea, day, sector="I", stars=3)
    market.product("Rượu", gin, day, sector="II", stars=3)

    drinks = counted(market, LAST_DAY, filters=Filters(sector="II"))
    households = counted(market, LAST_DAY, filters=Filters(kind=ProducerKind.HOUSEHOLD))
    four_stars = counted(market, LAST_DAY, filters=Filters(stars=4))

    assert drinks[Indicator.PRODUCTS].value == Count(1)
    assert drinks[Indicator.E_PAYMENT].value == Share(0, 1)
    assert households[Indicator.PRODUCTS].value == Count(1)
    assert four_stars[Indicator.PRODUCTS].value == Count(1)
    assert four_stars[Indicator.E_PAYMENT].value == Share(1, 1)


def test_a_commune_asked_for_is_the_only_one_listed(market):
    unit = market.unit("34", "02647")
    market.product(unit_id=unit.id, issued_on=date(2025, 1, 1))
    market.product(issued_on=date(2025, 1, 1))

    found = counted(market, LAST_DAY, filters=Filters(commune="02647"))

    assert lines(found, Indicator.PRODUCTS, Dimension.COMMUNE) == {"02647": Count(1)}
    assert found[Indicator.COMMUNES].value == Share(1, 1)
    assert found[Indicator.PRODUCTS].value == Count(1)


def test_the_rows_tell_nothing_that_is_only_counted(market):
    producer = market.producer(
        is_woman_led=True,
        is_minority_led=True,
        representative_consent_on=date(2025, 1, 1),
        phone="+84912345678",
    )
    market.product(producer=producer, issued_on=date(2025, 1, 1))
    market.account(producer)

    text = json.dumps(plain_rows(counted(market, LAST_DAY)))

    assert "woman" not in text
    assert "minority" not in text
    assert "+84912345678" not in text
    assert "1234" not in text
