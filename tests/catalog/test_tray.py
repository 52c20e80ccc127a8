"""Staff decide the rows that wait in the tray."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.intake.models import CaseState, MatchCase
from marketplace.outbox import actions as outbox
from marketplace.outbox.rules import Lane
from marketplace.registry import look_alikes
from marketplace.registry.models import Certificate, Product
from marketplace.registry.rules import name_key
from tests.catalog.goods import make_listing
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TRAY = "/can-bo/doi-chieu"
ROW = {
    "name": "Mật ong bạc hà Mường Vi",
    "producer": "HTX Mật ong Bát Xát",
    "stars": "4",
    "status": "recognised",
    "decision": "99/QĐ-UBND",
    "recognised_on": "2026-05-01",
    "province": "Lào Cai",
    "note": "Phụ lục 1",
}


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


@pytest.fixture
def market(session):
    return Market(session)


@pytest.fixture
def honey(market):
    producer = market.producer("HTX Mật ong Bát Xát")
    producer.name_key = "htx mat ong bat xat"
    product = market.product("Mật ong bạc hà", producer, stars=3)
    product.name_key = name_key(product.name)
    market.session.flush()
    return product


@pytest.fixture
def case(session, honey):
    return put(session, honey, ROW)


def put(session, product, row, number=1):
    """An unsure row of a register, as the intake leaves it in the tray."""
    made = MatchCase(
        kind="register",
        line=number,
        row_hash=str(number) * 64,
        row=row,
        candidates=[{"id": product.id, "score": 78, "why": ["more_words", "same_producer"]}],
        state=CaseState.OPEN,
        made_at=NOW,
    )
    session.add(made)
    session.flush()
    return made


def decide(staff, case, choice, reason=""):
    return staff.post(f"{TRAY}/{case.id}", data={"choice": choice, "reason": reason})


def test_an_empty_tray_says_what_comes_into_it(staff):
    assert "Không có gì cần đối chiếu" in staff.get(TRAY).text


def test_the_tray_lists_what_waits_with_the_reasons(staff, case):
    page = staff.get(TRAY).text

    assert "Mật ong bạc hà Mường Vi" in page
    assert "một tên dài hơn" in page
    assert "Đối chiếu (1)" in page
    assert "Mật ong" not in staff.get(f"{TRAY}?loai=accounts").text.split("<main")[1]


def test_both_sides_are_shown_and_differences_are_said(staff, case, honey):
    page = staff.get(f"{TRAY}/{case.id}").text

    assert "99/QĐ-UBND" in page
    assert "Mật ong bạc hà</strong>" in page
    assert page.count("khác</span>") == 3  # the name, the stars and the day
    assert "Phụ lục 1" in page


def test_another_way_of_saying_the_same_is_no_difference(staff, honey, session):
    row = {"name": "MẬT ONG BẠC HÀ", "stars": "3 sao", "recognised_on": "01/06/2022"}

    page = staff.get(f"{TRAY}/{put(session, honey, row).id}").text

    assert "khác</span>" not in page


def test_the_same_product_gets_the_certificate_of_the_row(staff, case, honey, session, anh_tung):
    response = decide(staff, case, f"same-{honey.id}", "Tên đầy đủ trong phụ lục")

    session.refresh(case)
    assert (response.status_code, response.location) == (303, TRAY)
    assert (case.state, case.chosen_id) == (CaseState.SAME, honey.id)
    assert (case.decided_by_id, case.reason) == (anh_tung.user.id, "Tên đầy đủ trong phụ lục")
    taken = session.scalars(select(Certificate).where(Certificate.stars == 4)).one()
    assert (taken.product_id, taken.issued_from) == (honey.id, date(2026, 5, 1))


def test_a_new_product_is_entered(staff, case, honey, session):
    decide(staff, case, "new")

    made = session.scalars(select(Product).where(Product.id != honey.id)).one()
    assert (made.name, made.producer_id) == (ROW["name"], honey.producer_id)


def test_a_row_left_out_changes_nothing_and_can_be_looked_at_again(staff, case, session):
    decide(staff, case, "drop", "Dòng thử")

    assert session.scalars(select(Certificate).where(Certificate.stars == 4)).all() == []
    page = staff.get(f"{TRAY}/{case.id}").text
    assert "Dòng thử" in page
    assert staff.post(f"{TRAY}/{case.id}/mo-lai", data={"reason": ""}).status_code == 422
    staff.post(f"{TRAY}/{case.id}/mo-lai", data={"reason": "Không phải dòng thử"})
    session.refresh(case)
    assert (case.state, case.decided_at) == (CaseState.OPEN, None)


def test_what_was_taken_is_not_reopened_but_corrected_in_the_register(staff, case, honey, session):
    decide(staff, case, f"same-{honey.id}")

    staff.post(f"{TRAY}/{case.id}/mo-lai", data={"reason": "Nhầm"})

    session.refresh(case)
    assert case.state is CaseState.SAME
    assert f"/can-bo/san-pham/{honey.id}/tach" in staff.get(f"{TRAY}/{case.id}").text


def test_an_answer_is_needed_and_one_of_those_offered(staff, case, session):
    for choice in ("", "same-999", "perhaps"):
        response = decide(staff, case, choice)
        assert response.status_code == 422
    session.refresh(case)
    assert case.state is CaseState.OPEN


def test_several_rows_about_one_pair_are_asked_once(staff, case, honey, session):
    twin = put(session, honey, ROW | {"decision": "1/QĐ", "recognised_on": "2018-12-01"}, number=2)
    other = put(session, honey, ROW | {"name": "Mật ong bạc hà đặc biệt"}, number=3)

    response = decide(staff, case, f"same-{honey.id}")

    session.refresh(twin)
    assert twin.state is CaseState.SAME
    assert response.location == f"{TRAY}/{other.id}"
    assert len(session.scalars(select(Certificate)).all()) == 3


def test_nobody_decides_twice(staff, case, honey, session):
    decide(staff, case, "drop")

    response = decide(staff, case, "new")

    assert response.location == f"{TRAY}/{case.id}"
    session.refresh(case)
    assert case.state is CaseState.DROPPED


def test_a_candidate_that_was_merged_stands_there_as_what_it_became(
    staff, case, honey, market, session
):
    kept = market.product("Mật ong bạc hà Bát Xát", honey.producer)
    honey.merged_into_id = kept.id
    session.flush()

    page = staff.get(f"{TRAY}/{case.id}").text

    assert f'value="same-{kept.id}"' in page


def test_only_staff_look_into_the_tray(chi_lan, case):
    assert chi_lan.client.get(TRAY).status_code == 403
    assert chi_lan.client.get(f"{TRAY}/{case.id}").status_code == 403
    assert decide(chi_lan.client, case, "new").status_code == 403


def test_an_unknown_case_is_not_found(staff):
    assert staff.get(f"{TRAY}/999").status_code == 404


# --- Products of the register that look alike ---


@pytest.fixture
def nobodys(market, honey):
    """The same name, of nobody."""
    product = market.product("Mật ong bạc hà")
    product.name_key = name_key(product.name)
    market.session.flush()
    return product


@pytest.fixture
def pair(session, nobodys, honey):
    look_alikes.look_through(0, now=NOW)
    return session.scalars(select(MatchCase)).one()


def test_products_that_look_alike_come_to_the_tray_once(pair, nobodys, honey, session):
    assert (pair.kind, pair.row["product_id"]) == ("look-alike", nobodys.id)
    assert [one["id"] for one in pair.candidates] == [honey.id]

    last, found = look_alikes.look_through(0, now=NOW)

    assert (last, found) == (nobodys.id, 0)
    assert look_alikes.look_through(nobodys.id, now=NOW) == (None, 0)


def test_two_that_are_one_are_merged_and_can_be_two_again(staff, pair, nobodys, honey, session):
    assert "Là một sản phẩm: gộp lại" in staff.get(f"{TRAY}/{pair.id}").text

    decide(staff, pair, f"same-{honey.id}", "Cùng một sản phẩm")
    session.refresh(nobodys)
    assert nobodys.merged_into_id == honey.id

    staff.post(f"{TRAY}/{pair.id}/mo-lai", data={"reason": "Gộp nhầm"})
    session.refresh(nobodys)
    session.refresh(pair)
    assert (nobodys.merged_into_id, pair.state) == (None, CaseState.OPEN)


def test_two_that_differ_are_remembered_as_such(staff, pair, nobodys, session):
    decide(staff, pair, "new")

    look_alikes.look_through(0, now=NOW)

    assert session.scalars(select(MatchCase)).one().state is CaseState.NEW
    assert nobodys.merged_into_id is None


def test_what_cannot_be_merged_is_told(staff, pair, nobodys, honey, session, market):
    for product in (nobodys, honey):
        make_listing(session, honey.producer, product=product)

    response = decide(staff, pair, f"same-{honey.id}")

    assert response.status_code == 422
    assert "Cả hai sản phẩm đều có tin đăng" in response.text
    session.refresh(pair)
    assert pair.state is CaseState.OPEN


def test_the_search_runs_in_the_background(app, staff, nobodys, session):
    response = staff.post(f"{TRAY}/tim-giong-nhau")

    while outbox.work_once(app.extensions["outbox_handlers"], now=NOW, lane=Lane.LONG):
        pass

    assert response.location == TRAY
    assert session.scalars(select(MatchCase)).one().kind == "look-alike"


def test_the_search_can_be_run_by_hand(app, nobodys):
    runner = app.test_cli_runner()

    first = runner.invoke(args=["registry", "find-look-alikes"])
    again = runner.invoke(args=["registry", "find-look-alikes"])

    assert "thêm 1." in first.output
    assert "thêm 0." in again.output
