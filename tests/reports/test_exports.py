"""Files of the figures: the same in every format, the same again, and each in the log."""

from __future__ import annotations

import csv
import html
import json
import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from marketplace.audience import Audience
from marketplace.audit.history import because
from marketplace.audit.models import AuditEntry
from marketplace.reports.exports import job
from marketplace.reports.figures import as_plain, figures
from marketplace.reports.json_file import canonical
from marketplace.reports.models import Export, ExportState, Target
from marketplace.reports.queries import book
from tests.people import make_person
from tests.reports.december_2022 import DAY, MISSING, december_2022

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
FORMATS = ("xlsx", "csv", "pdf", "json")
OFFICE = {"parent": "UBND tỉnh", "name": "Sở Công Thương", "place": "Lào Cai"}


@pytest.fixture
def clock(freeze):
    return freeze(NOW)


@pytest.fixture
def market(session, clock):
    return december_2022(session)


@pytest.fixture
def staff(anh_tung, market):
    return anh_tung.client


@pytest.fixture
def chi_thu(app, session):
    """Another officer of the province."""
    return make_person(app, session, "Chị Thu", Audience.STAFF)


def taken(client, ending, asked="ngay=2022-12-31"):
    response = client.get(f"/can-bo/so-lieu/tai-ve.{ending}?{asked}")
    assert response.status_code == 200
    return response.data


def asked_for(client, report="figures", **typed):
    """The page of the file that was made."""
    form = {"format": "xlsx", "separator": "phay", "day": "2022-12-31", **OFFICE, **typed}
    return client.post(f"/can-bo/tai-ve/moi/{report}", data=form)


def log(session):
    return list(session.scalars(select(Export).order_by(Export.id)))


# --- The same figures in all ---


def lines_of(counted):
    """Every value of the figures: (code, dimension, line) -> number, whole, percent."""
    found = {}
    for code, figure in counted["figures"].items():
        if figure["value"]:
            found[code, "", ""] = _numbers(figure["value"])
        for dimension, split in figure["breakdowns"].items():
            for line in split["lines"]:
                found[code, dimension, line["key"]] = _numbers(line)
    return found


def _numbers(value):
    number = value.get("part", value.get("number", value.get("orders")))
    return number, value.get("whole"), value.get("percent")


def test_workbook_and_csv_file_hold_every_value_of_the_figures(staff, session):
    counted = as_plain(figures(book(session, DAY, now=NOW)))
    wanted = sorted(map(str, lines_of(counted).values()))

    workbook = load_workbook(BytesIO(taken(staff, "xlsx")))
    assert sorted(map(str, in_workbook(workbook))) == wanted
    assert sorted(map(str, in_csv(taken(staff, "csv")))) == wanted


def in_workbook(workbook):
    for sheet in workbook:
        rows = list(sheet.iter_rows(values_only=True))
        for place, row in enumerate(rows):
            if row[:2] == ("TT", "Mã"):
                yield from _valued(row, rows[place + 2 :])


def _valued(header, rows):
    group = header.index("Nhóm") if "Nhóm" in header else None
    for row in rows:
        if not isinstance(row[0], int):
            return
        if group is not None and row[group] == "Tổng cộng":
            continue
        cells = dict(zip(header, row, strict=True))
        percent = cells.get("Tỷ lệ (%)")
        number = cells.get("Số lượng", cells.get("Mới"))
        if number is None and group is None:
            continue
        told = None if percent is None else str(float(percent))
        yield (None if "Mới" in header and cells.get("Số lượng") is None else number,
               cells.get("Trên tổng số"), told)  # fmt: skip


def in_csv(data):
    for line in csv.DictReader(StringIO(data.decode("utf-8-sig"))):
        if not line["Mã"] or line["Nhóm"] == "Tổng cộng":
            continue
        if not line["Số lượng"] and not line["Nhóm"]:
            continue
        number, whole = (int(line[name]) if line[name] else None for name in
                         ("Số lượng", "Trên tổng số"))  # fmt: skip
        yield number, whole, line["Tỷ lệ (%)"] or None


def test_the_json_file_is_the_canonical_form(staff, session):
    counted = figures(book(session, DAY, now=NOW))
    told = json.loads(taken(staff, "json"))

    assert canonical({key: told[key] for key in as_plain(counted)}) == canonical(as_plain(counted))
    assert len(told["rows"]["products"]) == 139


def test_the_pdf_says_the_same_and_names_who_is_missing(staff):
    pages = PdfReader(BytesIO(taken(staff, "pdf"))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())

    assert "137 139 98,6" in text
    assert "40 41 97,6" in text
    for name in MISSING:
        assert name in text


