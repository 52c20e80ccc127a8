"""Staff keep the list of platforms."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.audit.models import FactChange
from marketplace.catalog import actions, queries
from marketplace.catalog.models import OutsideCheck, Platform
from marketplace.catalog.rules.platforms import address_key, code_of, is_web_address
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LIST = "/can-bo/san"
DUE = "/can-bo/san/can-kiem-tra"
FACTS = {
    "name": "Sàn Tây Bắc",
    "address": "https://taybac.vidu.vn",
    "counted_from": "2026-01-01",
    "counted_to": "",
    "is_promotion": "y",
    "stale_after_days": "30",
}


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


@pytest.fixture
def market(session):
    return Market(session)


@pytest.fixture
def postmart(market):
    return market.platform("postmart")


def test_the_usual_platforms_are_listed_with_what_they_are(staff, session):
    actions.load_platforms(session, now=NOW)

    page = staff.get(LIST).text

    for told in ("Chợ phiên OCOP (sàn này)", "sàn của tỉnh", "trang xúc tiến thương mại"):
        assert told in page
    assert queries.platform_by_code(session, "cho-phien").is_here
    assert queries.platform_by_code(session, "xttm").counted_from is None


def test_an_empty_list_says_what_to_do(staff):
    assert "Chưa có sàn nào" in staff.get(LIST).text


def test_a_platform_is_added_as_it_was_entered(staff, session, anh_tung):
    response = staff.post(f"{LIST}/them", data=FACTS)

    platform = session.scalars(select(Platform)).one()
    assert (response.status_code, response.location) == (303, LIST)
    assert (platform.code, platform.name) == ("san-tay-bac", "Sàn Tây Bắc")
    assert (platform.counted_from, platform.counted_to) == (date(2026, 1, 1), None)
    assert (platform.is_provincial, platform.is_promotion) == (False, True)
    assert platform.stale_after_days == 30
    change = session.scalars(select(FactChange).where(FactChange.table_name == "platforms")).one()
    assert (change.reason, change.actor_id) == ("platform.added", anh_tung.user.id)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name", "", "Xin nhập tên sàn."),
        ("name", "x" * 81, "80 ký tự"),
        ("address", "javascript:alert(1)", "bắt đầu bằng https://"),
        ("counted_to", "2025-12-31", "Ngày thôi tính phải sau ngày bắt đầu tính."),
        ("counted_to", "2026-01-01", "Ngày thôi tính phải sau ngày bắt đầu tính."),
        ("stale_after_days", "0", "Xin nhập từ 1 đến 3660 ngày."),
        ("stale_after_days", "", "Xin nhập số ngày."),
    ],
)
def test_what_is_wrong_is_told_and_kept(staff, session, field, typed, told):
    response = staff.post(f"{LIST}/them", data=FACTS | {field: typed})

    assert response.status_code == 422
    assert told in response.text
    assert session.scalars(select(Platform)).all() == []


def test_a_correction_of_the_counted_days_is_a_fact_with_its_reason(staff, session, postmart):
    corrected = FACTS | {"counted_to": "2026-07-01", "reason": "Theo QĐ 12/QĐ-UBND"}

    response = staff.post(f"{LIST}/{postmart.id}/sua", data=corrected)

    session.refresh(postmart)
    assert response.status_code == 303
    assert postmart.counted_to == date(2026, 7, 1)
    change = session.scalars(select(FactChange).order_by(FactChange.id.desc())).first()
    assert change.reason == "Theo QĐ 12/QĐ-UBND"
    assert change.changed["counted_to"] == [None, "2026-07-01"]


def test_a_correction_needs_its_reason(staff, session, postmart):
    response = staff.post(f"{LIST}/{postmart.id}/sua", data=FACTS)

    assert response.status_code == 422
    assert "Xin ghi vài chữ lý do." in response.text
    session.refresh(postmart)
    assert postmart.name == "Postmart"


def test_an_unknown_platform_is_not_found(staff):
    assert staff.get(f"{LIST}/999/sua").status_code == 404


def test_what_is_stale_waits_and_what_soon_will_be_is_told(staff, market, postmart):
    stale = market.product("Mật ong", market.producer("HTX Ong"))
    soon, fresh, gone = market.product("Chè dây"), market.product("Miến"), market.product("Cốm")
    market.outside(stale, postmart, date(2026, 6, 1), stale_on=date(2026, 11, 23))
    market.outside(soon, postmart, date(2026, 6, 1), stale_on=date(2026, 11, 24))
    market.outside(fresh, postmart, date(2026, 6, 1), stale_on=date(2027, 1, 1))
    market.outside(gone, postmart, date(2026, 6, 1), date(2026, 6, 2), stale_on=date(2026, 9, 1))

    now, later = staff.get(DUE).text, staff.get(f"{DUE}?muc=sap").text

    assert "Mật ong" in now
    assert "Chè dây" in later
    assert not any(name in now + later for name in ("Miến", "Cốm"))
    assert "Chè dây" not in now
    assert "Đã kiểm tra đúng hạn" in staff.get(f"{DUE}?san=999").text


def test_one_press_records_that_it_is_still_there(staff, market, postmart, session, anh_tung):
    outside = market.outside(
        market.product(), postmart, date(2026, 6, 1), stale_on=date(2026, 8, 30)
    )

    for _press in range(2):
        response = staff.post(f"/can-bo/san-khac/{outside.id}/kiem-tra", data={"next": DUE})
        assert (response.status_code, response.location) == (303, DUE)

    checks = session.scalars(select(OutsideCheck).order_by(OutsideCheck.id)).all()
    assert [check.checked_on for check in checks] == [date(2026, 6, 1), date(2026, 11, 23)]
    assert (checks[1].stale_on, checks[1].checked_by_id) == (date(2027, 2, 21), anh_tung.user.id)
    assert "Đã kiểm tra đúng hạn" in staff.get(DUE).text


def test_the_way_back_stays_on_this_site(staff, market, postmart):
    outside = market.outside(market.product(), postmart)

    response = staff.post(
        f"/can-bo/san-khac/{outside.id}/kiem-tra", data={"next": "https://vidu.vn/"}
    )

    assert response.location == f"/can-bo/san-pham/{outside.product_id}/san-khac"


def test_only_staff_keep_the_list(chi_lan, market, postmart):
    outside = market.outside(market.product(), postmart)

    for path in (LIST, f"{LIST}/them", DUE):
        assert chi_lan.client.get(path).status_code == 403
    assert chi_lan.client.post(f"/can-bo/san-khac/{outside.id}/kiem-tra").status_code == 403


def test_short_names_of_platforms_are_short_and_unlike():
    assert code_of("Sàn Tây Bắc", ()) == "san-tay-bac"
    assert code_of("Sàn Tây Bắc", {"san-tay-bac"}) == "san-tay-bac-2"
    assert len(code_of("Sàn giao dịch nông sản rất dài của tỉnh", {"san-giao-dich-nong"})) <= 20
    assert code_of("***", ()) == "san"


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https://[x",
        "vidu.vn",
        "https://vidu .vn",
        "https://a:b@vidu.vn",
        "https://vidu.vn/\u202e",
    ],
)
def test_only_addresses_of_the_web_are_followed(text):
    assert not is_web_address(text)


def test_two_spellings_of_an_address_are_one():
    assert address_key("http://www.Vidu.vn/a/?x=1") == address_key("https://vidu.vn/a?x=1")
    assert address_key("https://vidu.vn/a") != address_key("https://vidu.vn/b")
