"""Figures freeze with a checksum; later corrections show beside what was frozen."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select, text, update

from marketplace.audit import history
from marketplace.audit.models import AuditEntry
from marketplace.reports.models import Snapshot, SnapshotChanged
from marketplace.reports.snapshots import actions
from marketplace.reports.snapshots.commands import freeze_months
from marketplace.reports.snapshots.comparing import changes_of, compare, words_of
from marketplace.reports.snapshots.rules import (
    canonical,
    compare_figures,
    compare_rows,
    content_of,
    due_days,
    unpacked,
)
from tests.reports.market import Market

FROZEN = "/can-bo/so-lieu/chot"
OCTOBER = date(2026, 10, 31)
# 00:00:20 on 1 November in Vietnam; the UTC date is still 31 October.
MIDNIGHT = datetime(2026, 10, 31, 17, 0, 20, tzinfo=UTC)
LATER = MIDNIGHT + timedelta(days=22)


@pytest.fixture
def market(session):
    return Market(session)


@pytest.fixture
def freeze_at(session):
    def take(day=OCTOBER, now=MIDNIGHT):
        snapshot = actions.take(session, day, taken_by_id=None, reason="", now=now)
        session.commit()
        return snapshot

    return take


def told(snapshot):
    return json.loads(words_of(snapshot))


# --- Rules ---


def test_the_same_values_give_the_same_words():
    one, other = content_of({"a": "Chè", "b": [1]}), content_of({"b": [1], "a": "Chè"})

    assert one == other
    assert unpacked(one.packed, one.checksum) == '{"a":"Chè","b":[1]}'.encode()


@pytest.mark.parametrize(
    "packed",
    [zlib.compress(canonical({"a": 2})), b"no zlib", b""],
    ids=["other-words", "broken", "empty"],
)
def test_other_words_do_not_pass_for_those_that_were_frozen(packed):
    assert unpacked(packed, content_of({"a": 1}).checksum) is None


@pytest.mark.parametrize(
    ("last", "today", "days"),
    [
        (None, date(2026, 11, 1), [date(2026, 10, 31)]),
        (date(2026, 10, 31), date(2026, 11, 30), []),
        (date(2026, 10, 31), date(2026, 12, 1), [date(2026, 11, 30)]),
        (date(2027, 12, 31), date(2028, 3, 1), [date(2028, 1, 31), date(2028, 2, 29)]),
    ],
    ids=["first", "same-month", "next-month", "stood-still"],
)
def test_each_month_that_has_ended_is_due(last, today, days):
    assert due_days(last, today) == days


def test_a_long_standstill_is_caught_up_with_for_two_years():
    days = due_days(date(2020, 1, 31), date(2026, 11, 1))

    assert (len(days), days[0], days[-1]) == (24, date(2024, 11, 30), date(2026, 10, 31))


def test_lines_and_rows_that_differ_are_told():
    def telling(number, rows):
        line = {"key": "4", "name": "", "number": number}
        breakdowns = {"star": {"overlaps": False, "lines": [line]}}
        figure = {"value": {"number": number}, "breakdowns": breakdowns}
        return {"figures": {"N1": figure}, "rows": {"products": rows}}

    then = telling(2, [{"id": 1, "name": "Chè", "stars": 3}, {"id": 2, "name": "Mật"}])
    now = telling(3, [{"id": 1, "name": "Chè", "stars": 4}, {"id": 3, "name": "Rượu"}])

    [figure] = compare_figures(then, now)
    rows = compare_rows(then, now)

    assert (figure.then, figure.now, figure.is_same) == ({"number": 2}, {"number": 3}, False)
    assert [(line.dimension, line.key) for line in figure.lines] == [("star", "4")]
    assert [(row.name, row.then is None, row.now is None) for row in rows] == [
        ("Chè", False, False),
        ("Mật", False, True),
        ("Rượu", True, False),
    ]
    assert rows[0].changed == [("stars", 3, 4)]


# --- Freezing ---


def test_a_month_freezes_by_itself_once(session, market, freeze):
    market.product("Chè", issued_on=date(2026, 1, 1))
    session.commit()
    clock = freeze(MIDNIGHT - timedelta(minutes=1))

    freeze_months(clock.now())
    before_midnight = session.scalars(select(Snapshot.day)).all()
    for _again in range(3):
        freeze_months(clock.pass_by(timedelta(minutes=1)))

    assert before_midnight == [date(2026, 9, 30)]
    assert session.scalars(select(Snapshot.day).order_by(Snapshot.day)).all() == [
        date(2026, 9, 30),
        OCTOBER,
    ]


def test_months_are_caught_up_with_after_a_standstill(session, market, freeze):
    market.product("Chè", issued_on=date(2026, 1, 1))
    session.commit()
    clock = freeze(datetime(2026, 8, 2, tzinfo=UTC))
    freeze_months(clock.now())

    freeze_months(clock.pass_by(timedelta(days=95)))  # 5 November

    days = session.scalars(select(Snapshot.day).order_by(Snapshot.day)).all()
    assert [day.month for day in days] == [7, 8, 9, 10]


def test_an_empty_register_freezes_nothing(session, freeze):
    freeze_months(freeze(MIDNIGHT).now())

    assert session.scalars(select(Snapshot)).all() == []


def test_a_snapshot_by_hand_does_not_stand_for_the_month(session, market, freeze, anh_tung):
    market.product("Chè", issued_on=date(2026, 1, 1))
    actions.take(session, OCTOBER, taken_by_id=anh_tung.user.id, reason="Báo cáo", now=MIDNIGHT)
    session.commit()

    freeze_months(freeze(LATER).now())

    assert len(session.scalars(select(Snapshot)).all()) == 2


def test_nobody_changes_a_snapshot(session, market, freeze_at):
    snapshot = freeze_at()

    snapshot.reason = "khác"
    with pytest.raises(SnapshotChanged):
        session.flush()
    session.rollback()
    session.delete(session.scalars(select(Snapshot)).one())
    with pytest.raises(SnapshotChanged):
        session.flush()
    session.rollback()
    for statement in (update(Snapshot).values(reason="khác"), delete(Snapshot)):
        with pytest.raises(SnapshotChanged):
            session.execute(statement)


def test_no_phone_nor_account_nor_attribute_of_a_person_is_frozen(market, freeze_at):
    producer = market.producer("HTX", phone="0912345678", is_woman_led=True,
                               representative_consent_on=date(2025, 1, 1))  # fmt: skip
    market.product("Chè", producer, date(2026, 1, 1))
    market.account(producer)

    words = words_of(freeze_at()).decode()

    assert "0912345678" not in words
    assert '"last_digits"' not in words
    assert '"is_woman_led"' not in words


# --- Comparing ---


@pytest.fixture
def corrected(session, market, freeze_at, anh_tung):
    """A snapshot of October, and what was corrected after it."""
    producer = market.producer("HTX Bát Xát")
    tea = market.product("Chè", producer, date(2026, 1, 1), stars=3)
    honey = market.product("Mật ong", producer, date(2026, 1, 1), stars=4)
    for product in (tea, honey):
        market.live(product)
    snapshot = freeze_at()
    history.because(session, actor_id=anh_tung.user.id, reason="Thu hồi theo QĐ 99", now=LATER)
    [certificate] = tea.certificates
    certificate.revoked_on = date(2026, 10, 15)
    session.flush()
    history.because(session, actor_id=anh_tung.user.id, reason="QĐ 12 ghi 5 sao", now=LATER)
    [certificate] = honey.certificates
    certificate.stars = 5
    session.commit()
    return snapshot


def test_a_late_correction_shows_then_now_and_the_rows(session, corrected):
    compared = compare(session, corrected, told(corrected), now=LATER + timedelta(hours=1))

    products = next(figure for figure in compared.figures if figure.code == "N1")
    assert (products.then, products.now) == ({"number": 2}, {"number": 1})
    assert not compared.is_same
    assert [(row.kind, row.name) for row in compared.rows] == [
        ("products", "Chè"),
        ("products", "Mật ong"),
        ("over", "Chè"),
        ("producers", "HTX Bát Xát"),
    ]
    assert ("stars", 4, 5) in compared.rows[1].changed


def test_what_was_known_then_is_exactly_what_was_frozen(session, corrected):
    compared = compare(session, corrected, told(corrected), now=LATER + timedelta(hours=1))

    assert compared.is_reproduced
    assert compared.unlike == []
    assert compared.unlike_rows == []


def test_each_row_that_differs_tells_why(session, corrected):
    compared = compare(session, corrected, told(corrected), now=LATER + timedelta(hours=1))

    found = changes_of(session, compared.rows, corrected.taken_at)

    reasons = {
        row.name: [change.reason for change, _actor in found[row.kind, row.id]]
        for row in compared.rows
        if row.kind == "products"
    }
    assert reasons == {"Chè": ["Thu hồi theo QĐ 99"], "Mật ong": ["QĐ 12 ghi 5 sao"]}


def test_without_corrections_nothing_differs(session, market, freeze_at):
    market.live(market.product("Chè", market.producer(), date(2026, 1, 1)))
    snapshot = freeze_at()

    compared = compare(session, snapshot, told(snapshot), now=LATER)

    assert compared.is_same
    assert compared.is_reproduced


def test_a_snapshot_of_a_day_that_goes_on_is_reproduced_too(session, market, freeze_at):
    noon = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    product = market.product("Chè", market.producer(), date(2026, 1, 1))
    snapshot = freeze_at(date(2026, 11, 23), noon)
    market.live(product, noon + timedelta(hours=1))

    compared = compare(session, snapshot, told(snapshot), now=noon + timedelta(hours=2))

    assert compared.is_reproduced
    assert not compared.is_same


# --- Pages ---


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(LATER + timedelta(hours=1))
    return anh_tung.client


def test_only_staff_may_see_snapshots(client, co_hoa, anh_tung):
    for page in (FROZEN, f"{FROZEN}/them"):
        assert client.get(page).headers["Location"].startswith("/dang-nhap?next=")
        assert co_hoa.client.get(page).status_code == 403
        assert anh_tung.client.get(page).status_code == 200


def test_the_list_before_the_first_month_ends(staff):
    assert "Chưa chốt số liệu nào" in staff.get(FROZEN).text


def test_the_page_tells_then_now_and_why(staff, corrected):
    page = " ".join(staff.get(f"{FROZEN}/{corrected.id}").text.split())

    assert "Tính lại khớp từng chữ" in page
    assert "Có 4 dòng dưới các số liệu nay đã khác." in page
    assert "<strong>Thu hồi theo QĐ 99</strong>" in page
    assert "<strong>QĐ 12 ghi 5 sao</strong>" in page
    assert "Anh Tùng" in page
    assert "Hạng sao: <del>4</del> → <ins>5</ins>" in page or "<del>4</del> → <ins>5</ins>" in page
    assert corrected.checksum in page


def test_a_day_is_frozen_by_hand_with_a_reason(staff, session, market, anh_tung):
    market.product("Chè", issued_on=date(2022, 1, 1))
    session.commit()

    unreasoned = staff.post(f"{FROZEN}/them", data={"day": "31/12/2022", "reason": " "})
    to_come = staff.post(f"{FROZEN}/them", data={"day": "31/12/2030", "reason": "Báo cáo"})
    answer = staff.post(f"{FROZEN}/them", data={"day": "31/12/2022", "reason": "Báo cáo 45"})

    assert (unreasoned.status_code, to_come.status_code, answer.status_code) == (422, 422, 303)
    [kept] = session.scalars(select(Snapshot)).all()
    assert (kept.day, kept.reason, kept.taken_by_id) == (
        date(2022, 12, 31),
        "Báo cáo 45",
        anh_tung.user.id,
    )
    assert "Không có gì khác" in staff.get(answer.headers["Location"]).text
    assert "Báo cáo 45" in staff.get(FROZEN).text


def test_the_very_words_can_be_taken_away(staff, session, corrected, anh_tung):
    answer = staff.get(f"{FROZEN}/{corrected.id}.json")

    assert answer.mimetype == "application/json"
    assert answer.data == words_of(corrected)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.subject_id) == ("snapshot.exported", corrected.id)


def test_a_tampered_snapshot_is_shouted_at(staff, session, corrected):
    content = zlib.compress(words_of(corrected).replace(b'"number":2', b'"number":9'))
    session.execute(
        text("UPDATE snapshots SET content = :content WHERE id = :id"),
        {"content": content, "id": corrected.id},
    )
    session.commit()

    listed = staff.get(FROZEN).text
    page = staff.get(f"{FROZEN}/{corrected.id}")

    assert "Có bản chốt không còn như lúc chốt" in listed
    assert ">SAI<" in listed
    assert page.status_code == 500
    assert "Đây không phải bản đã chốt" in page.text
    assert staff.get(f"{FROZEN}/{corrected.id}.json").status_code == 404
