"""Whatever happened, the figures add up, plain SQL counts the same, and the past stays known."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace import clock
from marketplace.producers.models import ProducerKind
from marketplace.reports import queries
from marketplace.reports.book import Filters
from marketplace.reports.figures import Figures, as_plain, figures, plain_rows
from marketplace.reports.rules import Count, Dimension, Flow, Indicator, Sales, Share
from tests.reports.histories import Life, steps
from tests.reports.plain_sql import comparable, figures_in_sql

HOUR = timedelta(hours=1)
LATER = datetime(2027, 6, 1, 3, tzinfo=UTC)
NOTHING = {Share: Share(0, 0), Count: Count(0), Sales: Sales(0, 0), Flow: Flow()}
narrowed = st.builds(
    Filters,
    commune=st.none() | st.sampled_from(["02647", "02683"]),
    old_district=st.none() | st.sampled_from(["080", "085"]),
    stars=st.none() | st.sampled_from([0, 3, 4]),
    sector=st.none() | st.sampled_from(["I", "VI"]),
    kind=st.none() | st.sampled_from(ProducerKind),
)


def told(examples: int) -> Any:
    """A test of that many histories; each is undone."""
    return settings(
        max_examples=examples, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )


def counted(session: Any, day: date, now: datetime, **asked: Any) -> Figures:
    return figures(queries.book(session, day, now=now, **asked))


def days_of(life: Life) -> list[date]:
    today = clock.day_in_vietnam(life.now)
    return [today, today - timedelta(days=97), today - timedelta(days=500)]


@told(30)
@given(steps)
def test_plain_sql_counts_the_same(session, past):
    with session.begin_nested() as example:
        life = Life(session)
        life.tell(past)
        for day in days_of(life):
            found = comparable(as_plain(counted(session, day, life.now + HOUR)))
            wanted = figures_in_sql(session, day, life.now + HOUR)
            assert found.keys() == wanted.keys()
            for code, figure in found.items():
                assert (code, figure) == (code, wanted[code])
        example.rollback()


@told(30)
@given(steps, st.integers(8, 30))
def test_what_was_known_at_a_moment_comes_back(session, past, turn):
    with session.begin_nested() as example:
        life = Life(session)
        life.tell(past[:turn])
        then = life.now + HOUR
        days = days_of(life)
        kept = [everything(counted(session, day, then)) for day in days]
        life.tell(past[turn:])
        for day, before in zip(days, kept, strict=True):
            assert everything(counted(session, day, LATER, known_at=then)) == before
        example.rollback()


def everything(found: Figures) -> str:
    """Figures and rows as text, without the moment that was asked for."""
    plain = as_plain(found) | {"known_at": None}
    return json.dumps([plain, plain_rows(found)], sort_keys=True, ensure_ascii=False)


@told(20)
@given(steps, st.none() | narrowed)
def test_the_lines_of_every_breakdown_add_up_to_the_whole(session, past, asked):
    with session.begin_nested() as example:
        life = Life(session)
        life.tell(past)
        for day in days_of(life):
            filters = {"filters": asked} if asked else {}
            for figure in counted(session, day, life.now + HOUR, **filters):
                assert_adds_up(figure)
        example.rollback()


def assert_adds_up(figure: Any) -> None:
    for split in figure.breakdowns.values():
        if split.overlaps:
            continue
        assert sum((line.value for line in split.lines), NOTHING[type(split.total)]) == split.total
        assert split.total in (figure.value, whole_of(figure)) or isinstance(split.total, Flow)


def whole_of(figure: Any) -> Count | None:
    """A share may be split by how many rows its whole has."""
    return Count(figure.value.whole) if isinstance(figure.value, Share) else None


@told(10)
@given(steps)
def test_the_rows_of_a_figure_are_its_number(session, past):
    with session.begin_nested() as example:
        life = Life(session)
        life.tell(past)
        for figure in counted(session, clock.day_in_vietnam(life.now), life.now + HOUR):
            if isinstance(figure.value, Share):
                assert len(figure.counted) == figure.value.part
                assert len(figure.counted) + len(figure.missing) == figure.value.whole
        example.rollback()


@told(10)
@given(steps)
def test_groups_narrow_to_what_they_were_counted_as(session, past):
    """Asking for one sector gives the numbers of its line."""
    with session.begin_nested() as example:
        life = Life(session)
        life.tell(past)
        day, now = clock.day_in_vietnam(life.now), life.now + HOUR
        whole = counted(session, day, now)[Indicator.LISTING]
        for line in whole.breakdowns[Dimension.SECTOR].known:
            narrow = counted(session, day, now, filters=Filters(sector=line.key))
            assert narrow[Indicator.LISTING].value == line.value
        example.rollback()


@pytest.mark.parametrize("days_later", [0, 400])
def test_the_register_balances_over_time(session, days_later):
    """What came in less what was lost is what is in force."""
    life = Life(session)
    life.market.product(issued_on=date(2022, 3, 1))
    life.market.product(issued_on=date(2022, 4, 1), revoked_on=date(2022, 5, 1))
    day = date(2024, 6, 1) + timedelta(days=days_later)

    found = counted(session, day, LATER)[Indicator.PRODUCTS]

    flow = found.breakdowns[Dimension.YEAR].total
    assert isinstance(flow, Flow)
    assert flow.new - flow.lost == found.value.number
