"""The merged province of 12 December 2025: the totals that the newspapers printed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from marketplace.registry.rules.life import Event
from marketplace.reports import queries
from marketplace.reports.figures import as_plain, figures, flow_of, happenings_of, ranking
from marketplace.reports.rules import (
    Count,
    Dimension,
    Flow,
    Indicator,
    PlanResult,
    Sales,
    Share,
)
from tests.reports.december_2025 import (
    COMMUNES,
    COMMUNES_WITH,
    DAY,
    KINDS,
    LOST,
    NOON,
    PRODUCERS,
    PRODUCTS,
    SECTORS,
    STARS,
    december_2025,
)
from tests.reports.plain_sql import comparable, figures_in_sql


@pytest.fixture
def found(session):
    december_2025(session)
    return figures(queries.book(session, DAY, now=NOON))


def numbers(found, indicator, dimension):
    """The lines that have anything."""
    lines = found[indicator].breakdowns[dimension].lines
    return {line.key: line.value.number for line in lines if line.value.number}


def test_605_products_by_star_and_by_sector(found):
    assert found[Indicator.PRODUCTS].value == Count(PRODUCTS)
    by_star = numbers(found, Indicator.PRODUCTS, Dimension.STAR)
    by_sector = numbers(found, Indicator.PRODUCTS, Dimension.SECTOR)

    assert by_star == {str(stars): number for stars, number in STARS.items()}
    assert by_sector == SECTORS
    assert sum(by_star.values()) == sum(by_sector.values()) == 605


def test_goods_and_services_stand_apart(found):
    by_nature = numbers(found, Indicator.PRODUCTS, Dimension.NATURE)

    assert by_nature == {"goods": 585, "services": 20}


def test_82_of_99_communes_have_a_product(found):
    communes = found[Indicator.COMMUNES]

    assert communes.value == Share(82, 99)
    assert str(communes.value.percent) == "82.8"
    assert len(communes.counted) == COMMUNES_WITH
    assert len(communes.missing) == COMMUNES - COMMUNES_WITH
    by_commune = found[Indicator.PRODUCTS].breakdowns[Dimension.COMMUNE]
    assert len(by_commune.lines) == COMMUNES


def test_a_plan_of_54_was_passed(found):
    flow = flow_of(found[Indicator.PRODUCTS], 2025)
    result = PlanResult(Decimal(54), Decimal(flow.new))

    assert flow == Flow(new=62, reassessed=10, upgraded=0, lost=1)
    assert str(result.percent) == "114.8"


def test_the_rows_of_the_year_are_its_numbers(found):
    book = found.book
    (lost,) = happenings_of(book, 2025, Event.LOST)

    assert book.register[lost.certificate.product_id].name == LOST
    assert len(happenings_of(book, 2025, Event.NEW)) == 62
    assert [row.name for row in found[Indicator.NO_LONGER_IN_FORCE].rows] == [LOST]


def test_both_shares_and_both_channels(found):
    assert found[Indicator.LISTING].value == Share(590, 605)
    assert found[Indicator.PROMOTED].value == Share(575, 605)
    assert found[Indicator.E_PAYMENT].value == Share(285, PRODUCERS)
    assert found[Indicator.SHOP_AND_ACCOUNT].value == Share(120, PRODUCERS)
    assert numbers(found, Indicator.PRODUCERS, Dimension.KIND) == {
        kind.value: number for kind, number in KINDS.items()
    }


def test_ours_are_counted_and_theirs_are_declared(found):
    sales = found[Indicator.SALES]
    months = {line.key: line.value for line in sales.breakdowns[Dimension.MONTH].lines}
    platforms = {line.key: line.value for line in sales.breakdowns[Dimension.PLATFORM].lines}

    assert sales.value == Sales(31, 6_200_000)
    assert months == {"2025-11": Sales(30, 6_000_000), "2025-12": Sales(1, 200_000)}
    assert platforms["postmart"] == Sales(412, 61_800_000, is_declared=True)
    assert sales.breakdowns[Dimension.PLATFORM].overlaps


def test_accounts_in_use_and_producers_trained(found):
    assert found[Indicator.ACTIVE_ACCOUNTS].value == Share(60, 120)
    assert found[Indicator.TRAINED].value == Count(90)


def test_communes_that_are_equal_share_a_place(found):
    places = ranking(found[Indicator.PRODUCTS].breakdowns[Dimension.COMMUNE])

    numbers_in_order = [ranked.line.value.number for ranked in places]
    assert numbers_in_order == sorted(numbers_in_order, reverse=True)
    for ranked in places:
        better = [number for number in numbers_in_order if number > ranked.line.value.number]
        assert ranked.place == len(better) + 1


def test_checks_grow_stale_and_the_share_falls(session):
    december_2025(session)
    stale = DAY + timedelta(days=18)

    later = figures(queries.book(session, stale, now=NOON + timedelta(days=30)))

    assert later[Indicator.LISTING].value == Share(40, 605)


def test_plain_sql_says_the_same(session):
    december_2025(session)
    found = figures(queries.book(session, DAY, now=NOON))

    assert comparable(as_plain(found)) == figures_in_sql(session, DAY, NOON)


def test_asking_takes_the_same_statements_for_any_number_of_products(session, statements):
    queries.book(session, DAY, now=NOON)
    few = len(statements)
    december_2025(session)
    statements.clear()

    queries.book(session, DAY, now=NOON)

    assert len(statements) == few
