"""Register files for the tests, and taking them in."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.admin_units.queries import gazetteer
from marketplace.registry import actions
from marketplace.registry.importing.files import open_table
from marketplace.registry.importing.outcomes import Field, Outcome
from marketplace.registry.importing.places import Atlas
from marketplace.registry.models import Product

SHIPPED = Path(__file__).resolve().parents[2] / "marketplace/data/register_lao_cai.csv"
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
COLUMNS = [field.value for field in Field]
_atlases: dict[str, Atlas] = {}
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


def take(session: Session, path: Path) -> list[Outcome]:
    """Import a file as of the day of the tests."""
    atlas = _atlas(session)
    with open_table(path) as table:
        read = actions.read_file(path, table, atlas, TODAY, lambda _done: None)
    outcomes = actions.import_register(session, read, atlas, now=NOW)
    session.flush()
    return outcomes


def _atlas(session: Session) -> Atlas:
    """The places of the tests' database, which no test changes: read once."""
    url = str(session.connection().engine.url)
    if url not in _atlases:
        _atlases[url] = Atlas(gazetteer(session))
    return _atlases[url]


def take_rows(session: Session, folder: Path, *rows: dict[str, str]) -> list[Outcome]:
    """Import these rows."""
    return take(session, write_csv(folder / "register.csv", list(rows)))


def kinds(outcomes: list[Outcome]) -> list[str]:
    """How the rows ended, in their order."""
    return [outcome.kind.value for outcome in outcomes]


def count(session: Session, table: type[Any]) -> int:
    """Rows of a table."""
    return session.scalar(select(func.count()).select_from(table)) or 0


def products(session: Session) -> list[Product]:
    """The products of the register in the order of their making."""
    return list(session.scalars(select(Product).order_by(Product.id)))
