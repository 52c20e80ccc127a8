"""A file of courses and of who took part."""

from __future__ import annotations

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from marketplace.intake.kinds import OutcomeKind
from marketplace.producers.models import Training, TrainingAttendance
from marketplace.producers.rules import producer_key
from marketplace.producers.taking.attendances import taker
from tests.producers.files import checked, columns, said, taken
from tests.reports.market import Market

ROW = {
    "name": "HTX Hoa Lợi",
    "held_on": "10/11/2026",
    "topic": "Bán hàng trên sàn",
    "organiser": "Sở Công Thương",
    "people": "3",
}


@pytest.fixture(autouse=True)
def producers(app, session):
    market = Market(session)
    for name in ("Hợp tác xã Hoa Lợi", "HTX Mường Hum"):
        market.producer(name).name_key = producer_key(name)
    session.flush()
    with force_locale("vi"):
        yield


def kinds(outcomes):
    return [outcome.kind for outcome in outcomes]


def test_producers_are_entered_in_one_course(session):
    rows = [ROW, ROW | {"name": "HTX Mường Hum", "topic": "Bán hàng trên SÀN", "people": ""}]

    dry, wet = checked(session, taker, rows), taken(session, taker, rows)

    course = session.scalars(select(Training)).one()
    assert kinds(dry) == kinds(wet) == [OutcomeKind.ADDED] * 2
    assert (course.topic, course.organiser) == ("Bán hàng trên sàn", "Sở Công Thương")
    assert session.scalars(
        select(TrainingAttendance.people).order_by(TrainingAttendance.id)
    ).all() == [3, 1]


def test_a_file_taken_twice_changes_nothing(session):
    taken(session, taker, [ROW])

    [again] = taken(session, taker, [ROW | {"people": "5"}])

    assert again.kind is OutcomeKind.UNCHANGED
    assert "Sổ ghi 3 người" in said(taker, again)
    assert session.scalars(select(TrainingAttendance.people)).all() == [3]


def test_a_producer_twice_in_one_file_is_entered_once(session):
    rows = [ROW, ROW | {"name": "Hợp tác xã Hoa Lợi"}]

    dry, wet = checked(session, taker, rows), taken(session, taker, rows)

    assert kinds(dry) == kinds(wet) == [OutcomeKind.ADDED, OutcomeKind.UNCHANGED]


def test_an_entry_taken_back_does_not_come_again(session):
    taken(session, taker, [ROW])
    entry = session.scalars(select(TrainingAttendance)).one()
    entry.cancelled_at = entry.training.recorded_at
    session.flush()

    [again] = taken(session, taker, [ROW])

    assert again.kind is OutcomeKind.UNCHANGED
    assert "Đã bỏ vì ghi nhầm" in said(taker, again)
    assert entry.cancelled_at is not None


@pytest.mark.parametrize(
    ("cells", "column", "told"),
    [
        ({"name": "HTX Không Có"}, "name", "Sổ chưa có chủ thể này."),
        ({"held_on": ""}, "held_on", "Xin nhập ngày tổ chức."),
        ({"held_on": "11/2026"}, "held_on", "không phải ngày đầy đủ"),
        ({"topic": ""}, "topic", "Xin nhập nội dung tập huấn."),
        ({"people": "vài"}, "people", "không phải số người"),
        ({"people": "0"}, "people", "không phải số người"),
    ],
)
def test_what_is_wrong_is_refused_by_its_column(session, cells, column, told):
    row = {name: text for name, text in (ROW | cells).items() if text}

    [outcome] = taken(session, taker, [row])

    assert outcome.kind is OutcomeKind.REFUSED
    assert columns(outcome) == [column]
    assert told in said(taker, outcome)
    assert session.scalars(select(Training)).all() == []
