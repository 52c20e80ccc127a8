"""What counts on a day, and what does not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace.producers.models import EPaymentKind
from marketplace.registry.models import Precision
from marketplace.reports.rows import THIS_MARKET
from marketplace.reports.rules import Indicator, Share
from tests.reports.asking import counted
from tests.reports.market import LONG_AGO, Market

DAY = date(2022, 12, 31)
MIDNIGHT = datetime(2022, 12, 31, 17, tzinfo=UTC)  # in Vietnam, the end of DAY
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def market(session):
    return Market(session)


def listing_share(market, day=DAY, now=NOW):
    return counted(market, day, now)[Indicator.LISTING]


def share(market, day=DAY, now=NOW):
    return listing_share(market, day, now).value


def e_payment_share(market):
    return counted(market, DAY)[Indicator.E_PAYMENT]


# --- Products ---


def test_nothing_in_force_is_nothing_to_count(market):
    market.product(issued_on=None)

    found = counted(market, DAY)

    assert found[Indicator.LISTING].value == Share(0, 0)
    assert found[Indicator.E_PAYMENT].value == Share(0, 0)


@pytest.mark.parametrize(
    ("issued_on", "revoked_on", "in_force"),
    [
        pytest.param(date(2022, 12, 31), None, True, id="issued-on-the-day"),
        pytest.param(date(2023, 1, 1), None, False, id="issued-the-day-after"),
        pytest.param(date(2019, 12, 31), None, True, id="last-day"),
        pytest.param(date(2019, 12, 30), None, False, id="ended-the-day-before"),
        pytest.param(date(2022, 1, 1), date(2023, 1, 1), True, id="revoked-the-day-after"),
        pytest.param(date(2022, 1, 1), date(2022, 12, 31), False, id="revoked-on-the-day"),
    ],
)
def test_a_product_is_in_the_whole_while_its_certificate_holds(
    market, issued_on, revoked_on, in_force
):
    product = market.product(issued_on=issued_on, revoked_on=revoked_on)
    market.live(product)

    assert share(market) == (Share(1, 1) if in_force else Share(0, 0))


@pytest.mark.parametrize(
    ("live_from", "live_to", "counts"),
    [
        pytest.param(MIDNIGHT - INSTANT, None, True, id="put-on-sale-just-before-midnight"),
        pytest.param(MIDNIGHT, None, False, id="put-on-sale-at-midnight"),
        pytest.param(LONG_AGO, MIDNIGHT, True, id="taken-off-at-midnight"),
        pytest.param(LONG_AGO, MIDNIGHT - INSTANT, False, id="taken-off-just-before"),
        pytest.param(LONG_AGO, datetime(2022, 12, 31, 5, tzinfo=UTC), False, id="off-that-noon"),
    ],
)
def test_here_a_product_counts_when_it_is_on_sale_at_the_end_of_the_day(
    market, live_from, live_to, counts
):
    market.live(market.product(), live_from, live_to)

    assert share(market) == Share(int(counts), 1)


def test_today_counts_as_it_stands_now(market):
    today = date(2026, 11, 23)
    kept, ended, begun, coming = (market.product(issued_on=date(2026, 1, 1)) for _each in range(4))
    market.live(kept)
    market.live(ended, LONG_AGO, NOW)
    market.live(begun, NOW)
    market.live(coming, NOW + timedelta(minutes=5))

    result = listing_share(market, today)

    assert {row.id for row in result.counted} == {kept.id, begun.id}


def test_between_midnight_and_seven_it_is_already_the_next_day_in_vietnam(market):
    """At 00:30 in Vietnam on 1 January UTC still says 31 December."""
    half_past_midnight = MIDNIGHT + timedelta(minutes=30)
    market.live(market.product(), MIDNIGHT + timedelta(minutes=10))

    assert share(market, date(2022, 12, 31), half_past_midnight) == Share(0, 1)
    assert share(market, date(2023, 1, 1), half_past_midnight) == Share(1, 1)


@pytest.mark.parametrize(
    ("seen_on", "ended_on", "counts"),
    [
        pytest.param(DAY, None, True, id="seen-on-the-day"),
        pytest.param(date(2023, 1, 1), None, False, id="seen-the-day-after"),
        pytest.param(date(2022, 6, 1), date(2023, 1, 1), True, id="gone-the-day-after"),
        pytest.param(date(2022, 6, 1), DAY, False, id="gone-on-the-day"),
        pytest.param(DAY, DAY, False, id="seen-and-gone-on-the-day"),
    ],
)
def test_elsewhere_a_product_counts_from_the_day_it_was_seen(market, seen_on, ended_on, counts):
    market.outside(market.product(), market.platform(), seen_on, ended_on)

    assert share(market) == Share(int(counts), 1)


def test_a_platform_that_does_not_count_adds_nothing(market):
    market.outside(market.product(), market.platform("facebook", is_counted=False))

    assert share(market) == Share(0, 1)


def test_a_product_on_three_platforms_counts_once(market):
    product = market.product()
    market.live(product)
    for code in ("postmart", "voso"):
        market.outside(product, market.platform(code))

    result = listing_share(market)

    assert result.value == Share(1, 1)
    assert result.rows[0].sold_at == (THIS_MARKET, "Postmart", "Voso")


def test_put_on_sale_twice_counts_once(market):
    product = market.product()
    market.live(product, LONG_AGO, datetime(2022, 1, 1, tzinfo=UTC))
    market.live(product, datetime(2022, 2, 1, tzinfo=UTC))

    assert share(market) == Share(1, 1)


def test_two_certificates_in_force_are_one_product_with_the_newer_star(market):
    product = market.product(issued_on=date(2021, 1, 1), stars=3)
    market.certificate(product, date(2022, 8, 1), stars=4)

    (row,) = listing_share(market).rows

    assert (row.stars, row.valid_until) == (4, date(2025, 8, 1))


def test_rows_say_where_a_product_comes_from_then_and_now(market):
    commune = market.unit("34", "02647")
    old_commune = market.unit("63", "02647")
    producer = market.producer("HTX Kim Tân")
    market.product(
        producer=producer, unit_id=commune.id, old_unit_id=old_commune.id, place_text="Kim Tân"
    )

    (row,) = listing_share(market).rows

    assert (row.producer, row.place.commune) == ("HTX Kim Tân", "Phường Lào Cai")
    assert row.place.old_district == "Thành phố Lào Cai"


def test_an_old_district_named_by_the_source_stands_as_it_is(market):
    district = market.unit("63", market.unit("63", "02647").parent.code)
    market.product(old_unit_id=district.id, place_text="TP Lào Cai")

    (row,) = listing_share(market).rows

    assert (row.place.commune, row.place.old_district) == (None, "Thành phố Lào Cai")


def test_names_are_in_vietnamese_order(market):
    for name in ("Đậu tương", "Dưa leo", "Ớt", "Ong", "Ăn vặt", "An xoa"):
        market.product(name)

    names = [row.name for row in listing_share(market).missing]

    assert names == ["An xoa", "Ăn vặt", "Dưa leo", "Đậu tương", "Ong", "Ớt"]


# --- Producers ---


@pytest.mark.parametrize(
    ("verified_on", "closed_on", "counts"),
    [
        pytest.param(DAY, None, True, id="verified-on-the-day"),
        pytest.param(date(2023, 1, 1), None, False, id="verified-the-day-after"),
        pytest.param(date(2022, 1, 1), date(2023, 1, 1), True, id="closed-the-day-after"),
        pytest.param(date(2022, 1, 1), DAY, False, id="closed-on-the-day"),
    ],
)
def test_an_account_counts_from_its_check_until_it_is_closed(
    market, verified_on, closed_on, counts
):
    producer = market.producer()
    market.product(producer=producer)
    market.account(producer, verified_on, closed_on)

    assert e_payment_share(market).value == Share(int(counts), 1)


def test_a_producer_counts_once_with_two_products_and_three_accounts(market):
    producer = market.producer()
    market.product(producer=producer)
    market.certificate(market.product("Chè", producer), date(2022, 7, 1))
    for kind in EPaymentKind:
        market.account(producer, kind=kind)

    result = e_payment_share(market)

    assert result.value == Share(1, 1)
    assert (result.rows[0].products, len(result.rows[0].accounts)) == (2, 3)


def test_a_producer_without_a_product_in_force_is_in_neither_number(market):
    producer = market.producer()
    market.product(producer=producer, issued_on=date(2018, 6, 1))
    market.account(producer)

    assert e_payment_share(market).value == Share(0, 0)


def test_a_product_whose_producer_is_not_known_is_named_apart(market):
    market.product("Chè cổ thụ", producer=None)
    market.product(producer=market.producer())

    found = counted(market, DAY)

    assert found[Indicator.LISTING].value.whole == 2
    assert found[Indicator.E_PAYMENT].value.whole == 1
    assert [row.name for row in found.book.without_producer] == ["Chè cổ thụ"]


# --- Dates that are not clear ---


def test_a_certificate_known_to_the_year_counts_only_on_days_that_are_sure(market):
    product = market.product(issued_on=None)
    market.certificate(product, date(2022, 1, 1), date(2022, 12, 31), Precision.YEAR)
    days = {
        date(2021, 12, 31): (0, 0),
        date(2022, 1, 1): (0, 1),
        date(2022, 12, 30): (0, 1),
        date(2022, 12, 31): (1, 0),
        date(2025, 1, 1): (1, 0),
        date(2025, 1, 2): (0, 1),
        date(2025, 12, 31): (0, 1),
        date(2026, 1, 1): (0, 0),
    }

    for day, (in_force, undated) in days.items():
        found = counted(market, day)
        assert (len(found.book.products), len(found.book.undated)) == (in_force, undated), day


def test_a_certificate_without_a_date_never_counts_but_is_named(market):
    product = market.product("Rượu ngô", issued_on=None)
    market.certificate(product, None)

    found = counted(market, DAY)

    assert found[Indicator.LISTING].value == Share(0, 0)
    assert [row.product for row in found.book.undated] == ["Rượu ngô"]


def test_a_rough_certificate_of_a_product_that_counts_anyway_is_not_named(market):
    product = market.product()
    market.certificate(product, None)

    assert counted(market, DAY).book.undated == []


def test_a_revoked_certificate_without_a_date_is_not_named(market):
    market.certificate(market.product(issued_on=None), None, revoked_on=date(2022, 5, 1))

    assert counted(market, DAY).book.undated == []


# --- What it costs ---


def test_the_number_of_statements_does_not_grow_with_the_register(market, statements):
    def filled(products):
        for _each in range(products):
            product = market.product(producer=market.producer())
            market.live(product)
            market.outside(product, market.platform())
        statements.clear()
        counted(market, DAY)
        return len(statements)

    assert filled(1) == filled(30)
