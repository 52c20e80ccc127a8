"""Staff send a file in, look at what would change, take it, and get refused rows back."""

import csv
import io

import openpyxl
import pytest
from sqlalchemy import func, select

from marketplace.audit.models import AuditEntry, FactChange
from marketplace.intake.flows import take_decided
from marketplace.intake.models import CaseState, IntakeRow, IntakeRun, KnownHeadings, MatchCase
from marketplace.intake.reading import sources
from marketplace.registry.models import Certificate, Evidence, Product, Programme
from tests.intake.annexes import (
    DECISION,
    FILES,
    NOW,
    TITLES,
    annex,
    confirm,
    latest,
    send,
    send_and_check,
    simple,
    work,
)


@pytest.fixture(autouse=True)
def today(freeze):
    freeze(NOW)


@pytest.fixture
def staff(anh_tung):
    return anh_tung.client


def names(session):
    return session.scalars(select(Product.name).order_by(Product.id)).all()


def take(app, client, run, how):
    answer = client.post(f"{FILES}/{run.id}/nhap", data={"cach": how})
    work(app)
    return answer


LAM_DONG = annex(
    ["UBND TỈNH LÂM ĐỒNG"],
    ["DANH SÁCH SẢN PHẨM OCOP ĐẠT HẠNG 3 SAO NĂM 2026"],
    ["(Kèm theo Quyết định số 3981/QĐ-UBND ngày 05/8/2026 của UBND tỉnh Lâm Đồng)"],
    [],
    ["TT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Mã số OCOP"],
    ["I", "Đồ uống (02 sản phẩm)"],
    [1, "Cà phê bột", "HTX Đắk Song", "Thôn 3, xã Đắk Song", "68-24718-01-2026"],
    [2, "Cà phê hạt", None, "Thôn 3, xã Đắk Song", None],
    ["Tổng cộng: 02 sản phẩm"],
    merges=("C7:C8",),
)


def test_an_annex_becomes_products_of_one_decision(app, session, staff):
    run = send_and_check(app, staff, session, LAM_DONG)
    assert run.settings["decision"] == "3981/QĐ-UBND"
    assert count(session, Product) == 0

    take(app, staff, run, "all_or_nothing")

    powder, beans = sorted(session.scalars(select(Certificate)), key=lambda one: one.product.name)
    assert powder.decision is beans.decision
    assert powder.product.name == "Cà phê bột"
    assert powder.decision.issuing_body == "UBND tỉnh Lâm Đồng"
    assert str(powder.decision.issued_from) == "2026-08-05"
    assert (powder.stars, powder.evidence, powder.programme) == (
        3,
        Evidence.DECISION,
        Programme.QD_26,
    )
    assert (powder.product_code, beans.product_code) == ("68-24718-01-2026", None)
    assert powder.product.producer is beans.product.producer
    assert powder.product.province.name == "Tỉnh Lâm Đồng"


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_the_history_and_the_audit_log_name_the_file(app, session, staff, anh_tung):
    run = send_and_check(app, staff, session, simple(("Mật ong", 3)))
    take(app, staff, run, "all_or_nothing")

    changes = session.scalars(select(FactChange)).all()
    imported = session.scalar(select(AuditEntry).where(AuditEntry.action == "register.imported"))
    assert {(one.origin, one.actor_id) for one in changes} == {
        (f"intake:{run.id}", anh_tung.user.id)
    }
    assert (imported.subject_id, imported.details["added"]) == (run.id, 1)


def test_columns_are_asked_once_and_remembered(app, session, staff):
    send(staff, simple(("Mật ong", 3)))
    first = latest(session)
    assert first.state == "mapping"
    page = staff.get(f"{FILES}/{first.id}/cot").text
    assert "Mật ong" in page
    assert "HTX Mật ong" in page
    confirm(staff, first)
    assert count(session, KnownHeadings) == 1

    send(staff, simple(("Chè", 4)))

    assert latest(session).state == "reading"


def test_a_column_that_is_not_known_is_named_and_left_out(app, session, staff):
    content = annex([*TITLES, "Zalo"], [1, "Mật ong", "HTX A", "Lào Cai", 3, *DECISION, "0912"])
    run = send_and_check(app, staff, session, content)

    page = staff.get(f"{FILES}/{run.id}").text
    assert "Zalo" in page
    assert "0912" not in page


def test_a_required_column_may_not_be_left_out(session, staff):
    send(staff, simple(("Mật ong", 3)))
    run = latest(session)

    answer = confirm(staff, run, cot2="")

    assert answer.status_code == 422
    assert "Chủ thể" in answer.text
    assert latest(session).state == "mapping"


def test_two_columns_cannot_mean_the_same(session, staff):
    send(staff, simple(("Mật ong", 3)))

    answer = confirm(staff, latest(session), cot5="name")

    assert answer.status_code == 422
    assert "Có hai cột" in answer.text


