"""Deciding a case, and all others about the same pair; and taking a decision back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.catalog.actions.merging import Why, merge_products, undo_merge
from marketplace.catalog.errors import AlreadyDecided, TakenAlready
from marketplace.catalog.queries import merging
from marketplace.catalog.queries import tray as queries
from marketplace.intake.flows import take_decided
from marketplace.intake.models import CaseState, MatchCase
from marketplace.registry.look_alikes import KIND as LOOK_ALIKE
from marketplace.text import fold, words

_SAME_PAIR = ("name", "producer", "commune", "district", "province", "new_commune", "address")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person says of a case: the same as ``chosen_id``, new, or left out."""

    state: CaseState
    chosen_id: int | None
    reason: str


def decide(
    session: Session, case: MatchCase, verdict: Verdict, *, actor_id: int | None, now: datetime
) -> int:
    """Decide a case and take its row accordingly; gives how many rows asked the same.

    Raises:
        AlreadyDecided: somebody was faster.
        BothListed, ListingOfAnother, SameThing: two products cannot become one.
    """
    if case.state is not CaseState.OPEN:
        raise AlreadyDecided
    asked = [case, *(twin for twin in queries.twins(session, case) if _is_same_pair(case, twin))]
    for one in asked:
        one.state, one.chosen_id = verdict.state, verdict.chosen_id
        one.decided_at, one.decided_by_id, one.reason = now, actor_id, verdict.reason
        session.flush()
        _carry_out(session, one, verdict, actor_id, now)
        _record(session, one, "decided", actor_id, now, state=str(verdict.state))
    return len(asked)


def _is_same_pair(case: MatchCase, other: MatchCase) -> bool:
    """Whether two rows speak of one thing, and of the same candidates."""
    if case.kind == LOOK_ALIKE:
        return False
    same_candidates = {one["id"] for one in case.candidates} == {
        one["id"] for one in other.candidates
    }
    return same_candidates and _key(case.row) == _key(other.row)


def _key(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(" ".join(words(fold(str(row.get(name, ""))))) for name in _SAME_PAIR)


def _carry_out(
    session: Session, case: MatchCase, verdict: Verdict, actor_id: int | None, now: datetime
) -> None:
    if case.kind != LOOK_ALIKE:
        take_decided(session, case, actor_id=actor_id, now=now)
    elif verdict.state is CaseState.SAME:
        _make_one(session, case, Why(actor_id, verdict.reason or "product.merged", now))


def _make_one(session: Session, case: MatchCase, why: Why) -> None:
    """The older product is kept. Two that became one meanwhile stay so."""
    ids = [case.row["product_id"], case.candidates[0]["id"]]
    found = queries.products(session, ids)
    lost, kept = (found[one] for one in ids)
    if lost is not kept:
        case.row = {**case.row, "merge": merge_products(session, lost, kept, why)}


def can_reopen(case: MatchCase) -> bool:
    """Whether nothing was taken because of what was decided, or that can be undone."""
    return case.kind == LOOK_ALIKE or case.state is CaseState.DROPPED


def reopen(
    session: Session, case: MatchCase, *, reason: str, actor_id: int | None, now: datetime
) -> None:
    """Take a decision back: the case waits again, and what was merged is two again.

    Raises:
        TakenAlready: its row was taken; the register is corrected there.
        ChangedSince: what was merged was changed since.
    """
    if case.state is CaseState.OPEN or not can_reopen(case):
        raise TakenAlready
    if case.state is CaseState.SAME:
        _undo(session, case, Why(actor_id, reason, now))
    case.state, case.chosen_id = CaseState.OPEN, None
    case.decided_at = case.decided_by_id = None
    case.reason = ""
    _record(session, case, "reopened", actor_id, now)


def _undo(session: Session, case: MatchCase, why: Why) -> None:
    entry = merging.merge_entry(session, case.row.get("merge", 0))
    if entry is None:  # they were made one elsewhere, and are split again there
        raise TakenAlready
    if not merging.is_undone(session, entry):
        undo_merge(session, entry, why)


def _record(
    session: Session,
    case: MatchCase,
    act: str,
    actor_id: int | None,
    now: datetime,
    **details: str,
) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action=f"match_case.{act}",
        subject="match_case",
        subject_id=case.id,
        now=now,
        **details,
    )
