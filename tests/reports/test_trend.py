"""A trend is, day by day, what a book of that day counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from marketplace.catalog.actions.merging import Why, merge_products
from marketplace.clock import end_of_day, start_of_day
from marketplace.producers.models import ProducerKind
from marketplace.registry.models import Product
from marketplace.reports.book import Filters
from marketplace.reports.figures import figures
from marketplace.reports.queries.book import book
from marketplace.reports.queries.trend import trend
from marketplace.reports.rules import Indicator
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
DAYS = [date(2022, 12, 31), date(2023, 6, 30), date(2025, 6, 1), date(2025, 12, 31), TODAY]


@pytest.fixture
def market(session):
    """Products that come, go, are sold here and elsewhere, and change their stars."""
    market = Market(session)
    unit = market.unit("34", "02683")
    cooperative = market.producer("HTX Bát Xát", unit_id=unit.id)
    household = market.producer("Hộ Lù A", ProducerKind.HOUSEHOLD)
    honey = market.product("Mật ong", cooperative, date(2022, 6, 1), unit_id=unit.id, sector="I")
    market.certificate(honey, date(2025, 6, 1), stars=4)
    market.live(honey, start_of_day(date(2022, 9, 1)), end_of_day(date(2023, 6, 30)))
    tea = market.product("Chè", household, date(2022, 12, 31), sector="I")
    market.outside(tea, market.platform(), date(2022, 12, 31), date(2025, 12, 31))
    rice = market.product("Gạo", household, date(2024, 1, 1), stars=4, revoked_on=TODAY)
    market.live(rice, start_of_day(date(2025, 12, 31)))
    brew = market.product("Rượu", None, date(2025, 6, 2), sector="II")
    market.outside(brew, market.platform("voso", is_counted=False))
    stale = market.product("Măng", cooperative, date(2025, 1, 1))
    market.outside(stale, market.platform(), date(2025, 3, 3), stale_on=date(2025, 6, 1))
    market.live(market.product("Miến", cooperative, date(2026, 1, 1)), NOW - timedelta(hours=1))
    market.account(cooperative, date(2022, 12, 31), date(2025, 6, 1))
    market.account(household, date(2025, 12, 31))
    return market


def of_books(session, days, known_at, filters):
    found = []
    for day in days:
        counted = figures(book(session, day, now=NOW, known_at=known_at, filters=filters))
        found.append((day, counted[Indicator.LISTING].value, counted[Indicator.E_PAYMENT].value))
    return found


@pytest.mark.parametrize("known_at", [None, datetime(2021, 1, 1, tzinfo=UTC)])
@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(stars=3),
        Filters(stars=4),
        Filters(sector="I"),
        Filters(commune="02683"),
        Filters(kind=ProducerKind.HOUSEHOLD),
        Filters(kind=ProducerKind.COOPERATIVE, stars=4),
    ],
    ids=str,
)
def test_each_point_is_what_a_book_of_that_day_counts(session, market, filters, known_at):
    last = book(session, TODAY, now=NOW, known_at=known_at, filters=filters)

    points = trend(session, last, DAYS, now=NOW)

    read = [(point.day, point.listing, point.e_payment) for point in points]
    assert read == of_books(session, DAYS, known_at, filters)


def test_a_trend_takes_as_many_statements_for_a_year_as_for_a_day(session, market, statements):
    last = book(session, TODAY, now=NOW)

    def sent(days):
        statements.clear()
        trend(session, last, days, now=NOW)
        return len(statements)

    assert sent(DAYS) == sent(DAYS[-1:])


def test_a_merge_that_was_not_known_yet_is_taken_back(session, market):
    listed = session.scalars(select(Product).where(Product.name == "Gạo")).one()
    other = session.scalars(select(Product).where(Product.name == "Chè")).one()
    merge_products(session, listed, other, Why(None, "Hai dòng là một", NOW - DAY))
    session.flush()

    for known_at in (NOW - 2 * DAY, NOW, None):
        last = book(session, TODAY, now=NOW, known_at=known_at)
        read = [
            (point.day, point.listing, point.e_payment)
            for point in trend(session, last, DAYS, now=NOW)
        ]
        assert read == of_books(session, DAYS, known_at, Filters())
