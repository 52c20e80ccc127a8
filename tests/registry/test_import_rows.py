"""What becomes of single rows: taken, kept aside or refused with line, column and reason."""

import pytest
from openpyxl import Workbook

from marketplace.producers.models import ProducerKind
from marketplace.registry.importing.outcomes import Field, Reason
from marketplace.registry.models import Certificate, Product, SetAsideRow
from tests.registry.registers import (
    COLUMNS,
    count,
    kinds,
    products,
    row,
    take,
    take_rows,
    write_csv,
)


def test_a_good_row_becomes_a_product_with_a_certificate(session, tmp_path):
    (outcome,) = take_rows(session, tmp_path, row(group="Mật ong", note="đợt 1"))
    (product,) = products(session)
    (certificate,) = product.certificates

    assert (outcome.line, outcome.kind) == (2, "added")
    assert (product.name, product.sector, product.group_no) == ("Mật ong bạc hà", "I", 4)
    assert product.province.name == "Tỉnh Lào Cai"
    assert (product.old_unit.name, product.unit.name) == ("Xã Mường Vi", "Xã Bản Xèo")
    assert product.place_text == "Mường Vi, Bát Xát, Lào Cai"
    assert (product.producer.name, product.producer.kind, product.producer.slug) == (
        "HTX Mật ong Bát Xát",
        ProducerKind.COOPERATIVE,
        "htx-mat-ong-bat-xat",
    )
    assert product.producer.unit == product.unit
    assert (certificate.stars, certificate.decision.number) == (3, "1234/QĐ-UBND")
    assert (str(certificate.issued_from), str(certificate.valid_until)) == (
        "2025-03-12",
        "2028-03-12",
    )
    assert (certificate.source, certificate.note) == ("sở", "đợt 1")


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        pytest.param({"name": " "}, Field.NAME, Reason.NO_NAME, id="no-name"),
        pytest.param({"name": "x" * 201}, Field.NAME, Reason.TOO_LONG, id="long-name"),
        pytest.param({"name": "M\ufffdt ong"}, Field.NAME, "broken_text", id="lost-letter"),
        pytest.param({"stars": "#REF!"}, Field.STARS, "broken_formula", id="formula-error"),
        pytest.param({"status": ""}, Field.STATUS, Reason.STATUS_MISSING, id="no-status"),
        pytest.param({"status": "vip"}, Field.STATUS, Reason.STATUS_UNKNOWN, id="strange-status"),
        pytest.param({"stars": "6"}, Field.STARS, Reason.STARS_UNKNOWN, id="six-stars"),
        pytest.param({"stars": "2"}, Field.STARS, Reason.STARS_WITHOUT_CERTIFICATE, id="two-stars"),
        pytest.param(
            {"status": "recognised_star_not_stated"},
            Field.STARS,
            Reason.STARS_CONTRADICT_STATUS,
            id="stars-not-stated-but-there",
        ),
        pytest.param(
            {"recognised_on": "2027"}, Field.RECOGNISED_ON, Reason.DATE_IN_FUTURE, id="future"
        ),
        pytest.param(
            {"recognised_on": "31/2/2024"}, Field.RECOGNISED_ON, Reason.DATE_UNKNOWN, id="no-day"
        ),
        pytest.param(
            {"status": "hết hạn"}, Field.STATUS, Reason.EXPIRED_BUT_IN_FORCE, id="not-ended-yet"
        ),
        pytest.param(
            {"status": "thu hồi", "recognised_on": ""},
            Field.RECOGNISED_ON,
            Reason.REVOKED_WITHOUT_DATE,
            id="revoked-when",
        ),
        pytest.param(
            {"province": "Lao Kay"}, Field.PROVINCE, Reason.PROVINCE_UNKNOWN, id="no-province"
        ),
        pytest.param(
            {"new_commune_code": "99999"}, Field.NEW_CODE, Reason.CODE_UNKNOWN, id="no-code"
        ),
        pytest.param(
            {"new_commune_code": "2725", "new_commune": "Xã Bát Xát"},
            Field.NEW_CODE,
            Reason.CODE_NAMES_ANOTHER,
            id="code-of-another",
        ),
        pytest.param(
            {"new_commune_code": "02647", "new_commune": "Phường Kim Tân"},
            Field.NEW_CODE,
            Reason.CODE_NAMED_BEFORE,
            id="name-of-before",
        ),
        pytest.param(
            {"new_commune_code": "02644", "new_commune": "Phường Cốc Lếu"},
            Field.NEW_CODE,
            Reason.CODE_OF_OLD_UNIT,
            id="code-of-before",
        ),
        pytest.param(
            {"new_commune_code": "00004"},
            Field.NEW_CODE,
            Reason.CODE_IN_OTHER_PROVINCE,
            id="code-of-hanoi",
        ),
        pytest.param(
            {"new_commune": "Xã Không Có"},
            Field.NEW_COMMUNE,
            Reason.NEW_COMMUNE_UNKNOWN,
            id="no-commune",
        ),
        pytest.param(
            {"new_commune_code": "02683", "new_commune": "Xã Bát Xát"},
            Field.NEW_CODE,
            Reason.NEW_COMMUNE_DISAGREES,
            id="merged-elsewhere",
        ),
    ],
)
def test_a_bad_row_is_refused_with_its_column_and_reason(session, tmp_path, cells, column, reason):
    good, bad = take_rows(session, tmp_path, row(name="Chè"), row(**cells))

    assert (good.kind, bad.kind, bad.line) == ("added", "refused", 3)
    assert [(fault.column, fault.reason) for fault in bad.faults] == [(column, reason)]
    assert [product.name for product in products(session)] == ["Chè"]


