"""Published figures are taken from files, once."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from sqlalchemy import func, select

from marketplace.audit.models import FactChange
from marketplace.reports.declared.errors import BadFile, FileFault
from marketplace.reports.declared.files import SHIPPED, open_file
from marketplace.reports.declared.reading import read_file
from marketplace.reports.declared.rules.checks import check
from marketplace.reports.declared.rules.flags import FlagKind
from marketplace.reports.models import DeclaredFigure
from tests.reports.published import HEADER, file

GOOD = "Sơn La,2023,certified OCOP products by star,163,,,sum,20+143,"


def hashes(content: bytes) -> list[str]:
    return [statement.hash for _line, statement in read_file(content).statements]


@pytest.fixture
def load(app, session):
    def run(*arguments):
        return app.test_cli_runner().invoke(args=["reports", "load-declared", *arguments])

    return run


def test_the_shipped_file_is_loaded_once(load, session):
    first, second = load(), load()

    assert first.exit_code == second.exit_code == 0
    assert "61 số liệu mới" in first.output
    assert "0 số liệu mới, 61 đã có" in second.output
    assert session.scalar(select(func.count(DeclaredFigure.id))) == 61
    history = session.scalars(select(FactChange).where(FactChange.table_name == "declared_figures"))
    assert {change.reason for change in history} == {"declared.loaded"}


def test_the_contradictions_of_the_shipped_file_are_found(load, session):
    load()
    figures = session.scalars(select(DeclaredFigure)).all()

    found = check(figures)

    def kinds(time, value):
        [figure] = [
            one for one in figures if (one.stated_time, one.numerator_text) == (time, value)
        ]
        return {flag.kind for flag in found.get(figure.id, ())}

    assert kinds("2022-09", "139") == kinds("2022-09", "142") == {FlagKind.TOTALS}
    assert kinds("2022", "42") == {FlagKind.PERCENT, FlagKind.COMPLEMENT}
    assert kinds("2022-12", "1761") == {FlagKind.TRUNCATED}
    assert kinds("2022-12", "137") == kinds("2022-07-20", "607") == set()
    faults = [one for one, flags in found.items() if any(flag.is_fault for flag in flags)]
    assert len(faults) == 16


def test_rows_are_refused_by_line_and_column(load, session, tmp_path):
    path = tmp_path / "published.csv"
    path.write_bytes(file(GOOD, "Sơn La,2023-13,subjects,many,,,,,", ",2023,subjects,9,,,,,"))

    done = load(str(path))

    assert done.exit_code == 1
    assert "dòng 3, cột thời gian (date): “2023-13”" in done.output
    assert "dòng 3, cột số liệu (numerator): “many”" in done.output
    assert "dòng 4, cột tỉnh (province)" in done.output
    assert session.scalars(select(DeclaredFigure.province)).all() == ["Sơn La"]


def test_a_row_that_came_twice_is_one_figure(load, session, tmp_path):
    path = tmp_path / "published.csv"
    path.write_bytes(file(GOOD, GOOD + "the same with a note"))

    done = load(str(path))

    assert "1 số liệu mới, 1 đã có" in done.output
    assert session.scalar(select(func.count(DeclaredFigure.id))) == 1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(codecs.BOM_UTF8 + file(GOOD), id="byte-order-mark"),
        pytest.param(file(GOOD).decode().encode("utf-16"), id="utf-16"),
        pytest.param(file(GOOD).replace(b",", b";"), id="semicolons"),
        pytest.param(file(GOOD).replace(b",", b"\t"), id="tabs"),
        pytest.param(file(GOOD).replace(b"\n", b"\r\n"), id="windows-line-ends"),
        pytest.param(file(f"{GOOD},9,x", header=f"{HEADER},computed,check"), id="more-columns"),
        pytest.param(b"So Cong Thuong\n\n" + file(GOOD), id="title-above"),
        pytest.param(file("", ",,,,,,,,", GOOD), id="empty-rows"),
        pytest.param(
            file(
                "163;2023;Tỉnh Sơn La;certified OCOP products by star;20 + 143;sum",
                header="Số liệu;Thời gian;Tỉnh;Chỉ tiêu;Thành phần;Loại",
            ),
            id="own-headings-in-another-order",
        ),
    ],
)
def test_files_come_in_many_shapes(content):
    assert hashes(content) == hashes(file(GOOD))


def test_windows_1258_is_read():
    read = read_file(file(GOOD).decode().encode("cp1258"))

    assert [statement.province for _line, statement in read.statements] == ["Sơn La"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", FileFault.EMPTY),
        (b"\x89PNG\x00\x00", FileFault.NOT_TEXT),
        (b"a,b\n1,2\n", FileFault.NO_HEADER),
        (f"{HEADER}\n".encode(), FileFault.NO_ROWS),
        (f"{HEADER},tinh\n{GOOD},x\n".encode(), FileFault.COLUMNS_TWICE),
        (f'{HEADER}\n"{GOOD}\n'.encode(), FileFault.BROKEN_QUOTES),
        (file(*[GOOD] * 5_000), FileFault.TOO_MANY_ROWS),
        (b"x" * (5 * 1024 * 1024 + 1), FileFault.TOO_LARGE),
    ],
    ids=lambda value: value.value if isinstance(value, FileFault) else "",
)
def test_what_is_no_such_file_is_refused_whole(content, fault):
    with pytest.raises(BadFile) as refusal:
        read_file(content)

    assert refusal.value.fault is fault


def test_a_row_longer_than_the_titles_is_refused():
    read = read_file(file("Sơn La,2023,products, food and drink,163,,,,,,x"))

    assert [(fault.line, fault.column) for fault in read.faults] == [(2, None)]


def test_a_missing_file_takes_nothing(load, tmp_path):
    done = load(str(tmp_path / "nowhere.csv"))

    assert done.exit_code == 2
    assert "Chưa có gì được nhập." in done.output


def test_the_shipped_file_has_no_row_that_is_refused():
    read = open_file(Path(SHIPPED))

    assert (len(read.statements), read.refused) == (61, 0)
    assert set(read.unknown) == {"computed", "check"}
