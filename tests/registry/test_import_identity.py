"""When two rows are about one product, and when they are not."""

import random

import pytest
from sqlalchemy import select

from marketplace.audit.models import FactChange
from marketplace.producers.models import Producer
from marketplace.registry.importing.outcomes import Field, Reason
from marketplace.registry.models import Certificate, Decision, Product, SetAsideRow
from tests.registry.registers import HONEY, count, kinds, products, row, take_rows

DISTRICT_ONLY = {"commune": ""}
NOWHERE = {"commune": "", "district": ""}
NOBODYS = {"producer": "", "producer_kind": ""}


def reasons(outcome):
    return [notice.reason for notice in outcome.notices]


def test_four_sausages_of_four_producers_are_four(session, tmp_path):
    sausages = [row(name="Lạp sườn", producer=f"HTX số {number}") for number in range(4)]

    assert kinds(take_rows(session, tmp_path, *sausages)) == ["added"] * 4
    assert count(session, Product) == count(session, Producer) == 4


@pytest.mark.parametrize(
    "again",
    [
        pytest.param({"name": "MẬT ONG BẠC HÀ"}, id="shouted"),
        pytest.param({"name": "Mật ong - bạc hà"}, id="punctuation"),
        pytest.param({"producer": "Hợp tác xã mật ong Bát Xát"}, id="long-form"),
        pytest.param({"producer": "HTX Mật ong, Bát Xát."}, id="producer-punctuation"),
        pytest.param(DISTRICT_ONLY, id="only-the-district"),
        pytest.param(NOWHERE, id="no-place"),
        pytest.param({"commune": "Xã Mường Vi", "district": "Huyện Bát Xát"}, id="with-kinds"),
    ],
)
@pytest.mark.parametrize("first_is_full", [True, False])
def test_one_product_of_two_sources(session, tmp_path, again, first_is_full):
    other = row(**again, decision="99/QĐ-UBND", recognised_on="2022", source="báo")
    rows = [row(), other] if first_is_full else [other, row()]

    assert kinds(take_rows(session, tmp_path, *rows)) == ["added", "added"]
    (product,) = products(session)
    assert len(product.certificates) == 2
    assert product.old_unit.name == "Xã Mường Vi"
    assert count(session, Producer) == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"name": "Mật ong rừng"}, id="name"),
        pytest.param({"producer": "HTX Mật ong Sa Pa"}, id="producer"),
        pytest.param({"commune": "Bản Xèo"}, id="commune"),
        pytest.param({"commune": "Tả Phìn", "district": "Sa Pa"}, id="district"),
        pytest.param({"commune": "", "district": "", "province": "Hà Nội"}, id="province"),
        pytest.param(NOBODYS, id="nobody-s"),
    ],
)
def test_two_products(session, tmp_path, other):
    assert kinds(take_rows(session, tmp_path, row(), row(**other))) == ["added", "added"]
    assert count(session, Product) == 2


def test_a_producer_may_work_in_two_communes_of_a_district(session, tmp_path):
    take_rows(session, tmp_path, row(), row(name="Chè", commune="Bản Xèo"))

    assert count(session, Producer) == 1


def test_one_name_in_two_districts_is_two_producers(session, tmp_path):
    take_rows(session, tmp_path, row(), row(name="Chè", commune="Tả Phìn", district="Sa Pa"))

    slugs = session.scalars(select(Producer.slug).order_by(Producer.id)).all()
    assert sorted(slugs) == ["htx-mat-ong-bat-xat", "htx-mat-ong-bat-xat-2"]


def test_a_row_without_a_producer_warns_of_its_twin(session, tmp_path):
    named, nobodys = take_rows(session, tmp_path, row(), row(**NOBODYS, **DISTRICT_ONLY))

    assert reasons(named) == reasons(nobodys) == [Reason.LOOKS_ALIKE]
    assert nobodys.notices[0].data["producer"] == "HTX Mật ong Bát Xát"
    assert count(session, Product) == 2


def test_far_apart_there_is_no_twin(session, tmp_path):
    outcomes = take_rows(
        session, tmp_path, row(), row(**NOBODYS, commune="Tả Phìn", district="Sa Pa")
    )

    assert [reasons(outcome) for outcome in outcomes] == [[], []]


def test_a_product_of_nobody_is_one_in_one_place_only(session, tmp_path):
    outcomes = take_rows(
        session,
        tmp_path,
        row(**NOBODYS),
        row(**NOBODYS, decision="2/QĐ-UBND", recognised_on="2022"),
        row(**NOBODYS, **NOWHERE),
        row(**NOBODYS, **NOWHERE, decision="2/QĐ-UBND", recognised_on="2022"),
    )

    assert kinds(outcomes) == ["added"] * 4
    assert sorted(len(product.certificates) for product in products(session)) == [1, 1, 2]


