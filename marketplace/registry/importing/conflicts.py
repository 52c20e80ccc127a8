"""Rows of one file that contradict each other: neither is taken, for nothing is guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from marketplace.registry.importing.outcomes import Field, Reason, Remark
from marketplace.registry.importing.places import Atlas
from marketplace.registry.importing.statements import RegisterRow
from marketplace.registry.rules.decisions import decision_key


def conflicts(rows: Iterable[RegisterRow], atlas: Atlas) -> dict[int, Remark]:
    """The lines that give one product, in one decision or at one date, different stars."""
    groups: dict[tuple[object, ...], list[RegisterRow]] = defaultdict(list)
    for row in rows:
        if row.stars is not None and row.revocation is None:
            groups[row.name_key, row.producer_key, *_recognition(row)].append(row)
    found: dict[int, Remark] = {}
    for group in groups.values():
        for row, opposite in _contradictions(group, atlas):
            data = {"stars": row.stars, "line": opposite.line, "other": opposite.stars}
            found[row.line] = Remark(Reason.STARS_CONFLICT, Field.STARS, data)
    return found


def _recognition(row: RegisterRow) -> tuple[object, object]:
    if row.decision:
        return "decision", decision_key(row.decision)
    return ("date", row.issued) if row.issued else ("source", row.source)


def _contradictions(
    group: list[RegisterRow], atlas: Atlas
) -> Iterator[tuple[RegisterRow, RegisterRow]]:
    for one in group if len({row.stars for row in group}) > 1 else ():
        opposite = next((other for other in group if _contradict(one, other, atlas)), None)
        if opposite is not None:
            yield one, opposite


def _contradict(one: RegisterRow, other: RegisterRow, atlas: Atlas) -> bool:
    return (
        one.stars != other.stars and _same_time(one, other) and atlas.agree(one.where, other.where)
    )


def _same_time(one: RegisterRow, other: RegisterRow) -> bool:
    if one.issued is None or other.issued is None:
        return True
    return one.issued.holds(other.issued) or other.issued.holds(one.issued)
