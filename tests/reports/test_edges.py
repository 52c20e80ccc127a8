"""Days at the edge: 23:59 on 31 December in Vietnam, and 29 February."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace import clock
from marketplace.reports.rules import Count, Dimension, Indicator, Sales, Share
from tests.reports.asking import LAST_DAY, counted, lines, sent
from tests.reports.market import Market

NEW_YEAR = datetime(2025, 12, 31, 17, tzinfo=UTC)  # midnight in Vietnam, 1 January 2026
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def market(session):
    return Market(session)


def test_at_23_59_on_31_december_it_is_still_the_old_year(market):
    """In UTC it is 16:59; a minute later Vietnam has the new year and UTC has not."""
    product = market.product(producer=market.producer(), issued_on=date(2025, 6, 1))
    market.live(product, NEW_YEAR - timedelta(minutes=1))
    late = market.product(issued_on=date(2025, 6, 1))
    market.live(late, NEW_YEAR)
    for moment in (NEW_YEAR - timedelta(minutes=1), NEW_YEAR):
        sent(market, product.producer_id, moment)

    last_day = counted(market, LAST_DAY)
    next_day = counted(market, LAST_DAY + timedelta(days=1))

    assert last_day[Indicator.LISTING].value == Share(1, 2)
    assert next_day[Indicator.LISTING].value == Share(2, 2)
    assert last_day[Indicator.SALES].value == Sales(1, 100_000)
    assert lines(next_day, Indicator.SALES, Dimension.MONTH) == {
        "2025-12": Sales(1, 100_000),
        "2026-01": Sales(1, 100_000),
    }
    assert lines(next_day, Indicator.SALES, Dimension.YEAR).keys() == {"2025", "2026"}


def test_between_midnight_and_seven_today_is_the_day_in_vietnam(market):
    half_past = NEW_YEAR + timedelta(minutes=30)
    market.live(market.product(issued_on=date(2026, 1, 1)), NEW_YEAR + timedelta(minutes=10))

    found = counted(market, clock.day_in_vietnam(half_past), half_past)

    assert found.book.day == date(2026, 1, 1)
    assert found[Indicator.LISTING].value == Share(1, 1)


@pytest.mark.parametrize(
    ("issued_on", "last_day"),
    [
        pytest.param(date(2024, 2, 29), date(2027, 2, 28), id="issued-on-the-29th"),
        pytest.param(date(2025, 2, 28), date(2028, 2, 28), id="ends-before-the-29th"),
    ],
)
def test_29_february(market, issued_on, last_day):
    market.product(issued_on=issued_on)
    now = datetime(2031, 1, 1, tzinfo=UTC)

    assert counted(market, issued_on, now)[Indicator.PRODUCTS].value == Count(1)
    assert counted(market, last_day, now)[Indicator.PRODUCTS].value == Count(1)
    after = last_day + timedelta(days=1)
    assert counted(market, after, now)[Indicator.PRODUCTS].value == Count(0)


def test_29_february_is_a_day_like_others(market):
    product = market.product(issued_on=date(2022, 6, 1))
    market.live(product, clock.end_of_day(date(2024, 2, 29)) - INSTANT)

    assert counted(market, date(2024, 2, 28))[Indicator.LISTING].value == Share(0, 1)
    assert counted(market, date(2024, 2, 29))[Indicator.LISTING].value == Share(1, 1)
