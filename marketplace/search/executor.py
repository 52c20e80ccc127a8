"""Answers a question from a snapshot of the index."""

from __future__ import annotations

from marketplace.search import facets, matching, ranking
from marketplace.search.engine import Match, Query, Result
from marketplace.search.planner import Planner
from marketplace.search.rules import typed_words
from marketplace.search.snapshot import Snapshot
from marketplace.search.synonyms import Synonyms


def answer(snapshot: Snapshot, query: Query, synonyms: Synonyms) -> Result:
    """Find what fits the words, narrow it by the filters, count the choices, order one page."""
    typed = typed_words(query.text)
    plan, found = None, [part.alive for part in snapshot.parts]
    if typed and snapshot.parts:
        planner = Planner(typed, snapshot, synonyms, query.completing)
        plan, found = matching.first_fitting(snapshot, planner)
    narrowed = [
        facets.narrow(part.segment, bits, query.filters, query.day)
        for part, bits in zip(snapshot.parts, found, strict=True)
    ]
    return Result(
        listing_ids=ranking.page(snapshot, query, plan, narrowed),
        total=sum(one.all.bit_count() for one in narrowed),
        facets=facets.count(narrowed),
        match=plan.match if plan else Match.ALL,
        instead=matching.words_instead(snapshot, plan, found) if plan else None,
    )
