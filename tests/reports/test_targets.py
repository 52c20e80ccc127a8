"""Plans and the results against them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from marketplace.audit.models import FactChange
from marketplace.reports.figures import figures
from marketplace.reports.models import Target
from marketplace.reports.queries.book import book
from marketplace.reports.rules import PlanResult, Share
from marketplace.reports.targets import actions, queries
from marketplace.reports.targets.actions import TargetInput
from marketplace.reports.targets.errors import AlreadySet
from marketplace.reports.targets.rules import Measure, number_of, read_value
from marketplace.reports.targets.wording import MEASURES
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PLANS = "/can-bo/so-lieu/ke-hoach"
PLAN = {"measure": "new_products", "year": "2025", "value": "2", "source": "KH 270"}


@pytest.fixture
def market(session):
    return Market(session)


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


def put_down(session, staff_user, measure=Measure.NEW_PRODUCTS, value="54", year=2025):
    entered = TargetInput(measure, year, Decimal(value), "KH 270/KH-UBND")
    return actions.record(session, entered, actor_id=staff_user.user.id, now=NOW)


@pytest.mark.parametrize(
    ("plan", "result", "percent"), [(54, 62, "114.8"), (30, 57, "190.0"), (34, 43, "126.5")]
)
def test_a_result_may_pass_its_plan(plan, result, percent):
    assert PlanResult(Decimal(plan), Decimal(result)).percent == Decimal(percent)


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("54", Measure.NEW_PRODUCTS, Decimal(54)),
        ("1.200", Measure.ORDERS, Decimal(1200)),
        ("98,5 %", Measure.LISTING, Decimal("98.5")),
        ("100", Measure.E_PAYMENT, Decimal(100)),
        ("101", Measure.E_PAYMENT, None),
        ("0", Measure.NEW_PRODUCTS, None),
        ("98,5", Measure.NEW_PRODUCTS, None),
        ("many", Measure.NEW_PRODUCTS, None),
    ],
)
def test_targets_are_read_as_people_type_them(text, measure, value):
    assert read_value(text, measure) == value


def test_a_share_without_anything_to_count_is_no_result():
    assert number_of(Measure.LISTING, Share(0, 0)) is None
    assert number_of(Measure.LISTING, Share(137, 139)) == Decimal("98.6")
    assert number_of(Measure.COMMUNES, Share(82, 99)) == Decimal(82)


def test_every_measure_has_words():
    assert set(MEASURES) == set(Measure)


def test_results_come_from_the_figures_of_the_year(session, market, anh_tung):
    producer = market.producer()
    for number in range(3):
        market.live(market.product(f"Chè {number}", producer, date(2025, 5, 1)))
    market.product("Mật ong", producer, date(2024, 5, 1))
    for measure, value in (
        (Measure.NEW_PRODUCTS, "2"),
        (Measure.PRODUCTS, "5"),
        (Measure.LISTING, "50"),
        (Measure.ORDERS, "10"),
        (Measure.TRAINED, "1"),
        (Measure.REASSESSED, "1"),
    ):
        put_down(session, anh_tung, measure, value)

    lines = queries.against(session, 2025, figures(book(session, date(2025, 12, 31), now=NOW)))

    results = {line.measure: (line.result.result, line.result.percent) for line in lines}
    assert results == {
        Measure.NEW_PRODUCTS: (Decimal(3), Decimal("150.0")),
        Measure.REASSESSED: (Decimal(0), Decimal("0.0")),
        Measure.PRODUCTS: (Decimal(4), Decimal("80.0")),
        Measure.LISTING: (Decimal("75.0"), Decimal("150.0")),
        Measure.ORDERS: (Decimal(0), Decimal("0.0")),
        Measure.TRAINED: (Decimal(0), Decimal("0.0")),
    }


def test_a_target_is_put_down_once(session, anh_tung):
    put_down(session, anh_tung)

    with pytest.raises(AlreadySet):
        put_down(session, anh_tung, value="60")


def test_only_staff_may_see_plans(client, co_hoa, anh_tung):
    assert client.get(PLANS).headers["Location"].startswith("/dang-nhap?next=")
    assert co_hoa.client.get(PLANS).status_code == 403
    assert anh_tung.client.get(PLANS).status_code == 200


def test_the_page_tells_the_result_above_one_hundred(staff, session, market):
    for number in range(3):
        market.product(f"Chè {number}", issued_on=date(2025, 5, 1))

    before = staff.get(f"{PLANS}?nam=2025").text
    answer = staff.post(f"{PLANS}/them", data=PLAN)
    page = staff.get(answer.headers["Location"]).text

    assert "Chưa có chỉ tiêu cho năm 2025" in before
    assert answer.status_code == 303
    assert "150,0\N{NO-BREAK SPACE}%" in page
    assert "KH 270" in page
    assert "đạt" in page


def test_a_year_to_come_has_no_result(staff):
    staff.post(f"{PLANS}/them", data=PLAN | {"year": "2027"})

    page = staff.get(f"{PLANS}?nam=2027").text

    assert "Năm này chưa bắt đầu." in page
    assert "không có số liệu" in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"value": ""}, "Xin nhập chỉ tiêu."),
        ({"value": "98,5"}, "Xin nhập số nguyên"),
        ({"measure": "I1", "value": "120"}, "Xin nhập tỷ lệ từ 0,1 đến 100"),
        ({"year": "1999"}, "Năm phải từ 2018 đến 2100."),
        ({"source": " "}, "Xin nhập số của kế hoạch."),
    ],
)
def test_a_wrong_target_is_told_and_kept(staff, session, changed, words):
    answer = staff.post(f"{PLANS}/them", data=PLAN | changed)

    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalars(select(Target)).all() == []


def test_the_same_target_again_leads_to_a_correction(staff):
    staff.post(f"{PLANS}/them", data=PLAN)

    answer = staff.post(f"{PLANS}/them", data=PLAN)

    assert answer.status_code == 422
    assert "Kế hoạch năm đó đã có chỉ tiêu này." in answer.text


def test_a_target_is_corrected_and_withdrawn_with_reasons(staff, session, anh_tung):
    staff.post(f"{PLANS}/them", data=PLAN)
    target_id = session.scalars(select(Target.id)).one()
    changed = {"value": "54", "source": "KH 271"}

    unreasoned = staff.post(f"{PLANS}/{target_id}/sua", data=changed)
    corrected = staff.post(f"{PLANS}/{target_id}/sua", data=changed | {"reason": "Gõ nhầm"})
    withdrawn = staff.post(f"{PLANS}/{target_id}/rut", data={"reason": "Bỏ chỉ tiêu"})

    assert unreasoned.status_code == 422
    assert (corrected.status_code, withdrawn.status_code) == (303, 303)
    changes = session.scalars(
        select(FactChange).where(FactChange.table_name == "targets").order_by(FactChange.id)
    ).all()
    assert [change.reason for change in changes] == ["target.recorded", "Gõ nhầm", "Bỏ chỉ tiêu"]
    assert changes[1].changed["value"] == ["2.0", "54"]
    assert staff.get(f"{PLANS}/{target_id}/sua").status_code == 404


def test_a_withdrawn_target_can_be_put_down_again(staff, session):
    staff.post(f"{PLANS}/them", data=PLAN)
    target_id = session.scalars(select(Target.id)).one()
    staff.post(f"{PLANS}/{target_id}/rut", data={"reason": "Bỏ chỉ tiêu"})

    staff.post(f"{PLANS}/them", data=PLAN | {"value": "9"})

    assert session.scalars(select(Target.value)).one() == 9
    assert queries.target(session, target_id) is not None
