"""Loading the shipped tables of places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from marketplace.admin_units import queries
from marketplace.admin_units.models import AdminUnit, Scheme
from marketplace.admin_units.rules import NEW_SCHEME_SINCE, level_of, without_kind
from marketplace.admin_units.tables import PlaceRow
from marketplace.text import fold

Values = dict[str, Any]
Ids = dict[tuple[Scheme, str], int]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did."""

    added: int
    changed: int
    unchanged: int


def load_places(session: Session, rows: Iterable[PlaceRow]) -> Loaded:
    """Bring the table of places in line with ``rows``; a place that is right stays untouched.

    Rows come parents first. Nothing is deleted: products and orders may stand on a place.
    """
    present = queries.rows_by_code(session)
    ids: Ids = {key: values["id"] for key, values in present.items()}
    added = changed = unchanged = 0
    for _, batch in groupby(rows, key=lambda row: (row.scheme, len(row.code))):
        wanted = [_values(row, ids) for row in batch]
        new = [values for values in wanted if (values["scheme"], values["code"]) not in ids]
        old = [
            values | {"id": ids[values["scheme"], values["code"]]}
            for values in wanted
            if (values["scheme"], values["code"]) in ids
        ]
        different = [v for v in old if v != present[v["scheme"], v["code"]]]
        ids |= _insert(session, new)
        if different:
            session.execute(update(AdminUnit), different)
        added += len(new)
        changed += len(different)
        unchanged += len(old) - len(different)
    return Loaded(added, changed, unchanged)


def _values(row: PlaceRow, ids: Ids) -> Values:
    short_name = without_kind(row.name)
    is_new = row.scheme is Scheme.SINCE_2025
    return {
        "scheme": row.scheme,
        "code": row.code,
        "level": level_of(row.code),
        "name": row.name,
        "short_name": short_name,
        "folded": fold(short_name),
        "parent_id": ids[row.scheme, row.parent_code] if row.parent_code else None,
        "merged_into_id": (
            ids[Scheme.SINCE_2025, row.merged_into_code] if row.merged_into_code else None
        ),
        "valid_from": NEW_SCHEME_SINCE if is_new else None,
        "valid_to": None if is_new else NEW_SCHEME_SINCE - timedelta(days=1),
    }


def _insert(session: Session, new: list[Values]) -> Ids:
    if not new:
        return {}
    returned = insert(AdminUnit).returning(AdminUnit.scheme, AdminUnit.code, AdminUnit.id)
    return {(scheme, code): id_ for scheme, code, id_ in session.execute(returned, new)}
