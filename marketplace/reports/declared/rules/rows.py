"""A row of a file of published figures: what it says, or in which column it cannot be read."""

from __future__ import annotations

import enum
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from marketplace.reports.declared.rules.numbers import Count, read_count, read_parts, read_percent
from marketplace.reports.declared.rules.times import Span, read_time
from marketplace.reports.models import DeclaredKind
from marketplace.text import clean_line, fold, fold_exact


class Column(enum.StrEnum):
    """What a column of the file says."""

    PROVINCE = "province"
    TIME = "date"
    INDICATOR = "indicator"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    PERCENT = "percent_as_published"
    KIND = "kind"
    PARTS = "parts"
    NOTE = "note"
    SOURCE = "source"


# Other headings, folded. Columns that check the figures ("computed", "check") are left out: we
# check them ourselves.
_HEADINGS = {
    Column.PROVINCE: ("tinh", "tinh thanh", "tinh/thanh pho", "dia phuong"),
    Column.TIME: ("time", "period", "thoi gian", "thoi diem", "ky", "ngay", "nam"),
    Column.INDICATOR: ("measure", "chi tieu", "chi so", "noi dung", "ten chi tieu"),
    Column.NUMERATOR: ("value", "tu so", "so luong", "so lieu", "gia tri"),
    Column.DENOMINATOR: ("mau so", "tong so", "total"),
    Column.PERCENT: ("percent", "percentage", "ty le", "ti le", "ty le cong bo", "phan tram", "%"),
    Column.KIND: ("loai", "type"),
    Column.PARTS: ("thanh phan", "cac phan", "chi tiet"),
    Column.NOTE: ("ghi chu", "remark", "notes"),
    Column.SOURCE: ("nguon", "nguon so lieu"),
}
LONGEST = {
    Column.PROVINCE: 80,
    Column.TIME: 40,
    Column.INDICATOR: 200,
    Column.NUMERATOR: 40,
    Column.DENOMINATOR: 20,
    Column.PERCENT: 20,
    Column.KIND: 20,
    Column.PARTS: 400,
    Column.NOTE: 2000,
    Column.SOURCE: 500,
}
NEEDED = (Column.PROVINCE, Column.TIME, Column.INDICATOR, Column.NUMERATOR)
_OFFICE = re.compile(r"(?i)^(?:tỉnh|thành phố|tp\.?)\s+(?=\S)")


class FaultKind(enum.StrEnum):
    """Why a row cannot be taken."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NO_TIME = "no_time"
    NO_NUMBER = "no_number"
    NO_PERCENT = "no_percent"
    NO_KIND = "no_kind"
    NO_SUM = "no_sum"
    NO_FIGURE = "no_figure"
    MORE_CELLS = "more_cells"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, as it was read. ``column`` is None for a row as a whole."""

    line: int
    column: Column | None
    kind: FaultKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A published figure, word for word, and what its words mean."""

    province: str
    stated_time: str
    span: Span
    indicator: str
    kind: DeclaredKind
    numerator: Count | None
    denominator: int | None
    percent_text: str
    parts: Sequence[int]
    note: str

    @property
    def hash(self) -> str:
        """The same for the same statement, whatever its note says."""
        words = [
            fold_exact(self.province),
            fold_exact(self.stated_time),
            fold_exact(self.indicator),
            self.kind.value,
            self.numerator.text if self.numerator else "",
            self.denominator,
            self.percent_text,
            list(self.parts),
        ]
        return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()

    @property
    def percent(self) -> Decimal | None:
        """The percent as published."""
        return read_percent(self.percent_text)


def column_named(heading: str) -> Column | None:
    """The column that a heading means, or None: such a column is left out."""
    folded = fold(heading).replace("_", " ").strip()
    for column, others in _HEADINGS.items():
        if folded == column.value.replace("_", " ") or folded in others:
            return column
    return None


def read_row(line: int, cells: Mapping[Column, str]) -> Statement | list[Fault]:
    """What a row says, or everything that is wrong with it."""
    cells = {column: clean_line(text) for column, text in cells.items()}
    faults = [Fault(line, column, kind, text) for column, kind, text in _faults(cells)]
    return faults or _statement(cells)


def _faults(cells: Mapping[Column, str]) -> Iterator[tuple[Column, FaultKind, str]]:
    for column in (Column.PROVINCE, Column.TIME, Column.INDICATOR):
        if not cells.get(column):
            yield column, FaultKind.MISSING, ""
    for column, text in cells.items():
        if len(text) > LONGEST[column]:
            yield column, FaultKind.TOO_LONG, text
        elif text and column in _READABLE:
            reads, kind = _READABLE[column]
            if reads(text) is None:
                yield column, kind, text
    if not cells.get(Column.NUMERATOR) and not cells.get(Column.PERCENT):
        yield Column.NUMERATOR, FaultKind.NO_FIGURE, ""


def _exact(text: str) -> int | None:
    found = read_count(text)
    return found.value if found else None


def _kind(text: str) -> DeclaredKind | None:
    name = fold(text).replace(" ", "_").replace("-", "_")
    return DeclaredKind(name) if name in set(DeclaredKind) else None


_READABLE = {
    Column.TIME: (read_time, FaultKind.NO_TIME),
    Column.NUMERATOR: (read_count, FaultKind.NO_NUMBER),
    Column.DENOMINATOR: (_exact, FaultKind.NO_NUMBER),
    Column.PERCENT: (read_percent, FaultKind.NO_PERCENT),
    Column.KIND: (_kind, FaultKind.NO_KIND),
    Column.PARTS: (read_parts, FaultKind.NO_SUM),
}


def _statement(cells: Mapping[Column, str]) -> Statement:
    span = read_time(cells[Column.TIME])
    assert span is not None  # noqa: S101 (read before, when faults were looked for)
    remarks = (cells.get(Column.NOTE, ""), cells.get(Column.SOURCE, ""))
    return Statement(
        province=_OFFICE.sub("", cells[Column.PROVINCE]),
        stated_time=cells[Column.TIME],
        span=span,
        indicator=cells[Column.INDICATOR],
        kind=_kind(cells.get(Column.KIND, "")) or _guessed_kind(cells),
        numerator=read_count(cells.get(Column.NUMERATOR, "")),
        denominator=_exact(cells.get(Column.DENOMINATOR, "")),
        percent_text=cells.get(Column.PERCENT, ""),
        parts=read_parts(cells.get(Column.PARTS, "")) or [],
        note="; ".join(remark for remark in remarks if remark),
    )


def _guessed_kind(cells: Mapping[Column, str]) -> DeclaredKind:
    """What a row is whose kind nobody said."""
    said = fold(f"{cells[Column.TIME]} {cells[Column.INDICATOR]}")
    if "(target)" in said or said.startswith("target") or "muc tieu" in said:
        return DeclaredKind.TARGET
    if cells.get(Column.PARTS):
        return DeclaredKind.SUM
    if cells.get(Column.DENOMINATOR):
        return DeclaredKind.RATIO
    if not cells.get(Column.NUMERATOR):
        return DeclaredKind.PERCENT_ONLY
    is_exact = _exact(cells[Column.NUMERATOR]) is not None
    return DeclaredKind.COUNT if is_exact else DeclaredKind.LOWER_BOUND
