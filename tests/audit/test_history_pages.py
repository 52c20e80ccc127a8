"""The history of a fact, one click away: who, when, what, why."""

from __future__ import annotations

import ast
from datetime import UTC, datetime

import pytest
from sqlalchemy import Enum

from marketplace.audit import history, queries, wording
from marketplace.audit.choices import CHOICES
from marketplace.config import ROOT
from marketplace.intake.models import IntakeRun, RunState
from tests.catalog.goods import certify, make_product

NOW = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)  # half past midnight in Vietnam


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


def test_every_column_and_choice_of_a_tracked_table_has_words(app):
    columns = [
        (name, column)
        for name, table in queries.tracked_tables().items()
        for column in table.columns
        if column.name not in wording.FOR_COMPUTERS
    ]

    assert set(queries.tracked_tables()) == set(wording.TABLES)
    assert [(name, one.name) for name, one in columns if one.name not in wording.COLUMNS] == []
    kinds = [column.type for _, column in columns if isinstance(column.type, Enum)]
    assert [value for kind in kinds for value in kind.enums if value not in CHOICES] == []


def test_every_act_that_changes_facts_has_words():
    acts = {
        keyword.value.value
        for path in (ROOT / "marketplace").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "because"
        for keyword in call.keywords
        if keyword.arg == "reason" and isinstance(keyword.value, ast.Constant)
    }

    assert acts
    assert acts - set(wording.REASONS) == set()


def test_a_change_tells_who_when_what_and_why(staff, session, anh_tung, chi_lan):
    product = make_product(session, chi_lan.producer, "Mật ong")
    certificate = certify(session, product, 3)
    history.because(session, actor_id=anh_tung.user.id, reason="Sửa theo QĐ 12", now=NOW)
    certificate.stars = 4
    certificate.evidence = "press"
    session.flush()

    page = staff.get(f"/can-bo/lich-su/certificates/{certificate.id}").text

    assert "00:30 ngày 01/01/2027" in page
    assert "Anh Tùng" in page
    assert "Sửa theo QĐ 12" in page
    assert "<del>3</del>" in page
    assert "<ins>4</ins>" in page
    assert "<del>quyết định công nhận</del>" in page
    assert "<ins>báo chí nhà nước</ins>" in page
    assert "Mật ong" in page  # the product is named, not numbered


def test_what_is_hidden_shows_only_that_it_changed(staff, session, anh_tung, chi_lan):
    history.because(session, actor_id=anh_tung.user.id, reason="Chủ thể báo số mới", now=NOW)
    chi_lan.producer.phone = "+84912345678"
    session.flush()

    page = staff.get(f"/can-bo/lich-su/producers/{chi_lan.producer.id}").text

    assert "Số điện thoại" in page
    assert "đã đổi, không hiện ở đây" in page
    assert "912345678" not in page


def test_an_act_and_a_file_are_put_into_words(staff, session, chi_lan):
    run = IntakeRun(
        kind="register",
        file_name="phu-luc-2585.xlsx",
        file_hash="0" * 64,
        state=RunState.DONE,
        headings=[],
        mapping={},
        settings={},
        counts={},
        samples=[],
        started_at=NOW,
        seen_at=NOW,
    )
    session.add(run)
    session.flush()
    history.because(
        session, actor_id=None, reason="shop.opened", now=NOW, origin=f"intake:{run.id}"
    )
    chi_lan.producer.shop_opened_at = NOW
    session.flush()

    page = staff.get(f"/can-bo/lich-su/producers/{chi_lan.producer.id}").text

    assert "Mở gian hàng" in page
    assert "phu-luc-2585.xlsx" in page
    assert f"/can-bo/chu-the/{chi_lan.producer.id}" in page  # the way back
    assert "hệ thống" in page


def test_a_long_history_comes_in_pages(staff, session, anh_tung, chi_lan, monkeypatch):
    monkeypatch.setattr("marketplace.audit.views.CHANGES_A_PAGE", 2)
    product = make_product(session, chi_lan.producer, "Mật ong")
    for number in range(3):
        history.because(session, actor_id=None, reason=f"Lần {number}", now=NOW)
        product.name = f"Mật ong {number}"
        session.flush()

    first = staff.get(f"/can-bo/lich-su/products/{product.id}").text
    second = staff.get(f"/can-bo/lich-su/products/{product.id}?trang=2").text

    assert "Lần 2" in first
    assert "Lần 0" not in first
    assert "Lần 0" in second
    assert "Lần 2" not in second


@pytest.mark.parametrize("address", ["products/999999", "users/1", "fact_changes/1", "x/1"])
def test_only_rows_of_tracked_tables_have_a_history(staff, address):
    assert staff.get(f"/can-bo/lich-su/{address}").status_code == 404


def test_only_staff_read_histories(chi_lan, client, session):
    product = make_product(session, chi_lan.producer)

    assert chi_lan.client.get(f"/can-bo/lich-su/products/{product.id}").status_code == 403
    assert client.get(f"/can-bo/lich-su/products/{product.id}").status_code == 302
