"""What a snapshot holds, and how two tellings of one day differ. Pure: plain values in, out."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from marketplace.clock import add_months

Plain = dict[str, Any]
MOST_MONTHS = 24  # that are caught up with after the market stood still
# The rows behind the figures, in the order in which readers want them.
ROW_KINDS = ("products", "over", "producers")


@dataclass(frozen=True, slots=True)
class Content:
    """A snapshot's words, packed, and the SHA-256 of the words."""

    packed: bytes
    checksum: str


def content_of(plain: Plain) -> Content:
    """Pack plain values: the same ones always give the same words and checksum."""
    words = canonical(plain)
    return Content(zlib.compress(words, 9), hashlib.sha256(words).hexdigest())


def canonical(plain: Plain) -> bytes:
    """The one way to write plain values as JSON."""
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def unpacked(packed: bytes, checksum: str) -> bytes | None:
    """The words of a snapshot; None when they are not those that were frozen."""
    try:
        words = zlib.decompress(packed)
    except zlib.error:
        return None
    return words if hashlib.sha256(words).hexdigest() == checksum else None


def due_days(last: date | None, today: date) -> list[date]:
    """The ends of months that have passed and are not frozen, the earliest first.

    Before the first one there is only the end of last month.
    """
    newest = today.replace(day=1) - timedelta(days=1)
    if last is None:
        return [newest]
    first_of_month = last.replace(day=1)
    missing = []
    while (end := add_months(first_of_month, 2) - timedelta(days=1)) <= newest:
        missing.append(end)
        first_of_month = end.replace(day=1)
    return missing[-MOST_MONTHS:]


@dataclass(frozen=True, slots=True)
class LineDifference:
    """A group of a breakdown whose value differs; None where it was, or is, no line."""

    dimension: str
    key: str
    name: str
    then: Plain | None
    now: Plain | None


@dataclass(frozen=True, slots=True)
class FigureComparison:
    """One figure then and now, with the groups that differ."""

    code: str
    then: Plain | None
    now: Plain | None
    lines: Sequence[LineDifference]

    @property
    def is_same(self) -> bool:
        """Whether nothing of it differs."""
        return self.then == self.now and not self.lines


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row behind the figures that differs. ``kind`` is one of ``ROW_KINDS``."""

    kind: str
    id: int
    name: str
    then: Plain | None  # None: it was not there
    now: Plain | None  # None: it is not there any more

    @property
    def changed(self) -> list[tuple[str, Any, Any]]:
        """The columns that differ: name, then, now. Empty when the row came or went."""
        if self.then is None or self.now is None:
            return []
        then, now = self.then, self.now
        columns = [*then, *(column for column in now if column not in then)]
        return [
            (column, then.get(column), now.get(column))
            for column in columns
            if then.get(column) != now.get(column)
        ]


def compare_figures(then: Plain, now: Plain) -> list[FigureComparison]:
    """Every figure of either telling, in the order of the later one."""
    past, present = then["figures"], now["figures"]
    codes = [*present, *(code for code in past if code not in present)]
    return [_compared(code, past.get(code), present.get(code)) for code in codes]


def _compared(code: str, then: Plain | None, now: Plain | None) -> FigureComparison:
    lines = list(_lines(then or {}, now or {}))
    return FigureComparison(code, (then or {}).get("value"), (now or {}).get("value"), lines)


def _lines(then: Plain, now: Plain) -> Iterator[LineDifference]:
    past, present = then.get("breakdowns", {}), now.get("breakdowns", {})
    for dimension in [*present, *(one for one in past if one not in present)]:
        before, after = _by_key(past.get(dimension)), _by_key(present.get(dimension))
        for key in [*after, *(key for key in before if key not in after)]:
            if before.get(key) != after.get(key):
                yield _line(dimension, key, before.get(key), after.get(key))


def _by_key(breakdown: Plain | None) -> Mapping[str, Plain]:
    return {line["key"]: line for line in (breakdown or {}).get("lines", ())}


def _line(dimension: str, key: str, then: Plain | None, now: Plain | None) -> LineDifference:
    name = (now or then or {}).get("name", "")
    return LineDifference(dimension, key, name, then, now)


def compare_rows(then: Plain, now: Plain) -> list[RowDifference]:
    """The rows that differ, by kind and name."""
    found: list[RowDifference] = []
    for kind in ROW_KINDS:
        before, after = (_by_id(told["rows"].get(kind, [])) for told in (then, now))
        differing = [
            RowDifference(kind, row_id, _name(before, after, row_id), *pair)
            for row_id in sorted(before.keys() | after.keys())
            if (pair := (before.get(row_id), after.get(row_id)))[0] != pair[1]
        ]
        found += sorted(differing, key=lambda row: (row.name, row.id))
    return found


def _by_id(rows: Sequence[Plain]) -> dict[int, Plain]:
    return {row["id"]: row for row in rows}


def _name(before: Mapping[int, Plain], after: Mapping[int, Plain], row_id: int) -> str:
    return str((after.get(row_id) or before[row_id])["name"])