def test_the_trial_shows_each_row_with_what_would_change(app, session, staff):
    run = send_and_check(app, staff, session, simple(("Mật ong", 3), ("Chè", 3)))
    take(app, staff, run, "all_or_nothing")

    run = send_and_check(app, staff, session, simple(("Mật ong", 4), ("Chè", 3), ("Miến", 7)))

    assert {kind: rows for kind, rows in run.counts.items() if rows} == {
        "changed": 1,
        "unchanged": 1,
        "refused": 1,
    }
    assert "hạng sao: 3, nay là 4" in staff.get(f"{FILES}/{run.id}?ket_qua=changed").text
    assert "không phải hạng OCOP" in staff.get(f"{FILES}/{run.id}?ket_qua=refused").text
    assert "Miến" not in staff.get(f"{FILES}/{run.id}?ket_qua=unchanged").text
    stars = session.scalars(select(Certificate.stars)).all()
    assert sorted(stars) == [3, 3]


def test_all_or_nothing_takes_nothing_while_rows_are_refused(app, session, staff):
    run = send_and_check(app, staff, session, simple(("Mật ong", 3), ("Miến", 7)))

    answer = take(app, staff, run, "all_or_nothing")

    assert answer.status_code == 303
    assert latest(session).state == "checked"
    assert names(session) == []
    assert "1 dòng bị từ chối nên chưa nhập gì" in staff.get(f"{FILES}/{run.id}").text


def test_refused_rows_come_back_to_be_corrected_and_sent_in_again(app, session, staff):
    content = annex(
        ["HẠNG 4 SAO"],
        ["(Kèm theo Quyết định số 12/QĐ-UBND ngày 5/8/2026 của UBND tỉnh Lào Cai)"],
        ["STT", "Tên sản phẩm", "Chủ thể", "Xã", "Mã xã mới"],
        ["HẠNG 3 SAO"],
        [1, "Mật ong", "HTX A", None, "99999"],
        [2, "Chè", "HTX A", None, None],
    )
    run = send_and_check(app, staff, session, content)
    take(app, staff, run, "good_rows")
    assert len(names(session)) == 1

    back = staff.get(f"{FILES}/{run.id}/tra-lai.csv").text
    (line,) = csv.DictReader(io.StringIO(back.removeprefix("\ufeff")))
    assert (line["Tên sản phẩm"], line["hạng sao"], line["quyết định"]) == (
        "Mật ong",
        "3",
        "12/QĐ-UBND",
    )
    assert (line["Dòng"], line["Cột"]) == ("5", "Mã xã mới")
    assert "99999" in line["Lý do"]

    corrected = back.replace("99999", "02647").encode()
    run = send_and_check(app, staff, session, corrected, "sua.csv")
    take(app, staff, run, "all_or_nothing")

    assert sorted(names(session)) == ["Chè", "Mật ong"]
    stars = session.scalars(select(Certificate.stars)).all()
    assert stars == [3, 3]


def test_the_columns_of_refused_rows_are_those_of_their_file(app, session, staff):
    title = ["(Kèm theo Quyết định số 12/QĐ-UBND ngày 5/8/2026 của UBND tỉnh Lào Cai)"]
    content = annex(title, [*TITLES[:3], "Hạng sao"], [1, "Miến", "HTX A", 7])
    run = send_and_check(app, staff, session, content)

    send(staff, staff.get(f"{FILES}/{run.id}/tra-lai.xlsx").data, "tra-lai.xlsx")

    again = latest(session)
    assert again.state == "reading"
    assert again.mapping == run.mapping | {
        "tỉnh": "province",
        "trạng thái": "status",
        "quyết định": "decision",
        "ngày công nhận": "recognised_on",
        "cơ quan ban hành": "issuing_body",
    }


