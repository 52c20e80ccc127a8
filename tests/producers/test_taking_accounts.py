"""A file of e-payment accounts: whose they are, what is known of them, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from marketplace.intake.kinds import OutcomeKind
from marketplace.producers.models import EPaymentAccount, EPaymentKind, VerificationMethod
from marketplace.producers.rules import producer_key
from marketplace.producers.taking.accounts import NUMBER, taker
from tests.producers.files import checked, columns, said, taken
from tests.reports.market import Market

ROW = {
    "name": "HTX Hoa Lợi",
    "kind": "Ngân hàng",
    "provider": "Agribank",
    "holder": "HTX HOA LOI",
    "number": "0012 3456 78900",
    "opened_on": "04/05/2020",
    "verified_on": "2026-11-20",
    "verified_how": "Sao kê",
}


@pytest.fixture(autouse=True)
def vietnamese(app, session):
    with force_locale("vi"):
        yield


@pytest.fixture
def market(session):
    return Market(session)


def producer_called(market, name, **facts):
    producer = market.producer(name, **facts)
    producer.name_key = producer_key(name)
    market.session.flush()
    return producer


@pytest.fixture
def hoa_loi(market):
    return producer_called(market, "Hợp tác xã Hoa Lợi", tax_code="0100112437")


def accounts(session):
    return session.scalars(select(EPaymentAccount).order_by(EPaymentAccount.id)).all()


def test_an_account_is_recorded_with_its_number_under_seal(app, session, hoa_loi):
    [outcome] = taken(session, taker, [ROW])

    [account] = accounts(session)
    assert outcome.kind is OutcomeKind.ADDED
    assert NUMBER.is_secret
    assert (account.producer_id, account.kind) == (hoa_loi.id, EPaymentKind.BANK)
    assert (account.opened_on, account.verified_on) == (date(2020, 5, 4), date(2026, 11, 20))
    assert account.verified_how is VerificationMethod.STATEMENT
    assert app.extensions["vault"].open(account.number_sealed) == "0012345678900"


def test_a_tax_code_alone_names_the_producer(session, hoa_loi):
    row = {name: text for name, text in ROW.items() if name != "name"}

    taken(session, taker, [row | {"tax_code": "0100112437"}])

    assert accounts(session)[0].producer_id == hoa_loi.id


def test_an_account_may_be_declared_only(session, hoa_loi):
    taken(session, taker, [ROW | {"verified_on": "", "verified_how": ""}])

    assert accounts(session)[0].verified_on is None


def test_a_file_taken_twice_changes_nothing(session, hoa_loi):
    taken(session, taker, [ROW])

    [again] = taken(session, taker, [ROW])

    assert again.kind is OutcomeKind.UNCHANGED
    assert len(accounts(session)) == 1


def test_what_is_known_is_completed(app, session, hoa_loi):
    declared = {"verified_on": "", "verified_how": "", "number": "", "opened_on": ""}
    taken(session, taker, [ROW | declared | {"last_digits": "8900"}])

    [outcome] = taken(session, taker, [ROW])

    [account] = accounts(session)
    assert outcome.kind is OutcomeKind.CHANGED
    assert account.verified_on == date(2026, 11, 20)
    assert app.extensions["vault"].open(account.number_sealed) == "0012345678900"


def test_what_was_closed_or_taken_back_does_not_come_again(session, hoa_loi):
    taken(session, taker, [ROW])
    [account] = accounts(session)
    account.closed_on = date(2026, 11, 21)
    session.flush()
    [closed] = taken(session, taker, [ROW])

    account.verified_on = account.verified_how = account.closed_on = None
    account.cancelled_at = account.recorded_at
    session.flush()
    [cancelled] = taken(session, taker, [ROW])

    assert [closed.kind, cancelled.kind] == [OutcomeKind.UNCHANGED] * 2
    assert "Đã đóng ngày 21/11/2026" in said(taker, closed)
    assert "Đã bỏ vì ghi nhầm" in said(taker, cancelled)
    assert len(accounts(session)) == 1


def test_an_account_verified_after_it_was_closed_is_a_new_one(session, hoa_loi):
    taken(session, taker, [ROW])
    accounts(session)[0].closed_on = date(2026, 11, 21)
    session.flush()

    [outcome] = taken(session, taker, [ROW | {"verified_on": "22/11/2026"}])

    assert outcome.kind is OutcomeKind.ADDED
    assert len(accounts(session)) == 2


def test_two_producers_cannot_share_an_account_within_a_file_either(session, market, hoa_loi):
    producer_called(market, "HTX Mường Hum")
    rows = [
        ROW,
        ROW | {"name": "HTX Mường Hum"},
        ROW | {"provider": "BIDV", "name": "HTX Mường Hum"},
    ]

    dry, wet = checked(session, taker, rows), taken(session, taker, rows)

    for outcomes in (dry, wet):
        assert [outcome.kind for outcome in outcomes] == [
            OutcomeKind.ADDED,
            OutcomeKind.REFUSED,
            OutcomeKind.ADDED,
        ]
        assert "đã ghi cho Hợp tác xã Hoa Lợi" in said(taker, outcomes[1])
        assert "trùng số ở ngân hàng hoặc ví khác" in said(taker, outcomes[2])
        assert "0012345678900" not in str(outcomes)


def test_who_it_belongs_to_may_be_unsure(session, market):
    units = (market.unit("34", code) for code in ("02647", "02671"))
    both = [producer_called(market, "HTX Hoa Lợi", unit_id=unit.id) for unit in units]

    [outcome] = taken(session, taker, [ROW])
    [sure] = taken(session, taker, [ROW | {"commune": "Phường Lào Cai", "province": "Lào Cai"}])

    assert outcome.kind is OutcomeKind.UNSURE
    assert {candidate.id for candidate in outcome.candidates} == {one.id for one in both}
    assert sure.kind is OutcomeKind.ADDED
    assert accounts(session)[0].producer_id == both[0].id


@pytest.mark.parametrize(
    ("cells", "column", "told"),
    [
        ({"name": ""}, "name", "Xin nhập tên chủ thể hoặc mã số thuế."),
        ({"name": "HTX Không Có"}, "name", "Sổ chưa có chủ thể này."),
        ({"kind": "thẻ"}, "kind", "Xin ghi loại"),
        ({"kind": ""}, "kind", "Xin ghi loại"),
        ({"provider": ""}, "provider", "Xin nhập tên ngân hàng"),
        ({"holder": ""}, "holder", "Xin nhập tên chủ tài khoản."),
        ({"number": "9704151234567890"}, "number", "Đây là số thẻ."),
        ({"number": ""}, "number", "Xin nhập số đầy đủ hoặc 4 số cuối."),
        ({"number": "", "last_digits": "12345"}, "last_digits", "Xin nhập số đầy đủ"),
        ({"verified_how": ""}, "verified_how", "Xin ghi cả ngày và cách xác minh"),
        ({"verified_how": "đoán"}, "verified_how", "Xin ghi cách xác minh"),
        ({"verified_on": "2020-05-03"}, "verified_on", "sớm hơn ngày mở"),
        ({"verified_on": "24/11/2026"}, "verified_on", "tương lai"),
        ({"opened_on": "năm 2020"}, "opened_on", "không phải ngày đầy đủ"),
    ],
)
def test_what_is_wrong_is_refused_by_its_column(session, hoa_loi, cells, column, told):
    row = {name: text for name, text in (ROW | cells).items() if text}

    [outcome] = taken(session, taker, [row])

    assert outcome.kind is OutcomeKind.REFUSED
    assert column in columns(outcome)
    assert told in said(taker, outcome)
    assert accounts(session) == []


def test_another_holder_is_pointed_out_and_taken(session, hoa_loi):
    [outcome] = taken(session, taker, [ROW | {"holder": "TRAN VAN BA"}])

    assert outcome.kind is OutcomeKind.ADDED
    assert "không trùng tên chủ thể" in said(taker, outcome)


def test_a_spreadsheet_may_have_dropped_the_zero_of_the_last_digits(session, hoa_loi):
    row = {name: text for name, text in ROW.items() if name != "number"}

    taken(session, taker, [row | {"last_digits": "123"}])

    assert accounts(session)[0].last_digits == "0123"