def test_a_vague_row_that_fits_two_products_stays_its_own(session, tmp_path):
    rows = [row(), row(commune="Bản Xèo"), row(**NOWHERE, decision="7/QĐ-UBND")]

    assert kinds(take_rows(session, tmp_path, *rows)) == ["added"] * 3
    assert count(session, Product) == 3
    assert set(kinds(take_rows(session, tmp_path, *rows))) == {"unchanged"}


def test_the_same_row_twice_is_one_recognition(session, tmp_path):
    first, second = take_rows(session, tmp_path, row(), row())

    assert (first.kind, second.kind) == ("added", "unchanged")
    assert reasons(second) == [Reason.SAME_AS_LINE]
    assert second.notices[0].data["line"] == 2


def test_a_vaguer_date_of_the_same_recognition_adds_nothing(session, tmp_path):
    vague = row(decision="", recognised_on="2025", source="báo")

    assert kinds(take_rows(session, tmp_path, row(), vague)) == ["added", "unchanged"]
    assert kinds(take_rows(session, tmp_path, row(), vague)) == ["unchanged", "unchanged"]
    assert count(session, Certificate) == 1


@pytest.mark.parametrize("decision", ["1234/QĐ-UBND", ""])
def test_rows_that_contradict_each_other_are_both_refused(session, tmp_path, decision):
    three, other, four = take_rows(
        session,
        tmp_path,
        row(decision=decision),
        row(name="Chè"),
        row(decision=decision, stars="4", **DISTRICT_ONLY),
    )

    assert [o.kind for o in (three, other, four)] == ["refused", "added", "refused"]
    assert [(f.column, f.reason) for f in three.faults] == [(Field.STARS, Reason.STARS_CONFLICT)]
    assert dict(three.faults[0].data) == {"stars": 3, "line": 4, "other": 4}
    assert dict(four.faults[0].data) == {"stars": 4, "line": 2, "other": 3}
    assert [product.name for product in products(session)] == ["Chè"]


def test_stars_may_differ_from_one_recognition_to_the_next(session, tmp_path):
    outcomes = take_rows(
        session, tmp_path, row(stars="4"), row(recognised_on="2022", decision="9/QĐ-UBND")
    )

    assert kinds(outcomes) == ["added", "added"]


def random_rows(dice):
    """A short register whose rows often mean the same, more or less."""
    communes = {"Bát Xát": ["Mường Vi", "Bản Xèo", ""], "Sa Pa": ["Tả Phìn", ""], "": [""]}
    rows = []
    for _ in range(dice.randint(3, 9)):
        district = dice.choice(["Bát Xát", "Bát Xát", "Sa Pa", ""])
        rows.append(
            HONEY
            | {
                "name": dice.choice(["Mật ong", "MẬT ONG", "Chè"]),
                "stars": dice.choice(["3", "3", "4", ""]),
                "producer": dice.choice(["HTX A", "Hợp tác xã A", "HTX B", ""]),
                "producer_kind": dice.choice(["hợp tác xã", "công ty", ""]),
                "district": district,
                "commune": dice.choice(communes[district]),
                "status": dice.choice(["recognised"] * 5 + ["revoked", "candidate"]),
                "decision": dice.choice(["", "", "1/QĐ", "2/QĐ"]),
                "recognised_on": dice.choice(["2021", "2021-05", "2021-05-06", "2022", ""]),
                "note": dice.choice(["", "công nhận 2021"]),
                "source": dice.choice(["sở", "báo"]),
            }
        )
    return rows


@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_rows_a_second_import_changes_nothing(session, tmp_path, seed):
    dice = random.Random(seed)
    take_rows(session, tmp_path, *random_rows(dice))
    rows = random_rows(dice)
    first = take_rows(session, tmp_path, *rows)
    before = everything(session)

    second = take_rows(session, tmp_path, *rows)

    assert set(kinds(second)) <= {"unchanged", "refused", "unsure"}
    for kind in ("refused", "unsure"):
        assert kinds(second).count(kind) == kinds(first).count(kind)
    assert everything(session) == before


def everything(session):
    """Every row of the register, as plain values."""
    session.expire_all()
    tables = (Product, Producer, Certificate, Decision, SetAsideRow, FactChange)
    return [sorted(map(str, session.execute(select(*table.__table__.columns)))) for table in tables]
