"""``flask registry import``, as staff run it."""

import csv

import pytest
from flask_babel import force_locale
from sqlalchemy import delete, func, select

from marketplace.admin_units.models import AdminUnit
from marketplace.intake import jobs
from marketplace.intake.errors import BadFile, FileFault
from marketplace.intake.kinds import OutcomeKind
from marketplace.intake.models import IntakeRow, IntakeRun
from marketplace.intake.reading import tables
from marketplace.intake.wording import OUTCOMES, file_fault
from marketplace.registry import commands, wording
from marketplace.registry.importing.outcomes import Fact, Field, Reason, Remark
from marketplace.registry.models import Certificate, Product, SetAsideReason, SetAsideRow
from tests.registry.registers import SHIPPED, count, row, write_csv

UNREADABLE = 2
SOME_REFUSED = 1


@pytest.fixture
def run(app, session):
    """Runs the command."""

    def run_import(*arguments):
        words = ["registry", "import", *map(str, arguments)]
        return app.test_cli_runner().invoke(args=words)

    return run_import


def test_the_shipped_register_goes_in_without_a_refusal(session, run):
    result = run(SHIPPED)

    assert result.exit_code == 0
    assert "register_lao_cai.csv: 248 dòng" in result.output
    assert "thêm mới         125" in result.output
    assert "để riêng         123" in result.output
    assert "Không ghi hạng sao: 37" in result.output
    assert "Không ghi ngày công nhận: 22" in result.output
    assert (
        "dòng 35, cột trạng thái (status) (Cá rô phi nguyên con): mới là ứng viên" in result.output
    )
    assert "có thể trùng với Tương ớt Mường Khương (HTX Hoa Lợi, Lào Cai)" in result.output
    assert (count(session, Product), count(session, SetAsideRow)) == (124, 123)


def test_a_dry_run_tells_all_and_changes_nothing(session, run):
    result = run(SHIPPED, "--dry-run")

    assert result.exit_code == 0
    assert "thêm mới         125" in result.output
    assert "chạy thử" in result.output
    tables = (Product, SetAsideRow, IntakeRun, IntakeRow)
    assert [count(session, table) for table in tables] == [0, 0, 0, 0]


def test_good_rows_are_taken_and_refused_ones_named(session, run, tmp_path):
    path = write_csv(tmp_path / "a.csv", [row(), row(name="Chè", stars="6")])

    result = run(path)

    assert result.exit_code == SOME_REFUSED
    assert 'dòng 3, cột hạng sao (stars) (Chè): "6" không phải hạng OCOP' in result.output
    assert count(session, Product) == 1


def test_a_changed_row_says_what_changed(run, tmp_path):
    run(write_csv(tmp_path / "a.csv", [row()]))
    result = run(write_csv(tmp_path / "a.csv", [row(stars="4", producer_kind="công ty")]))

    assert "dòng 2 (Mật ong bạc hà): hạng sao: 3, nay là 4" in result.output
    assert "loại hình chủ thể: Hợp tác xã, nay là Doanh nghiệp" in result.output


def test_columns_that_are_not_known_are_said(run, tmp_path):
    path = tmp_path / "a.csv"
    text = write_csv(path, [row()]).read_text(encoding="utf-8").splitlines()
    path.write_text(f"{text[0]},Zalo\n{text[1]},0912\n", encoding="utf-8")

    result = run(path)

    assert result.exit_code == 0
    assert "đã bỏ qua: Zalo" in result.output


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp rỗng"),
        (b"\x89PNG\r\n\x1a\n", "bức ảnh"),
        ("Tên sản phẩm,Tỉnh\nMật ong,Lào Cai\n".encode(), "Tệp thiếu cột: hạng sao (stars)"),
        ("Tên,stars\n".encode() + b"T\xean,3\n", "CSV UTF-8"),
    ],
)
def test_a_file_that_is_none_changes_nothing(session, run, tmp_path, content, words):
    run(write_csv(tmp_path / "good.csv", [row()]))
    before = session.execute(select(Certificate.id, Certificate.stars)).all()
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    result = run(path)

    assert result.exit_code == UNREADABLE
    assert words in result.stderr
    assert "Sổ đăng ký giữ nguyên như cũ." in result.stderr
    assert session.execute(select(Certificate.id, Certificate.stars)).all() == before