def test_no_file_holds_a_phone_address_or_number_of_anybody(staff, market):
    producer = market.producer("Có đủ", phone="+84912345678", email="co@vidu.vn",
                               address="Số 1 ngõ 2", tax_code="0100109106",
                               representative="Vàng Thị Mai")  # fmt: skip
    market.product("Rượu", producer, date(2022, 6, 1))
    market.account(producer)

    data = taken(staff, "csv").decode() + taken(staff, "json").decode()

    assert "Có đủ" in data
    for kept in ("912345678", "co@vidu.vn", "ngõ 2", "0100109106", "Vàng Thị Mai", '1234"'):
        assert kept not in data


# --- The same again ---


@pytest.mark.parametrize("ending", FORMATS)
def test_another_person_at_another_time_gets_the_same_bytes(staff, chi_thu, clock, ending):
    first = taken(staff, ending)
    clock.pass_by(timedelta(days=3, hours=5))

    assert taken(chi_thu.client, ending) == first


def test_a_typed_report_number_is_part_of_the_bytes(staff, session):
    asked_for(staff, number="125/BC-SCT", signed_on="2022-12-31")
    asked_for(staff, number="126/BC-SCT")

    first, second = log(session)
    assert first.checksum != second.checksum
    assert first.filters["office"]["number"] == "125/BC-SCT"


def test_an_old_report_is_made_again_without_later_corrections(staff, session, market, clock):
    asked_for(staff, format="json", known_on="2026-11-22")
    late = clock.pass_by(timedelta(days=1))
    because(session, actor_id=None, reason="Bổ sung", now=late)
    market.product("Ghi muộn", market.producer(), date(2022, 6, 1))
    asked_for(staff, format="json", known_on="2026-11-22")
    asked_for(staff, format="json")

    before, again, now = log(session)
    assert before.checksum == again.checksum != now.checksum


def test_figures_can_be_narrowed(staff, session):
    asked_for(staff, format="json", stars="5")

    (export,) = log(session)
    told = json.loads(staff.get(f"/can-bo/tai-ve/{export.id}/tep").data)
    assert {row["stars"] for row in told["rows"]["products"]} == {5}
    assert export.filters["narrow"] == {"stars": 5}
    assert "Sao: 5 sao" in staff.get("/can-bo/tai-ve").text


def test_the_links_of_the_page_ask_for_what_it_shows(staff, session):
    page = staff.get("/can-bo/so-lieu?ngay=2022-12-31&sao=5&biet-den=2026-11-01").text
    links = re.findall(r'href="(/can-bo/so-lieu/tai-ve[.]json[^"]*)"', page)

    told = json.loads(staff.get(html.unescape(links[0])).data)

    (export,) = log(session)
    assert told["filters"] == export.filters["narrow"] == {"stars": 5}
    assert export.filters["known_on"] == "2026-11-01"


def test_a_plan_stands_beside_its_result(staff, session):
    session.add(Target(measure="new_products", year=2022, value=54, recorded_at=NOW))
    session.flush()

    book = load_workbook(BytesIO(taken(staff, "xlsx")))

    rows = list(book["Kế hoạch và kết quả"].iter_rows(values_only=True))
    (plan,) = (row for row in rows if row[0] == 1)
    assert plan[2:5] == ("2022", 54, 71)
    assert plan[5] == 131.5


# --- The log ---


def test_every_file_is_in_the_log_with_who_what_filter_and_rows(staff, session, anh_tung):
    taken(staff, "csv")

    (export,) = log(session)
    assert (export.report, export.format, export.state) == ("figures", "csv", ExportState.DONE)
    assert (export.made_by_id, export.filters["day"]) == (anh_tung.user.id, "2022-12-31")
    assert export.rows_done > 139
    assert export.expires_at == NOW + timedelta(days=7)
    page = staff.get("/can-bo/tai-ve").text
    assert "Anh Tùng" in page
    assert "tính đến hết 31/12/2022" in page


def test_each_taking_of_a_file_is_noted(staff, session, anh_tung):
    data = taken(staff, "csv")
    (export,) = log(session)
    again = staff.get(f"/can-bo/tai-ve/{export.id}/tep")

    assert again.data == data
    notes = session.scalars(select(AuditEntry).where(AuditEntry.action == "export.taken")).all()
    assert [note.actor_id for note in notes] == [anh_tung.user.id] * 2
    assert notes[0].details["checksum"] == export.checksum


