"""What stands above a register, in its cells of decisions and addresses, and between its rows."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.registry.importing.addresses import read_address
from marketplace.registry.importing.cells import period_of
from marketplace.registry.importing.decisions import find_decision, programme_of, read_decision
from marketplace.registry.importing.titles import of_file, of_section
from marketplace.registry.models import Certificate, Decision, Evidence, Programme
from tests.registry.registers import row, take_rows


@pytest.mark.parametrize(
    ("text", "number", "day", "body"),
    [
        (
            "(Kèm theo Quyết định số 3981/QĐ-UBND ngày 05/8/2026 của UBND tỉnh Lâm Đồng)",
            "3981/QĐ-UBND",
            "05/8/2026",
            "UBND tỉnh Lâm Đồng",
        ),
        (
            "QĐ số: 1887 /QĐ-UBND ngày 16 tháng 6 năm 2025 của UBND huyện Đắk Song về việc",
            "1887/QĐ-UBND",
            "16 tháng 6 năm 2025",
            "UBND huyện Đắk Song",
        ),
        (
            "Căn cứ Quyết định số 26/2026/QĐ-TTg ngày 22/5/2026; kèm theo Quyết định số 88/QĐ-UBND",
            "88/QĐ-UBND",
            "",
            "",
        ),
        ("1234/QĐ-UBND", "1234/QĐ-UBND", "", ""),
    ],
)
def test_a_decision_is_found_in_what_is_written(text, number, day, body):
    found = find_decision(text)

    assert (found.number, found.day, found.body) == (number, day, body)


def test_a_number_of_another_form_is_a_number_all_the_same():
    assert find_decision("Công văn 12") is None
    assert read_decision("Công văn 12").number == "Công văn 12"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            [
                "UBND TỈNH LÀO CAI",
                "DANH SÁCH SẢN PHẨM OCOP HẠNG 4 SAO ĐƯỢC CÔNG NHẬN NĂM 2026",
                "(Kèm theo Quyết định số 12/QĐ-UBND ngày 5/8/2026 của UBND tỉnh Lào Cai)",
            ],
            {
                "decision": "12/QĐ-UBND",
                "recognised_on": "5/8/2026",
                "issuing_body": "UBND tỉnh Lào Cai",
                "stars": "4",
                "province": "Lào Cai",
                "status": "công nhận",
            },
        ),
        (["Danh sách thu hồi giấy chứng nhận OCOP"], {"status": "thu hồi"}),
        (["Danh sách sản phẩm tiềm năng năm 2027"], {"status": "tiềm năng"}),
        (["Sản phẩm 3 sao, 4 sao"], {}),
        ([], {}),
    ],
)
def test_titles_speak_for_the_whole_file(lines, said):
    assert of_file(lines) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("HẠNG 4 SAO (12 sản phẩm)", {"stars": "4"}),
        ("A. Sản phẩm đạt bốn sao: 02 sản phẩm", {"stars": "4"}),
        ("Ngành Thực phẩm", {"group": "Thực phẩm"}),
        ("II. ĐỒ UỐNG", {"group": "ĐỒ UỐNG"}),
        ("Huyện Bát Xát", {"district": "Huyện Bát Xát"}),
        ("UBND xã Mường Vi", {"commune": "xã Mường Vi"}),
        ("Tỉnh Yên Bái", {"province": "Tỉnh Yên Bái"}),
        (
            "Quyết định số 9/QĐ-UBND ngày 1/2/2025 của UBND huyện Sa Pa",
            {
                "decision": "9/QĐ-UBND",
                "recognised_on": "1/2/2025",
                "issuing_body": "UBND huyện Sa Pa",
            },
        ),
        ("Mật ong bạc hà", {}),
        ("", {}),
    ],
)
def test_headings_between_rows_are_understood(text, said):
    assert of_section(text) == said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Thôn 2, xã Mường Vi, huyện Bát Xát, tỉnh Lào Cai",
            {"commune": "xã Mường Vi", "district": "huyện Bát Xát", "province": "tỉnh Lào Cai"},
        ),
        ("Tổ 1, phường Sa Pa, Lào Cai", {"commune": "phường Sa Pa", "province": "Lào Cai"}),
        ("TT Phố Ràng - Bảo Yên", {"commune": "TT Phố Ràng"}),
        ("12 Trần Hưng Đạo, TP. Hà Nội", {"province": "TP. Hà Nội"}),
        ("Khu 3", {}),
    ],
)
def test_an_address_is_taken_apart(text, found):
    def is_province(part):
        return any(name in part for name in ("Lào Cai", "Hà Nội"))

    assert read_address(text, is_province) == found


@pytest.mark.parametrize(
    ("issued", "programme"),
    [
        (period_of(2018, 12, 1), Programme.QD_1048),
        (period_of(2023, 2, 23), Programme.QD_1048),
        (period_of(2023, 2, 24), Programme.QD_148),
        (period_of(2026, 5, 21), Programme.QD_148),
        (period_of(2026, 5, 22), Programme.QD_26),
        (period_of(2024), Programme.QD_148),
        (period_of(2023), None),
        (None, None),
    ],
)
def test_the_programme_follows_the_date(issued, programme):
    assert programme_of(issued) is programme


def test_a_cell_may_say_number_date_and_body_at_once(session, tmp_path):
    cell = "Quyết định số 9/QĐ-UBND ngày 01/9/2026 của UBND tỉnh Lào Cai"
    take_rows(session, tmp_path, row(decision=cell, recognised_on=""))

    (decision,) = session.scalars(select(Decision))
    assert (decision.number, decision.issued_from) == ("9/QĐ-UBND", date(2026, 9, 1))
    assert decision.issuing_body == "UBND tỉnh Lào Cai"


def test_a_day_that_does_not_exist_is_refused_in_that_cell_too(session, tmp_path):
    (outcome,) = take_rows(
        session, tmp_path, row(decision="9/QĐ-UBND ngày 31/02/2026", recognised_on="")
    )

    assert [(fault.column, fault.reason) for fault in outcome.faults] == [
        ("recognised_on", "date_unknown")
    ]


@pytest.mark.parametrize(
    ("decision", "evidence"), [("9/QĐ-UBND", Evidence.DECISION), ("", Evidence.PRESS)]
)
def test_only_a_decision_is_evidence_for_stars(session, tmp_path, decision, evidence):
    take_rows(session, tmp_path, row(decision=decision))

    (certificate,) = session.scalars(select(Certificate))
    assert certificate.evidence is evidence
    assert certificate.proven_stars == (3 if decision else None)


def test_a_decision_that_is_found_later_proves_the_stars(session, tmp_path):
    take_rows(session, tmp_path, row(decision=""))
    (outcome,) = take_rows(session, tmp_path, row())

    (certificate,) = session.scalars(select(Certificate))
    assert outcome.kind == "changed"
    assert certificate.proven_stars == 3


def test_a_code_that_is_none_is_said_and_left_open(session, tmp_path):
    good, bad = take_rows(
        session,
        tmp_path,
        row(product_code="10-082-02683-1-2022"),
        row(name="Chè", product_code="mã 5"),
    )

    codes = session.scalars(select(Certificate.product_code).order_by(Certificate.id)).all()
    assert codes == ["10-082-02683-1-2022", None]
    assert [notice.reason for notice in bad.notices] == ["product_code_unknown"]
    assert good.notices == []
