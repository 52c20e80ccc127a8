"""Reminders of certificates that end: once for each mark, in the morning, to those who can act."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from marketplace.registry.actions import certificates as actions
from marketplace.registry.actions.certificates import Revoking, Why
from marketplace.registry.actions.reminders import remind
from marketplace.registry.models import CertificateReminder, RevocationGround
from marketplace.registry.rules.reminders import due_mark, short_message, without_accents
from marketplace.registry.timers import remind_of_certificates
from tests.catalog.goods import certify, make_product

END = date(2029, 8, 5)


def morning(days_before, end=END):
    """Eight in the morning in Vietnam, so many days before the end."""
    day = end - timedelta(days=days_before)
    return datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)


@pytest.fixture
def honey(session, chi_lan):
    return make_product(session, chi_lan.producer, "Mật ong bạc hà")


@pytest.fixture
def certificate(session, honey):
    return certify(session, honey, 3, date(2026, 8, 5))


def noted(session):
    rows = session.scalars(select(CertificateReminder).order_by(CertificateReminder.id))
    return [(row.ends_on, row.days_before) for row in rows]


@pytest.mark.parametrize(
    ("days_left", "window_days", "mark"),
    [
        (181, 180, None),
        (180, 180, 180),
        (180, None, None),
        (91, None, None),
        (91, 180, 180),
        (90, 180, 90),
        (31, 180, 90),
        (30, 180, 30),
        (7, 180, 7),
        (0, 180, 7),
        (-1, 180, None),
    ],
)
def test_the_mark_that_is_reached(days_left, window_days, mark):
    assert due_mark(days_left, window_days) == mark


def test_each_mark_is_told_once(session, certificate):
    told = [remind(session, now=morning(days)) for days in range(200, -3, -1)]

    assert sum(told) == 4
    assert noted(session) == [(END, 180), (END, 90), (END, 30), (END, 7)]


def test_after_days_without_work_only_the_last_mark_is_told(session, certificate, deliver_mail):
    assert remind(session, now=morning(5)) == 1
    assert remind(session, now=morning(4)) == 0

    assert sorted(days for _, days in noted(session)) == [7, 30, 90, 180]
    assert len([one for one in deliver_mail(morning(4)) if "Mật ong" in one.get_content()]) == 1


def test_nobody_is_written_to_before_seven(session, certificate):
    midnight = morning(90) - timedelta(hours=8)

    assert remind(session, now=midnight) == 0
    assert remind(session, now=midnight + timedelta(hours=7)) == 1


def test_what_comes_due_later_the_same_day_waits_for_the_next(session, chi_lan, certificate):
    remind(session, now=morning(90))
    tea = make_product(session, chi_lan.producer, "Chè Shan")
    certify(session, tea, 3, date(2026, 8, 5))

    assert remind(session, now=morning(90) + timedelta(hours=3)) == 0
    assert remind(session, now=morning(89)) == 1


def test_an_extension_is_reminded_of_again(session, certificate, anh_tung):
    for days in (180, 90, 30, 7):
        remind(session, now=morning(days))
    until = date(2030, 2, 1)
    why = Why(anh_tung.user.id, "Gia hạn theo QĐ 12", morning(1))
    actions.extend(session, certificate, until, why)

    told = [remind(session, now=morning(days, until)) for days in range(179, -2, -1)]

    assert sum(told) == 3
    assert sorted(days for end, days in noted(session) if end == until) == [7, 30, 90, 180]


def test_a_filed_one_is_not_asked_for_its_file(session, certificate):
    certificate.filed_on = END - timedelta(days=181)
    session.flush()

    assert remind(session, now=morning(180)) == 0
    assert remind(session, now=morning(90)) == 1


def test_a_revoked_or_replaced_one_is_left_out(session, chi_lan, honey, certificate, anh_tung):
    why = Why(anh_tung.user.id, "Theo QĐ 77/QĐ-UBND", morning(100))
    revoking = Revoking(date(2029, 1, 1), RevocationGround.OTHER, "77/QĐ-UBND", "Giải thể")
    actions.revoke(session, certificate, revoking, why)
    tea = make_product(session, chi_lan.producer, "Chè Shan")
    certify(session, tea, 3, date(2026, 8, 5))
    certify(session, tea, 4, date(2028, 8, 5))

    assert remind(session, now=morning(90)) == 0


def test_a_producer_and_staff_get_one_mail_each(
    session, chi_lan, anh_tung, certificate, deliver_mail
):
    tea = make_product(session, chi_lan.producer, "Chè Shan")
    certify(session, tea, 3, date(2026, 8, 5))
    session.commit()

    remind(session, now=morning(180))
    mails = {mail["To"]: mail for mail in deliver_mail(morning(180))}

    assert set(mails) == {chi_lan.user.email, anh_tung.user.email}
    text = mails[chi_lan.user.email].get_content()
    assert mails[chi_lan.user.email]["Subject"] == "2 giấy chứng nhận OCOP sắp hết hạn"
    assert "Mật ong bạc hà" in text
    assert "Chè Shan" in text
    assert "Nộp hồ sơ đánh giá lại tại UBND xã từ 06/02/2029 đến 07/04/2029." in text
    assert "OCOP: Giay chung nhan 'Mat ong bac ha' het han 05/08/2029." in text
    assert "http://localhost/ban-hang/chung-nhan" in text
    staff = mails[anh_tung.user.email].get_content()
    assert chi_lan.producer.name in staff
    assert "/can-bo/viec/chung-nhan" in staff


def test_a_producers_own_address_is_written_to_in_vietnamese(
    session, chi_lan, certificate, deliver_mail
):
    chi_lan.producer.email = "htx@example.com"
    chi_lan.user.locale = "en"
    session.flush()

    remind(session, now=morning(30))
    mails = {mail["To"]: mail for mail in deliver_mail(morning(30))}

    assert "Hạn nộp hồ sơ đã qua" in mails["htx@example.com"].get_content()
    assert "The time for the file ended" in mails[chi_lan.user.email].get_content()


def test_what_was_revoked_before_the_mail_left_is_not_told(
    session, certificate, anh_tung, deliver_mail
):
    remind(session, now=morning(90))
    why = Why(anh_tung.user.id, "Theo QĐ 77/QĐ-UBND", morning(90))
    revoking = Revoking(date(2029, 1, 1), RevocationGround.OTHER, "77/QĐ-UBND", "Giải thể")
    actions.revoke(session, certificate, revoking, why)

    assert deliver_mail(morning(90)) == []


def test_the_timer_writes_once(session, certificate):
    remind_of_certificates(morning(90))
    remind_of_certificates(morning(90) + timedelta(minutes=1))

    session.expire_all()
    assert noted(session) == [(END, 90), (END, 180)]


@pytest.mark.parametrize("name", ["Mật ong", "Chè Shan tuyết cổ thụ Suối Giàng " * 6, "Đ"])
def test_a_short_message_fits_an_sms(name):
    for today in (date(2029, 2, 6), date(2029, 7, 6)):
        text = short_message(name, END, date(2029, 2, 6), date(2029, 4, 7), today=today)

        assert len(text) <= 160
        assert text.isascii()
        assert "05/08/2029" in text


def test_accents_fall_and_the_case_stays():
    assert without_accents("Đèo Lũng Pô, Hoà") == "Deo Lung Po, Hoa"
