"""Staff enter producers by hand, and set right what is known of them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.admin_units.models import AdminUnit
from marketplace.audit.models import AuditEntry, FactChange
from marketplace.outbox.models import OutboxMessage
from marketplace.producers.models import Producer, ProducerKind

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ADD = "/can-bo/chu-the/them"
WRITTEN = {
    "name": "Hộ kinh doanh  Giàng A Sử",
    "kind": "household",
    "tax_code": "010 093 001 234",
    "province": "15",
    "commune": "02647",
    "address": "Tổ 5",
    "phone": "0912 345 678",
    "email": "su@vidu.vn",
    "representative": "Giàng A Sử",
    "is_woman_led": "no",
    "is_minority_led": "yes",
    "representative_consent_on": "2026-11-02",
    "reason": "Phiếu đăng ký tháng 11",
}


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


def entered(session, name="Hộ kinh doanh Giàng A Sử"):
    return session.scalars(select(Producer).where(Producer.name == name)).one()


@pytest.fixture
def producer(staff, session):
    staff.post(ADD, data=WRITTEN)
    return entered(session)


def unit(session, code):
    return session.scalars(
        select(AdminUnit).where(AdminUnit.scheme == "34", AdminUnit.code == code)
    ).one()


def test_a_producer_is_entered_by_hand(staff, session):
    response = staff.post(ADD, data=WRITTEN)

    producer = entered(session)
    assert response.status_code == 303
    assert response.location == f"/can-bo/chu-the/{producer.id}"
    assert (producer.kind, producer.tax_code) == (ProducerKind.HOUSEHOLD, "010093001234")
    assert (producer.unit.name, producer.province.code) == ("Phường Lào Cai", "15")
    assert (producer.phone, producer.email) == ("+84912345678", "su@vidu.vn")
    assert (producer.representative, producer.address) == ("Giàng A Sử", "Tổ 5")
    assert (producer.is_woman_led, producer.is_minority_led) == (False, True)
    assert producer.representative_consent_on == date(2026, 11, 2)
    assert producer.name_key == "hkd giang a su"


def test_what_leads_a_producer_is_shown_on_no_page(staff, producer):
    page = staff.get(f"/can-bo/chu-the/{producer.id}").text
    listed = staff.get("/can-bo/chu-the").text
    history = staff.get(f"/can-bo/lich-su/producers/{producer.id}").text

    assert "đã hỏi, đồng ý ngày 02/11/2026" in page
    for text in (page, listed):
        assert "dân tộc thiểu số" not in text
    assert "Giàng A Sử" in page
    for kept in ("010093001234", "+84912345678", "su@vidu.vn", "Tổ 5"):
        assert kept not in history


def test_of_a_citizen_number_pages_show_the_end(staff, producer):
    page = staff.get(f"/can-bo/chu-the/{producer.id}").text

    assert "•••••••••234" in page
    assert "010093001234" not in page


def test_the_audit_log_knows_what_changed_and_not_how(staff, producer, session):
    staff.post(
        f"/can-bo/chu-the/{producer.id}/sua",
        data=WRITTEN | {"phone": "0987 654 321", "reason": "Đổi số"},
    )

    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "producer.corrected")
    ).one()
    assert entry.details == {"changed": ["phone"]}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": " "}, "Xin nhập tên chủ thể."),
        ({"name": "x" * 201}, "200 ký tự"),
        ({"tax_code": "0100112438"}, "Mã số thuế sai ở một chữ số nào đó."),
        ({"tax_code": "12345"}, "Mã số thuế có 10 chữ số"),
        ({"kind": "enterprise"}, "Chỉ hộ, trang trại hoặc tổ hợp tác"),
        ({"phone": "12"}, "Số điện thoại chưa đúng."),
        ({"email": "su"}, "Địa chỉ thư điện tử chưa đúng."),
        ({"province": "99"}, "Xin chọn tỉnh"),
        ({"commune": "00001"}, "Xin chọn xã"),
        ({"representative_consent_on": ""}, "Xin nhập ngày đồng ý, hoặc chọn Chưa hỏi."),
        ({"representative_consent_on": "2027-01-01"}, "Ngày này chưa tới."),
        ({"reason": ""}, "Xin nhập lý do."),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(staff, session, changed, told):
    response = staff.post(ADD, data=WRITTEN | changed)

    assert response.status_code == 422
    assert told in response.text
    assert 'value="Giàng A Sử"' in response.text
    assert session.scalars(select(Producer)).all() == []


def test_only_a_name_and_where_it_is_known_from_are_needed(staff, session):
    staff.post(ADD, data={"name": "HTX Hoa Lợi", "reason": "Báo cáo xã"})

    producer = entered(session, "HTX Hoa Lợi")
    assert (producer.kind, producer.tax_code, producer.unit_id, producer.phone) == (None,) * 4
    assert producer.representative_consent_on is None


def test_a_correction_keeps_the_reason_and_what_was_there(staff, producer, session, anh_tung):
    staff.post(
        f"/can-bo/chu-the/{producer.id}/sua",
        data=WRITTEN | {"name": "HKD Giàng A Sử (Sa Pa)", "reason": "Tên theo giấy phép"},
    )

    session.refresh(producer)
    change = session.scalars(
        select(FactChange).where(FactChange.row_id == producer.id, FactChange.is_new.is_(False))
    ).all()[-1]
    assert producer.name_key == "hkd giang a su sa pa"
    assert (change.reason, change.actor_id) == ("Tên theo giấy phép", anh_tung.user.id)
    assert change.changed["name"] == ["Hộ kinh doanh Giàng A Sử", "HKD Giàng A Sử (Sa Pa)"]


def test_search_follows_a_new_name(staff, producer, session):
    staff.post(
        f"/can-bo/chu-the/{producer.id}/sua",
        data=WRITTEN | {"name": "HKD Giàng A Páo", "reason": "Đổi tên"},
    )

    messages = session.scalars(
        select(OutboxMessage.payload).where(OutboxMessage.kind == "producer-changed")
    )
    assert list(messages) == [{"producer_id": producer.id}]


def test_the_old_place_stays_when_the_commune_of_today_is_corrected(staff, producer, session):
    old = session.scalars(
        select(AdminUnit).where(AdminUnit.scheme == "63", AdminUnit.code == "02647")
    ).one()
    producer.old_unit_id, producer.place_text = old.id, "Kim Tân, Lào Cai"
    session.flush()

    staff.post(
        f"/can-bo/chu-the/{producer.id}/sua",
        data=WRITTEN | {"commune": "02671", "reason": "Nhầm xã"},
    )

    session.refresh(producer)
    assert producer.unit_id == unit(session, "02671").id
    assert (producer.old_unit_id, producer.place_text) == (old.id, "Kim Tân, Lào Cai")


def test_nothing_changed_leaves_no_trace(staff, producer, session):
    changes = len(session.scalars(select(FactChange)).all())

    answer = staff.post(f"/can-bo/chu-the/{producer.id}/sua", data=WRITTEN, follow_redirects=True)

    assert "Không có gì thay đổi." in answer.text
    assert len(session.scalars(select(FactChange)).all()) == changes


def test_the_form_shows_what_is_known_to_who_corrects_it(staff, producer):
    page = staff.get(f"/can-bo/chu-the/{producer.id}/sua").text

    for shown in (
        'value="010093001234"',
        'value="Giàng A Sử"',
        'value="su@vidu.vn"',
        'value="2026-11-02"',
        '<option selected value="02647">',
        '<option selected value="household">',
    ):
        assert shown in page
    for name, value in (("is_woman_led", "no"), ("is_minority_led", "yes")):
        assert (
            f'name="{name}" type="radio" value="{value}" checked'
            in page.replace("checked class", "class")
            or f'checked class="choice__box" id="{name}' in page
        )


def test_withdrawn_consent_takes_the_answers_with_it(staff, producer, session):
    staff.post(
        f"/can-bo/chu-the/{producer.id}/sua",
        data=WRITTEN
        | {
            "is_woman_led": "",
            "is_minority_led": "",
            "representative_consent_on": "",
            "reason": "Rút lại đồng ý",
        },
    )

    session.refresh(producer)
    assert (producer.is_woman_led, producer.is_minority_led) == (None, None)
    assert producer.representative_consent_on is None


def test_the_same_tax_code_asks_for_a_second_look(staff, producer, session):
    other = WRITTEN | {"name": "Tổ hợp tác Suối Thầu", "kind": "cooperative_group"}

    asked = staff.post(ADD, data=other)
    taken = staff.post(ADD, data=other | {"is_another": "y"})

    assert asked.status_code == 422
    assert "Hộ kinh doanh Giàng A Sử đã có mã số thuế này." in asked.text
    assert 'name="is_another"' in asked.text
    assert taken.status_code == 303


def test_the_same_name_in_the_same_commune_asks_for_a_second_look(staff, producer):
    again = WRITTEN | {"name": "HKD GIÀNG A SỬ", "tax_code": ""}

    assert "đã có trong sổ" in staff.post(ADD, data=again).text
    assert staff.post(ADD, data=again | {"commune": "02671"}).status_code == 303


def test_a_double_that_was_accepted_is_not_asked_about_again(staff, producer, session):
    staff.post(ADD, data=WRITTEN | {"name": "Trang trại Sử", "is_another": "y"})
    other = entered(session, "Trang trại Sử")

    response = staff.post(
        f"/can-bo/chu-the/{other.id}/sua",
        data=WRITTEN | {"name": "Trang trại Sử", "address": "Tổ 9", "reason": "Đổi địa chỉ"},
    )

    assert response.status_code == 303


def test_without_a_script_a_button_shows_the_communes(staff, session):
    page = staff.post(ADD, data=WRITTEN | {"step": "communes", "commune": ""})

    assert page.status_code == 200
    assert 'value="02647"' in page.text
    assert "error-summary" not in page.text
    assert session.scalars(select(Producer)).all() == []


def test_what_was_merged_into_another_is_not_corrected(staff, producer, session):
    staff.post(ADD, data={"name": "HTX Hoa Lợi", "reason": "Báo cáo xã"})
    producer.merged_into_id = entered(session, "HTX Hoa Lợi").id
    session.flush()

    assert staff.get(f"/can-bo/chu-the/{producer.id}/sua").status_code == 404
    assert "Đây là cùng một chủ thể" in staff.get(f"/can-bo/chu-the/{producer.id}").text


def test_only_staff_enter_and_correct_producers(chi_lan, session):
    address = f"/can-bo/chu-the/{chi_lan.producer.id}/sua"

    assert chi_lan.client.get(ADD).status_code == 403
    assert chi_lan.client.post(ADD, data=WRITTEN).status_code == 403
    assert chi_lan.client.post(address, data=WRITTEN).status_code == 403