def test_refused_rows_come_back_in_excel_too(app, session, staff):
    run = send_and_check(app, staff, session, simple(("Miến", 7)))

    answer = staff.get(f"{FILES}/{run.id}/tra-lai.xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    titles, line = sheet.iter_rows(values_only=True)
    assert dict(zip(titles, line, strict=True))["Tên sản phẩm"] == "Miến"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_an_unsure_row_waits_and_is_taken_once_decided(app, session, staff, anh_tung):
    run = send_and_check(app, staff, session, simple(("Mật ong bạc hà", 3)))
    take(app, staff, run, "all_or_nothing")
    rows = [1, "Mật ong bạc hà", "Hợp tác xã Mật ong bạc hà", "Lào Cai", 4, "9/QĐ", "01/09/2026"]
    content = annex([*TITLES, "Huyện"], [*rows, "Bát Xát"], [*rows[:2], None, *rows[3:], "Sa Pa"])

    run = send_and_check(app, staff, session, content)
    assert run.counts["unsure"] == 1
    take(app, staff, run, "all_or_nothing")
    (case,) = session.scalars(select(MatchCase))
    before = count(session, Certificate)
    case.state, case.chosen_id = CaseState.SAME, case.candidates[0]["id"]
    take_decided(session, case, actor_id=anh_tung.user.id, now=NOW)

    assert count(session, Product) == 1
    assert count(session, Certificate) >= before
    again = send_and_check(app, staff, session, content)
    assert {kind for kind, rows in again.counts.items() if rows} == {"unchanged"}


def test_a_dropped_row_is_not_asked_again(app, session, staff):
    run = send_and_check(app, staff, session, simple(("Mật ong", 3)))
    take(app, staff, run, "all_or_nothing")
    vague = annex(TITLES, [1, "Mật ong", "-", "Lào Cai", 3, "9/QĐ", "01/09/2026"])
    run = send_and_check(app, staff, session, vague)
    assert run.counts["unsure"] == 1
    take(app, staff, run, "good_rows")
    session.scalars(select(MatchCase)).one().state = CaseState.DROPPED

    run = send_and_check(app, staff, session, vague)

    assert run.counts["set_aside"] == 1
    assert "không nhập dòng này" in staff.get(f"{FILES}/{run.id}").text


def test_a_file_that_is_none_is_refused_in_plain_words(session, staff):
    answer = send(staff, b"%PDF-1.7", "quyet-dinh.pdf")

    assert answer.status_code == 422
    assert "PDF" in answer.text
    assert count(session, IntakeRun) == 0


def test_a_file_that_is_too_large_is_refused(session, staff, monkeypatch):
    monkeypatch.setattr("marketplace.intake.files.MAX_BYTES", 1000)

    answer = send(staff, simple(("Mật ong", 3)))

    assert answer.status_code == 422
    assert "MB" in answer.text
    assert sources.MAX_BYTES == 30 * 1024 * 1024


def test_nothing_chosen_is_said(staff):
    answer = staff.post(f"{FILES}/gui", data={"kind": "register"})

    assert answer.status_code == 422
    assert "Hãy chọn tệp" in answer.text


def test_a_discarded_file_leaves_its_name_only(app, session, staff):
    run = send_and_check(app, staff, session, simple(("Mật ong", 3)))
    path = app.extensions["market"].data_dir / "intake" / str(run.id)
    assert path.exists()

    staff.post(f"{FILES}/{run.id}/bo")

    assert (latest(session).state, count(session, IntakeRow)) == ("discarded", 0)
    assert not path.exists()
    assert "phu-luc.xlsx" in staff.get(FILES).text
    assert staff.get(f"{FILES}/{run.id}").status_code == 200


def test_a_taken_file_is_gone_and_cannot_be_discarded(app, session, staff):
    run = send_and_check(app, staff, session, simple(("Mật ong", 3)))
    take(app, staff, run, "all_or_nothing")

    assert not (app.extensions["market"].data_dir / "intake" / str(run.id)).exists()
    staff.post(f"{FILES}/{run.id}/bo")
    assert latest(session).state == "done"
    assert "không bỏ được" in staff.get(f"{FILES}/{run.id}").text


def test_the_same_file_again_is_said(app, session, staff):
    content = simple(("Mật ong", 3))
    run = send_and_check(app, staff, session, content)
    take(app, staff, run, "all_or_nothing")
    run = send_and_check(app, staff, session, content)

    assert "đã được nhập lúc" in staff.get(f"{FILES}/{run.id}").text


def test_a_stopped_file_goes_on(app, session, staff):
    send(staff, simple(("Mật ong", 3)))
    confirm(staff, latest(session))
    run = latest(session)

    staff.post(f"{FILES}/{run.id}/dung")
    work(app)
    assert latest(session).state == "stopped"
    assert "Làm tiếp" in staff.get(f"{FILES}/{run.id}").text

    staff.post(f"{FILES}/{run.id}/tiep")
    work(app)
    assert latest(session).state == "checked"


def test_progress_is_told_to_the_page(session, staff):
    send(staff, simple(("Mật ong", 3)))
    confirm(staff, latest(session))
    run = latest(session)

    assert staff.get(f"{FILES}/{run.id}/tien-do").json == {
        "done": None,
        "total": None,
        "words": "Đã đọc 0 dòng…",
        "is_over": False,
    }
    assert 'http-equiv="refresh"' in staff.get(f"{FILES}/{run.id}").text


def test_the_list_shows_files_with_who_and_how_many(app, session, staff):
    assert "Chưa có tệp nào" in staff.get(FILES).text

    send_and_check(app, staff, session, simple(("Mật ong", 3), ("Miến", 7)))

    page = staff.get(FILES).text
    assert "phu-luc.xlsx" in page
    assert "Anh Tùng" in page
    assert "1 thêm mới, 1 từ chối" in " ".join(page.split())


@pytest.mark.parametrize("path", ["/999999", "/999999/cot", "/999999/tra-lai.csv"])
def test_a_file_that_is_not_there_is_missing(staff, path):
    assert staff.get(FILES + path).status_code == 404
