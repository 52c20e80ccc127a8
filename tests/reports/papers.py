"""Papers for tests of files, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from marketplace.reports.office import Office
from marketplace.reports.paper import Column, Paper, Table, fixed

DAY = date(2022, 12, 31)
MIDNIGHT = datetime(2026, 2, 3, 17, 0, tzinfo=UTC)  # of 4 February in Vietnam
SIGNED = Office(
    parent="Ủy ban nhân dân tỉnh Lào Cai",
    name="Sở Công Thương",
    number="125/BC-SCT",
    signed_on=date(2026, 2, 5),
    place="Lào Cai",
)
COLUMNS = (
    Column("name", "Tên", 30, lambda row: row[0]),
    Column("number", "Số lượng", 10, lambda row: row[1], is_number=True),
    Column("percent", "Tỷ lệ (%)", 10, lambda row: row[2], is_number=True),
    Column("day", "Ngày cấp", 12, lambda row: row[3]),
    Column("at", "Lúc", 17, lambda row: row[4]),
)


def row(name: str = "Chè") -> tuple[object, ...]:
    """One of everything a cell can be."""
    return (name, 1_250_000, Decimal("98.6"), date(2025, 6, 1), MIDNIGHT)


def table(*rows: tuple[object, ...], key: str = "summary", **facts: object) -> Table:
    """A table of such rows."""
    settings: dict[str, object] = {
        "name": "Tổng hợp",
        "title": "Sản phẩm còn hiệu lực",
        "columns": COLUMNS,
        "rows": fixed(rows),
        "when_empty": "Không có dòng nào.",
        "unit": "sản phẩm",
    }
    return Table(key=key, **settings | facts)  # type: ignore[arg-type]


def paper(*tables: Table, office: Office = SIGNED) -> Paper:
    """A report of such tables."""
    return Paper(
        report="figures",
        title="Số liệu OCOP",
        as_of="Số liệu tính đến hết ngày 31/12/2022",
        day=DAY,
        office=office,
        tables=tables or (table(row()),),
        notes=[("Cách tính", "Lấy số sản phẩm đang bán chia cho số còn hiệu lực.")],
    )
