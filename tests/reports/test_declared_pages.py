"""Staff read published figures beside ours, take files in and withdraw what is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from sqlalchemy import select

from marketplace.audit.models import FactChange
from marketplace.reports.declared import actions
from marketplace.reports.declared.files import SHIPPED
from marketplace.reports.declared.indicator_words import SHIPPED as WORDS
from marketplace.reports.declared.reading import read_file
from marketplace.reports.models import DeclaredFigure
from tests.reports.market import Market
from tests.reports.published import file

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SERIES = "/can-bo/so-lieu/da-cong-bo"
UPLOAD = f"{SERIES}/nhap"
GOOD = "Sơn La,2023,certified OCOP products by star,163,,,sum,20+143,"
BAD = "Sơn La,2023-13,subjects,9,,,,,"


@pytest.fixture
def market(session):
    return Market(session)


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


@pytest.fixture
def publish(session):
    def take(*rows):
        read = read_file(file(*rows))
        statements = [statement for _line, statement in read.statements]
        actions.take(session, statements, actor_id=None, now=NOW)
        session.commit()
        return session.scalars(select(DeclaredFigure).order_by(DeclaredFigure.id)).all()

    return take


def send(staff, content, **boxes):
    data = {"file": (BytesIO(content), "cong-bo.csv"), **boxes}
    return staff.post(UPLOAD, data=data, content_type="multipart/form-data")


def test_only_staff_may_see_published_figures(client, co_hoa, anh_tung):
    for page in (SERIES, UPLOAD):
        assert client.get(page).headers["Location"].startswith("/dang-nhap?next=")
        assert co_hoa.client.get(page).status_code == 403
        assert anh_tung.client.get(page).status_code == 200


def test_before_anything_is_taken_in(staff):
    assert "Chưa có số đã công bố" in staff.get(SERIES).text


def test_every_shipped_indicator_has_vietnamese_words():
    named = {statement.indicator for _line, statement in read_file(SHIPPED.read_bytes()).statements}
    told = {name.replace(" (other source)", "").replace(" (third source)", "") for name in named}

    assert told == {str(word) for word in WORDS}


def test_figures_stand_by_province_and_time_with_what_is_wrong(staff, publish):
    publish(
        "Lào Cai,2022,digital tasks not done,42,143,29.7,ratio,,",
        "Lào Cai,2023,certified OCOP products by star,163,,,sum,26+144,",
        "Yên Bái,2022,certified OCOP products by star,138,,,sum,20+118,",
    )

    page = staff.get(SERIES).text

    assert page.index("Lào Cai, 2023") < page.index("Lào Cai, 2022") < page.index("Yên Bái, 2022")
    assert "42 trên 143 là 29,4 %, không phải 29,7 %." in page
    assert "Các phần 26+144 cộng lại là 170, không phải 163." in page
    assert "2 cần xem lại" in page


def test_platforms_stand_side_by_side_without_a_total(staff, publish):
    publish(
        "Yên Bái,2022-07-20,products on the provincial e-commerce platform,607,,,count,,all goods",
        "Yên Bái,2022-07-20,OCOP products on postmart.vn,42,,,count,,",
        "Yên Bái,2022-07-20,OCOP products on voso.vn,72,,,count,,",
    )

    page = staff.get(SERIES).text

    numbers = [f'<span class="tile__number">{number}</span>' for number in (607, 42, 72)]
    assert [page.count(number) for number in numbers] == [1, 1, 1]
    assert "không có tổng" in page
    assert not any(total in page for total in (">114<", ">649<", ">679<", ">721<"))


def test_ours_stands_beside_and_is_never_mixed_in(staff, publish, market):
    old_lao_cai = market.unit("63", "10")
    for number in range(3):
        market.product(f"Chè {number}", issued_on=date(2022, 6, 1), province_id=None,
                       old_unit_id=old_lao_cai.id, stars=4 if number else 3)  # fmt: skip
    rough = market.product("Rượu", issued_on=None, old_unit_id=old_lao_cai.id)
    market.certificate(rough, None)
    [figure] = publish("Lào Cai,2022-12,certified OCOP products by star,139,,,sum,24+115,")

    page = staff.get(f"{SERIES}/{figure.id}").text

    assert "<strong>139</strong>" in page
    assert "<strong>3</strong>" in page
    assert "4 sao: 2; 3 sao: 1" in " ".join(page.split())
    assert "1 giấy chứng nhận chưa rõ ngày nên không tính." in page
    assert "Phiên chợ đếm đến hết ngày 31/12/2022." in page


def test_ours_says_when_it_does_not_reach_back(staff, publish, market):
    product = market.product("Chè", old_unit_id=market.unit("63", "10").id)
    market.live(product, datetime(2026, 1, 5, tzinfo=UTC))
    listing, accounts, elsewhere, other = publish(
        "Lào Cai,2022-12,share of OCOP products listed on e-commerce platforms,137,139,98.6,,,",
        "Lào Cai,2022-12,share of OCOP subjects holding an e-payment account,,,100,,,",
        "Sơn La,2022-12,certified OCOP products by star,83,,,,,",
        "Lào Cai,2022-12,digital tasks done,101,143,70.6,,,",
    )

    def page(figure):
        return staff.get(f"{SERIES}/{figure.id}").text

    assert "Ghi chép của phiên chợ bắt đầu từ 05/01/2026" in page(listing)
    assert "Phiên chợ chưa có ghi chép về tỉnh và thời gian này." in page(accounts)
    assert "Phiên chợ chưa có ghi chép về tỉnh và thời gian này." in page(elsewhere)
    assert "phiên chợ không đếm chỉ tiêu này" in page(other)


def test_ours_does_not_say_nobody_where_nobody_was_asked(staff, publish, market):
    asked = {"is_woman_led": True, "representative_consent_on": date(2025, 1, 1)}
    place = {"old_unit_id": market.unit("63", "10").id}
    market.product("Chè", market.producer(**place), date(2024, 6, 1), **place)
    [figure] = publish("Lào Cai,2025-05-20,subjects led by women,56,128,,ratio,,")

    unasked = staff.get(f"{SERIES}/{figure.id}").text
    market.product("Mật ong", market.producer(**place, **asked), date(2024, 6, 1), **place)
    market.session.commit()
    page = staff.get(f"{SERIES}/{figure.id}").text

    assert "0/1" not in unasked
    assert "Phiên chợ chưa có ghi chép về tỉnh và thời gian này." in unasked
    assert "1/2 = 50,0" in page


def test_a_year_in_which_a_province_was_merged_is_counted_to_its_last_day(staff, publish, market):
    market.product("Chè", issued_on=date(2024, 6, 1), old_unit_id=market.unit("63", "15").id)
    [figure] = publish("Yên Bái,2025,certified OCOP products by star,268,,,sum,25+243,")

    page = staff.get(f"{SERIES}/{figure.id}").text

    assert "Phiên chợ đếm đến hết ngày 30/06/2025." in page
    assert "<strong>1</strong>" in page


def test_the_series_is_narrowed(staff, publish):
    publish(
        "Lào Cai,2022,digital tasks not done,42,143,29.7,ratio,,",
        "Lào Cai,2023,orders,>6200,,,lower_bound,,",
        "Yên Bái,2022,orders,9,,,count,,",
    )

    def shown(arguments):
        page = staff.get(f"{SERIES}?{arguments}").text
        return [name for name in ("Lào Cai, 2022", "Lào Cai, 2023", "Yên Bái, 2022")
                if f">{name}</h2>" in page]  # fmt: skip

    assert shown("tinh=Lào Cai") == ["Lào Cai, 2022", "Lào Cai, 2023"]
    assert shown("nam=2022") == ["Lào Cai, 2022", "Yên Bái, 2022"]
    assert shown("co=1") == ["Lào Cai, 2022"]
    assert shown("q=ORDERS") == ["Lào Cai, 2023", "Yên Bái, 2022"]
    assert shown("nam=1999") == []
    assert "Không có số liệu nào" in staff.get(f"{SERIES}?nam=1999").text


def test_the_other_side_of_a_contradiction_is_one_click_away(staff, publish):
    one, other = publish(
        "Lào Cai,2022-09,certified OCOP products by star,139,,,sum,24+115,",
        "Lào Cai,2022-09,certified OCOP products by star (other source),142,,,sum,29+113,",
    )

    page = staff.get(f"{SERIES}/{one.id}").text

    assert "Nguồn khác ghi 142 (29+113) cho cùng thời gian 09/2022." in page
    assert f'href="{SERIES}/{other.id}"' in page
    assert f"/can-bo/lich-su/declared_figures/{one.id}" in page


def test_a_file_is_taken_in(staff, session):
    answer = send(staff, file(GOOD))

    assert (answer.status_code, answer.headers["Location"]) == (303, SERIES)
    assert session.scalars(select(DeclaredFigure.numerator)).all() == [163]
    assert "1 số liệu mới, 0 đã có" in staff.get(SERIES).text


def test_one_wrong_row_stops_the_file(staff, session):
    answer = send(staff, file(GOOD, BAD))

    assert answer.status_code == 422
    assert "Có 1 dòng sai nên chưa nhập gì." in answer.text
    assert "dòng 3, cột thời gian (date): “2023-13”" in answer.text
    assert session.scalars(select(DeclaredFigure)).all() == []


def test_good_rows_are_taken_when_asked_for(staff, session):
    answer = send(staff, file(GOOD, BAD), good_rows="y")

    assert answer.status_code == 200
    assert "dòng 3, cột thời gian" in answer.text
    assert session.scalars(select(DeclaredFigure.numerator)).all() == [163]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp trống."),
        (b"a,b\n1,2\n", "Còn thiếu các cột: province, date, indicator, numerator."),
        (b"PK\x03\x04\x00\x00", "Đây không phải tệp CSV."),
    ],
)
def test_what_is_no_such_file_is_told_plainly(staff, content, words):
    answer = send(staff, content)

    assert answer.status_code == 422
    assert words in answer.text


def test_no_file_is_told_plainly(staff):
    assert "Xin chọn tệp." in staff.post(UPLOAD, data={}).text


def test_a_figure_is_withdrawn_with_a_reason(staff, session, publish, anh_tung):
    one, other = publish(
        "Lào Cai,2022-09,certified OCOP products by star,139,,,sum,24+115,",
        "Lào Cai,2022-09,certified OCOP products by star (other source),142,,,sum,29+113,",
    )
    one_id, other_id = one.id, other.id

    unreasoned = staff.post(f"{SERIES}/{other_id}/rut", data={"reason": " "})
    answer = staff.post(f"{SERIES}/{other_id}/rut", data={"reason": "Báo nhầm"})

    assert unreasoned.status_code == 422
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{SERIES}/{other_id}")
    assert "Nguồn khác ghi" not in staff.get(f"{SERIES}/{one_id}").text
    assert "Lào Cai, 09/2022" in staff.get(f"{SERIES}?rut=1").text
    assert staff.get(f"{SERIES}/{other_id}/rut").status_code == 404
    assert staff.post(f"{SERIES}/{other_id}/rut", data={"reason": "x"}).status_code == 303
    changes = session.scalars(
        select(FactChange).where(
            FactChange.table_name == "declared_figures", FactChange.row_id == other_id
        )
    ).all()
    assert [(change.reason, change.actor_id) for change in changes][1:] == [
        ("Báo nhầm", anh_tung.user.id)
    ]


def test_a_withdrawn_figure_does_not_come_back_with_its_file(staff, session, publish):
    [figure] = publish(GOOD)
    staff.post(f"{SERIES}/{figure.id}/rut", data={"reason": "Báo nhầm"})

    send(staff, file(GOOD))

    assert [one.withdrawn_at is None for one in session.scalars(select(DeclaredFigure))] == [False]
