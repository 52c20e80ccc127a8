"""What the register says of rows, as the intake keeps it, and back."""

from __future__ import annotations

from datetime import date
from typing import Any

from marketplace.intake import kinds
from marketplace.intake.kinds import Candidate, Outcome, OutcomeKind, RemarkKind
from marketplace.registry.importing.applying import Entry
from marketplace.registry.importing.outcomes import Change, Fact, Field, Reason, Remark
from marketplace.registry.importing.statements import AsideRow, RefusedRow, RegisterRow


def taken(entry: Entry) -> Outcome:
    """What became of a row that states a recognition."""
    row, told = entry.row, entry.told
    remarks = [_kept(RemarkKind.NOTICE, one) for one in [*row.notices, *told.notices]]
    if entry.candidates:
        candidates = [
            Candidate(one.id, one.score, tuple(why.value for why in one.whys))
            for one in entry.candidates
        ]
        return Outcome(row.line, OutcomeKind.UNSURE, row.name, remarks, candidates)
    if entry.is_new:  # what it brought is no change, what it corrected besides is one
        corrected = [change for change in told.changes if change.before]
        return Outcome(
            row.line, OutcomeKind.ADDED, row.name, [*remarks, *map(_kept_change, corrected)]
        )
    kind = OutcomeKind.CHANGED if told.changes else OutcomeKind.UNCHANGED
    return Outcome(row.line, kind, row.name, [*remarks, *map(_kept_change, told.changes)])


def refused(row: RefusedRow | RegisterRow, faults: list[Remark]) -> Outcome:
    """A row that cannot be taken."""
    remarks = [_kept(RemarkKind.FAULT, fault) for fault in faults]
    return Outcome(row.line, OutcomeKind.REFUSED, row.name, remarks)


def aside(row: AsideRow, *, is_known: bool) -> Outcome:
    """A row that recognises nothing."""
    kind = OutcomeKind.UNCHANGED if is_known else OutcomeKind.SET_ASIDE
    why = kinds.Remark(RemarkKind.NOTICE, row.reason.value, Field.STATUS)
    return Outcome(row.line, kind, row.name, [why])


def _kept(kind: RemarkKind, said: Remark) -> kinds.Remark:
    data = {key: _plain(value) for key, value in said.data.items()}
    return kinds.Remark(kind, said.reason.value, said.column or "", data)


def _kept_change(changed: Change) -> kinds.Remark:
    data = {"before": changed.before, "after": changed.after}
    return kinds.Remark(RemarkKind.CHANGE, changed.fact.value, data=data)


def _plain(value: object) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def change_from(kept: kinds.Remark) -> Change:
    """A kept change again."""
    return Change(Fact(kept.code), kept.data["before"], kept.data["after"])


def remark_from(kept: kinds.Remark) -> Remark:
    """A kept fault or notice again."""
    data = dict(kept.data)
    if "day" in data:
        data["day"] = date.fromisoformat(data["day"])
    return Remark(Reason(kept.code), Field(kept.column) if kept.column else None, data)
