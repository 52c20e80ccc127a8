"""Figures and their rows as plain values: the one form of JSON, feed and snapshots.

The same figures give the same text in every language: texts in it are names, never words of
ours. ``json.dumps(..., sort_keys=True, ensure_ascii=False)`` of it is canonical.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from marketplace.reports.book import (
    ProducerInForce,
    ProductInForce,
    ProductOver,
)
from marketplace.reports.figures.model import Breakdown, Figure, Figures
from marketplace.reports.rules.values import Plain


def as_plain(figures: Figures) -> Plain:
    """Every figure with its breakdowns; no row."""
    book = figures.book
    return {
        "day": book.day.isoformat(),
        "known_at": book.known_at.isoformat() if book.known_at else None,
        "figures": {figure.code: _figure(figure) for figure in figures},
    }


def _figure(figure: Figure) -> Plain:
    return {
        "value": figure.value.plain() if figure.value else None,
        "breakdowns": {
            dimension.value: _breakdown(split) for dimension, split in figure.breakdowns.items()
        },
    }


def _breakdown(split: Breakdown) -> Plain:
    return {
        "overlaps": split.overlaps,
        "lines": [
            {"key": line.key, "name": line.name, **line.value.plain()} for line in split.lines
        ],
    }


def plain_rows(figures: Figures) -> dict[str, list[Plain]]:
    """The rows behind the figures, ordered by number: no personal data is among them."""
    book = figures.book
    return {
        "products": [_product(row) for row in sorted(book.products, key=attrgetter("id"))],
        "over": [_over(row) for row in sorted(book.over, key=attrgetter("id"))],
        "producers": [_producer(row) for row in sorted(book.producers, key=attrgetter("id"))],
    }


def _named(row: ProductInForce | ProductOver) -> Plain:
    return {
        "id": row.id,
        "name": row.name,
        "producer_id": row.owner.id,
        "producer": row.owner.name,
        "commune": row.area.commune,
        "old_district": row.area.old_district,
        "sector": row.sector,
        "group_no": row.group_no,
        "stars": row.stars,
        "certificate": row.certificate,
        "decision": row.decision,
        "state": row.state.value,
    }


def _product(row: ProductInForce) -> Plain:
    return _named(row) | {
        "recognised_on": row.recognised_on.isoformat(),
        "valid_until": row.valid_until.isoformat(),
        "platforms": [platform.code for platform in row.platforms],
        "is_promoted": row.is_promoted,
    }


def _over(row: ProductOver) -> Plain:
    return _named(row) | {"over_since": row.over_since.isoformat()}


def _producer(row: ProducerInForce) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.owner.kind.value if row.owner.kind else None,
        "commune": row.owner.area.commune,
        "old_district": row.owner.area.old_district,
        "products": row.products,
        "accounts": [kind.value for kind in row.accounts],
        "has_shop": row.owner.has_shop,
    }