def test_all_faults_of_a_row_are_told_at_once(session, tmp_path):
    (outcome,) = take_rows(session, tmp_path, row(stars="abc", recognised_on="?", province="X"))

    assert [fault.column for fault in outcome.faults] == [
        Field.RECOGNISED_ON,
        Field.STARS,
        Field.PROVINCE,
    ]


def test_the_refusal_of_kim_tan_explains_the_code(session, tmp_path):
    (outcome,) = take_rows(
        session, tmp_path, row(new_commune_code="02647", new_commune="Phường Kim Tân")
    )

    assert dict(outcome.faults[0].data) == {
        "code": "02647",
        "name": "Phường Lào Cai",
        "text": "Phường Kim Tân",
    }


@pytest.mark.parametrize(
    ("cells", "reason"),
    [(",thừa", "too_many_cells"), (None, "too_few_cells")],
)
def test_rows_of_another_width_are_refused(session, tmp_path, cells, reason):
    path = write_csv(tmp_path / "a.csv", [row(), row(name="Chè")])
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1] + cells if cells else lines[1].rsplit(",", 1)[0]
    path.write_text("\n".join(lines), encoding="utf-8")

    bad, good = take(session, path)

    assert (bad.kind, good.kind) == ("refused", "added")
    assert bad.faults[0].reason == reason


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("candidate", "candidate"),
        ("tiềm năng", "candidate"),
        ("reported", "press_mention"),
        ("price_only", "price_list"),
        ("failed_reassessment", "failed_reassessment"),
    ],
)
def test_rows_that_recognise_nothing_are_kept_aside(session, tmp_path, status, reason):
    (outcome,) = take_rows(session, tmp_path, row(status=status, stars="abc", province="?"))

    assert (outcome.kind, outcome.notices[0].reason) == ("set_aside", reason)
    assert count(session, SetAsideRow) == 1
    assert count(session, Product) == 0


def test_stars_may_be_unknown(session, tmp_path):
    take_rows(session, tmp_path, row(stars=""))

    assert products(session)[0].certificates[0].stars is None


def test_an_expired_row_is_a_recognition_that_has_ended(session, tmp_path):
    (outcome,) = take_rows(session, tmp_path, row(status="expired", recognised_on="2020"))

    assert outcome.kind == "added"
    assert str(products(session)[0].certificates[0].valid_until) == "2023-01-01"


@pytest.mark.parametrize(
    ("cells", "issued_from"),
    [
        pytest.param({"recognised_on": "2024"}, "2021-01-01", id="the-year-is-the-end"),
        pytest.param({"recognised_on": ""}, "2021-01-01", id="only-in-the-note"),
        pytest.param({"recognised_on": "5/10/2024"}, "2021-10-05", id="a-day-of-that-year"),
        pytest.param({"recognised_on": "2021-06"}, "2021-06-01", id="another-year-is-the-issue"),
        pytest.param(
            {"recognised_on": "2027", "note": "đến hạn đánh giá lại 2027"},
            "2024-01-01",
            id="the-end-may-be-ahead",
        ),
    ],
)
def test_a_date_that_is_the_end_is_counted_back(session, tmp_path, cells, issued_from):
    note = {"note": "đã công nhận, đến hạn đánh giá lại 2024"}
    take_rows(session, tmp_path, row(**note | cells))

    assert str(products(session)[0].certificates[0].issued_from) == issued_from


