"""An account is declared, verified, closed; and what was a mistake is taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.audit.models import AuditEntry, FactChange
from marketplace.producers.models import EPaymentAccount, VerificationMethod

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DECLARED = {
    "kind": "mobile_money",
    "provider": "VNPT Money",
    "holder": "Nguyễn Thị Lan",
    "last_digits": "5678",
    "opened_on": "2026-10-01",
    "verified_how": "declared",
}


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


@pytest.fixture
def producer_page(chi_lan):
    return f"/can-bo/chu-the/{chi_lan.producer.id}"


@pytest.fixture
def account(staff, producer_page, session):
    staff.post(f"{producer_page}/tai-khoan", data=DECLARED)
    return session.scalars(select(EPaymentAccount)).one()


@pytest.fixture
def address(producer_page, account):
    return f"{producer_page}/tai-khoan/{account.id}"


def verify(staff, address, day="2026-11-20"):
    return staff.post(
        f"{address}/xac-minh", data={"verified_on": day, "verified_how": "seen_by_officer"}
    )


def test_a_declared_account_waits_and_does_not_count(staff, account, producer_page):
    page = staff.get(producer_page).text
    listed = staff.get("/can-bo/chu-the?thieu=xac-minh").text

    assert account.verified_on is None
    assert "khai báo, chưa xác minh" in page
    assert "Hợp tác xã Chè Suối Giàng" in listed
    assert 'tag--warn">chưa<' in listed


def test_it_counts_from_the_day_on_which_it_was_verified(
    staff, account, address, session, anh_tung
):
    response = verify(staff, address)

    session.refresh(account)
    assert response.status_code == 303
    assert account.verified_on == date(2026, 11, 20)
    assert account.verified_how is VerificationMethod.SEEN_BY_OFFICER
    assert account.verified_by_id == anh_tung.user.id
    assert session.scalars(
        select(AuditEntry.details).where(AuditEntry.action == "e_payment_account.verified")
    ).one() == {"account": account.id, "kind": "mobile_money", "verified_on": "2026-11-20"}


def test_it_cannot_be_verified_before_it_was_opened(staff, account, address, session):
    response = verify(staff, address, "2026-09-30")

    session.refresh(account)
    assert response.status_code == 422
    assert "Tài khoản mở ngày 01/10/2026." in response.text
    assert account.verified_on is None


def test_verifying_twice_keeps_the_first_day(staff, account, address, session):
    verify(staff, address)

    answer = staff.post(
        f"{address}/xac-minh",
        data={"verified_on": "2026-11-22", "verified_how": "statement"},
        follow_redirects=True,
    )

    session.refresh(account)
    assert "đã được xác minh từ ngày 20/11/2026" in answer.text
    assert account.verified_on == date(2026, 11, 20)


def test_a_declared_account_can_be_closed(staff, account, address, session):
    staff.post(f"{address}/dong", data={"closed_on": "2026-11-21"})

    session.refresh(account)
    assert account.closed_on == date(2026, 11, 21)


def undo(staff, address, mistake, reason="Nhập nhầm dòng"):
    return staff.post(f"{address}/ghi-nham", data={"mistake": mistake, "reason": reason})


def test_a_verification_by_mistake_is_taken_back_as_a_new_fact(staff, account, address, session):
    verify(staff, address)

    response = undo(staff, address, "verification")

    session.refresh(account)
    last = session.scalars(
        select(FactChange)
        .where(FactChange.table_name == "e_payment_accounts")
        .order_by(FactChange.id.desc())
    ).first()
    assert response.status_code == 303
    assert (account.verified_on, account.verified_how, account.verified_by_id) == (None,) * 3
    assert last.reason == "Nhập nhầm dòng"
    assert last.changed["verified_on"] == ["2026-11-20", None]


def test_a_closing_by_mistake_is_taken_back(staff, account, address, session):
    verify(staff, address)
    staff.post(f"{address}/dong", data={"closed_on": "2026-11-21"})

    undo(staff, address, "closing")

    session.refresh(account)
    assert account.closed_on is None
    assert account.verified_on == date(2026, 11, 20)


def test_an_account_recorded_again_since_is_not_opened_twice(
    staff, account, address, producer_page, session
):
    staff.post(f"{address}/dong", data={"closed_on": "2026-11-21"})
    staff.post(f"{producer_page}/tai-khoan", data=DECLARED)

    response = undo(staff, address, "closing")

    session.refresh(account)
    assert response.status_code == 422
    assert account.closed_on == date(2026, 11, 21)


def test_an_entry_by_mistake_stays_visible_and_may_be_made_anew(
    staff, account, address, producer_page, session
):
    verify(staff, address)

    undo(staff, address, "entry")

    session.refresh(account)
    assert account.cancelled_at == NOW
    assert account.verified_on is None
    assert "ghi nhầm" in staff.get(producer_page).text
    assert verify(staff, address).status_code == 404
    assert staff.post(f"{producer_page}/tai-khoan", data=DECLARED).status_code == 303


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"mistake": "entry"}, "Xin nhập lý do."),
        ({"reason": "Nhầm"}, "Xin chọn điều ghi nhầm."),
        ({"mistake": "closing", "reason": "Nhầm"}, ""),  # it is not closed
        ({"mistake": "anything", "reason": "Nhầm"}, ""),
    ],
)
def test_taking_back_needs_to_know_what_and_why(staff, account, address, session, sent, told):
    response = staff.post(f"{address}/ghi-nham", data=sent)

    session.refresh(account)
    assert response.status_code == 422
    assert told in response.text
    assert account.cancelled_at is None


def test_only_staff_touch_accounts(chi_lan, account, address, session):
    for act in ("xac-minh", "sua", "ghi-nham", "xem-so"):
        assert chi_lan.client.get(f"{address}/{act}").status_code == 403
        assert chi_lan.client.post(f"{address}/{act}").status_code == 403


def test_another_producers_account_is_not_found(staff, account, anh_son):
    elsewhere = f"/can-bo/chu-the/{anh_son.producer.id}/tai-khoan/{account.id}"

    for act in ("xac-minh", "sua", "ghi-nham", "xem-so"):
        assert staff.get(f"{elsewhere}/{act}").status_code == 404
        assert staff.post(f"{elsewhere}/{act}").status_code == 404
