"""Full account numbers: kept under seal, found again, shown to who says why."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.audit.models import AuditEntry, FactChange
from marketplace.producers.models import EPaymentAccount
from marketplace.vault import Vault

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
NUMBER = "0012345678900"
TOLD = {
    "kind": "bank",
    "provider": "Agribank",
    "holder": "HTX CHE SUOI GIANG",
    "number": "0012 3456 78900",
    "verified_on": "2026-11-20",
    "verified_how": "statement",
}


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


def accounts_page(seller):
    return f"/can-bo/chu-the/{seller.producer.id}/tai-khoan"


@pytest.fixture
def account(staff, chi_lan, session):
    staff.post(accounts_page(chi_lan), data=TOLD)
    return session.scalars(select(EPaymentAccount)).one()


@pytest.fixture
def address(account, chi_lan):
    return f"{accounts_page(chi_lan)}/{account.id}"


def test_the_number_is_kept_sealed_and_pages_show_its_end(app, staff, account, chi_lan):
    vault = app.extensions["vault"]

    page = staff.get(f"/can-bo/chu-the/{chi_lan.producer.id}").text

    assert account.last_digits == "8900"
    assert NUMBER not in (account.number_sealed, account.number_hash)
    assert vault.open(account.number_sealed) == NUMBER
    assert "••••&nbsp;8900" in page
    assert NUMBER not in page


def test_neither_history_nor_audit_log_knows_the_number(staff, account, session):
    staff.post(f"/can-bo/chu-the/{account.producer_id}/tai-khoan/{account.id}/xem-so")
    kept = [change.changed for change in session.scalars(select(FactChange))]
    kept += [entry.details for entry in session.scalars(select(AuditEntry))]

    assert NUMBER not in str(kept)
    assert str(account.number_hash) not in str(kept)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("9704151234567890", "Đây là số thẻ."),
        ("12", "Số tài khoản có từ 4 đến 20 chữ số."),
        ("VN12345678", "Số tài khoản chỉ gồm chữ số"),
    ],
)
def test_what_is_no_account_number_is_told(staff, chi_lan, session, typed, told):
    response = staff.post(accounts_page(chi_lan), data=TOLD | {"number": typed})

    assert response.status_code == 422
    assert told in response.text
    assert session.scalars(select(EPaymentAccount)).all() == []


def test_last_digits_must_end_the_number(staff, chi_lan):
    response = staff.post(accounts_page(chi_lan), data=TOLD | {"last_digits": "1111"})

    assert response.status_code == 422
    assert "Số đầy đủ có đuôi khác." in response.text


def test_one_account_is_not_two_producers(staff, account, anh_son, session):
    response = staff.post(accounts_page(anh_son), data=TOLD | {"provider": "Ngân hàng AGRIBANK"})

    assert response.status_code == 422
    assert "Tài khoản này đã ghi cho Hợp tác xã Chè Suối Giàng." in response.text
    assert session.scalars(select(EPaymentAccount)).all() == [account]


def test_the_same_number_at_another_bank_asks_for_a_second_look(staff, account, anh_son, session):
    elsewhere = TOLD | {"provider": "BIDV"}

    asked = staff.post(accounts_page(anh_son), data=elsewhere)
    taken = staff.post(accounts_page(anh_son), data=elsewhere | {"may_share": "y"})

    assert asked.status_code == 422
    assert 'name="may_share"' in asked.text
    assert taken.status_code == 303
    assert len(session.scalars(select(EPaymentAccount)).all()) == 2


def test_a_closed_account_may_go_to_another_producer(staff, account, address, anh_son):
    staff.post(f"{address}/dong", data={"closed_on": "2026-11-22"})

    assert staff.post(accounts_page(anh_son), data=TOLD).status_code == 303


def test_the_same_number_is_the_same_account_though_ends_were_told_only(staff, account, chi_lan):
    without_number = TOLD | {"number": "", "last_digits": "8900"}

    response = staff.post(accounts_page(chi_lan), data=without_number)

    assert "Tài khoản này đã được ghi, xác minh ngày 20/11/2026." in response.text


def test_two_numbers_with_one_end_are_two_accounts(staff, account, chi_lan):
    other = TOLD | {"number": "555558900"}

    assert staff.post(accounts_page(chi_lan), data=other).status_code == 303


def test_the_full_number_is_shown_once_to_who_says_why(
    staff, account, address, session, anh_tung, chi_lan
):
    asked = staff.get(f"{address}/xem-so")
    shown = staff.post(f"{address}/xem-so", data={"reason": "Đối chiếu sao kê"})
    again = staff.get(f"{address}/xem-so")

    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "account.revealed")).one()
    assert NUMBER not in asked.text + again.text
    assert NUMBER in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert (entry.actor_id, entry.subject_id) == (anh_tung.user.id, chi_lan.producer.id)
    assert entry.details == {"account": account.id, "reason": "Đối chiếu sao kê"}


def test_without_a_reason_the_number_stays_hidden(staff, address, session):
    response = staff.post(f"{address}/xem-so", data={"reason": "  "})

    assert response.status_code == 422
    assert NUMBER not in response.text
    assert not session.scalars(
        select(AuditEntry).where(AuditEntry.action == "account.revealed")
    ).all()


def test_a_number_whose_key_is_lost_is_said_to_be_so(app, staff, address, monkeypatch):
    monkeypatch.setitem(app.extensions, "vault", Vault(["another key of thirty-two letters"]))

    response = staff.post(f"{address}/xem-so", data={"reason": "Xem"}, follow_redirects=True)

    assert "Không mở được số này" in response.text


def test_an_account_without_a_full_number_has_none_to_show(staff, chi_lan, session):
    staff.post(accounts_page(chi_lan), data=TOLD | {"number": "", "last_digits": "0123"})
    account = session.scalars(select(EPaymentAccount)).one()

    assert staff.get(f"{accounts_page(chi_lan)}/{account.id}/xem-so").status_code == 404


def test_a_key_is_replaced_without_losing_a_number_or_a_double(app, account, session, monkeypatch):
    old = app.extensions["market"].encryption_keys[0]
    new = "the key that comes after the first one"
    known = len(session.scalars(select(FactChange)).all())

    monkeypatch.setitem(app.extensions, "vault", Vault([new, old]))
    resealed = app.test_cli_runner().invoke(args=["producers", "reseal"])
    session.refresh(account)

    assert resealed.exit_code == 0, resealed.output
    assert "1" in resealed.output
    only_new = Vault([new])
    assert only_new.open(account.number_sealed) == NUMBER
    assert account.number_hash == only_new.fingerprint(NUMBER)
    assert len(session.scalars(select(FactChange)).all()) == known


def test_before_all_is_sealed_anew_a_double_is_found_under_the_old_key(
    app, staff, account, anh_son, monkeypatch
):
    old = app.extensions["market"].encryption_keys[0]
    monkeypatch.setitem(
        app.extensions, "vault", Vault(["the key that comes after the first one", old])
    )

    assert staff.post(accounts_page(anh_son), data=TOLD).status_code == 422


def test_a_missing_key_stops_resealing_before_anything_is_lost(app, account, session, monkeypatch):
    sealed = account.number_sealed
    monkeypatch.setitem(app.extensions, "vault", Vault(["another key of thirty-two letters"]))

    result = app.test_cli_runner().invoke(args=["producers", "reseal"])
    session.refresh(account)

    assert result.exit_code == 1
    assert account.number_sealed == sealed


def test_an_account_in_another_name_is_recorded_and_pointed_out(staff, chi_lan, session):
    other = TOLD | {"holder": "TRAN VAN BA"}

    answer = staff.post(accounts_page(chi_lan), data=other, follow_redirects=True)

    assert session.scalars(select(EPaymentAccount)).one().holder == "TRAN VAN BA"
    assert "Chủ tài khoản không trùng" in answer.text


def test_an_account_opened_later_than_verified_is_refused(staff, chi_lan, session):
    response = staff.post(accounts_page(chi_lan), data=TOLD | {"opened_on": "2026-11-21"})

    assert response.status_code == 422
    assert "Ngày xác minh hoặc ngày đóng sớm hơn ngày này." in response.text
    assert session.scalars(select(EPaymentAccount)).all() == []


def test_a_correction_keeps_the_number_unless_another_is_told(
    app, staff, account, address, session
):
    sealed = account.number_sealed
    told = {"kind": "bank", "provider": "Agribank", "holder": "Vàng Thị Mỷ", "reason": "Sai tên"}

    staff.post(f"{address}/sua", data=told | {"opened_on": "2020-05-04"})
    session.refresh(account)
    assert (account.holder, account.opened_on) == ("Vàng Thị Mỷ", date(2020, 5, 4))
    assert (account.number_sealed, account.last_digits) == (sealed, "8900")

    staff.post(f"{address}/sua", data=told | {"number": "777 000 111"})
    session.refresh(account)
    assert app.extensions["vault"].open(account.number_sealed) == "777000111"
    assert account.last_digits == "0111"


def test_a_correction_needs_a_reason_and_the_history_keeps_it(staff, account, address, session):
    told = {"kind": "bank", "provider": "BIDV", "holder": "Vàng Thị Mỷ"}

    refused = staff.post(f"{address}/sua", data=told)
    staff.post(f"{address}/sua", data=told | {"reason": "Nhầm ngân hàng"})

    change = session.scalars(
        select(FactChange)
        .where(FactChange.table_name == "e_payment_accounts", FactChange.is_new.is_(False))
        .order_by(FactChange.id.desc())
    ).first()
    assert refused.status_code == 422
    assert "Xin nhập lý do." in refused.text
    assert change.reason == "Nhầm ngân hàng"
    assert change.changed["provider"] == ["Agribank", "BIDV"]
