"""The quick reading of certificates says what the register's own rules say."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from marketplace.registry.models import Certificate, Evidence
from marketplace.registry.rules import life
from marketplace.registry.rules.life import HOLDING, State
from marketplace.reports.rules.certificates import (
    CertificateRow,
    happenings,
    in_force,
    latest_over,
    state_in_force,
)

FIRST = date(2020, 1, 1)
days = st.integers(0, 3000).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def certificates(draw):
    issued = draw(days)
    end = life.valid_until(issued)
    return {
        "number": None,
        "stars": draw(st.sampled_from([None, 3, 4, 5])),
        "evidence": draw(st.sampled_from(Evidence)),
        "programme": None,
        "issued_from": issued,
        "issued_to": issued + timedelta(days=draw(st.sampled_from([0, 0, 0, 30, 364]))),
        "issued_precision": None,
        "valid_until": end,
        "filed_on": draw(st.none() | days),
        "extended_until": draw(st.sampled_from([None, end + timedelta(days=100)])),
        "revoked_on": draw(st.none() | days),
    }


def both(facts):
    """The same certificates as rows and as the register has them, numbered from 1."""
    rows = [
        CertificateRow(id=number, product_id=1, decision_id=None, **one)
        for number, one in enumerate(facts, 1)
    ]
    return rows, [Certificate(id=number, **one) for number, one in enumerate(facts, 1)]


@given(st.lists(certificates(), max_size=4), days)
def test_what_is_in_force_is_so_for_the_register(facts, day):
    rows, whole = both(facts)

    spoken = in_force(rows, day)

    holding = [one for one in whole if one.is_in_force_on(day)]
    latest = max(holding, key=life.weight, default=None)
    assert (spoken and spoken.id) == (latest and latest.id)
    if spoken is not None:
        state = state_in_force(spoken, day)
        assert state in HOLDING
        assert state is life.state_on(latest, day)


@given(st.lists(certificates(), max_size=4), days)
def test_what_happened_is_what_the_register_tells(facts, day):
    rows, whole = both(facts)

    found = [(one.day, one.event, one.certificate.id) for one in happenings(rows, day)]

    told = life.recognition_events(whole)
    assert found == [(when, event, one.id) for when, event, one in told if when <= day]


@given(st.lists(certificates(), max_size=4), days)
def test_what_is_over_is_over_by_the_last_recognition(facts, day):
    rows, whole = both(facts)

    found = latest_over(rows, day)

    begun = [one for one in whole if one.is_recognition and one.issued_to <= day]
    latest = max(begun, key=life.weight, default=None)
    if in_force(rows, day) is not None:
        return
    if found is None:
        ended = latest is not None and life.state_on(latest, day)
        assert ended not in (State.EXPIRED, State.REVOKED)
    else:
        certificate, phase = found
        assert certificate.id == latest.id
        assert phase.state is life.state_on(latest, day)
        assert phase.first_day <= day
