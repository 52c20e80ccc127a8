"""Whatever happened, every kind of file says what plain SQL counts."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from marketplace import clock
from marketplace.reports import wording
from marketplace.reports.exports import figures, formats
from marketplace.reports.exports.asked import Asked, FileFormat, ReportName
from marketplace.reports.rules import Dimension
from marketplace.reports.sheet_names import SheetNames
from tests.reports.histories import Life, steps
from tests.reports.plain_sql import comparable, figures_in_sql

HOUR = timedelta(hours=1)
Told = Counter[tuple[str, str, tuple[str, ...]]]  # code, dimension, the numbers of a line


@pytest.fixture(autouse=True)
def _in_a_request(app):
    with app.test_request_context():
        yield


def files_of(session: Any, day: date, now: datetime, folder: Path, *kinds: FileFormat) -> None:
    """Write the figures of a day as each kind of file."""
    for kind in kinds:
        asked = Asked(ReportName.FIGURES, kind, day)
        paper = figures.paper(session, asked, now=now)
        formats.write(paper, asked, folder / f"file.{kind}")


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps, st.sampled_from([0, 97, 500]))
def test_workbook_csv_and_json_say_what_plain_sql_counts(session, tmp_path, past, days_ago):
    with session.begin_nested() as example:
        life = Life(session)
        life.tell(past)
        day, now = clock.day_in_vietnam(life.now) - timedelta(days=days_ago), life.now + HOUR
        wanted = figures_in_sql(session, day, now)
        files_of(session, day, now, tmp_path, FileFormat.XLSX, FileFormat.CSV, FileFormat.JSON)

        told = json.loads((tmp_path / "file.json").read_text())
        assert comparable(told) == wanted
        assert in_workbook(tmp_path / "file.xlsx") == numbers_of(wanted)
        assert in_csv(tmp_path / "file.csv") == numbers_of(wanted)
        example.rollback()


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_the_text_of_the_pdf_says_what_plain_sql_counts(session, tmp_path, past):
    with session.begin_nested() as example:
        life = Life(session)
        life.tell(past)
        day, now = clock.day_in_vietnam(life.now), life.now + HOUR
        wanted = figures_in_sql(session, day, now)
        files_of(session, day, now, tmp_path, FileFormat.PDF)

        pages = PdfReader(tmp_path / "file.pdf").pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        for numbers, times in shares_of(wanted).items():
            assert text.count(numbers) >= times, numbers
        example.rollback()


# --- What plain SQL counts ---


def numbers_of(counted: dict[str, Any]) -> Told:
    """The numbers of every value and of every line with something in it."""
    found: Told = Counter()
    for code, figure in counted.items():
        if figure["value"] is not None:
            found[code, "", as_texts(figure["value"])] += 1
        for dimension, lines in figure["breakdowns"].items():
            for line in lines.values():
                found[code, dimension, as_texts(line)] += 1
    return found


def as_texts(value: dict[str, Any]) -> tuple[str, ...]:
    """Number, whole, percent, đồng, and what a year brought; empty where it has none."""
    number = value.get("part", value.get("number", value.get("orders")))
    flow = [value.get(name) for name in ("new", "reassessed", "upgraded", "lost")]
    return texts([number, value.get("whole"), value.get("percent"), value.get("value_vnd"), *flow])


def texts(cells: list[Any]) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell) for cell in cells)


def shares_of(counted: dict[str, Any]) -> Counter[str]:
    """How often each share must be printed at least: "137 139 98,6"."""
    found: Counter[str] = Counter()
    for (_code, _dimension, (part, whole, percent, *_rest)), times in numbers_of(counted).items():
        if percent:
            found[f" {part} {whole} {percent.replace('.', ',')} "] += times
    return found


# --- What the files say ---

HEADINGS = ("Số lượng", "Trên tổng số", "Tỷ lệ (%)", "Giá trị (đồng)",
            "Mới", "Đánh giá lại", "Nâng hạng", "Mất")  # fmt: skip


def in_workbook(path: Path) -> Told:
    names, book, found = SheetNames(), load_workbook(path), Counter()
    dimensions = {names.next(wording.dimension(one)): one.value for one in Dimension}
    for sheet in book:
        rows = sheet.iter_rows(values_only=True)
        header = next((row for row in rows if row[:2] == ("TT", "Mã")), None)
        if header is None:
            continue
        for row in rows:
            if isinstance(row[0], int):
                cells = dict(zip(header, row, strict=True))
                found.update(said(cells, dimensions.get(sheet.title, "")))
    return found


def in_csv(path: Path) -> Told:
    dimensions, found = {wording.dimension(one): one.value for one in Dimension}, Counter()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            if line["Mã"]:
                found.update(said(line, dimensions.get(line["Bảng"], "")))
    return found


def said(cells: dict[str, Any], dimension: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """A line with something in it, unless it is the sum of others."""
    numbers = texts([as_written(heading, cells.get(heading)) for heading in HEADINGS])
    is_line = bool(dimension) and cells["Nhóm"] != "Tổng cộng"
    if (is_line and any(number not in ("", "0", "0.0") for number in numbers)) or (
        not dimension and any(numbers)
    ):
        yield cells["Mã"], dimension, numbers


def as_written(heading: str, cell: Any) -> str | None:
    """A share always has its decimal, whatever the workbook makes of 80.0."""
    if cell in (None, ""):
        return None
    return str(Decimal(str(cell)).quantize(Decimal("0.1"))) if "%" in heading else str(cell)
