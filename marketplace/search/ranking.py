"""In which order results come, and which of them make the page asked for."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from marketplace.search import bitsets
from marketplace.search.engine import Match, Query, Sort
from marketplace.search.facets import Narrowed
from marketplace.search.matching import of_slot, of_way
from marketplace.search.planner import Leaf, Plan
from marketplace.search.segment import Postings, Segment
from marketplace.search.snapshot import Snapshot

# More than any sum of weights: exact accents come first, and so do more of the words.
TIER = 1000.0
_FULL_IMPACT = 255


def page(
    snapshot: Snapshot, query: Query, plan: Plan | None, narrowed: Sequence[Narrowed]
) -> tuple[int, ...]:
    """The listing ids of the page."""
    end = query.offset + query.limit
    if plan is not None and query.sort is Sort.RELEVANCE:
        ranked = (_best(snapshot, plan, one, end) for one in narrowed)
        ordered = iter(sorted(chain.from_iterable(ranked), reverse=True))
        return tuple(listing_id for _, listing_id in islice(ordered, query.offset, end))
    sort = Sort.NEWEST if query.sort is Sort.RELEVANCE else query.sort
    merged = heapq.merge(*(_in_order(one, sort) for one in narrowed))
    return tuple(-minus_id for _, minus_id in islice(merged, query.offset, end))


def _in_order(one: Narrowed, sort: Sort) -> Iterator[tuple[int | str, int]]:
    """(key, minus listing id) of the results in one segment, in order, made when asked for."""
    order = one.segment.in_order(sort)
    chosen = bitsets.to_flags(one.all, one.segment.size)
    key = one.segment.sort_key(sort)
    return (key(document) for document in order if chosen[document])


def _best(snapshot: Snapshot, plan: Plan, one: Narrowed, most: int) -> list[tuple[float, int]]:
    """(weight, listing id) of the best results in one segment."""
    found = one.all
    documents = bitsets.to_ids(found, one.segment.size)
    scores = one.segment.newest_bonus.copy()
    _add_tiers(scores, plan, one.segment, found)
    for leaf in _leaves(plan):
        postings = one.segment.postings(leaf.field, leaf.term)
        factor = leaf.weight * snapshot.rarity(leaf.field, leaf.term) / _FULL_IMPACT
        _add(scores, postings, factor, documents)
    best = heapq.nlargest(most, documents, key=scores.__getitem__)
    return [(scores[document], one.segment.columns.listing_ids[document]) for document in best]


def _leaves(plan: Plan) -> Iterator[Leaf]:
    """Every term that adds weight, each once: typed words, their equals, exact words, pairs."""
    ways = chain.from_iterable(slot.ways for slot in plan.slots)
    exact = (slot.exact for slot in plan.slots if slot.exact)
    needs = chain.from_iterable(chain(ways, exact))
    return iter(dict.fromkeys(chain((leaf for n in needs for leaf in n.leaves), plan.beside)))


def _add_tiers(scores: list[float], plan: Plan, segment: Segment, found: int) -> None:
    for bits in _tiers(plan, segment):
        for document in bitsets.to_ids(bits & found, segment.size):
            scores[document] += TIER


def _tiers(plan: Plan, segment: Segment) -> Iterator[int]:
    """Sets whose documents come first: one for each word when any will do, else exact accents."""
    if plan.match is Match.ANY:
        yield from (of_slot(slot, segment) for slot in plan.slots)
    elif all(slot.exact for slot in plan.slots):
        bits = -1
        for slot in plan.slots:
            bits &= of_way(slot.exact or (), segment)
        yield bits


def _add(scores: list[float], postings: Postings, factor: float, documents: Sequence[int]) -> None:
    """Add the weight of one term to the documents that hold it."""
    ids, impacts = postings.ids, postings.impacts
    if len(documents) * 8 > len(ids):
        for document, impact in zip(ids, impacts, strict=True):
            scores[document] += factor * impact
        return
    for document in documents:
        place = bisect_left(ids, document)
        if place < len(ids) and ids[place] == document:
            scores[document] += factor * impacts[place]