def test_a_file_that_breaks_off_changes_nothing(session, run, tmp_path):
    path = write_csv(tmp_path / "a.csv", [row(name=f"Mật ong {n}") for n in range(50)])
    path.write_bytes(path.read_bytes() + b'"Ch\xe8')

    assert run(path).exit_code == UNREADABLE
    assert count(session, Product) == count(session, IntakeRun) == 0


def test_without_places_nothing_can_be_imported(session, run):
    session.execute(delete(AdminUnit))

    result = run(SHIPPED)

    assert result.exit_code == UNREADABLE
    assert "flask places load" in result.stderr
    assert count(session, Product) == 0


def test_progress_is_told_while_a_long_file_is_taken(run, tmp_path, monkeypatch):
    for chunk in ("READ_ROWS", "CHECK_ROWS", "TAKE_ROWS"):
        monkeypatch.setattr(jobs, chunk, 10)
    monkeypatch.setattr(commands, "EVERY_IN_LOG", 15)
    rows = [row(producer=f"HTX số {n}", status="candidate") for n in range(21)]

    result = run(write_csv(tmp_path / "a.csv", rows))

    assert [line.strip() for line in result.stderr.splitlines()] == [
        f"{verb} {rows} dòng…" for verb in ("Đã đọc", "Đã kiểm tra", "Đã nhập") for rows in (10, 20)
    ]


def test_more_rows_than_the_country_has_products_are_refused(session, run, tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 10)
    path = write_csv(tmp_path / "a.csv", [row(name=f"Mật ong {n}") for n in range(11)])

    result = run(path)

    assert result.exit_code == UNREADABLE
    assert "hơn 10 dòng" in result.stderr
    assert count(session, Product) == 0


def test_the_report_can_be_corrected_and_imported(session, run, tmp_path):
    rows = [row(note="=1+1"), row(name="Chè", stars="6"), row(name="Miến", status="candidate")]
    report = tmp_path / "report.csv"
    run(write_csv(tmp_path / "a.csv", rows), "--report", report)

    lines = list(csv.DictReader(report.read_text(encoding="utf-8-sig").splitlines()))
    assert [line["Kết quả"] for line in lines] == ["thêm mới", "từ chối", "để riêng"]
    assert [line["Dòng"] for line in lines] == ["2", "3", "4"]
    assert lines[0]["note"] == "'=1+1"  # a spreadsheet must not take it for a formula
    assert (lines[1]["Cột"], lines[1]["stars"]) == ("stars", "6")
    assert "không phải hạng OCOP" in lines[1]["Lý do"]

    report.write_text(
        report.read_text(encoding="utf-8-sig").replace("Chè,6", "Chè,4"), encoding="utf-8"
    )
    result = run(report)

    assert result.exit_code == 0
    assert "bỏ qua" not in result.output
    assert count(session, Product) == 2
    assert session.scalar(select(func.max(Certificate.note))) == "=1+1"


def test_a_report_without_a_folder_is_said_before_anything_happens(session, run, tmp_path):
    result = run(SHIPPED, "--report", tmp_path / "none" / "report.csv")

    assert result.exit_code == UNREADABLE
    assert "Không có thư mục" in result.stderr
    assert count(session, Product) == 0


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_fault_of_a_file_has_a_sentence(app, session, locale):
    data = {"path": "a.csv", "line": 2, "limit": 10, "megabytes": 50, "columns": ["name"]}
    data |= {"rows": 60, "cell": "B2"}

    with force_locale(locale):
        sentences = [file_fault(BadFile(fault, **data)) for fault in FileFault]

    assert all(sentence.endswith(".") and "%(" not in sentence for sentence in sentences)


def test_every_reason_and_every_fact_has_words(app, session):
    blanks = (
        "text cells columns length limit stars other line year code name old old_code province"
        " names value producer place day"
    )
    data = dict.fromkeys(blanks.split(), "x") | {"fact": "stars"}

    words = [wording.remark(Remark(reason, Field.NAME, data)) for reason in Reason]

    assert all(words)
    assert not any("%(" in sentence for sentence in words)
    assert set(wording.FACTS) == set(Fact)
    assert set(OUTCOMES) == set(OutcomeKind)
    assert set(wording.SET_ASIDE) == set(SetAsideReason)
