"""What changed since the last file: every fact, before and after, who, when and why."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from marketplace.audit.history import because
from marketplace.intake.models import IntakeRun
from marketplace.reports.models import Export, ExportState
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def clock(freeze):
    return freeze(NOW)


@pytest.fixture
def market(session, clock):
    return Market(session)


@pytest.fixture
def staff(anh_tung, market):
    return anh_tung.client


@pytest.fixture
def take(staff, session, clock, deliver_mail):
    """Takes a file of changes and returns its rows."""

    def taken(report="changes", **typed):
        form = {"format": "json", "separator": "phay", "day": "2022-12-31", **typed}
        staff.post(f"/can-bo/tai-ve/moi/{report}", data=form)
        deliver_mail(clock.pass_by(timedelta(minutes=1)))
        session.expire_all()
        export = session.scalars(select(Export).order_by(Export.id.desc())).first()
        assert export.state is ExportState.DONE, export.fault
        return json.loads(staff.get(f"/can-bo/tai-ve/{export.id}/tep").data)["changes"]

    return taken


def correct(session, clock, person, reason="Sửa theo QĐ 12/QĐ-UBND", origin=""):
    """Say who corrects what follows."""
    because(session, actor_id=person.user.id, reason=reason, now=clock.moment, origin=origin)


def test_the_first_file_tells_everything(take, market):
    market.product("Chè", market.producer("Hợp tác xã Chè"))

    rows = take()

    assert {row["table"] for row in rows} == {"Chủ thể", "Sản phẩm OCOP", "Giấy chứng nhận"}
    assert all(row["before"] == "" for row in rows)


def test_the_next_file_tells_what_changed_since_who_when_and_why(
    take, session, clock, market, anh_tung
):
    tea = market.product("Chè", market.producer("Hợp tác xã Chè"))
    take()
    correct(session, clock, anh_tung)
    tea.name = "Chè Shan tuyết"
    session.flush()

    (row,) = take()

    assert (row["table"], row["what"], row["row_id"]) == ("Sản phẩm OCOP", "Tên", tea.id)
    assert (row["before"], row["after"]) == ("Chè", "Chè Shan tuyết")
    assert (row["by"], row["why"]) == ("Anh Tùng", "Sửa theo QĐ 12/QĐ-UBND")
    assert row["at"] == "2026-11-23T10:01:00+07:00"
    assert take() == []


def test_rows_are_named_by_what_they_are(take, session, clock, market, anh_tung):
    old, new = market.producer("Hợp tác xã Cũ"), market.producer("Hợp tác xã Mới")
    tea = market.product("Chè", old)
    (certificate,) = tea.certificates
    take()
    correct(session, clock, anh_tung)
    tea.producer_id = new.id
    certificate.valid_until = date(2025, 7, 1)
    session.flush()

    rows = {row["what"]: row for row in take()}

    assert (rows["Chủ thể"]["before"], rows["Chủ thể"]["after"]) == (old.name, new.name)
    until = next(row for row in rows.values() if row["table"] == "Giấy chứng nhận")
    assert until["name"] == f"{certificate.number} – Chè"
    assert (until["before"], until["after"]) == ("01/06/2025", "01/07/2025")


def test_personal_facts_only_tell_that_they_changed(take, session, clock, market, anh_tung):
    producer = market.producer("Hợp tác xã Chè", phone="+84912345678")
    take()
    correct(session, clock, anh_tung)
    producer.phone = "+84987654321"
    session.flush()

    (row,) = take()

    assert (row["before"], row["after"]) == ("(không hiển thị)", "(không hiển thị)")


def test_a_change_names_the_file_that_brought_it(take, session, clock, market, anh_tung):
    tea = market.product("Chè")
    run = IntakeRun(kind="register", file_name="phu-luc-3981.xlsx", **run_facts())
    session.add(run)
    session.flush()
    take()
    correct(session, clock, anh_tung, origin=f"intake:{run.id}")
    tea.name = "Chè xanh"
    session.flush()

    (row,) = take()

    assert row["origin"] == "phu-luc-3981.xlsx"


def run_facts():
    plain = {"headings": [], "samples": [], "mapping": {}, "settings": {}, "counts": {}}
    return {"file_hash": "0" * 64, "state": "done", "started_at": NOW, "seen_at": NOW} | plain


def test_a_file_can_begin_on_a_chosen_day(take, session, clock, market, anh_tung):
    tea = market.product("Chè")
    correct(session, clock, anh_tung, "Lần một")
    tea.name = "Chè xanh"
    session.flush()
    clock.pass_by(timedelta(days=2))
    correct(session, clock, anh_tung, "Lần hai")
    tea.name = "Chè đen"
    session.flush()

    assert [row["why"] for row in take(since="2026-11-25")] == ["Lần hai"]
    assert [row["why"] for row in take(since="2026-11-23")] == ["Lần một", "Lần hai"]


def test_many_changes_are_read_some_at_a_time(take, market, monkeypatch):
    monkeypatch.setattr("marketplace.reports.exports.queries.changes.AT_A_TIME", 2)
    for number in range(5):
        market.product(f"Chè {number}", issued_on=None)

    names = [row["after"] for row in take() if row["what"] == "Tên"]

    assert names == [f"Chè {number}" for number in range(5)]


# --- Beside the figures ---


def test_the_figures_name_their_rows_that_changed_since_the_file_before(
    take, session, clock, market, anh_tung
):
    producer = market.producer("Hợp tác xã Chè")
    tea = market.product("Chè", producer)
    other = market.product("Hết hạn lâu rồi", issued_on=None)
    assert take("figure-changes") == []
    correct(session, clock, anh_tung)
    tea.certificates[0].stars = 4
    producer.name = "Hợp tác xã Chè Suối Giàng"
    other.name = "Không trong số liệu"
    session.flush()

    rows = take("figure-changes")

    assert {(row["table"], row["after"]) for row in rows} == {
        ("Giấy chứng nhận", "4"),
        ("Chủ thể", "Hợp tác xã Chè Suối Giàng"),
    }
    assert take("figure-changes") == []


def test_figures_narrowed_otherwise_are_another_series(take, session, clock, market, anh_tung):
    tea = market.product("Chè", market.producer(), stars=4)
    take("figure-changes")
    take("figure-changes", stars="4")
    correct(session, clock, anh_tung)
    tea.name = "Chè xanh"
    session.flush()

    assert [row["after"] for row in take("figure-changes", stars="4")] == ["Chè xanh"]
    assert [row["after"] for row in take("figure-changes")] == ["Chè xanh"]


def test_the_plain_figures_do_not_depend_on_files_taken_before(take, session, staff, market):
    market.product("Chè", market.producer())
    first = staff.get("/can-bo/so-lieu/tai-ve.xlsx?ngay=2022-12-31").data
    take("figure-changes")

    assert staff.get("/can-bo/so-lieu/tai-ve.xlsx?ngay=2022-12-31").data == first


def test_a_file_of_changes_made_again_is_the_same(take, staff, session, market, deliver_mail):
    market.product("Chè", market.producer())
    take()
    export = session.scalars(select(Export)).one()
    checksum = export.checksum
    market.product("Mật ong")

    staff.post(f"/can-bo/tai-ve/{export.id}/lam-lai")
    deliver_mail(NOW + timedelta(hours=1))

    session.expire_all()
    again = session.scalars(select(Export).order_by(Export.id.desc())).first()
    assert again.checksum == checksum