def test_the_log_can_be_narrowed_and_paged(staff, chi_thu, session):
    taken(staff, "csv")
    taken(chi_thu.client, "json")

    by_thu = staff.get(f"/can-bo/tai-ve?nguoi={chi_thu.user.id}").text
    by_kind = staff.get("/can-bo/tai-ve?loai=csv&bao_cao=figures").text
    first, second = (f'/can-bo/tai-ve/{line.id}"' for line in log(session))
    assert (first in by_thu, second in by_thu) == (False, True)
    assert (first in by_kind, second in by_kind) == (True, False)
    assert "Chưa ai tải tệp như vậy" in staff.get("/can-bo/tai-ve?bao_cao=orders").text
    assert staff.get("/can-bo/tai-ve?trang=99&nguoi=x").status_code == 200


def test_only_who_asked_for_a_file_takes_it(staff, chi_thu, session):
    taken(staff, "csv")
    (export,) = log(session)

    assert chi_thu.client.get(f"/can-bo/tai-ve/{export.id}/tep").status_code == 404
    assert (
        "Tệp này được tạo cho người khác" in chi_thu.client.get(f"/can-bo/tai-ve/{export.id}").text
    )
    assert chi_thu.client.post(f"/can-bo/tai-ve/{export.id}/lam-lai").status_code == 303
    assert [line.made_by_id for line in log(session)][1] == chi_thu.user.id
    assert log(session)[1].checksum == export.checksum


def test_a_file_expires_and_its_line_stays(staff, session, clock, app):
    taken(staff, "csv")
    job.forget_expired(clock.pass_by(timedelta(days=7) - timedelta(seconds=1)))
    assert log(session)[0].state is ExportState.DONE

    job.forget_expired(clock.pass_by(timedelta(seconds=1)))

    session.expire_all()
    (export,) = log(session)
    assert export.state is ExportState.EXPIRED
    assert list((app.extensions["market"].data_dir / "exports").iterdir()) == []
    assert staff.get(f"/can-bo/tai-ve/{export.id}/tep").status_code == 303
    assert "đã được xóa sau 7 ngày" in staff.get(f"/can-bo/tai-ve/{export.id}").text


def test_a_file_can_be_checked_against_the_log(staff, chi_thu):
    data = taken(staff, "xlsx")

    same = check(chi_thu.client, data)
    changed = check(chi_thu.client, data + b" ")

    assert "do hệ thống xuất ra và chưa bị sửa gì" in same.text
    assert "Anh Tùng" in same.text
    assert "không có trong danh sách" in changed.text


def check(client, data):
    upload = {"file": (BytesIO(data), "so-lieu.xlsx")}
    return client.post("/can-bo/tai-ve/kiem-tra", data=upload)


def test_checking_nothing_is_told(staff):
    response = staff.post("/can-bo/tai-ve/kiem-tra", data={})

    assert response.status_code == 422
    assert "Hãy chọn tệp." in response.text


# --- Refusals ---


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"day": "2027-01-01"}, "Muộn nhất là hôm nay"),
        ({"day": "hôm qua"}, "31/12/2022"),
        ({"known_on": "2026-11-23"}, "Ngày này chưa hết"),
        ({"format": ""}, "Hãy chọn loại tệp"),
        ({"number": "1" * 41}, "40"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(staff, session, typed, told):
    response = asked_for(staff, **{"name": "Chi cục Phát triển nông thôn"} | typed)

    assert response.status_code == 422
    assert told in response.text
    assert "Chi cục Phát triển nông thôn" in response.text
    assert log(session) == []


def test_a_period_ends_after_it_begins(staff):
    response = asked_for(staff, "orders", first_day="2022-12-31", day="2022-12-01")

    assert "Ngày cuối đứng trước ngày đầu" in response.text


def test_a_wrong_day_in_the_address_leads_to_the_page_that_says_so(staff):
    response = staff.get("/can-bo/so-lieu/tai-ve.xlsx?ngay=31/31/2022", follow_redirects=True)

    assert response.status_code == 422


def test_the_words_of_the_office_are_remembered(staff):
    asked_for(staff, name="Chi cục Phát triển nông thôn", number="125/BC-SCT")

    form = staff.get("/can-bo/tai-ve/moi/figures").text

    assert "Chi cục Phát triển nông thôn" in form
    assert 'value="125/BC-SCT"' not in form


def test_no_such_report(staff):
    assert staff.get("/can-bo/tai-ve/moi/khong-co").status_code == 404
    assert staff.get("/can-bo/tai-ve/99").status_code == 404
    assert staff.get("/can-bo/tai-ve/99/tep").status_code == 404
