"""The real register of Lào Cai: 248 rows from many sources.

The file says of itself: 85 rows recognised, 37 recognised without stars, 3 revoked; 96
candidates, 13 press mentions, 13 lines of price lists, 1 failed re-assessment. "Dầu lạc đỏ" of
HTX Thái Sơn is there twice (2020 and 2023); so 125 rows are 124 products.
"""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from marketplace.admin_units.models import AdminUnit
from marketplace.audit.models import AuditEntry
from marketplace.intake.models import IntakeRun
from marketplace.producers.models import Producer, ProducerKind
from marketplace.registry import queries
from marketplace.registry.importing.outcomes import Reason
from marketplace.registry.models import (
    Certificate,
    Decision,
    Precision,
    Product,
    SetAsideRow,
)
from tests.registry.registers import (
    NOW,
    SHIPPED,
    count,
    kinds,
    shipped_rows,
    take,
    take_rows,
)


@pytest.fixture
def outcomes(session):
    return take(session, SHIPPED)


def product(session, name, producer=None):
    found = session.scalars(select(Product).where(Product.name == name)).all()
    return next(p for p in found if (p.producer.name if p.producer else None) == producer)


def everything(session):
    """Every row of the register, as plain values."""
    tables = (Product, Producer, Certificate, Decision, SetAsideRow)
    return {
        table.__tablename__: sorted(
            session.execute(select(*table.__table__.columns)).all(), key=str
        )
        for table in tables
    }


def test_every_row_ends_in_one_way(outcomes):
    assert Counter(kinds(outcomes)) == {"added": 125, "set_aside": 123}
    assert [outcome.line for outcome in outcomes] == list(range(2, 250))


def test_the_register_holds_what_the_sources_recognise(session, outcomes):
    recognised = [
        row
        for row in shipped_rows()
        if row["status"] in ("recognised", "recognised_star_not_stated", "revoked")
    ]

    assert len(recognised) == 125
    assert count(session, Certificate) == 125
    assert count(session, Product) == 124
    assert count(session, Producer) == len({row["producer"] for row in recognised} - {""})


def test_rows_without_recognition_are_kept_aside_with_the_reason(session, outcomes):
    reasons = session.execute(
        select(SetAsideRow.reason, func.count()).group_by(SetAsideRow.reason)
    ).all()

    assert {reason.value: number for reason, number in reasons} == {
        "candidate": 96,
        "press_mention": 13,
        "price_list": 13,
        "failed_reassessment": 1,
    }
    rice = session.scalar(select(SetAsideRow).where(SetAsideRow.name == "Giò ngựa"))
    assert rice.row["price_vnd"] == "350000"


def test_stars_are_never_guessed(session, outcomes):
    stars = session.execute(
        select(Certificate.stars, func.count()).group_by(Certificate.stars)
    ).all()
    stated = Counter(
        row["stars"]
        for row in shipped_rows()
        if row["status"] in ("recognised", "recognised_star_not_stated", "revoked")
    )

    assert {str(number or ""): rows for number, rows in stars} == dict(stated)
    assert dict(stars)[None] == 37


def test_the_three_revoked_certificates_ended_that_day(session, outcomes):
    revoked = session.scalars(
        select(Certificate).where(Certificate.revoked_on.is_not(None)).order_by(Certificate.id)
    ).all()

    assert {certificate.product.name for certificate in revoked} == {
        "Gạo Séng cù Lương Sơn",
        "Thịt chua Trường Phát",
        "Dưa lưới",
    }
    rice = next(c for c in revoked if c.product.name.startswith("Gạo"))
    assert (rice.revoked_on, rice.revoking_decision) == (date(2021, 12, 31), "4633/QĐ-UBND")
    assert rice.revoked_reason == "dừng sản xuất / giải thể"
    assert (rice.issued_from, rice.issued_to) == (date(2020, 1, 1), date(2020, 12, 31))
    assert rice.decision is None
    assert rice.is_in_force_on(date(2021, 12, 30))
    assert not rice.is_in_force_on(date(2021, 12, 31))


def test_one_product_of_two_years_has_two_certificates(session, outcomes):
    oil = product(session, "Dầu lạc đỏ", "Hợp tác xã Thái Sơn")

    assert sorted(c.issued_from.year for c in oil.certificates) == [2020, 2023]


def test_dates_keep_the_precision_of_their_source(session, outcomes):
    tea = product(session, "Trà Việt Ô Long", "Công ty TNHH Một thành viên Mường Hoa")
    (certificate,) = tea.certificates

    assert certificate.issued_precision is Precision.MONTH
    assert (certificate.issued_from, certificate.issued_to) == (
        date(2022, 10, 1),
        date(2022, 10, 31),
    )
    assert certificate.valid_until == date(2025, 10, 1)


