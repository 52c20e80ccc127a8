"""Register files for the tests, and taking them in."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.intake import by_hand
from marketplace.intake.kinds import FileRow, Remark, RemarkKind
from marketplace.intake.models import IntakeRow
from marketplace.registry.importing.outcomes import Change, Field
from marketplace.registry.importing.taking import register
from marketplace.registry.importing.telling import change_from
from marketplace.registry.models import Product
from tests.places import known_places

SHIPPED = Path(__file__).resolve().parents[2] / "marketplace/data/register_lao_cai.csv"
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
COLUMNS = [field.value for field in Field]
HONEY = {
    "name": "Mật ong bạc hà",
    "stars": "3",
    "producer": "HTX Mật ong Bát Xát",
    "producer_kind": "hợp tác xã",
    "commune": "Mường Vi",
    "district": "Bát Xát",
    "province": "Lào Cai",
    "status": "recognised",
    "decision": "1234/QĐ-UBND",
    "recognised_on": "2025-03-12",
    "source": "sở",
}


def row(**cells: str) -> dict[str, str]:
    """A good row, with these cells instead."""
    return HONEY | cells


def write_csv(path: Path, rows: list[dict[str, str]], columns: list[str] = COLUMNS) -> Path:
    """A register file of these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def shipped_rows() -> list[dict[str, str]]:
    """The rows of the register of Lào Cai."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Said:
    """A fault or a notice."""

    reason: str
    column: str | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a row ended."""

    line: int
    kind: str
    name: str
    faults: list[Said]
    notices: list[Said]
    changes: list[Change]


def take(session: Session, path: Path) -> list[Ended]:
    """Import a file as of the day of the tests."""
    frozen = patch("marketplace.clock.now", lambda: NOW)
    places = patch("marketplace.registry.importing.taking.gazetteer", known_places)
    with (
        frozen,
        places,
        by_hand.taking(register, path, lambda _run: None, is_trial=False) as taken,
    ):
        return [_ended(row, said) for row, said in taken.rows()]


def _ended(row: IntakeRow, said: FileRow) -> Ended:
    remarks = by_hand.remarks_of(row)
    return Ended(
        row.line,
        row.outcome or "",
        said.cells.get("name", ""),
        faults=[_said(one) for one in remarks if one.kind is RemarkKind.FAULT],
        notices=[_said(one) for one in remarks if one.kind is RemarkKind.NOTICE],
        changes=[change_from(one) for one in remarks if one.kind is RemarkKind.CHANGE],
    )


def _said(remark: Remark) -> Said:
    return Said(remark.code, remark.column or None, dict(remark.data))


def take_rows(session: Session, folder: Path, *rows: dict[str, str]) -> list[Ended]:
    """Import these rows."""
    return take(session, write_csv(folder / "register.csv", list(rows)))


def kinds(outcomes: list[Ended]) -> list[str]:
    """How the rows ended, in their order."""
    return [outcome.kind for outcome in outcomes]


def count(session: Session, table: type[Any]) -> int:
    """Rows of a table."""
    return session.scalar(select(func.count()).select_from(table)) or 0


def products(session: Session) -> list[Product]:
    """The products of the register in the order of their making."""
    return list(session.scalars(select(Product).order_by(Product.id)))
