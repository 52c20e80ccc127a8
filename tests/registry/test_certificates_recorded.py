"""Staff record, correct, extend and revoke certificates; each change is a new fact."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.audit.models import FactChange
from marketplace.outbox.models import OutboxMessage
from marketplace.registry import errors, queries
from marketplace.registry.actions import certificates as actions
from marketplace.registry.actions import corrections
from marketplace.registry.actions.certificates import Revoking, Stated, Why
from marketplace.registry.actions.corrections import DecisionFacts, ProductFacts
from marketplace.registry.errors import CodeFault
from marketplace.registry.importing.cells import period_of
from marketplace.registry.models import (
    Certificate,
    Decision,
    Evidence,
    Precision,
    Programme,
    RevocationGround,
)
from tests.catalog.goods import certify, make_product

NOW = datetime(2029, 3, 1, 3, 0, tzinfo=UTC)
TODAY = date(2029, 3, 1)


@pytest.fixture
def why(anh_tung):
    return Why(anh_tung.user.id, "Sửa theo QĐ 12/QĐ-UBND", NOW)


@pytest.fixture
def honey(session):
    return make_product(session, None, "Mật ong bạc hà")


@pytest.fixture
def certificate(session, honey):
    """Issued on 5 August 2026: ends on 5 August 2029."""
    return certify(session, honey, 3, date(2026, 8, 5))


def stated(**facts):
    known = {
        "issued": period_of(2026, 8, 5),
        "stars": 3,
        "decision": "3981/QĐ-UBND",
        "issuing_body": "UBND tỉnh Lào Cai",
        "number": "GCN-7",
        "product_code": "15-02647-01-2026",
        "programme": None,
        "evidence": Evidence.DECISION,
        "source": "Sở Công Thương",
        "note": "",
    }
    return Stated(**{**known, **facts})


def changes(session, table="certificates"):
    """What the history says of a table, without what set the scene."""
    found = session.scalars(
        select(FactChange).where(FactChange.table_name == table, FactChange.at == NOW)
    )
    return [change.changed for change in found]


# --- Recording ---


def test_a_recorded_certificate_lasts_36_months(session, honey, why):
    made = actions.record(session, honey, stated(), why)

    assert (made.valid_until, made.stars, made.proven_stars) == (date(2029, 8, 5), 3, 3)
    assert made.programme is Programme.QD_26
    assert (made.decision.number, made.decision.issuing_body) == (
        "3981/QĐ-UBND",
        "UBND tỉnh Lào Cai",
    )
    (told,) = changes(session)
    assert told["stars"] == [None, 3]


def test_a_second_product_shares_the_decision_however_its_number_is_spelled(session, honey, why):
    tea = make_product(session, None, "Chè Shan")
    actions.record(session, honey, stated(), why)
    actions.record(session, tea, stated(decision="3981/qđ-ubnd ", product_code=None), why)

    assert len(session.scalars(select(Decision)).all()) == 1


def test_the_same_certificate_twice_is_refused(session, honey, why):
    actions.record(session, honey, stated(), why)

    with pytest.raises(errors.CertificateKnown):
        actions.record(session, honey, stated(stars=4), why)


def test_resting_on_a_decision_needs_its_number(session, honey, why):
    with pytest.raises(errors.DecisionMissing):
        actions.record(session, honey, stated(decision=""), why)


def test_the_search_index_is_told(session, honey, why):
    actions.record(session, honey, stated(), why)

    message = session.scalars(select(OutboxMessage)).one()
    assert (message.kind, message.payload) == ("product-changed", {"product_id": honey.id})


def test_a_code_belongs_to_one_product(session, honey, why):
    tea = make_product(session, None, "Chè Shan")
    actions.record(session, honey, stated(), why)
    other = actions.record(session, tea, stated(product_code=None), why)

    with pytest.raises(errors.CodeTaken) as refusal:
        actions.correct(session, other, stated(), why)

    assert refusal.value.product_name == "Mật ong bạc hà"


def test_a_code_may_come_back_with_the_next_certificate(session, honey, why):
    actions.record(session, honey, stated(), why)
    again = actions.record(session, honey, stated(issued=period_of(2029, 2, 1)), why)

    assert again.product_code == "15-02647-01-2026"


def test_the_code_of_a_product_that_was_merged_is_free(session, honey, why):
    gone = make_product(session, None, "Mật ong", merged_into_id=honey.id)
    certify(session, gone, 3, date(2023, 8, 5), product_code="15-02647-01-2026")

    assert actions.record(session, honey, stated(), why).product_code == "15-02647-01-2026"


@pytest.mark.parametrize(
    ("code", "issued", "fault"),
    [
        ("99-02647-01-2026", period_of(2026, 8, 5), CodeFault.PROVINCE),
        ("10-02647-01-2026", period_of(2026, 8, 5), CodeFault.PROVINCE),  # Lào Cai until 2025
        ("10-080-02647-1-2025", period_of(2025, 7, 1), CodeFault.DISTRICT),
        ("10-080-02647-1-2025", period_of(2025, 6, 30), None),
        ("15-99999-01-2026", period_of(2026, 8, 5), None),  # maps have gaps
    ],
)
def test_a_code_fits_the_map_of_its_day(session, honey, why, code, issued, fault):
    found = None
    try:
        actions.record(session, honey, stated(product_code=code, issued=issued), why)
    except errors.BadCode as refusal:
        found = refusal.fault

    assert found is fault


FIVE = {"stars": 5, "programme": Programme.QD_26}


@pytest.mark.parametrize("body", ["UBND tỉnh Lào Cai", "Ủy ban nhân dân huyện Bát Xát"])
def test_a_people_s_committee_recognises_no_five_stars(session, honey, why, body):
    with pytest.raises(errors.FiveStarsOfMinistry):
        actions.record(session, honey, stated(issuing_body=body, **FIVE), why)


@pytest.mark.parametrize(
    "facts",
    [
        FIVE | {"issuing_body": ""},
        FIVE | {"issuing_body": "Bộ Nông nghiệp và Môi trường"},
        FIVE | {"stars": 4},
        FIVE | {"programme": Programme.QD_1048},
    ],
)
def test_what_may_be_so_is_recorded(session, honey, why, facts):
    assert actions.record(session, honey, stated(**facts), why).stars == facts["stars"]


def test_a_decision_with_five_stars_does_not_become_one_of_a_committee(session, honey, why):
    made = actions.record(session, honey, stated(issuing_body="", **FIVE), why)
    facts = DecisionFacts(made.decision.number, period_of(2026, 8, 5), "UBND tỉnh Lào Cai")

    with pytest.raises(errors.FiveStarsOfMinistry):
        corrections.correct_decision(session, made.decision, facts, why)


# --- Correcting ---


def test_a_correction_keeps_what_was_before(session, honey, why):
    made = actions.record(session, honey, stated(evidence=Evidence.PRESS, decision=""), why)

    actions.correct(session, made, stated(stars=4), why)

    told = changes(session)[-1]
    assert told["stars"] == [3, 4]
    assert told["evidence"] == ["press", "decision"]
    assert told["decision_id"][0] is None
    assert "number" not in told


def test_a_correction_that_says_nothing_new_is_refused(session, honey, why):
    made = actions.record(session, honey, stated(), why)

    with pytest.raises(errors.NothingChanged):
        actions.correct(session, made, stated(), why)


def test_a_corrected_date_moves_the_end(session, honey, why):
    made = actions.record(session, honey, stated(), why)

    actions.correct(session, made, stated(issued=period_of(2026, 9)), why)

    assert (made.issued_from, made.issued_to) == (date(2026, 9, 1), date(2026, 9, 30))
    assert made.valid_until == date(2029, 9, 1)


def test_a_date_may_not_leave_the_extension_behind(session, honey, why):
    made = actions.record(session, honey, stated(), why)
    actions.extend(session, made, date(2030, 2, 1), why)

    with pytest.raises(errors.ExtensionUnfit):
        actions.correct(session, made, stated(issued=period_of(2025, 1, 1)), why)


# --- File, extension ---


def test_the_file_for_re_assessment_is_received_and_taken_back(session, certificate, why):
    actions.receive_file(session, certificate, TODAY, why)
    assert certificate.filed_on == TODAY

    actions.receive_file(session, certificate, None, why)
    assert certificate.filed_on is None
    assert changes(session) == [
        {"filed_on": [None, "2029-03-01"]},
        {"filed_on": ["2029-03-01", None]},
    ]


@pytest.mark.parametrize("day", [date(2026, 8, 4), date(2029, 3, 2)])
def test_a_file_comes_neither_before_the_certificate_nor_tomorrow(session, certificate, why, day):
    with pytest.raises(errors.DayOutside):
        actions.receive_file(session, certificate, day, why)


@pytest.mark.parametrize("day", [date(2026, 8, 4), date(2029, 2, 5)])
def test_a_file_is_not_received_before_such_files_are_taken(session, certificate, why, day):
    with pytest.raises(errors.FileEarly) as refusal:
        actions.receive_file(session, certificate, day, why)

    assert (refusal.value.first, refusal.value.last) == (date(2029, 2, 6), date(2029, 4, 7))
    actions.receive_file(session, certificate, date(2029, 2, 6), why)


def test_nothing_is_extended_before_files_are_taken(session, certificate, why):
    early = replace(why, now=datetime(2029, 2, 5, 3, tzinfo=UTC))
    with pytest.raises(errors.ExtensionEarly) as refusal:
        actions.extend(session, certificate, date(2030, 2, 1), early)

    assert refusal.value.opens == date(2029, 2, 6)
    opens = replace(why, now=datetime(2029, 2, 5, 17, tzinfo=UTC))  # midnight in Vietnam
    actions.extend(session, certificate, date(2030, 2, 1), opens)
    assert certificate.extended_until == date(2030, 2, 1)


def test_an_extension_lasts_at_most_180_days(session, certificate, why):
    actions.extend(session, certificate, date(2030, 2, 1), why)
    assert certificate.last_day == date(2030, 2, 1)

    for day in (date(2030, 2, 2), date(2029, 8, 5)):
        with pytest.raises(errors.ExtensionOutside) as refusal:
            actions.extend(session, certificate, day, why)
        assert refusal.value.last == date(2030, 2, 1)


def test_without_a_date_nothing_is_extended(session, honey, why):
    undated = certify(session, honey, 3, None)

    with pytest.raises(errors.NoEnd):
        actions.extend(session, undated, date(2030, 2, 1), why)


# --- Revocation ---


def revoking(day=TODAY, **facts):
    known = {"ground": RevocationGround.MISUSE_OF_MARK, "decision": "77/QĐ-UBND", "words": ""}
    return Revoking(day=day, **{**known, **facts})


def test_revoking_ends_every_certificate_that_holds(session, honey, certificate, why):
    older = certify(session, honey, 3, date(2026, 5, 1))
    over = certify(session, honey, 3, date(2021, 5, 1))

    actions.revoke(session, certificate, revoking(), why)

    assert (certificate.revoked_on, older.revoked_on, over.revoked_on) == (TODAY, TODAY, None)
    assert queries.certificate_in_force(session, honey.id, TODAY) is None
    with pytest.raises(errors.RevokedAlready):
        actions.revoke(session, certificate, revoking(), why)


def test_another_ground_is_said_in_words(session, certificate, why):
    other = {"ground": RevocationGround.OTHER}
    with pytest.raises(errors.GroundUnsaid):
        actions.revoke(session, certificate, revoking(**other), why)

    actions.revoke(session, certificate, revoking(words="Chủ thể giải thể", **other), why)
    assert certificate.revoked_reason == "Chủ thể giải thể"


def test_a_revocation_entered_by_mistake_is_taken_back_everywhere(session, honey, certificate, why):
    older = certify(session, honey, 3, date(2026, 5, 1))
    actions.revoke(session, certificate, revoking(), why)

    actions.take_back_revocation(session, older, why)

    assert certificate.revoked_on is older.revoked_on is None
    assert certificate.revoked_ground is certificate.revoking_decision is None
    assert queries.certificate_in_force(session, honey.id, TODAY) is certificate
    assert len(changes(session)) == 4  # nothing of the history is gone
    with pytest.raises(errors.NotRevoked):
        actions.take_back_revocation(session, older, why)


@pytest.mark.parametrize("day", [date(2026, 8, 4), date(2029, 3, 2)])
def test_a_revocation_comes_neither_before_the_certificate_nor_tomorrow(
    session, certificate, why, day
):
    with pytest.raises(errors.DayOutside):
        actions.revoke(session, certificate, revoking(day), why)


# --- Products and decisions ---


def test_a_corrected_product_is_found_by_its_new_name(session, honey, why):
    facts = ProductFacts("Mật ong Hoà Bình", 4, None, "Mường Vi")

    corrections.correct_product(session, honey, facts, why)

    assert (honey.name_key, honey.sector) == ("mat ong hoa binh", "I")
    with pytest.raises(errors.NothingChanged):
        corrections.correct_product(session, honey, facts, why)


def test_another_day_of_a_decision_moves_its_certificates(session, honey, why):
    tea = make_product(session, None, "Chè Shan")
    papers = {honey: stated(), tea: stated(product_code=None)}
    made = [actions.record(session, product, paper, why) for product, paper in papers.items()]
    decision = made[0].decision

    corrections.correct_decision(
        session,
        decision,
        DecisionFacts(decision.number, period_of(2026, 8, 15), decision.issuing_body),
        why,
    )

    assert {one.valid_until for one in made} == {date(2029, 8, 15)}
    assert decision.issued_precision is Precision.DAY


def test_another_body_of_a_decision_moves_nothing(session, honey, why):
    made = actions.record(session, honey, stated(), why)
    before = len(changes(session))

    corrections.correct_decision(
        session,
        made.decision,
        DecisionFacts(made.decision.number, period_of(2026, 8, 5), "Chủ tịch UBND tỉnh"),
        why,
    )

    assert len(changes(session)) == before
    assert changes(session, "decisions")[-1] == {
        "issuing_body": ["UBND tỉnh Lào Cai", "Chủ tịch UBND tỉnh"]
    }


def test_a_decision_does_not_become_another_one(session, honey, why):
    first = actions.record(session, honey, stated(), why)
    actions.record(session, honey, stated(decision="12/QĐ-UBND"), why)

    with pytest.raises(errors.DecisionKnown):
        corrections.correct_decision(
            session, first.decision, DecisionFacts("12/QĐ-UBND", period_of(2026, 8, 5), ""), why
        )


def test_no_certificate_is_ever_deleted(session, honey, certificate, why):
    actions.revoke(session, certificate, revoking(), why)

    assert session.get(Certificate, certificate.id) is certificate
