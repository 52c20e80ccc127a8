"""Asking a kind of file about a chunk of its rows, and heeding what people decided before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from marketplace.intake import queries
from marketplace.intake.cells import CellReader
from marketplace.intake.kinds import (
    Decided,
    FileRow,
    Handling,
    Outcome,
    OutcomeKind,
    Remark,
    RemarkKind,
    Taker,
)
from marketplace.intake.models import CaseState, MatchCase
from marketplace.intake.queries import KeptRow

Handle = Callable[[Sequence[FileRow]], list[Outcome]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of the rows of a chunk, and those for the tray with what is known of them."""

    outcomes: list[Outcome]
    unsure: list[tuple[FileRow, Outcome, MatchCase | None]]


class Asker:
    """Asks about the rows of one file."""

    def __init__(self, taker: Taker, reader: CellReader) -> None:
        self.taker = taker
        self.reader = reader
        self._name = taker.fields[0].name  # of the field that people call a row by

    def ask(self, session: Session, rows: Sequence[KeptRow], handle: Handle) -> Answer:
        """What becomes of these rows, in any order."""
        outcomes: list[Outcome] = []
        readable: list[FileRow] = []
        for row in rows:
            cells = self.reader.opened(row.cells)
            said = self.reader.read(row.line, cells, row.above)
            if faults := self.reader.faults(cells):
                outcomes.append(self._outcome(said, OutcomeKind.REFUSED, faults))
            else:
                checked = OutcomeKind(row.outcome) if row.outcome else None
                readable.append(replace(said, checked=checked))
        hashes = {row.hash for row in readable}
        cases = queries.cases_of(session, self.taker.name, hashes)
        dropped = [row for row in readable if _is_dropped(cases.get(row.hash))]
        asked = [
            replace(row, decided=decision_of(cases.get(row.hash)))
            for row in readable
            if not _is_dropped(cases.get(row.hash))
        ]
        outcomes += [self._dropped(row) for row in dropped]
        found = handle(asked)
        return Answer([*outcomes, *found], _unsure(asked, found, cases))

    def _dropped(self, row: FileRow) -> Outcome:
        return self._outcome(row, OutcomeKind.SET_ASIDE, [Remark(RemarkKind.NOTICE, "dropped")])

    def _outcome(self, row: FileRow, kind: OutcomeKind, remarks: Sequence[Remark]) -> Outcome:
        return Outcome(row.line, kind, row.cells.get(self._name, "")[:200], remarks)


def _unsure(
    rows: Sequence[FileRow], outcomes: Sequence[Outcome], cases: Mapping[str, MatchCase]
) -> list[tuple[FileRow, Outcome, MatchCase | None]]:
    by_line = {row.line: row for row in rows}
    unsure = [one for one in outcomes if one.kind is OutcomeKind.UNSURE]
    return [(by_line[one.line], one, cases.get(by_line[one.line].hash)) for one in unsure]


def _is_dropped(case: MatchCase | None) -> bool:
    return case is not None and case.state is CaseState.DROPPED


def decision_of(case: MatchCase | None) -> Decided | None:
    """What somebody said of a row that came before."""
    if case is None or case.state not in (CaseState.SAME, CaseState.NEW):
        return None
    return Decided(case.chosen_id if case.state is CaseState.SAME else None)


def take_one(handling: Handling, row: FileRow, case: MatchCase) -> OutcomeKind:
    """Take the row of a decided case; a dropped one is left alone."""
    decided = decision_of(case)
    if decided is None:
        return OutcomeKind.SET_ASIDE
    (outcome,) = handling.take([replace(row, decided=decided)])
    return outcome.kind
