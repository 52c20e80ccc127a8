"""Whatever happened on the market, the figures are what a slow count by hand gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace import clock
from marketplace.reports.rules import Indicator, Share
from tests.reports.asking import counted
from tests.reports.market import Market

FIRST = date(2022, 12, 1)
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ALL_DAYS = [FIRST + timedelta(days=number) for number in range(10)]

days = st.sampled_from(ALL_DAYS)
INSTANT = timedelta(microseconds=1)
moments = st.builds(
    lambda day, after_midnight: clock.start_of_day(day) + after_midnight,
    days,
    st.sampled_from([timedelta(0), INSTANT, -INSTANT, timedelta(hours=12)]),
)


def in_order(values):
    """A beginning and perhaps an end, which is not before it."""
    return st.tuples(values, st.none() | values).filter(
        lambda pair: pair[1] is None or pair[0] <= pair[1]
    )


@dataclass(frozen=True)
class History:
    """What happened to one product, and to the account of its producer."""

    issued: date
    revoked: date | None
    live: list[tuple[datetime, datetime | None]]
    outside: list[tuple[date, date | None]]
    accounts: list[tuple[date, date | None]]

    def is_in_force(self, day):
        return self.issued <= day and (self.revoked is None or day < self.revoked)

    def is_on_sale(self, day):
        last_moment = clock.end_of_day(day) - INSTANT
        return _covers(self.live, last_moment) or _covers(self.outside, day)

    def has_account(self, day):
        return _covers(self.accounts, day)


def _covers(spans, point):
    return any(first <= point and (end is None or point < end) for first, end in spans)


histories = st.builds(
    History,
    issued=days,
    revoked=st.none() | days,
    live=st.lists(in_order(moments), min_size=1, max_size=2),
    outside=st.lists(in_order(days), max_size=2),
    accounts=st.lists(in_order(days), max_size=2),
)


@pytest.fixture
def market(session):
    return Market(session)


def lived_through(market, history):
    producer = market.producer()
    product = market.product(
        producer=producer, issued_on=history.issued, revoked_on=history.revoked
    )
    for span in history.live:
        market.live(product, *span)
    for span in history.outside:
        market.outside(product, market.platform(), *span)
    for span in history.accounts:
        market.account(producer, *span)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(histories, min_size=2, max_size=4))
def test_each_day_counts_what_a_slow_count_counts(market, past):
    with market.session.begin_nested() as example:
        for history in past:
            lived_through(market, history)
        for day in ALL_DAYS:
            found = counted(market, day, NOW)
            in_force = [history for history in past if history.is_in_force(day)]
            on_sale = sum(history.is_on_sale(day) for history in in_force)
            with_account = sum(history.has_account(day) for history in in_force)
            assert found[Indicator.LISTING].value == Share(on_sale, len(in_force))
            assert found[Indicator.E_PAYMENT].value == Share(with_account, len(in_force))
        example.rollback()
