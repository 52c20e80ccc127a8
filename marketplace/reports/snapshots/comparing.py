"""A snapshot beside the same day as it is known now, and as it was known when it froze."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.audit.models import FactChange
from marketplace.reports.models import Snapshot
from marketplace.reports.rules import Indicator
from marketplace.reports.snapshots import queries
from marketplace.reports.snapshots.counting import counted
from marketplace.reports.snapshots.queries import PRODUCERS, PRODUCTS, Touched
from marketplace.reports.snapshots.rules import (
    FigureComparison,
    Plain,
    RowDifference,
    canonical,
    compare_figures,
    compare_rows,
    unpacked,
)

Change = tuple[FactChange, str | None]  # with the name of who made it


@dataclass(frozen=True, slots=True)
class Comparison:
    """A snapshot whose checksum holds, beside what is known now and was known then."""

    figures: Sequence[FigureComparison]  # then and now
    rows: Sequence[RowDifference]  # that differ now
    is_reproduced: bool  # what was known then gives the same words again
    unlike: Sequence[FigureComparison]  # then, and what was known then, where it is not
    unlike_rows: Sequence[RowDifference]

    @property
    def is_same(self) -> bool:
        """Whether the day is known now as it was then."""
        return not self.rows and all(figure.is_same for figure in self.figures)


def words_of(snapshot: Snapshot) -> bytes | None:
    """The JSON that was frozen; None when it is not what its checksum says."""
    return unpacked(snapshot.content, snapshot.checksum)


def compare(session: Session, snapshot: Snapshot, then: Plain, *, now: datetime) -> Comparison:
    """Count the day of a snapshot anew, twice, and tell what differs."""
    present = _as_read(counted(session, snapshot.day, now=now))
    known = _as_read(counted(session, snapshot.day, now=now, known_at=snapshot.taken_at))
    return Comparison(
        figures=_in_order(compare_figures(then, present)),
        rows=compare_rows(then, present),
        is_reproduced=known == then,
        unlike=[figure for figure in compare_figures(then, known) if not figure.is_same],
        unlike_rows=compare_rows(then, known),
    )


def _in_order(figures: Iterable[FigureComparison]) -> list[FigureComparison]:
    """In the order of their codes; figures of an earlier time come last."""
    places = {indicator.value: place for place, indicator in enumerate(Indicator)}
    return sorted(figures, key=lambda figure: places.get(figure.code, len(places)))


def _as_read(plain: Plain) -> Plain:
    """Plain values as they come out of JSON again."""
    read: Plain = json.loads(canonical(plain))
    return read


def changes_of(
    session: Session, rows: Iterable[RowDifference], moment: datetime
) -> Mapping[tuple[str, int], Sequence[Change]]:
    """For each row that differs, by (kind, id), the changes after a moment that concern it."""
    differing = list(rows)
    touched = Touched(
        products={row.id for row in differing if row.kind != PRODUCERS},
        producers={row.id for row in differing if row.kind == PRODUCERS},
    )
    changes = [
        (change, actor) for change, actor in queries.changes_of_rows(session, moment, touched)
    ]
    owners = queries.owners_of(session, (change for change, _actor in changes))
    found: dict[tuple[str, int], list[Change]] = {}
    for change, actor in changes:
        for owner in owners.get((change.table_name, change.row_id), ()):
            found.setdefault(owner, []).append((change, actor))
    return {
        (row.kind, row.id): found.get(
            (PRODUCERS if row.kind == PRODUCERS else PRODUCTS, row.id), []
        )
        for row in differing
    }
