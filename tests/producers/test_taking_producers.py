"""A file of producers: who is new, who is known, who is unsure, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from marketplace.audit.models import FactChange
from marketplace.intake.kinds import Decided, OutcomeKind
from marketplace.producers.models import Producer, ProducerKind
from marketplace.producers.rules import producer_key
from marketplace.producers.taking.producers import taker
from tests.producers.files import checked, columns, said, taken
from tests.reports.market import Market

WHOLE = {
    "name": "Hộ kinh doanh Giàng A Sử",
    "kind": "Hộ kinh doanh",
    "tax_code": "010 093 001 234",
    "representative": "Giàng A Sử",
    "is_woman_led": "Không",
    "is_minority_led": "có",
    "representative_consent_on": "02/11/2026",
    "commune": "Phường Lào Cai",
    "province": "Lào Cai",
    "phone": "0912.345.678",
    "email": "su@vidu.vn",
}


@pytest.fixture(autouse=True)
def vietnamese(app, session):
    with force_locale("vi"):
        yield


@pytest.fixture
def market(session):
    return Market(session)


def known(market, name="Hộ kinh doanh Giàng A Sử", **columns):
    producer = market.producer(name, **columns)
    producer.name_key = producer_key(name)
    market.session.flush()
    return producer


def kinds(outcomes):
    return [outcome.kind for outcome in outcomes]


def test_a_new_producer_is_entered_whole(session):
    outcomes = taken(session, taker, [WHOLE])

    producer = session.scalars(select(Producer)).one()
    assert kinds(outcomes) == [OutcomeKind.ADDED]
    assert (producer.kind, producer.tax_code) == (ProducerKind.HOUSEHOLD, "010093001234")
    assert (producer.is_woman_led, producer.is_minority_led) == (False, True)
    assert producer.representative_consent_on == date(2026, 11, 2)
    assert (producer.unit.name, producer.phone) == ("Phường Lào Cai", "+84912345678")
    change = session.scalars(select(FactChange).where(FactChange.is_new)).one()
    assert (change.origin, change.reason) == ("intake:7", "intake.taken chu-the.xlsx")


def test_the_check_says_the_same_and_leaves_nothing(session):
    outcomes = checked(session, taker, [WHOLE, WHOLE | {"phone": "0987654321"}])

    assert kinds(outcomes) == [OutcomeKind.ADDED, OutcomeKind.CHANGED]
    assert session.scalars(select(Producer)).all() == []


def test_a_file_taken_twice_changes_nothing(session):
    taken(session, taker, [WHOLE, {"name": "HTX Hoa Lợi", "commune": "Phường Sa Pa"}])

    again = taken(session, taker, [WHOLE, {"name": "HTX Hoa Lợi", "commune": "Phường Sa Pa"}])

    assert kinds(again) == [OutcomeKind.UNCHANGED] * 2
    assert len(session.scalars(select(Producer)).all()) == 2


def test_the_tax_code_finds_a_producer_whatever_the_name(session, market):
    producer = known(market, "HTX Hoa Lợi", tax_code="0100112437")

    [outcome] = taken(
        session, taker, [{"name": "HTX Hoa Lợi (mới)", "tax_code": "0100112437", "phone": ""}]
    )

    assert outcome.kind is OutcomeKind.UNCHANGED
    assert "Sổ ghi tên là «HTX Hoa Lợi»" in said(taker, outcome)
    assert producer.name == "HTX Hoa Lợi"


def test_name_and_commune_find_a_producer_and_blanks_are_filled(session, market):
    producer = known(market, unit_id=market.unit("34", "02647").id, kind=None)

    [outcome] = taken(session, taker, [WHOLE])

    assert outcome.kind is OutcomeKind.CHANGED
    assert producer.tax_code == "010093001234"
    assert "Điền thêm «010093001234»" in said(taker, outcome)
    assert "dân tộc" not in said(taker, outcome)


def test_a_value_that_differs_is_corrected_and_named(session, market):
    producer = known(market, unit_id=market.unit("34", "02647").id, representative="Giàng A Páo")

    [outcome] = taken(
        session,
        taker,
        [{"name": "HKD Giàng A Sử", "commune": "Lào Cai", "representative": "Giàng A Sử"}],
    )

    assert outcome.kind is OutcomeKind.CHANGED
    assert "«Giàng A Páo» thành «Giàng A Sử»" in said(taker, outcome)
    assert producer.representative == "Giàng A Sử"


@pytest.mark.parametrize(
    ("here", "there"),
    [(None, "Phường Lào Cai"), ("02647", ""), ("02647", "Phường Sa Pa"), (None, "")],
)
def test_the_same_name_without_the_same_commune_is_unsure(session, market, here, there):
    producer = known(market, unit_id=market.unit("34", here).id if here else None)

    [outcome] = taken(session, taker, [{"name": "HKD Giàng A Sử", "commune": there}])

    assert outcome.kind is OutcomeKind.UNSURE
    assert [candidate.id for candidate in outcome.candidates] == [producer.id]
    assert len(session.scalars(select(Producer)).all()) == 1


def test_what_somebody_decided_is_followed_once(session, market):
    producer = known(market)
    row = {"name": "HKD Giàng A Sử", "address": "Tổ 5"}

    [same] = taken(session, taker, [row], decided={2: Decided(producer.id)})
    [new] = taken(session, taker, [row | {"commune": "Phường Sa Pa"}], decided={2: Decided(None)})
    [again] = taken(session, taker, [row | {"commune": "Phường Sa Pa"}], decided={2: Decided(None)})

    assert kinds([same, new, again]) == [
        OutcomeKind.CHANGED,
        OutcomeKind.ADDED,
        OutcomeKind.UNCHANGED,
    ]
    assert producer.address == "Tổ 5"


def test_an_old_commune_is_followed_to_the_one_of_today(session):
    taken(session, taker, [WHOLE | {"commune": "Phường Kim Tân", "district": "TP Lào Cai"}])

    producer = session.scalars(select(Producer)).one()
    assert producer.unit.name == "Phường Lào Cai"
    assert producer.old_unit.name == "Phường Kim Tân"
    assert producer.place_text == "Phường Kim Tân, TP Lào Cai, Lào Cai"


@pytest.mark.parametrize(
    ("cells", "column", "told"),
    [
        ({"name": ""}, "name", "Xin nhập tên chủ thể."),
        ({"kind": "viện"}, "kind", "Chưa hiểu loại hình này."),
        ({"tax_code": "100112437"}, "tax_code", "Có thể thiếu số 0 ở đầu."),
        ({"kind": "công ty"}, "tax_code", "Chỉ hộ, trang trại hoặc tổ hợp tác"),
        ({"is_woman_led": "có lẽ"}, "is_woman_led", "Xin ghi có, không"),
        ({"representative_consent_on": ""}, "representative_consent_on", "khi có ngày"),
        ({"representative_consent_on": "11/2026"}, "representative_consent_on", "ngày đầy đủ"),
        ({"representative_consent_on": "01/01/2027"}, "representative_consent_on", "tương lai"),
        ({"commune": "Xã Không Có"}, "commune", "Không tìm thấy xã"),
        ({"province": "Tỉnh Không Có"}, "province", "Không có tỉnh"),
        ({"phone": "12"}, "phone", "Số điện thoại chưa đúng."),
        ({"email": "su"}, "email", "Địa chỉ thư điện tử chưa đúng."),
    ],
)
def test_what_is_wrong_is_refused_by_its_column(session, cells, column, told):
    row = {name: text for name, text in (WHOLE | cells).items() if text}

    [outcome] = taken(session, taker, [row])

    assert outcome.kind is OutcomeKind.REFUSED
    assert columns(outcome) == [column]
    assert told in said(taker, outcome)
    assert session.scalars(select(Producer)).all() == []


def test_an_open_shop_says_itself_how_to_reach_it(session, chi_lan):
    chi_lan.producer.tax_code = "0100112437"
    session.flush()
    row = {"name": chi_lan.producer.name, "tax_code": "0100112437", "phone": "0912345678"}

    [outcome] = taken(session, taker, [row])

    assert chi_lan.producer.phone is None
    assert "Gian hàng đang mở" in said(taker, outcome)


def test_the_statements_do_not_grow_with_the_rows(session, statements):
    def asked(rows):
        statements.clear()
        checked(session, taker, [WHOLE | {"name": f"HKD số {n}", "tax_code": ""} for n in rows])
        return len([sent for sent in statements if sent.startswith("SELECT")])

    assert asked(range(2)) == asked(range(40))
