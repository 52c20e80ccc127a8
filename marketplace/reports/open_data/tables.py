"""The tables of the open data, as rows of plain values. Nobody's personal data is among them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from marketplace.reports.book import Book, ProductInForce, ProductOver
from marketplace.reports.figures import Breakdown, Figure, Figures, Line
from marketplace.reports.open_data.suppression import Cell, hidden_keys
from marketplace.reports.open_data.words import DECISIONS, FIGURES, PRODUCTS
from marketplace.reports.queries.decisions import DecisionRow
from marketplace.reports.rules import Count, Dimension, Indicator, Share, Value

Row = dict[str, Any]
COLUMNS: Mapping[str, Sequence[str]] = {
    PRODUCTS.name: (
        "san_pham", "chu_the", "ma_xa", "xa", "huyen_cu", "nganh", "nhom", "hang_sao",
        "so_giay_chung_nhan", "so_quyet_dinh", "ngay_cong_nhan", "co_hieu_luc_den",
        "het_hieu_luc_tu", "tinh_trang", "noi_ban",
    ),
    DECISIONS.name: (
        "so_quyet_dinh", "ngay_ban_hanh", "noi_ban_hanh", "so_san_pham", "sao_3", "sao_4", "sao_5",
    ),
    FIGURES.name: (
        "ngay", "chi_tieu", "chia_theo", "nhom", "ten_nhom", "tu_so", "mau_so", "ty_le",
        "so_luong", "so_don", "gia_tri_vnd", "la_khai_bao", "moi", "danh_gia_lai", "nang_hang",
        "mat", "de_trong_vi_it",
    ),
}  # fmt: skip
# Whose lines are about producers: who they are must not be told from them.
_OF_PRODUCERS = frozenset(
    {
        Indicator.PRODUCERS,
        Indicator.E_PAYMENT,
        Indicator.SHOP_AND_ACCOUNT,
        Indicator.ACTIVE_ACCOUNTS,
        Indicator.TRAINED,
    }
)
_PERSONAL = frozenset({Dimension.WOMAN_LED, Dimension.MINORITY_LED})
# Of those, one dimension of each sort only: from a district and its communes, or a sector and its
# groups, the line that was left out could be worked out.
_SAFE_SPLITS = _PERSONAL | {
    Dimension.STAR,
    Dimension.SECTOR,
    Dimension.KIND,
    Dimension.COMMUNE,
    Dimension.ACCOUNT_KIND,
    Dimension.YEAR,
}
# What one producer sold is its own business.
_SALES_SPLITS = frozenset(
    {Dimension.MONTH, Dimension.YEAR, Dimension.PLATFORM, Dimension.MONTH_PLATFORM}
)


def contents(figures: Figures, decisions: Iterable[DecisionRow]) -> dict[tuple[str, str], bytes]:
    """The bytes of each (dataset, format)."""
    rows: dict[str, list[Row]] = {
        PRODUCTS.name: list(_products(figures.book)),
        DECISIONS.name: [_decision(row) for row in decisions],
        FIGURES.name: list(_lines(figures)),
    }
    return {
        (name, ending): write(COLUMNS[name], rows[name])
        for name in rows
        for ending, write in (("csv", _csv), ("json", _json))
    }


def _products(book: Book) -> Iterator[Row]:
    yield from map(_product, sorted(book.products, key=attrgetter("id")))
    yield from map(_product, sorted(book.over, key=attrgetter("id")))


def _product(row: ProductInForce | ProductOver) -> Row:
    return {
        "san_pham": row.name,
        "chu_the": row.producer,
        "ma_xa": row.area.commune,
        "xa": row.area.commune_name,
        "huyen_cu": row.area.old_district_name,
        "nganh": row.sector,
        "nhom": row.group_no,
        "hang_sao": row.stars,
        "so_giay_chung_nhan": row.certificate,
        "so_quyet_dinh": row.decision,
        "tinh_trang": row.state.value,
        **_standing(row),
    }


def _standing(row: ProductInForce | ProductOver) -> Row:
    if isinstance(row, ProductOver):
        return {"het_hieu_luc_tu": row.over_since}
    return {
        "ngay_cong_nhan": row.recognised_on,
        "co_hieu_luc_den": row.valid_until,
        "noi_ban": "; ".join(row.sold_at),
    }


def _decision(row: DecisionRow) -> Row:
    return {
        "so_quyet_dinh": row.number,
        "ngay_ban_hanh": row.issued_on,
        "noi_ban_hanh": row.issuing_body,
        "so_san_pham": row.products,
        "sao_3": row.by_stars[3],
        "sao_4": row.by_stars[4],
        "sao_5": row.by_stars[5],
    }


def _lines(figures: Figures) -> Iterator[Row]:
    day = figures.book.day
    for figure in figures:
        common = {"ngay": day, "chi_tieu": figure.code}
        if figure.value is not None:
            yield common | _value(figure.value)
        for split in _open_splits(figure):
            is_protected = figure.indicator in _OF_PRODUCERS
            hidden = hidden_keys(_cells(split)) if is_protected else frozenset()
            for line in split.lines:
                told = {"de_trong_vi_it": 1} if line.key in hidden else _value(line.value)
                yield common | _named(split, line) | told


def _open_splits(figure: Figure) -> list[Breakdown]:
    if figure.indicator is Indicator.SALES:
        allowed = _SALES_SPLITS
    elif figure.indicator in _OF_PRODUCERS:
        allowed = _SAFE_SPLITS
    else:  # five products can be those of one person
        allowed = frozenset(Dimension) - _PERSONAL
    return [split for dimension, split in figure.breakdowns.items() if dimension in allowed]


def _cells(split: Breakdown) -> list[Cell]:
    return [_cell(line) for line in split.lines]


def _cell(line: Line) -> Cell:
    value = line.value
    if isinstance(value, Share):
        return Cell(line.key, value.part, value.whole - value.part)
    if isinstance(value, Count):
        return Cell(line.key, value.number)
    raise TypeError(f"{value} counts no producers")


def _named(split: Breakdown, line: Line) -> Row:
    return {"chia_theo": split.dimension.value, "nhom": line.key, "ten_nhom": line.name}


_NAMES = {
    "part": "tu_so",
    "whole": "mau_so",
    "percent": "ty_le",
    "number": "so_luong",
    "orders": "so_don",
    "value_vnd": "gia_tri_vnd",
    "is_declared": "la_khai_bao",
    "new": "moi",
    "reassessed": "danh_gia_lai",
    "upgraded": "nang_hang",
    "lost": "mat",
}


def _value(value: Value) -> Row:
    return {_NAMES[name]: told for name, told in value.plain().items()}


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """UTF-8 with a byte order mark, days as 2026-10-31, an empty cell for what is not told."""
    memory = io.StringIO(newline="")
    writer = csv.writer(memory)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_text(row.get(column)) for column in columns])
    return memory.getvalue().encode("utf-8-sig")


def _text(cell: object) -> str:
    """A cell that a spreadsheet takes for no formula."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _json(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    told = [
        {column: _plain(row[column]) for column in columns if row.get(column) is not None}
        for row in rows
    ]
    return json.dumps(told, ensure_ascii=False, indent=0).encode()


def _plain(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, date) else cell
