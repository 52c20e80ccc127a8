"""Listings as the search engine is told about them."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from marketplace.money import Vnd
from marketplace.search.documents import SearchDocument
from marketplace.search.engine import Query, Result, SearchEngine

TODAY = date(2026, 11, 23)
DATA = Path(__file__).parent / "data"

_PLAIN = SearchDocument(
    listing_id=0,
    name="",
    producer="",
    places=(),
    story="",
    group_no=None,
    commune_code=None,
    price_vnd=Vnd(100_000),
    in_stock=True,
    published_at=datetime(2026, 1, 1, tzinfo=UTC),
)


def goods(listing_id: int, name: str, **facts: Any) -> SearchDocument:
    """A listing on sale; whatever is not said is plain."""
    return replace(_PLAIN, listing_id=listing_id, name=name, **facts)


def ask(engine: SearchEngine, text: str = "", **question: Any) -> Result:
    """What the engine answers today."""
    return engine.search(Query(day=TODAY, text=text, **question))


def found(engine: SearchEngine, text: str = "", **question: Any) -> list[int]:
    """The listing ids of the first page, in order."""
    return list(ask(engine, text, **question).listing_ids)


def register() -> list[SearchDocument]:
    """The products of a real register, as if all were on sale."""
    with (DATA / "products.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        goods(
            number,
            row["name"],
            producer=row["producer"],
            places=(row["commune"], row["district"], row["province"]),
        )
        for number, row in enumerate(rows, start=1)
    ]
