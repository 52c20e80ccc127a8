"""Staff record courses in digital skills, and who took part."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.audit.models import FactChange
from marketplace.producers.models import Training, TrainingAttendance

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
COURSES = "/can-bo/tap-huan"
HELD = {"held_on": "2026-11-10", "topic": "Bán hàng  trên sàn", "organiser": "Sở Công Thương"}


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


@pytest.fixture
def course(staff, session):
    staff.post(f"{COURSES}/them", data=HELD)
    return session.scalars(select(Training)).one()


@pytest.fixture
def entry(staff, course, chi_lan, session):
    attend(staff, course, chi_lan, people="3")
    return session.scalars(select(TrainingAttendance)).one()


def attend(staff, course, seller, people="1"):
    return staff.post(
        f"{COURSES}/{course.id}/chu-the/{seller.producer.id}?q=che", data={"people": people}
    )


def test_before_any_course_the_list_says_what_to_do(staff):
    assert "Chưa có lớp tập huấn nào" in staff.get(COURSES).text


def test_a_course_is_recorded(staff, session):
    response = staff.post(f"{COURSES}/them", data=HELD)

    course = session.scalars(select(Training)).one()
    assert response.location == f"{COURSES}/{course.id}"
    assert (course.held_on, course.topic) == (date(2026, 11, 10), "Bán hàng trên sàn")
    assert course.organiser == "Sở Công Thương"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"held_on": ""}, "Xin nhập ngày tổ chức."),
        ({"held_on": "2026-11-24"}, "Ngày này chưa tới."),
        ({"topic": ""}, "Xin nhập nội dung tập huấn."),
        ({"topic": "x" * 201}, "200 ký tự"),
    ],
)
def test_what_is_wrong_with_a_course_is_told(staff, session, changed, told):
    response = staff.post(f"{COURSES}/them", data=HELD | changed)

    assert response.status_code == 422
    assert told in response.text
    assert session.scalars(select(Training)).all() == []


def test_a_producer_is_found_without_accents_and_entered(staff, course, chi_lan, anh_son, session):
    found = staff.get(f"{COURSES}/{course.id}?q=che suoi").text
    response = attend(staff, course, chi_lan, people="3")

    entry = session.scalars(select(TrainingAttendance)).one()
    assert "Hợp tác xã Chè Suối Giàng" in found
    assert "Mật ong Bát Xát" not in found
    assert response.location == f"{COURSES}/{course.id}?q=che"
    assert (entry.producer_id, entry.people) == (chi_lan.producer.id, 3)


def test_the_course_the_list_and_the_producer_show_who_came(staff, course, entry, chi_lan):
    shown = staff.get(f"{COURSES}/{course.id}").text
    listed = " ".join(staff.get(COURSES).text.split())
    page = " ".join(staff.get(f"/can-bo/chu-the/{chi_lan.producer.id}").text.split())

    assert "Hợp tác xã Chè Suối Giàng" in shown
    assert 'data-label="Số người">3</td>' in listed
    assert "Bán hàng trên sàn</a>, 10/11/2026, 3 người" in page


def test_who_was_not_trained_is_one_click_away(staff, entry, chi_lan, anh_son):
    missing = staff.get("/can-bo/chu-the?thieu=tap-huan").text

    assert "Hợp tác xã Mật ong Bát Xát" in missing
    assert "Hợp tác xã Chè Suối Giàng" not in missing
    assert 'href="/can-bo/chu-the?thieu=tap-huan"' in staff.get(COURSES).text


def test_a_producer_is_entered_once(staff, course, entry, chi_lan, session):
    answer = attend(staff, course, chi_lan, people="9")

    session.refresh(entry)
    assert answer.status_code == 303
    assert entry.people == 3
    assert "Không còn chủ thể nào" in staff.get(f"{COURSES}/{course.id}?q=che").text


@pytest.mark.parametrize("people", ["0", "-1", "1000", "ba", "", "1.5", "٣٣٣٣"])
def test_the_number_of_people_is_a_plain_one(staff, course, chi_lan, session, people):
    assert attend(staff, course, chi_lan, people=people).status_code == 422
    assert session.scalars(select(TrainingAttendance)).all() == []


def test_an_entry_by_mistake_is_cancelled_and_may_come_back(staff, course, entry, chi_lan, session):
    cancelling = f"{COURSES}/{course.id}/chu-the/{chi_lan.producer.id}/ghi-nham"

    refused = staff.post(cancelling, data={})
    staff.post(cancelling, data={"reason": "Nhầm lớp"})
    session.refresh(entry)
    change = session.scalars(
        select(FactChange)
        .where(FactChange.table_name == "training_attendances")
        .order_by(FactChange.id.desc())
    ).first()

    assert refused.status_code == 422
    assert entry.cancelled_at == NOW
    assert change.reason == "Nhầm lớp"
    assert "Hợp tác xã Chè Suối Giàng" in staff.get("/can-bo/chu-the?thieu=tap-huan").text
    assert "ghi nhầm" in staff.get(f"{COURSES}/{course.id}").text

    attend(staff, course, chi_lan, people="2")
    session.refresh(entry)
    assert (entry.cancelled_at, entry.people) == (None, 2)


def test_a_course_is_corrected_with_a_reason(staff, course, session):
    staff.post(
        f"{COURSES}/{course.id}/sua", data=HELD | {"held_on": "2026-11-09", "reason": "Sai ngày"}
    )

    session.refresh(course)
    assert course.held_on == date(2026, 11, 9)
    assert staff.post(f"{COURSES}/{course.id}/sua", data=HELD).status_code == 422


def test_what_is_not_there_is_not_found(staff, course, chi_lan):
    assert staff.get(f"{COURSES}/999999").status_code == 404
    assert (
        staff.post(f"{COURSES}/{course.id}/chu-the/999999", data={"people": "1"}).status_code == 404
    )
    away = f"{COURSES}/{course.id}/chu-the/{chi_lan.producer.id}/ghi-nham"
    assert staff.get(away).status_code == 404


def test_only_staff_see_courses(chi_lan, co_hoa, course):
    for person in (chi_lan, co_hoa):
        assert person.client.get(COURSES).status_code == 403
        assert person.client.post(f"{COURSES}/them", data=HELD).status_code == 403


def test_statements_do_not_grow_with_the_courses_or_the_entries(
    staff, course, session, statements, chi_lan, anh_son
):
    def asked():
        statements.clear()
        staff.get(COURSES)
        staff.get(f"{COURSES}/{course.id}?q=hop")
        return len(statements)

    attend(staff, course, chi_lan)
    few = asked()
    attend(staff, course, anh_son)
    staff.post(f"{COURSES}/them", data=HELD | {"topic": "Thanh toán số"})

    assert asked() == few
