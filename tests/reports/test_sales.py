"""What other platforms declare stands beside what is counted here."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.audit.models import FactChange
from marketplace.reports.models import DeclaredSale
from marketplace.reports.queries.book import book
from marketplace.reports.sales import actions
from marketplace.reports.sales.actions import SaleInput
from marketplace.reports.sales.errors import NotDeclarable
from marketplace.reports.sales.rules import read_month, read_orders, read_value
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SALES = "/can-bo/so-lieu/don-hang"


@pytest.fixture
def market(session):
    return Market(session)


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


@pytest.fixture
def said(market):
    """What somebody types into the form."""
    return {
        "platform": str(market.platform("postmart").id),
        "month": "10/2026",
        "orders": "6.200",
        "value_vnd": "1.250.000.000 đ",
        "declared_by": "Bưu điện tỉnh, CV 12/BĐ",
    }


def test_numbers_and_months_are_read_as_people_type_them():
    assert read_orders("6.200") == read_orders("6200") == 6200
    assert read_orders("-1") is read_orders("many") is read_orders("9" * 12) is None
    assert read_value("1.250.000 đ") == read_value("1250000") == 1_250_000
    assert read_value("1,5 triệu") is None
    assert read_month("10/2026") == read_month("2026-10") == date(2026, 10, 1)
    assert read_month("13/2026") is read_month("10/26") is None


def test_only_staff_may_see_them(client, co_hoa, anh_tung):
    for page in (SALES, f"{SALES}/them"):
        assert client.get(page).headers["Location"].startswith("/dang-nhap?next=")
        assert co_hoa.client.get(page).status_code == 403
        assert anh_tung.client.get(page).status_code == 200


def test_what_was_declared_is_marked_so(staff, session, said):
    empty = staff.get(SALES).text
    answer = staff.post(f"{SALES}/them", data=said)
    page = staff.get(SALES).text

    assert "Chưa có đơn hàng" in empty
    assert (answer.status_code, answer.headers["Location"]) == (303, SALES)
    assert "10/2026" in page
    assert "6.200" in page
    assert "1.250.000.000\N{NO-BREAK SPACE}đ" in page
    assert ">khai báo</span> Bưu điện tỉnh, CV 12/BĐ" in page
    kept = session.scalars(select(DeclaredSale)).one()
    assert (kept.month, kept.orders, kept.value_vnd) == (date(2026, 10, 1), 6200, 1_250_000_000)


def test_what_was_declared_is_in_the_book_and_never_added(staff, session, said):
    staff.post(f"{SALES}/them", data=said)

    [row] = book(session, date(2026, 11, 23), now=NOW).sales

    assert (row.platform.code, row.sales.orders, row.sales.is_declared) == ("postmart", 6200, True)
    with pytest.raises(ValueError, match="declared sales are not added up"):
        row.sales + row.sales


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"month": "13/2026"}, "Xin nhập tháng như 10/2026."),
        ({"month": "12/2026"}, "Tháng này chưa bắt đầu."),
        ({"month": "01/2010"}, "Lâu quá rồi"),
        ({"orders": "many"}, "Xin nhập số nguyên"),
        ({"value_vnd": "1,5 triệu"}, "Xin nhập số đồng chẵn"),
        ({"declared_by": ""}, "Xin nhập ai khai báo."),
        ({"platform": ""}, "Xin chọn sàn."),
    ],
)
def test_what_is_wrong_is_told(staff, session, said, changed, words):
    answer = staff.post(f"{SALES}/them", data=said | changed)

    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalars(select(DeclaredSale)).all() == []


def test_a_month_is_declared_once(staff, said):
    staff.post(f"{SALES}/them", data=said)

    answer = staff.post(f"{SALES}/them", data=said)

    assert answer.status_code == 422
    assert "Sàn và tháng này đã có." in answer.text


def test_this_market_counts_and_declares_nothing(session, market, anh_tung):
    here = market.platform("here")
    here.is_here = True

    with pytest.raises(NotDeclarable):
        actions.record(session, here, date(2026, 10, 1), SaleInput(1, 1, "x"),
                       actor_id=anh_tung.user.id, now=NOW)  # fmt: skip


def test_a_month_is_corrected_and_withdrawn_with_reasons(staff, session, said):
    staff.post(f"{SALES}/them", data=said)
    sale_id = session.scalars(select(DeclaredSale.id)).one()

    unreasoned = staff.post(f"{SALES}/{sale_id}/sua", data=said | {"orders": "62"})
    corrected = staff.post(
        f"{SALES}/{sale_id}/sua", data=said | {"orders": "62", "reason": "Gõ thừa hai số 0"}
    )
    withdrawn = staff.post(f"{SALES}/{sale_id}/rut", data={"reason": "Bưu điện báo nhầm"})

    assert unreasoned.status_code == 422
    assert (corrected.status_code, withdrawn.status_code) == (303, 303)
    changes = session.scalars(
        select(FactChange).where(FactChange.table_name == "declared_sales").order_by(FactChange.id)
    ).all()
    assert [change.reason for change in changes] == [
        "sales.declared",
        "Gõ thừa hai số 0",
        "Bưu điện báo nhầm",
    ]
    assert changes[1].changed == {"orders": [6200, 62]}
    assert staff.get(f"{SALES}/{sale_id}/sua").status_code == 404
    assert "Chưa có đơn hàng" in staff.get(SALES).text


def test_a_withdrawn_month_can_be_declared_again(staff, session, said):
    staff.post(f"{SALES}/them", data=said)
    sale_id = session.scalars(select(DeclaredSale.id)).one()
    staff.post(f"{SALES}/{sale_id}/rut", data={"reason": "Nhầm"})

    assert staff.post(f"{SALES}/them", data=said | {"orders": "7"}).status_code == 303
    assert session.scalars(select(DeclaredSale.orders)).all() == [7]
