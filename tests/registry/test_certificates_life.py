"""The state of a certificate on a day, by its dates and by what came after it."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace import clock
from marketplace.registry.models import Certificate, Evidence, Precision, Programme
from marketplace.registry.rules import life
from marketplace.registry.rules.life import HOLDING, Event, State

ISSUED = date(2026, 8, 5)
END = date(2029, 8, 5)
DAYS = st.dates(date(2019, 1, 1), date(2035, 12, 31))


def certificate(issued=ISSUED, to=None, stars=3, evidence=Evidence.DECISION, **facts):
    """A certificate of a stated day, or of the days up to ``to``."""
    return Certificate(
        issued_from=issued,
        issued_to=to or issued,
        issued_precision=Precision.YEAR if to else Precision.DAY,
        valid_until=issued and life.valid_until(issued),
        stars=stars,
        evidence=evidence,
        **facts,
    )


@pytest.mark.parametrize(
    ("day", "state"),
    [
        pytest.param(date(2026, 8, 4), State.NOT_YET, id="day-before"),
        pytest.param(ISSUED, State.IN_FORCE, id="first-day"),
        pytest.param(date(2029, 2, 5), State.IN_FORCE, id="181-days-left"),
        pytest.param(date(2029, 2, 6), State.IN_WINDOW, id="180-days-left"),
        pytest.param(date(2029, 4, 7), State.IN_WINDOW, id="120-days-left"),
        pytest.param(date(2029, 4, 8), State.LATE, id="119-days-left"),
        pytest.param(END, State.LATE, id="last-day"),
        pytest.param(date(2029, 8, 6), State.EXPIRED, id="day-after"),
    ],
)
@pytest.mark.parametrize("programme", [None, *Programme])
def test_a_certificate_of_5_august_2026(day, state, programme):
    assert life.state_on(certificate(programme=programme), day) is state


def test_its_window_and_its_longest_extension():
    issued = certificate()

    assert issued.valid_until == END
    assert life.filing_window(issued) == life.Window(date(2029, 2, 6), date(2029, 4, 7))
    assert life.longest_extension(issued) == date(2030, 2, 1)


@pytest.mark.parametrize(
    ("facts", "day", "state"),
    [
        pytest.param({"filed_on": date(2029, 3, 1)}, date(2029, 2, 28), "in_window", id="to-file"),
        pytest.param({"filed_on": date(2029, 3, 1)}, date(2029, 3, 1), "filed", id="filed"),
        pytest.param({"filed_on": date(2029, 3, 1)}, END, "filed", id="filed-to-the-end"),
        pytest.param({"filed_on": date(2029, 1, 9)}, date(2029, 2, 5), "in_force", id="early"),
        pytest.param({"filed_on": date(2029, 1, 9)}, date(2029, 2, 6), "filed", id="early-counts"),
        pytest.param({"filed_on": date(2029, 5, 1)}, date(2029, 4, 30), "late", id="not-filed-yet"),
        pytest.param({"filed_on": date(2029, 5, 1)}, date(2029, 5, 1), "filed", id="filed-late"),
        pytest.param({"filed_on": date(2029, 9, 1)}, date(2029, 9, 1), "expired", id="too-late"),
        pytest.param({"extended_until": date(2030, 2, 1)}, END, "late", id="before-extension"),
        pytest.param(
            {"extended_until": date(2030, 2, 1)}, date(2029, 8, 6), "extended", id="extended"
        ),
        pytest.param(
            {"extended_until": date(2030, 2, 1)}, date(2030, 2, 1), "extended", id="extended-to"
        ),
        pytest.param({"extended_until": date(2030, 2, 1)}, date(2030, 2, 2), "expired", id="over"),
        pytest.param({"revoked_on": date(2027, 1, 1)}, date(2026, 12, 31), "in_force", id="yet"),
        pytest.param({"revoked_on": date(2027, 1, 1)}, date(2027, 1, 1), "revoked", id="revoked"),
        pytest.param({"revoked_on": date(2030, 1, 1)}, date(2031, 1, 1), "revoked", id="later"),
        pytest.param({"evidence": Evidence.PRESS}, ISSUED, "in_force", id="by-the-press"),
        pytest.param({"evidence": Evidence.BEFORE}, ISSUED, "unclear", id="candidate"),
        pytest.param({"evidence": Evidence.PRODUCER}, ISSUED, "unclear", id="own-word"),
        pytest.param({"issued": None}, ISSUED, "unclear", id="undated"),
    ],
)
def test_what_happens_to_a_certificate(facts, day, state):
    assert life.state_on(certificate(**facts), day) == state


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2020, 12, 31), State.NOT_YET),
        (date(2021, 1, 1), State.UNCLEAR),
        (date(2021, 12, 31), State.IN_FORCE),
        (date(2024, 1, 1), State.LATE),
        (date(2024, 1, 2), State.UNCLEAR),
        (date(2024, 12, 31), State.UNCLEAR),
        (date(2025, 1, 1), State.EXPIRED),
    ],
)
def test_a_certificate_of_the_year_2021(day, state):
    rough = certificate(date(2021, 1, 1), date(2021, 12, 31))

    assert life.state_on(rough, day) is state


@pytest.mark.parametrize(
    ("issued", "last_day"),
    [
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 28)),  # 2028 has a 29 February, the day stays
        (date(2023, 12, 31), date(2026, 12, 31)),
    ],
)
def test_the_last_day_of_36_months(issued, last_day):
    issued = certificate(issued)

    assert issued.valid_until == last_day
    assert life.state_on(issued, last_day) is State.LATE
    assert life.state_on(issued, last_day + timedelta(days=1)) is State.EXPIRED


def test_the_year_ends_at_midnight_in_vietnam():
    issued = certificate(date(2023, 12, 31))
    minute_before_midnight = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    midnight = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)

    assert life.state_on(issued, clock.day_in_vietnam(minute_before_midnight)) in HOLDING
    assert life.state_on(issued, clock.day_in_vietnam(midnight)) is State.EXPIRED


def test_a_later_recognition_supersedes_the_earlier():
    first, second = certificate(date(2024, 5, 1)), certificate(date(2026, 8, 5), stars=4)
    both = [first, second]

    assert life.state_on(first, date(2026, 8, 4), both) in HOLDING
    assert life.state_on(first, date(2026, 8, 5), both) is State.SUPERSEDED
    assert life.state_on(first, date(2031, 1, 1), both) is State.SUPERSEDED
    assert life.state_on(second, date(2026, 8, 5), both) is State.IN_FORCE


def test_a_producers_word_supersedes_nothing():
    first, word = certificate(), certificate(date(2027, 1, 1), evidence=Evidence.PRODUCER)

    assert life.state_on(first, date(2027, 6, 1), [first, word]) is State.IN_FORCE


def test_of_two_records_of_one_day_the_decision_speaks():
    press, decision = certificate(evidence=Evidence.PRESS), certificate()
    press.id, decision.id = 2, 1

    assert life.state_on(press, ISSUED, [press, decision]) is State.SUPERSEDED
    assert life.state_on(decision, ISSUED, [press, decision]) is State.IN_FORCE


@pytest.mark.parametrize(
    ("day", "programme"),
    [
        (date(2019, 1, 1), None),
        (date(2022, 12, 28), Programme.QD_1048),
        (date(2023, 2, 24), Programme.QD_148),
        (date(2026, 6, 1), None),  # both were in force: the source has to say
        (date(2026, 7, 21), Programme.QD_26),
    ],
)
def test_the_programme_that_issued_on_a_day(day, programme):
    assert life.programme_on(day) is programme


# --- Any certificate, any product ---


@st.composite
def certificates(draw):
    issued = draw(st.dates(date(2019, 9, 1), date(2029, 12, 31)))
    end = life.valid_until(issued)
    moment = st.none() | st.dates(issued, end + timedelta(days=400))
    extension = draw(st.none() | st.integers(1, 180))
    return certificate(
        issued,
        issued + timedelta(days=draw(st.sampled_from([0, 0, 0, 30, 364]))),
        id=draw(st.integers(1, 10_000)),
        stars=draw(st.sampled_from([None, 3, 4, 5])),
        evidence=draw(st.sampled_from(Evidence)),
        filed_on=draw(moment),
        revoked_on=draw(moment),
        extended_until=end + timedelta(days=extension) if extension else None,
    )


PRODUCTS = st.lists(certificates(), min_size=1, max_size=4, unique_by=lambda one: one.id)


@given(PRODUCTS, DAYS)
def test_a_certificate_holds_in_a_state_that_holds(product, day):
    for one in product:
        alone, among = life.state_on(one, day), life.state_on(one, day, product)

        assert (alone in HOLDING) is one.is_in_force_on(day)
        assert among is alone or among is State.SUPERSEDED


@given(PRODUCTS)
def test_each_day_has_one_state_and_what_is_over_stays_over(product):
    for one in product:
        life_of_it = life.phases(one, product)

        assert life_of_it[0].first_day == date.min
        assert all(a.first_day < b.first_day for a, b in pairwise(life_of_it))
        holds = [phase.state in HOLDING for phase in life_of_it]
        turns = [(a, b) for a, b in pairwise(holds) if a != b]
        assert turns in ([], [(False, True)], [(False, True), (True, False)])


@given(certificates())
def test_states_of_an_exact_date_follow_their_order(one):
    one.issued_to = one.issued_from
    order = list(State)
    found = [order.index(phase.state) for phase in life.phases(one)]

    assert found == sorted(found)


@given(PRODUCTS, DAYS)
def test_a_product_is_in_force_when_its_latest_event_is_no_loss(product, day):
    events = [event for event in life.recognition_events(product) if event[0] <= day]

    assert [event[0] for event in events] == sorted(event[0] for event in events)
    is_in_force = any(one.is_in_force_on(day) for one in product)
    assert is_in_force is bool(events and events[-1][1] is not Event.LOST)


# --- What a year brought ---


def told(*product):
    return [(day, event.value) for day, event, _ in life.recognition_events(product)]


def test_recognised_assessed_again_upgraded_and_lost():
    first = certificate(date(2020, 1, 10), stars=3)
    again = certificate(date(2022, 12, 28), stars=3)
    better = certificate(date(2024, 6, 1), stars=4, revoked_on=date(2025, 3, 1))
    again.revoked_on = date(2025, 3, 1)

    assert told(better, first, again) == [
        (date(2020, 1, 10), "new"),
        (date(2022, 12, 28), "reassessed"),
        (date(2024, 6, 1), "upgraded"),
        (date(2025, 3, 1), "lost"),
    ]


def test_a_gap_is_a_loss_and_the_way_back_no_new_product():
    first = certificate(date(2020, 1, 10))
    back = certificate(date(2023, 6, 1))

    assert told(first, back) == [
        (date(2020, 1, 10), "new"),
        (date(2023, 1, 11), "lost"),
        (date(2023, 6, 1), "reassessed"),
        (date(2026, 6, 2), "lost"),
    ]


def test_the_press_and_the_decision_tell_of_one_recognition():
    decision = certificate(date(2023, 6, 1))
    press = certificate(date(2023, 1, 1), date(2023, 12, 31), evidence=Evidence.PRESS)

    assert [event for _, event in told(decision, press)] == ["new", "lost"]


def test_unproven_stars_upgrade_nothing():
    first = certificate(date(2022, 1, 10), stars=3)
    press = certificate(date(2024, 1, 10), stars=5, evidence=Evidence.PRESS)

    assert [event for _, event in told(first, press)] == ["new", "reassessed", "lost"]
