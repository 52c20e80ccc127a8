"""Taking published figures in, and withdrawing what should never have been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.audit import history
from marketplace.reports.declared import queries
from marketplace.reports.declared.errors import AlreadyWithdrawn
from marketplace.reports.declared.rules.rows import Statement
from marketplace.reports.declared.statements import figure_of
from marketplace.reports.models import DeclaredFigure

LOADED = "declared.loaded"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the good rows of a file."""

    added: int
    known: int  # they say what was taken before


def take(
    session: Session, statements: Sequence[Statement], *, actor_id: int | None, now: datetime
) -> Taken:
    """Keep every statement that is not known yet. Taking a file again changes nothing.

    A withdrawn figure counts as known: its file does not bring it back.
    """
    by_hash = {statement.hash: statement for statement in statements}
    known = queries.known_hashes(session, by_hash)
    history.because(session, actor_id=actor_id, reason=LOADED, now=now)
    new = [statement for row_hash, statement in by_hash.items() if row_hash not in known]
    session.add_all(figure_of(statement, recorded_at=now) for statement in new)
    session.flush()
    return Taken(added=len(new), known=len(statements) - len(new))


def withdraw(
    session: Session, figure: DeclaredFigure, *, reason: str, actor_id: int, now: datetime
) -> None:
    """Take a figure out of the series. It stays to be read, and the reason stands beside it.

    Raises:
        AlreadyWithdrawn: somebody did so before.
    """
    if figure.withdrawn_at is not None:
        raise AlreadyWithdrawn
    history.because(session, actor_id=actor_id, reason=reason, now=now)
    figure.withdrawn_at = now
    session.flush()
