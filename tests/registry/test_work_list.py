"""What certificates ask for today: the list of staff, the page of a producer, the calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from marketplace.admin_units.models import AdminUnit, Scheme
from marketplace.clock import add_months
from marketplace.registry.models import EvidenceFile, EvidenceKind
from marketplace.registry.queries.work import Task, counts
from marketplace.registry.staff_views import work
from tests.catalog.goods import certify, make_product

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
WORK = "/can-bo/viec/chung-nhan"
OWN = "/ban-hang/chung-nhan"


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


@pytest.fixture
def own(chi_lan, freeze):
    freeze(NOW)
    return chi_lan.client


@pytest.fixture
def product(session, chi_lan):
    """Makes a product with one certificate."""

    def make(name, days, producer=chi_lan.producer, unit_id=None, **facts):
        made = make_product(session, producer, name, unit_id=unit_id)
        certificate = certify(session, made, 3, add_months(TODAY + timedelta(days=days), -36))
        certificate.valid_until = TODAY + timedelta(days=days)
        for fact, value in facts.items():
            setattr(certificate, fact, value)
        session.flush()
        return made

    return make


@pytest.fixture
def everything(product):
    product("Còn lâu", 400)
    product("Đến kỳ", 150)
    product("Quá hạn nộp", 100)
    product("Đã nộp", 100, filed_on=TODAY)
    product("Còn ba tháng", 89)
    product("Còn một tháng", 29)
    product("Còn một tuần", 6)
    product("Gia hạn", -10, extended_until=TODAY + timedelta(days=60))
    product("Hết hạn", -10)
    product("Thu hồi", 100, revoked_on=TODAY)


def test_each_certificate_stands_where_it_belongs(session, everything):
    assert counts(session, TODAY) == {
        Task.WINDOW: 1,
        Task.LATE: 4,
        Task.FILED: 1,
        Task.ENDS_90: 4,
        Task.ENDS_30: 2,
        Task.ENDS_7: 1,
        Task.EXTENDED: 1,
        Task.EXPIRED: 1,
    }


NAMES = ("Còn lâu", "Đến kỳ", "Quá hạn nộp", "Đã nộp", "Còn ba tháng", "Còn một tháng")
NAMES += ("Còn một tuần", "Gia hạn", "Hết hạn", "Thu hồi")


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("trong-ky-nop", {"Đến kỳ"}),
        ("qua-han-nop", {"Quá hạn nộp", "Còn ba tháng", "Còn một tháng", "Còn một tuần"}),
        ("da-nop", {"Đã nộp"}),
        ("con-90-ngay", {"Còn ba tháng", "Còn một tháng", "Còn một tuần", "Gia hạn"}),
        ("con-7-ngay", {"Còn một tuần"}),
        ("gia-han", {"Gia hạn"}),
        ("het-han", {"Hết hạn"}),
        ("", {"Đến kỳ"}),
        ("khong-co", {"Đến kỳ"}),
    ],
)
def test_the_list_of_staff_by_what_is_to_be_done(staff, everything, part, found):
    page = staff.get(f"{WORK}?viec={part}").text

    assert {name for name in NAMES if f">{name}</a>" in page} == found


def test_the_list_of_one_commune(staff, session, product):
    communes = session.scalars(
        select(AdminUnit.id).where(AdminUnit.scheme == Scheme.SINCE_2025, AdminUnit.code == "02647")
    ).all()
    product("Đến kỳ", 150, unit_id=communes[0])
    product("Nơi khác", 150)

    page = staff.get(f"{WORK}?viec=trong-ky-nop&xa={communes[0]}").text

    assert ">Đến kỳ</a>" in page
    assert ">Nơi khác</a>" not in page
    assert f"xa={communes[0]}" in page


def test_the_list_comes_in_pages_and_an_empty_part_says_so(staff, product, monkeypatch):
    monkeypatch.setattr(work, "ROWS_A_PAGE", 1)
    product("Thứ nhất", 130)
    product("Thứ hai", 140)

    assert ">Thứ nhất</a>" in staff.get(f"{WORK}?viec=trong-ky-nop").text
    assert ">Thứ hai</a>" in staff.get(f"{WORK}?viec=trong-ky-nop&trang=2").text
    assert "Không có việc ở mục này" in staff.get(f"{WORK}?viec=gia-han").text


def test_a_renewed_certificate_is_no_work(session, product):
    honey = product("Mật ong", -10)
    certify(session, honey, 3, date(2026, 10, 1))

    assert set(counts(session, TODAY).values()) == {0}


def paper(session, product, expires_on, **facts):
    file = EvidenceFile(
        product_id=product.id,
        kind=EvidenceKind.FOOD_SAFETY,
        evidence="decision",
        title=f"Giấy đến {expires_on}",
        expires_on=expires_on,
        file_key="0" * 64,
        file_name="giay.pdf",
        media_type="application/pdf",
        byte_size=1,
        uploaded_at=NOW,
        **facts,
    )
    session.add(file)
    session.flush()
    return file


def test_papers_that_end_are_work_too(staff, own, session, product):
    honey = product("Mật ong", 400)
    paper(session, honey, date(2026, 12, 1))
    paper(session, honey, date(2026, 11, 1))
    paper(session, honey, date(2028, 1, 1))
    paper(session, honey, date(2026, 12, 2), withdrawn_at=NOW)

    for page in (staff.get(f"{WORK}?viec=giay-to").text, own.get(OWN).text):
        assert "Giấy đến 2026-12-01" in page
        assert "Giấy đến 2026-11-01" in page
        assert "Giấy đến 2028-01-01" not in page
        assert "Giấy đến 2026-12-02" not in page


# --- The producer's own page ---


def test_a_producer_reads_what_to_do_until_which_day(own, session, chi_lan):
    honey = make_product(session, chi_lan.producer, "Mật ong bạc hà")
    certify(session, honey, 3, date(2026, 8, 5))

    page = own.get(OWN).text

    assert "Nộp hồ sơ đánh giá lại tại UBND xã từ 06/02/2029 đến 07/04/2029" in page
    assert "OCOP 3 sao" in page


@pytest.mark.parametrize(
    ("days", "facts", "words"),
    [
        (150, {}, "ngay bây giờ, hạn cuối"),
        (100, {}, "Xin nộp ngay tại UBND xã"),
        (100, {"filed_on": TODAY}, "Không phải làm gì thêm"),
        (-1, {"extended_until": TODAY}, "được gia hạn đến 23/11/2026"),
        (-1, {}, "như đánh giá lần đầu"),
        (100, {"revoked_on": TODAY}, "đã bị thu hồi"),
        (100, {"evidence": "press"}, "Xin gửi một bản"),
    ],
)
def test_each_state_says_what_to_do(own, product, days, facts, words):
    product("Mật ong", days, **facts)

    assert words in own.get(OWN).text


def test_a_producer_sees_only_their_own(own, anh_son, product):
    product("Của Anh Sơn", 150, producer=anh_son.producer)

    page = own.get(OWN).text

    assert "Của Anh Sơn" not in page
    assert "Sổ chưa có sản phẩm nào của bạn" in page
    assert b"Son" not in own.get(f"{OWN}.ics").data


# --- Calendars ---


def events(answer):
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "attachment" in answer.headers["Content-Disposition"]
    calendar = Calendar.from_ical(answer.data)
    return {str(one["UID"]): one for one in calendar.walk("VEVENT")}


def test_a_calendar_has_the_three_days_of_each_certificate(own, session, chi_lan):
    honey = make_product(session, chi_lan.producer, "Mật ong bạc hà")
    certificate = certify(session, honey, 3, date(2026, 8, 5))

    found = events(own.get(f"{OWN}.ics"))

    days = {uid: one["DTSTART"].dt for uid, one in found.items()}
    key = f"certificate-{certificate.id}"
    assert days == {
        f"{key}-opens@cho-phien-ocop": date(2029, 2, 6),
        f"{key}-closes@cho-phien-ocop": date(2029, 4, 7),
        f"{key}-ends@cho-phien-ocop": date(2029, 8, 5),
    }
    assert "Mật ong bạc hà" in str(found[f"{key}-ends@cho-phien-ocop"]["SUMMARY"])


def test_an_extension_moves_the_day_and_keeps_its_uid(own, session, chi_lan):
    honey = make_product(session, chi_lan.producer, "Mật ong bạc hà")
    certificate = certify(session, honey, 3, date(2026, 8, 5))
    before = events(own.get(f"{OWN}.ics"))
    certificate.extended_until = date(2030, 2, 1)
    session.flush()

    after = events(own.get(f"{OWN}.ics"))

    assert set(after) == set(before)
    uid = f"certificate-{certificate.id}-ends@cho-phien-ocop"
    assert after[uid]["DTSTART"].dt == date(2030, 2, 1)


def test_the_calendar_of_staff_has_what_ends_soon(staff, everything):
    found = events(staff.get(f"{WORK}.ics"))

    summaries = " ".join(str(one["SUMMARY"]) for one in found.values())
    assert "Đến kỳ" in summaries
    assert "Gia hạn" in summaries
    assert "Còn lâu" not in summaries
    assert "Thu hồi" not in summaries