def test_due_in_2024_means_recognised_in_2021(session, outcomes):
    honey = product(session, "Mật ong", "Công ty TNHH Phát triển Ong miền núi Thanh Xuân")
    (certificate,) = honey.certificates

    assert certificate.issued_precision is Precision.YEAR
    assert (certificate.issued_from, certificate.issued_to) == (
        date(2021, 1, 1),
        date(2021, 12, 31),
    )
    assert certificate.valid_until == date(2024, 1, 1)


def test_places_of_two_times_lead_to_the_commune_of_today(session, outcomes):
    honey = product(session, "Mật ong", "Công ty TNHH Phát triển Ong miền núi Thanh Xuân")
    rice = product(session, "Gạo Séng Cù")
    sausage = product(session, "Lạp sườn Mường Lò", "Cơ sở thịt sấy Yến Phương")

    assert (honey.old_unit.name, honey.unit.name) == ("Xã Bảo Hà", "Xã Bảo Hà")
    assert (rice.old_unit.name, rice.unit) == ("Huyện Bát Xát", None)
    assert (sausage.old_unit.name, sausage.unit.name) == ("Phường Tân An", "Phường Nghĩa Lộ")
    assert sausage.producer.kind is ProducerKind.HOUSEHOLD
    assert session.scalars(
        select(AdminUnit.name).join(Product, Product.province_id == AdminUnit.id).distinct()
    ).all() == ["Tỉnh Lào Cai"]


def test_a_commune_of_an_earlier_map_stays_text_under_its_district(session, outcomes):
    oil = product(session, "Tinh dầu quế Đào Thịnh")

    assert (oil.old_unit.name, oil.unit) == ("Huyện Trấn Yên", None)
    assert oil.place_text == "Đào Thịnh, Trấn Yên, Yên Bái"
    assert {o.line for o in outcomes if _says(o, Reason.PLACE_UNKNOWN)} == {
        line
        for line, row in enumerate(shipped_rows(), start=2)
        if row["status"].startswith("recognised")
        and row["commune"] in ("Đào Thịnh", "Nga Quán", "Bảo Hưng", "Thanh Kim")
    }


def test_a_product_without_a_producer_is_not_given_to_one(session, outcomes):
    sauces = session.scalars(select(Product).where(Product.name == "Tương ớt Mường Khương")).all()
    warned = [o.name for o in outcomes if _says(o, Reason.LOOKS_ALIKE)]

    assert sorted(sauce.producer is None for sauce in sauces) == [False, True]
    assert warned.count("Tương ớt Mường Khương") == 1  # the later row names the earlier one


def _says(outcome, reason):
    return any(notice.reason == reason for notice in outcome.notices)


def test_one_decision_covers_many_products(session, outcomes):
    decision = session.scalar(select(Decision).where(Decision.number == "4261/QĐ-UBND"))
    covered = select(func.count()).where(Certificate.decision_id == decision.id)

    assert session.scalar(covered) == 22
    assert {d.number for d in session.scalars(select(Decision))} == {
        "4261/QĐ-UBND",
        "2585/QĐ-UBND",
        "816/QĐ-UBND",
    }


def test_stars_of_today_come_from_certificates_in_force(session, outcomes):
    in_force = session.scalars(queries.products_in_force(NOW.date())).all()
    found = queries.certificates_in_force(session, in_force, NOW.date())
    cinnamon = product(session, "Quế điếu Phúc Long")
    rice = product(session, "Gạo nếp tan Tú Lệ", "Hợp tác xã Dịch vụ nông nghiệp Tú Lệ")

    assert found[cinnamon.id].stars == 4  # of 28/12/2023, to 28/12/2026
    assert rice.id in in_force  # of 26/04/2024, stars not stated
    assert found[rice.id].stars is None


def test_importing_again_changes_nothing(session, outcomes):
    before = everything(session)

    again = take(session, SHIPPED)

    assert set(kinds(again)) == {"unchanged"}
    assert everything(session) == before
    assert count(session, IntakeRun) == 2


def test_the_rows_in_another_order_change_nothing(session, outcomes, tmp_path):
    before = everything(session)

    again = take_rows(session, tmp_path, *reversed(shipped_rows()))

    assert set(kinds(again)) == {"unchanged"}
    assert everything(session) == before


def test_the_run_and_an_audit_entry_tell_what_happened(session, outcomes):
    run = session.scalar(select(IntakeRun))
    entry = session.scalar(select(AuditEntry).where(AuditEntry.action == "register.imported"))

    assert run.counts == {
        "added": 125,
        "unchanged": 0,
        "changed": 0,
        "set_aside": 123,
        "unsure": 0,
        "refused": 0,
        "ignored": 0,
    }
    assert (entry.subject_id, entry.details["file"]) == (run.id, "register_lao_cai.csv")