@pytest.mark.parametrize(
    ("cells", "old", "today"),
    [
        pytest.param(
            {"commune": "Thị trấn Phố Ràng", "district": "Bảo Yên"},
            "Thị trấn Phố Ràng",
            "Xã Bảo Yên",
            id="town",
        ),
        pytest.param(
            {"commune": "", "district": "TP. Yên Bái", "province": "Yên Bái"},
            "Thành phố Yên Bái",
            None,
            id="city-shortened",
        ),
        pytest.param(
            {"commune": "Quy Mông", "district": "", "province": "Yên Bái"},
            "Xã Quy Mông",
            "Xã Quy Mông",
            id="the-province-tells-the-time",
        ),
        pytest.param(
            {"commune": "Quy Mông", "district": "Trấn Yên"},
            "Xã Quy Mông",
            "Xã Quy Mông",
            id="old-district-in-the-province-of-today",
        ),
        pytest.param(
            {"commune": "Minh Quán", "district": "Trấn Yên", "province": "Yên Bái"},
            "Xã Minh Quán",
            "Xã Trấn Yên",
            id="accents-decide",
        ),
        pytest.param(
            {"commune": "Trạm Tấu", "district": "Trạm Tấu", "province": "Yên Bái"},
            "Huyện Trạm Tấu",
            None,
            id="town-or-commune",
        ),
        pytest.param(
            {"commune": "Nghĩa Lộ", "district": "", "recognised_on": "8/2026"},
            None,
            "Phường Nghĩa Lộ",
            id="named-after-the-merger",
        ),
        pytest.param(
            {"commune": "Nghĩa Lộ", "district": "", "recognised_on": "2024"},
            "Xã Nghĩa Lộ",
            "Phường Trung Tâm",
            id="named-before-the-merger",
        ),
        pytest.param(
            {"commune": "Nghĩa Lộ", "district": "", "recognised_on": "", "decision": ""},
            None,
            None,
            id="named-at-a-time-unknown",
        ),
        pytest.param(
            {"commune": "", "district": "", "new_commune_code": "2647"},
            None,
            "Phường Lào Cai",
            id="code-without-its-zero",
        ),
        pytest.param(
            {"commune": "", "district": "", "province": "", "new_commune_code": "04288"},
            None,
            "Phường Nghĩa Lộ",
            id="without-province",
        ),
    ],
)
def test_places_of_any_time_are_understood(session, tmp_path, cells, old, today):
    take_rows(session, tmp_path, row(**cells))
    (product,) = products(session)

    assert (product.old_unit.name if product.old_unit else None) == old
    assert (product.unit.name if product.unit else None) == today
    assert product.province.name == "Tỉnh Lào Cai"


def test_places_of_other_provinces_stay_text(session, tmp_path):
    take_rows(session, tmp_path, row(commune="Thông Hòa", district="Cầu Kè", province="Trà Vinh"))
    (product,) = products(session)

    assert product.province.name == "Tỉnh Vĩnh Long"
    assert (product.unit, product.old_unit) == (None, None)
    assert product.place_text == "Thông Hòa, Cầu Kè, Trà Vinh"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"commune": "Đào Thịnh", "district": "Trấn Yên"}, Reason.PLACE_UNKNOWN),
        ({"commune": "Trạm Tấu", "district": "Trạm Tấu"}, Reason.PLACE_UNCLEAR),
        ({"province": "", "district": "", "commune": ""}, Reason.PROVINCE_MISSING),
        ({"group": "linh tinh"}, Reason.GROUP_UNKNOWN),
        ({"producer_kind": "viện"}, Reason.KIND_UNKNOWN),
    ],
)
def test_what_is_doubtful_is_taken_and_said(session, tmp_path, cells, reason):
    (outcome,) = take_rows(session, tmp_path, row(**cells))

    assert outcome.kind == "added"
    assert [notice.reason for notice in outcome.notices] == [reason]


def test_the_same_sheet_in_excel_and_in_text_is_the_same_register(session, tmp_path):
    book = Workbook()
    cells = row(recognised_on="", stars="")
    book.active.append(COLUMNS)
    book.active.append([cells.get(column) for column in COLUMNS])
    book.active["B2"] = 3.0
    book.active.cell(2, COLUMNS.index("recognised_on") + 1, 2025)
    book.save(tmp_path / "register.xlsx")

    outcomes = [
        *take(session, tmp_path / "register.xlsx"),
        *take_rows(session, tmp_path, row(stars="3", recognised_on="2025")),
    ]

    assert kinds(outcomes) == ["added", "unchanged"]
    assert count(session, Certificate) == 1
