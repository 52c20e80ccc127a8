"""Which documents fit a plan: and, or over whole sets at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_

from marketplace.search.engine import Match
from marketplace.search.planner import Need, Plan, Planner, Slot, Way
from marketplace.search.rules import Field
from marketplace.search.segment import Segment
from marketplace.search.snapshot import Snapshot
from marketplace.text import fold


def first_fitting(snapshot: Snapshot, planner: Planner) -> tuple[Plan, list[int]]:
    """The strictest plan that finds something, with what it finds in each part.

    When none does: the loosest.
    """
    for plan in planner.plans():
        found = [matching(plan, part.segment) & part.alive for part in snapshot.parts]
        if any(found):
            break
    return plan, found


def matching(plan: Plan, segment: Segment) -> int:
    """Documents in which every slot (for ``Match.ANY``: any slot) is found."""
    join = or_ if plan.match is Match.ANY else and_
    return reduce(join, (of_slot(slot, segment) for slot in plan.slots))


def of_slot(slot: Slot, segment: Segment) -> int:
    """Documents that have all that one of the slot's ways needs."""
    return reduce(or_, (of_way(way, segment) for way in slot.ways))


def of_way(way: Way, segment: Segment) -> int:
    """Documents that have all that a way needs."""
    return reduce(and_, (_of_need(need, segment) for need in way))


def _of_need(need: Need, segment: Segment) -> int:
    return reduce(or_, (segment.bits(leaf.field, leaf.term) for leaf in need.leaves))


def words_instead(snapshot: Snapshot, plan: Plan, found: Sequence[int]) -> str | None:
    """The words that were found where some typed ones were respelt, with their accents."""
    if plan.match is not Match.CORRECTED or not any(found):
        return None
    needs = [need for slot in plan.slots for need in slot.ways[0]]
    return " ".join(_word_found(snapshot, need, found) for need in needs)


def _word_found(snapshot: Snapshot, need: Need, found: Sequence[int]) -> str:
    """The typed word when it occurs in what was found, else the commonest that stands for it.

    A word typed without accents gets those it has there.
    """
    words = dict.fromkeys(
        leaf.term for leaf in need.leaves if leaf.field in (Field.WORD, Field.STORY)
    )
    counts = {word: _holders(snapshot, (Field.WORD, Field.STORY), word, found) for word in words}
    typed = fold(need.typed)
    word = typed if counts.get(typed) else max(counts, key=counts.__getitem__)
    if word == typed != need.typed:
        return need.typed
    return _accented(snapshot, word, found)


def _accented(snapshot: Snapshot, folded: str, found: Sequence[int]) -> str:
    """The commonest way to write the folded word among the documents found."""
    spellings = {
        spelling for part in snapshot.parts for spelling in part.segment.spellings.get(folded, ())
    }
    counts = {s: _holders(snapshot, (Field.EXACT,), s, found) for s in sorted(spellings)}
    return max(counts, key=counts.__getitem__) if counts else folded


def _holders(snapshot: Snapshot, fields: Iterable[Field], term: str, found: Sequence[int]) -> int:
    return sum(
        (part.segment.bits(field, term) & bits).bit_count()
        for part, bits in zip(snapshot.parts, found, strict=True)
        for field in fields
    )
