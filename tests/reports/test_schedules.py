"""Reports that go out by themselves: on the right day, once, to everybody; failures are told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from marketplace.reports.exports import job, mails, rhythm, schedules
from marketplace.reports.models import Export, ExportState, ReportSchedule, Rhythm
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
FIRST_MINUTE = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)  # of 1 December in Vietnam
FORM = {
    "rhythm": "monthly",
    "from_day": "2026-11-23",
    "recipients": "Sep@vidu.vn\nketoan@vidu.vn; sep@vidu.vn",
    "format": "csv",
    "separator": "phay",
}


@pytest.fixture
def clock(freeze):
    return freeze(NOW)


@pytest.fixture
def staff(session, anh_tung, clock):
    Market(session).product("Chè", Market(session).producer())
    return anh_tung.client


def make(client, report="figures", **typed):
    return client.post(f"/can-bo/tai-ve/dinh-ky/moi/{report}", data=FORM | typed)


@pytest.fixture
def send(session, clock, deliver_mail):
    """What has been sent by a moment."""

    def sent(moment):
        clock.moment = moment
        schedules.send_due(moment)
        deliver_mail(moment)  # makes the files, which puts mail into the outbox
        return deliver_mail(moment)

    return sent


def exports(session):
    session.expire_all()
    return list(session.scalars(select(Export).order_by(Export.id)))


# --- When ---


@pytest.mark.parametrize(
    ("kind", "day", "first"),
    [
        (Rhythm.MONTHLY, date(2026, 11, 23), date(2026, 12, 1)),
        (Rhythm.MONTHLY, date(2026, 12, 1), date(2026, 12, 1)),
        (Rhythm.MONTHLY, date(2026, 12, 31), date(2027, 1, 1)),
        (Rhythm.QUARTERLY, date(2026, 11, 23), date(2027, 1, 1)),
        (Rhythm.QUARTERLY, date(2026, 10, 1), date(2026, 10, 1)),
        (Rhythm.QUARTERLY, date(2026, 10, 2), date(2027, 1, 1)),
        (Rhythm.QUARTERLY, date(2026, 9, 30), date(2026, 10, 1)),
    ],
)
def test_a_report_goes_out_on_the_day_after_a_period_has_ended(kind, day, first):
    assert rhythm.first_send(kind, day) == first


@pytest.mark.parametrize(
    ("kind", "sent_on", "period"),
    [
        (Rhythm.MONTHLY, date(2024, 3, 1), (date(2024, 2, 1), date(2024, 2, 29))),
        (Rhythm.MONTHLY, date(2027, 1, 1), (date(2026, 12, 1), date(2026, 12, 31))),
        (Rhythm.QUARTERLY, date(2027, 1, 1), (date(2026, 10, 1), date(2026, 12, 31))),
    ],
)
def test_it_is_about_the_whole_period_before(kind, sent_on, period):
    assert rhythm.period_before(kind, sent_on) == period


# --- Sending ---


def test_the_report_goes_to_everybody_with_the_file_on_the_first_in_vietnam(staff, session, send):
    make(staff)

    assert send(FIRST_MINUTE - timedelta(seconds=1)) == []
    messages = send(FIRST_MINUTE)

    assert [message["To"] for message in messages] == ["sep@vidu.vn", "ketoan@vidu.vn"]
    assert messages[0]["Subject"] == "Số liệu của một ngày, 30/11/2026"
    (file,) = messages[0].iter_attachments()
    assert file.get_filename() == "ocop-figures-2026-11-30.csv"
    (export,) = exports(session)
    assert export.filters["day"] == "2026-11-30"
    assert export.checksum in messages[0].get_body().get_content()


def test_it_is_sent_once(staff, session, send):
    make(staff)

    send(FIRST_MINUTE)
    send(FIRST_MINUTE + timedelta(minutes=1))
    messages = send(FIRST_MINUTE + timedelta(days=20))

    assert len(messages) == 2
    assert len(exports(session)) == 1


def test_what_was_missed_is_sent_month_by_month(staff, session, send):
    make(staff)

    messages = send(datetime(2027, 2, 10, tzinfo=UTC))

    days = [export.filters["day"] for export in exports(session)]
    assert days == ["2026-11-30", "2026-12-31", "2027-01-31"]
    assert len(messages) == 6
    assert session.scalars(select(ReportSchedule)).one().next_on == date(2027, 3, 1)


def test_orders_of_the_whole_period_are_sent(staff, session, send):
    make(staff, "orders", rhythm="quarterly")

    send(datetime(2026, 12, 31, 17, tzinfo=UTC))

    (export,) = exports(session)
    assert (export.filters["first_day"], export.filters["day"]) == ("2026-10-01", "2026-12-31")


def test_it_is_in_the_log_as_sent_by_itself_and_staff_may_take_it(staff, session, send, chi_mai):
    make(staff)
    send(FIRST_MINUTE)

    (export,) = exports(session)
    assert export.schedule_id is not None
    assert "gửi tự động" in staff.get("/can-bo/tai-ve").text
    assert staff.get(f"/can-bo/tai-ve/{export.id}/tep").status_code == 200


def test_a_file_too_large_for_a_mail_is_a_link(staff, session, send, monkeypatch):
    monkeypatch.setattr(mails, "LARGEST", 10)
    make(staff)

    message = send(FIRST_MINUTE)[0]

    assert list(message.iter_attachments()) == []
    (export,) = exports(session)
    assert f"/can-bo/tai-ve/{export.id}" in message.get_content()


def test_a_report_that_cannot_be_made_is_told_to_whoever_wished_it(
    staff, session, send, monkeypatch, anh_tung
):
    def broken(*_args, **_settings):
        raise OSError("disk full")

    monkeypatch.setattr(job.formats, "write", broken)
    make(staff)

    (message,) = send(FIRST_MINUTE)

    assert message["To"] == anh_tung.user.email
    assert "Chưa lập được báo cáo" in message.get_content()
    assert exports(session)[0].state is ExportState.FAILED


def test_an_ended_schedule_sends_nothing(staff, session, send):
    make(staff)
    schedule = session.scalars(select(ReportSchedule)).one()

    staff.post(f"/can-bo/tai-ve/dinh-ky/{schedule.id}/dung")

    assert send(FIRST_MINUTE) == []
    assert staff.post(f"/can-bo/tai-ve/dinh-ky/{schedule.id}/dung").status_code == 404
    assert "Chưa có báo cáo định kỳ nào" in staff.get("/can-bo/tai-ve/dinh-ky").text


# --- The page ---


def test_the_page_tells_what_goes_out_to_whom_and_when(staff):
    response = make(staff, stars="4")
    page = staff.get("/can-bo/tai-ve/dinh-ky").text

    assert response.status_code == 303
    for told in ("hằng tháng", "01/12/2026", "sep@vidu.vn, ketoan@vidu.vn", "Sao: 4 sao"):
        assert told in page


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"recipients": "sep@vidu.vn, khong-phai"}, "khong-phai"),
        ({"recipients": ""}, "Hãy nhập ít nhất một địa chỉ thư điện tử"),
        ({"recipients": " ".join(f"n{n}@vidu.vn" for n in range(21))}, "Nhiều nhất 20 địa chỉ"),
        ({"recipients": "a@vidu.vn\r\nBcc: b@vidu.vn"}, "bcc:"),
        ({"from_day": "2026-11-22"}, "Ngày này đã qua"),
        ({"rhythm": ""}, "Hãy chọn gửi hằng tháng hay hằng quý"),
    ],
)
def test_what_is_wrong_is_told(staff, session, typed, told):
    response = make(staff, **typed)

    assert response.status_code == 422
    assert told in response.text
    assert session.scalars(select(ReportSchedule)).all() == []
