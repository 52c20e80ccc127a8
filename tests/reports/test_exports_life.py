"""The life of a long file: progress, stop, crash and restart, rows read one by one."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from marketplace.db import transaction
from marketplace.outbox.models import OutboxMessage
from marketplace.reports.exports import actions, files, job, reports
from marketplace.reports.exports.errors import StillRunning
from marketplace.reports.exports.queries.log import get_export
from marketplace.reports.models import Export, ExportState
from tests.reports.market import Market
from tests.reports.sent_orders import sent_order

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LATE_EVENING = datetime(2022, 12, 31, 16, 59, tzinfo=UTC)  # 23:59 on 31 December in Vietnam
NEW_YEAR = LATE_EVENING + timedelta(minutes=1)
ORDERS = {"first_day": "2022-12-01", "day": "2022-12-31", "separator": "phay"}


@pytest.fixture
def clock(freeze):
    return freeze(NOW)


@pytest.fixture
def market(session, clock):
    return Market(session)


@pytest.fixture
def staff(anh_tung, market):
    return anh_tung.client


def order(client, report="orders", **typed):
    """Ask for a file; the worker has not begun."""
    client.post(f"/can-bo/tai-ve/moi/{report}", data={"format": "csv", **ORDERS, **typed})


def export(session):
    session.expire_all()
    return session.scalars(select(Export).order_by(Export.id.desc())).first()


def csv_of(client, export):
    data = client.get(f"/can-bo/tai-ve/{export.id}/tep").data
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))


# --- The orders ---


def test_orders_of_a_time_are_those_sent_in_it_vietnam_time(staff, session, market, deliver_mail):
    tea = market.product("Chè", market.producer("Hợp tác xã Chè"))
    inside = sent_order(session, tea, LATE_EVENING, quantity=3)
    sent_order(session, tea, NEW_YEAR)
    sent_order(session, tea, None)

    order(staff)
    deliver_mail(NOW)

    (line,) = csv_of(staff, export(session))
    assert line["Đơn"] == inside.number
    assert line["Gửi lúc"] == "2022-12-31 23:59:00"
    assert (line["Số lượng"], line["Thành tiền (đồng)"]) == ("3", "360000")


def test_nothing_of_the_buyer_is_in_the_file(staff, session, market, deliver_mail):
    sent_order(session, market.product("Chè", market.producer()), LATE_EVENING)

    for ending in ("csv", "json", "xlsx", "pdf"):
        order(staff, format=ending)
        deliver_mail(NOW)
        data = staff.get(f"/can-bo/tai-ve/{export(session).id}/tep").data
        for secret in ("Bí Mật", "987654321", "bi-mat@example.com"):
            assert secret.encode() not in data


def test_the_total_stands_under_the_last_order(staff, session, market, deliver_mail):
    tea = market.product("Chè", market.producer())
    for _number in range(3):
        sent_order(session, tea, LATE_EVENING, quantity=2)

    order(staff, format="xlsx")
    deliver_mail(NOW)

    data = staff.get(f"/can-bo/tai-ve/{export(session).id}/tep").data
    rows = list(load_workbook(BytesIO(data))["Đơn hàng"].iter_rows(values_only=True))
    (total,) = (row for row in rows if "Tổng cộng" in row)
    assert total[-2:] == (6, 720_000)


def test_orders_are_read_some_at_a_time(session, market, monkeypatch):
    from marketplace.reports.exports.queries import orders as queries

    monkeypatch.setattr(queries, "AT_A_TIME", 2)
    tea = market.product("Chè", market.producer())
    for _number in range(5):
        sent_order(session, tea, LATE_EVENING)

    lines = queries.sent_lines(session, date(2022, 12, 1), date(2022, 12, 31))

    assert len(list(lines)) == 5
    assert queries.count_sent_lines(session, date(2022, 12, 1), date(2022, 12, 31)) == 5


# --- Progress ---


def test_a_long_file_waits_for_the_worker_and_tells_how_far_it_is(staff, session, clock):
    order(staff)
    waiting = export(session)
    page = staff.get(f"/can-bo/tai-ve/{waiting.id}").text

    assert waiting.state is ExportState.WAITING
    assert "Đang chờ đến lượt" in page
    assert "<progress" in page
    assert 'http-equiv="refresh"' in page

    actions.start(waiting, now=NOW)
    waiting.rows_total = 200_000
    actions.note_progress(waiting, 50_000, now=NOW)
    page = staff.get(f"/can-bo/tai-ve/{waiting.id}").text
    assert "50.000 trên khoảng 200.000 dòng" in page
    assert 'max="200000" value="50000"' in page


def test_progress_is_noted_while_rows_are_read(staff, session, market, monkeypatch, deliver_mail):
    monkeypatch.setattr(job, "NOTED_EVERY", 2)
    noted = []
    monkeypatch.setattr(actions, "note_progress", lambda export, rows, *, now: noted.append(rows))
    tea = market.product("Chè", market.producer())
    for _number in range(5):
        sent_order(session, tea, LATE_EVENING)

    order(staff)
    deliver_mail(NOW)

    assert noted == [2, 4, 5]
    assert export(session).rows_total == 5


def test_a_finished_file_is_not_looked_at_again_by_itself(staff, session, deliver_mail):
    order(staff)
    deliver_mail(NOW)

    page = staff.get(f"/can-bo/tai-ve/{export(session).id}").text

    assert "Tải tệp về" in page
    assert 'http-equiv="refresh"' not in page


# --- Stop ---


def test_a_file_can_be_stopped_before_it_begins(staff, session, deliver_mail):
    order(staff)
    staff.post(f"/can-bo/tai-ve/{export(session).id}/dung")
    deliver_mail(NOW)

    stopped = export(session)
    assert stopped.state is ExportState.STOPPED
    assert "không có tệp nào được tạo" in staff.get(f"/can-bo/tai-ve/{stopped.id}").text


def test_a_file_can_be_stopped_while_it_is_made(staff, session, market, monkeypatch, deliver_mail):
    monkeypatch.setattr(job, "NOTED_EVERY", 1)
    tea = market.product("Chè", market.producer())
    for _number in range(3):
        sent_order(session, tea, LATE_EVENING)
    order(staff)
    write = job.formats.write

    def stop_then_write(paper, asked, path):
        with transaction() as writing:
            actions.stop(get_export(writing, running), now=NOW)
        write(paper, asked, path)

    running = export(session).id
    monkeypatch.setattr(job.formats, "write", stop_then_write)
    deliver_mail(NOW)

    assert export(session).state is ExportState.STOPPED
    assert list(files.folder().iterdir()) == []


def test_a_finished_file_cannot_be_stopped(staff, session, deliver_mail):
    order(staff)
    deliver_mail(NOW)
    response = staff.post(f"/can-bo/tai-ve/{export(session).id}/dung", follow_redirects=True)

    assert "Tệp đã xong từ trước" in response.text
    assert export(session).state is ExportState.DONE


def test_a_stranger_stops_nothing(staff, session, chi_mai, co_hoa):
    order(staff)

    for stranger in (chi_mai, co_hoa):
        answer = stranger.client.post(f"/can-bo/tai-ve/{export(session).id}/dung")
        assert answer.status_code == 403
    assert export(session).state is ExportState.WAITING


# --- Crash ---


def test_after_a_crash_the_file_is_begun_anew_and_is_the_same(
    staff, session, market, clock, deliver_mail
):
    sent_order(session, market.product("Chè", market.producer()), LATE_EVENING)
    order(staff)
    whole = files_of_one_run(staff, session, deliver_mail)
    order(staff)
    cut_off = export(session)
    actions.start(cut_off, now=NOW)
    files.draft_of(cut_off.id, "csv").write_bytes(b"half a li")
    session.flush()

    deliver_mail(clock.pass_by(timedelta(minutes=3)))

    again = export(session)
    assert again.state is ExportState.DONE
    assert again.checksum == whole
    assert not files.draft_of(again.id, "csv").exists()


def files_of_one_run(client, session, deliver_mail):
    deliver_mail(NOW)
    return export(session).checksum


def test_what_a_crashed_job_left_goes_when_it_is_stopped(staff, session, clock, deliver_mail):
    order(staff)
    cut_off = export(session)
    actions.start(cut_off, now=NOW)
    files.draft_of(cut_off.id, "csv").write_bytes(b"half a li")
    staff.post(f"/can-bo/tai-ve/{cut_off.id}/dung")

    deliver_mail(clock.pass_by(timedelta(minutes=3)))

    assert export(session).state is ExportState.STOPPED
    assert list(files.folder().iterdir()) == []


def test_two_workers_do_not_make_one_file(staff, session, clock):
    order(staff)
    running = export(session)
    actions.start(running, now=NOW)
    session.flush()

    with pytest.raises(StillRunning):
        job.make(running.id)

    clock.pass_by(actions.ALIVE)
    job.make(running.id)
    assert export(session).state is ExportState.DONE


def test_making_twice_changes_nothing(staff, session, clock, deliver_mail):
    order(staff)
    deliver_mail(NOW)
    first = export(session).finished_at
    clock.pass_by(timedelta(hours=1))

    job.make(export(session).id)

    assert export(session).finished_at == first


def test_a_page_cut_off_while_it_makes_a_small_file_leaves_it_to_the_worker(
    staff, session, clock, monkeypatch, deliver_mail
):
    with monkeypatch.context() as cut_off:
        cut_off.setattr(job, "make", lambda export_id: None)
        staff.get("/can-bo/so-lieu/tai-ve.json?ngay=2022-12-31")
    assert export(session).state is ExportState.WAITING

    deliver_mail(NOW + timedelta(minutes=3))

    assert export(session).state is ExportState.DONE


# --- Failure ---


def test_what_goes_wrong_is_told_and_can_be_tried_again(
    staff, session, monkeypatch, deliver_mail, clock
):
    def broken(*_args, **_settings):
        raise OSError("No space left on device")

    order(staff)
    with monkeypatch.context() as full_disk:
        full_disk.setattr(job.formats, "write", broken)
        deliver_mail(NOW)
    failed = export(session)
    page = staff.get(f"/can-bo/tai-ve/{failed.id}").text

    assert failed.state is ExportState.FAILED
    assert "Không tạo được tệp" in page
    assert "No space left on device" in page
    assert list(files.folder().iterdir()) == []

    staff.post(f"/can-bo/tai-ve/{failed.id}/lam-lai")
    deliver_mail(NOW)
    assert export(session).state is ExportState.DONE


def test_a_register_too_large_for_the_page_is_work_for_the_worker(
    staff, session, monkeypatch, market
):
    monkeypatch.setattr(reports, "SMALL", 0)
    market.product("Chè", market.producer())

    response = staff.get("/can-bo/so-lieu/tai-ve.xlsx?ngay=2022-12-31")

    waiting = export(session)
    assert response.location.endswith(f"/can-bo/tai-ve/{waiting.id}")
    assert waiting.state is ExportState.WAITING
    (message,) = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "export"))
    assert (message.lane, message.payload) == ("long", {"export_id": waiting.id})


# --- The register ---


def test_the_register_holds_every_certificate_whatever_became_of_it(
    staff, session, market, deliver_mail
):
    tea = market.product("Chè", market.producer("Hợp tác xã Chè"), date(2019, 6, 1))
    market.certificate(tea, date(2022, 7, 1), revoked_on=date(2023, 1, 1))
    market.product("Chưa có giấy", issued_on=None)

    order(staff, "register")
    deliver_mail(NOW)

    lines = csv_of(staff, export(session))
    assert [line["Sản phẩm OCOP"] for line in lines] == ["Chè", "Chè", "Chưa có giấy"]
    assert [line["Thu hồi ngày"] for line in lines] == ["", "2023-01-01", ""]
    assert "pdf" not in staff.get("/can-bo/tai-ve/moi/register").text
