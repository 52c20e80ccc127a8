"""A corrected file changes what it corrects, and nothing else."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.intake.models import MatchCase
from marketplace.producers.models import Producer
from marketplace.registry.importing.outcomes import Change, Fact, Reason
from marketplace.registry.models import Certificate, Decision, Precision, Product
from tests.registry.registers import (
    SHIPPED,
    count,
    kinds,
    products,
    row,
    shipped_rows,
    take,
    take_rows,
)

TEA = row(
    name="Chè Shan",
    producer="HTX Chè",
    commune="Bản Xèo",
    decision="",
    recognised_on="2024",
    source="báo",
)


def corrected(session, folder, before, after):
    """Import a row beside another one, then the same with one cell corrected."""
    take_rows(session, folder, TEA, before)
    tea, other = take_rows(session, folder, TEA, after)
    assert tea.kind == "unchanged"
    assert count(session, Product) == count(session, Certificate) == 2
    return other


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        pytest.param({}, {"stars": "4"}, Change(Fact.STARS, "3", "4"), id="stars"),
        pytest.param({"stars": ""}, {}, Change(Fact.STARS, "", "3"), id="stars-filled-in"),
        pytest.param(
            {"name": "Mật ong bac hà"},
            {},
            Change(Fact.NAME, "Mật ong bac hà", "Mật ong bạc hà"),
            id="accents-of-the-name",
        ),
        pytest.param(
            {"decision": ""}, {}, Change(Fact.DECISION, "", "1234/QĐ-UBND"), id="decision"
        ),
        pytest.param(
            {"recognised_on": "2025"},
            {},
            Change(Fact.ISSUED, "2025", "12/03/2025"),
            id="date-more-exact",
        ),
        pytest.param(
            {"recognised_on": "2025-03-13"},
            {},
            Change(Fact.ISSUED, "13/03/2025", "12/03/2025"),
            id="another-day-by-the-same-decision",
        ),
        pytest.param(
            {"decision": "", "recognised_on": "2024-03-12"},
            {"decision": ""},
            Change(Fact.ISSUED, "12/03/2024", "12/03/2025"),
            id="another-year-by-the-same-source",
        ),
        pytest.param(
            {"commune": ""},
            {},
            Change(Fact.PLACE, "Bát Xát, Lào Cai", "Mường Vi, Bát Xát, Lào Cai"),
            id="place-more-exact",
        ),
        pytest.param(
            {"commune": "Y Tý"},
            {},
            Change(Fact.PLACE, "Y Tý, Bát Xát, Lào Cai", "Mường Vi, Bát Xát, Lào Cai"),
            id="another-commune-in-the-same-decision",
        ),
        pytest.param({"note": "cũ"}, {"note": "mới"}, Change(Fact.NOTE, "cũ", "mới"), id="note"),
        pytest.param({}, {"group": "Mật ong"}, Change(Fact.GROUP, "", "4"), id="group"),
        pytest.param(
            {"producer_kind": ""},
            {},
            Change(Fact.PRODUCER_KIND, "", "cooperative"),
            id="kind",
        ),
    ],
)
def test_one_corrected_cell_is_one_change(session, tmp_path, before, after, change):
    outcome = corrected(session, tmp_path, row(**before), row(**after))

    assert outcome.kind == "changed"
    assert change in outcome.changes


@pytest.mark.parametrize(
    "blank", ["stars", "decision", "recognised_on", "note", "group", "producer_kind", "commune"]
)
def test_a_blank_overwrites_nothing(session, tmp_path, blank):
    full = row(note="đợt 1", group="Mật ong", certificate_number="12/GCN")

    outcome = corrected(session, tmp_path, full, full | {blank: ""})

    assert outcome.kind == "unchanged"


def test_a_corrected_decision_stays_without_certificates(session, tmp_path):
    outcome = corrected(session, tmp_path, row(recognised_on="2025-03-13"), row())

    assert outcome.kind == "changed"
    mistaken, right = session.scalars(select(Decision).order_by(Decision.id)).all()
    assert (mistaken.issued_from, right.issued_from) == (date(2025, 3, 13), date(2025, 3, 12))
    assert right.issued_precision is Precision.DAY
    of_decisions = select(Certificate.decision_id).where(Certificate.decision_id.is_not(None))
    assert session.scalars(of_decisions).all() == [right.id]


def test_a_later_recognition_is_no_correction(session, tmp_path):
    take_rows(session, tmp_path, row(decision="", recognised_on="2022"))
    (outcome,) = take_rows(session, tmp_path, row(decision="", recognised_on="2025"))

    assert outcome.kind == "added"
    (product,) = products(session)
    assert sorted(c.issued_from.year for c in product.certificates) == [2022, 2025]


def test_another_star_is_no_corrected_date(session, tmp_path):
    take_rows(session, tmp_path, row(decision="", recognised_on="2024-01-05"))
    (outcome,) = take_rows(session, tmp_path, row(decision="", recognised_on="2025", stars="4"))

    assert outcome.kind == "added"  # raised to four stars before the old certificate ended


def test_a_row_that_names_a_producer_waits_beside_nobodys_product(session, tmp_path):
    take_rows(session, tmp_path, row(producer="", producer_kind=""))
    (outcome,) = take_rows(session, tmp_path, row())
    (case,) = session.scalars(select(MatchCase))

    assert outcome.kind == "unsure"
    assert count(session, Product) == 1
    assert (case.state, case.line, case.row["producer"]) == ("open", 2, "HTX Mật ong Bát Xát")
    assert [one["id"] for one in case.candidates] == [products(session)[0].id]


def test_rows_of_one_file_that_differ_do_not_undo_each_other(session, tmp_path):
    one = row(producer_kind="hợp tác xã")
    other = row(name="Chè", producer_kind="công ty")

    _, second = take_rows(session, tmp_path, one, other)

    assert [notice.reason for notice in second.notices] == [Reason.OTHERWISE_IN_LINE]
    assert second.notices[0].data["line"] == 2
    assert session.scalar(select(Producer.kind)) == "cooperative"
    assert kinds(take_rows(session, tmp_path, one, other)) == ["unchanged", "unchanged"]


def revocation(**cells):
    note = "THU HỒI giấy chứng nhận: giải thể; công nhận 2025"
    return row(
        status="thu hồi", decision="88/QĐ-UBND", recognised_on="30/6/2026", note=note, **cells
    )


def test_a_revocation_ends_the_certificate_that_is_there(session, tmp_path):
    take_rows(session, tmp_path, row())
    (outcome,) = take_rows(session, tmp_path, revocation())
    (certificate,) = products(session)[0].certificates

    assert outcome.kind == "changed"
    assert outcome.changes[0] == Change(Fact.REVOKED, "", "30/06/2026")
    assert (certificate.revoked_on, certificate.revoking_decision) == (
        date(2026, 6, 30),
        "88/QĐ-UBND",
    )
    assert certificate.revoked_reason == "giải thể"
    assert certificate.decision.number == "1234/QĐ-UBND"
    assert str(certificate.issued_from) == "2025-03-12"


def test_recognition_and_revocation_in_one_file_are_one_certificate(session, tmp_path):
    rows = [revocation(), row()]

    assert kinds(take_rows(session, tmp_path, *rows)) == ["changed", "added"]
    assert kinds(take_rows(session, tmp_path, *rows)) == ["unchanged", "unchanged"]
    assert count(session, Certificate) == 1


def test_a_revocation_of_what_was_not_known_comes_in_as_revoked(session, tmp_path):
    assert kinds(take_rows(session, tmp_path, revocation())) == ["added"]
    (certificate,) = products(session)[0].certificates

    assert certificate.decision is None
    assert (str(certificate.issued_from), str(certificate.issued_to)) == (
        "2025-01-01",
        "2025-12-31",
    )
    assert certificate.revoked_on == date(2026, 6, 30)


def test_a_recognition_does_not_lift_a_revocation(session, tmp_path):
    take_rows(session, tmp_path, row())
    take_rows(session, tmp_path, revocation())

    assert kinds(take_rows(session, tmp_path, row())) == ["unchanged"]
    assert products(session)[0].certificates[0].revoked_on == date(2026, 6, 30)


def test_one_corrected_row_of_the_shipped_register_is_one_change(session, tmp_path):
    take(session, SHIPPED)
    rows = shipped_rows()
    rows[0]["stars"] = "5"

    outcomes = take_rows(session, tmp_path, *rows)

    assert kinds(outcomes).count("unchanged") == 247
    assert (outcomes[0].kind, outcomes[0].changes) == ("changed", [Change(Fact.STARS, "4", "5")])


@pytest.mark.parametrize("poorer", ["MAT ONG BAC HA", "Mat ong bac ha", "MẬT ONG BẠC HÀ"])
def test_a_poorer_spelling_of_a_name_overwrites_nothing(session, tmp_path, poorer):
    other = corrected(session, tmp_path, row(), row(name=poorer, producer="HTX MAT ONG BAT XAT"))

    assert other.kind == "unchanged"
    names = set(session.scalars(select(Product.name)))
    assert "Mật ong bạc hà" in names
    assert "HTX Mật ong Bát Xát" in set(session.scalars(select(Producer.name)))


def test_a_better_spelling_is_told_even_when_the_row_brings_a_certificate(session, tmp_path):
    take_rows(session, tmp_path, row(name="MAT ONG BAC HA"))
    later = row(stars="4", decision="9/QĐ-UBND", recognised_on="2026-10-01")
    (outcome,) = take_rows(session, tmp_path, later)

    assert outcome.kind == "added"
    assert Change(Fact.NAME, "MAT ONG BAC HA", "Mật ong bạc hà") in outcome.changes
    assert session.scalars(select(Product.name)).all() == ["Mật ong bạc hà"]
