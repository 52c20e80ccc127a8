"""Rows of files as the intake hands them to a taker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from unittest.mock import patch

from sqlalchemy.orm import Session

from marketplace.intake.kinds import Decided, FileFacts, FileRow, Handling, Outcome, Taker
from tests.people import SCENE
from tests.places import known_places

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def rows_of(
    cells: Sequence[Mapping[str, str]], decided: Mapping[int, Decided] | None = None
) -> list[FileRow]:
    """Rows from line 2 on."""
    decided = decided or {}
    return [
        FileRow(line, dict(row), f"hash {line}", decided.get(line))
        for line, row in enumerate(cells, start=2)
    ]


def facts(actor_id: int | None = None) -> FileFacts:
    return FileFacts(run_id=7, name="chu-the.xlsx", settings={}, actor_id=actor_id, now=NOW)


def _begun(taker: Taker, session: Session) -> Handling:
    with patch("marketplace.admin_units.queries.gazetteer", known_places):
        return taker.begin(session, facts())


def checked(
    session: Session, taker: Taker, cells: Sequence[Mapping[str, str]], **decided: object
) -> list[Outcome]:
    """What would become of the rows; whatever the check made is thrown away, as the intake does."""
    saved = session.begin_nested()
    outcomes = _begun(taker, session).check(rows_of(cells, **decided))
    saved.rollback()
    session.info["reason"] = SCENE
    return outcomes


def taken(
    session: Session, taker: Taker, cells: Sequence[Mapping[str, str]], **decided: object
) -> list[Outcome]:
    """What became of the rows."""
    outcomes = _begun(taker, session).take(rows_of(cells, **decided))
    session.flush()
    session.info["reason"] = SCENE
    return outcomes


def said(taker: Taker, outcome: Outcome) -> str:
    """The remarks of a row, in words."""
    return " ".join(taker.words(remark) for remark in outcome.remarks)


def columns(outcome: Outcome) -> list[str]:
    """The columns that its remarks are about."""
    return [remark.column for remark in outcome.remarks]
