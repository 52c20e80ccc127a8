"""Staff record that a producer has an e-payment account, and that one was closed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.audit.models import AuditEntry
from marketplace.producers.models import EPaymentAccount, EPaymentKind, VerificationMethod

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SEEN = {
    "kind": "e_wallet",
    "provider": " MoMo  ",
    "holder": "Nguyễn Thị Lan",
    "last_digits": "0123",
    "verified_on": "2026-11-20",
    "verified_how": "small_transfer",
}


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


@pytest.fixture
def address(chi_lan):
    return f"/can-bo/chu-the/{chi_lan.producer.id}/tai-khoan"


@pytest.fixture
def account(staff, address, session):
    staff.post(address, data=SEEN)
    return session.scalars(select(EPaymentAccount)).one()


def test_an_account_is_recorded_as_it_was_seen(staff, address, chi_lan, anh_tung, session):
    response = staff.post(address, data=SEEN)

    account = session.scalars(select(EPaymentAccount)).one()
    assert response.status_code == 303
    assert response.location == f"/can-bo/chu-the/{chi_lan.producer.id}"
    assert (account.producer_id, account.kind) == (chi_lan.producer.id, EPaymentKind.E_WALLET)
    assert (account.provider, account.holder) == ("MoMo", "Nguyễn Thị Lan")
    assert (account.last_digits, account.verified_on) == ("0123", date(2026, 11, 20))
    assert account.verified_how is VerificationMethod.SMALL_TRANSFER
    assert (account.verified_by_id, account.recorded_at) == (anh_tung.user.id, NOW)
    assert account.closed_on is None


def test_the_audit_log_names_the_account_but_neither_holder_nor_digits(account, session):
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "e_payment_account.recorded")
    ).one()

    assert (entry.subject, entry.subject_id) == ("producer", account.producer_id)
    assert entry.details == {"account": account.id, "kind": "e_wallet", "verified_on": "2026-11-20"}


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("provider", "", "Xin nhập tên ngân hàng, ví hoặc nhà mạng."),
        ("provider", "x" * 81, "80 ký tự"),
        ("holder", " ", "Xin nhập tên chủ tài khoản."),
        ("holder", "x" * 121, "120 ký tự"),
        ("last_digits", "9704151234567890", "Chỉ nhập 4 số cuối"),
        ("last_digits", "12", "Chỉ nhập 4 số cuối"),
        ("last_digits", "٠١٢٣", "Chỉ nhập 4 số cuối"),
        ("verified_on", "", "Xin nhập ngày xác minh."),
        ("verified_on", "2026-11-24", "Ngày này chưa tới."),
        ("verified_on", "2002-11-20", "Ngày này quá xa. Sớm nhất là 07/05/2018."),
        ("verified_on", "20 tháng 11", "Đây không phải là ngày."),
        ("verified_how", "", "Xin chọn cách xác minh."),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_is_recorded(
    staff, address, session, field, typed, told
):
    response = staff.post(address, data=SEEN | {field: typed})

    assert response.status_code == 422
    assert told in response.text
    assert "Nguyễn Thị Lan" in response.text or field == "holder"
    assert session.scalars(select(EPaymentAccount)).all() == []


def test_a_day_may_be_typed_as_people_write_it(staff, address, session):
    staff.post(address, data=SEEN | {"verified_on": "20/11/2026"})

    assert session.scalars(select(EPaymentAccount)).one().verified_on == date(2026, 11, 20)


def test_what_is_no_day_comes_back_in_a_plain_box(staff, address):
    page = staff.post(address, data=SEEN | {"verified_on": "hôm qua"}).text

    assert 'value="hôm qua"' in page
    assert 'name="verified_on" type="date"' not in page


def test_today_in_vietnam_is_not_in_the_future_just_after_midnight(staff, address, session, freeze):
    freeze(datetime(2026, 11, 23, 17, 30, tzinfo=UTC))  # 00:30 on the 24th in Vietnam

    staff.post(address, data=SEEN | {"verified_on": "2026-11-24"})

    assert session.scalars(select(EPaymentAccount)).one().verified_on == date(2026, 11, 24)


def test_the_same_account_is_recorded_once(staff, address, account, session):
    response = staff.post(address, data=SEEN | {"verified_on": "2026-11-22"})

    assert response.status_code == 422
    assert "Tài khoản này đã được ghi, xác minh ngày 20/11/2026." in response.text
    assert session.scalars(select(EPaymentAccount)).all() == [account]


def test_an_account_is_closed_from_a_day_on(staff, address, account, session):
    response = staff.post(f"{address}/{account.id}/dong", data={"closed_on": "2026-11-21"})

    session.refresh(account)
    assert response.status_code == 303
    assert account.closed_on == date(2026, 11, 21)
    assert session.scalars(
        select(AuditEntry.details).where(AuditEntry.action == "e_payment_account.closed")
    ).one() == {"account": account.id, "kind": "e_wallet", "closed_on": "2026-11-21"}


def test_an_account_closes_no_earlier_than_it_was_verified(staff, address, account, session):
    response = staff.post(f"{address}/{account.id}/dong", data={"closed_on": "2026-11-19"})

    session.refresh(account)
    assert response.status_code == 422
    assert "xác minh ngày 20/11/2026 nên hôm đó vẫn còn mở" in response.text
    assert account.closed_on is None


def test_closing_twice_keeps_the_first_day(staff, address, account, session):
    closing = f"{address}/{account.id}/dong"
    staff.post(closing, data={"closed_on": "2026-11-21"})

    answer = staff.post(closing, data={"closed_on": "2026-11-23"}, follow_redirects=True)

    session.refresh(account)
    assert "đã đóng từ ngày 21/11/2026" in answer.text
    assert account.closed_on == date(2026, 11, 21)


def test_a_closed_account_may_be_recorded_again(staff, address, account, session):
    staff.post(f"{address}/{account.id}/dong", data={"closed_on": "2026-11-21"})

    assert staff.post(address, data=SEEN | {"verified_on": "2026-11-23"}).status_code == 303
    assert len(session.scalars(select(EPaymentAccount)).all()) == 2


def test_another_producers_account_is_not_found(staff, account, anh_son):
    elsewhere = f"/can-bo/chu-the/{anh_son.producer.id}/tai-khoan/{account.id}/dong"

    assert staff.get(elsewhere).status_code == 404
    assert staff.post(elsewhere, data={"closed_on": "2026-11-21"}).status_code == 404


def test_an_unknown_producer_is_not_found(staff):
    for producer_id in (999_999, 2**31 - 1, 2**70):
        assert staff.get(f"/can-bo/chu-the/{producer_id}/tai-khoan").status_code == 404


def test_only_staff_record_accounts(address, chi_lan, session):
    assert chi_lan.client.post(address, data=SEEN).status_code == 403
    assert session.scalars(select(EPaymentAccount)).all() == []
