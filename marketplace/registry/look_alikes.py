"""Products of the register that look like one another: put in the tray, a pair at a time.

What was said of a pair is remembered: it is asked about once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from marketplace import db
from marketplace.admin_units.queries import gazetteer
from marketplace.db import transaction
from marketplace.intake import queries as intake
from marketplace.intake.models import CaseState, MatchCase
from marketplace.outbox import actions as outbox
from marketplace.outbox.rules import Lane
from marketplace.registry.importing.places import Atlas
from marketplace.registry.matching import Described, Match, find_matches
from marketplace.registry.matching.queries import described_products, product_ids_after

KIND = "look-alike"
MESSAGE = "look-alikes"
_AT_ONCE = 1_000


def queue(session: Session, *, now: datetime, after: int = 0) -> None:
    """Let the worker look through the register, from a product on."""
    outbox.put(session, MESSAGE, {"after": after}, now=now, lane=Lane.LONG)


def work(payload: Mapping[str, Any], now: datetime) -> None:
    """Look through some products (message ``look-alikes``) and leave word for the next ones."""
    last, _found = look_through(payload["after"], now=now)
    if last is not None:
        with transaction() as session:
            queue(session, now=now, after=last)


def look_through(after: int, *, now: datetime) -> tuple[int | None, int]:
    """Compare some products with the whole register.

    Gives the last of them, None when the register is through, and how many pairs came to the tray.
    """
    session = db.session()
    ids = product_ids_after(session, after, _AT_ONCE)
    if not ids:
        return None, 0
    atlas = Atlas(gazetteer(session))
    known = described_products(session, ids, atlas)
    matches = find_matches(session, atlas, [known[one] for one in ids])
    found = _pairs(ids, matches)
    with transaction() as writing:
        return ids[-1], _ask(writing, known, found, now)


Pair = tuple[int, int]


def _pairs(ids: Sequence[int], matches: Sequence[Match]) -> dict[Pair, dict[str, Any]]:
    """Each pair once, with how alike the two are; the older product is the one to keep."""
    found: dict[Pair, dict[str, Any]] = {}
    for product_id, match in zip(ids, matches, strict=True):
        for one in match.candidates:
            if one.id < product_id:
                why = [str(reason) for reason in one.whys if reason != "several_fit"]
                found[product_id, one.id] = {"id": one.id, "score": one.score, "why": why}
    return found


def _ask(
    session: Session,
    known: Mapping[int, Described],
    found: Mapping[Pair, dict[str, Any]],
    now: datetime,
) -> int:
    hashes = {pair: pair_hash(*pair) for pair in found}
    asked = intake.cases_of(session, KIND, list(hashes.values()))
    new = [pair for pair in found if hashes[pair] not in asked]
    for pair in new:
        product_id, _other = pair
        session.add(
            MatchCase(
                kind=KIND,
                line=0,
                row_hash=hashes[pair],
                row={"product_id": product_id, "name": known[product_id].name},
                candidates=[found[pair]],
                state=CaseState.OPEN,
                made_at=now,
            )
        )
    return len(new)


def pair_hash(one: int, other: int) -> str:
    """What tells a pair of products, in either order."""
    return hashlib.sha256(f"{min(one, other)}:{max(one, other)}".encode()).hexdigest()
