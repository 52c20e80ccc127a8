"""What an address asks for: a day, what was known of it when, and what narrows the figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from marketplace import clock
from marketplace.producers.models import ProducerKind
from marketplace.reports.book import Filters
from marketplace.reports.errors import WrongDay
from marketplace.reports.rules import read_day

_CODE = re.compile(r"[0-9]{2,5}")
_SECTORS = ("I", "II", "III", "IV", "V", "VI")
_MOST_GROUP = 26
EVERYTHING = Filters()
# The name of each choice in the address.
NAMES = {
    "province": "tinh",
    "commune": "xa",
    "old_district": "huyen-cu",
    "old_province": "tinh-cu",
    "stars": "sao",
    "sector": "linh-vuc",
    "group_no": "nhom-hang",
    "kind": "loai",
}


class WrongKnownDay(WrongDay):
    """The day until which things were known is no good; ``cause`` says why."""

    def __init__(self, cause: WrongDay) -> None:
        super().__init__(cause)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Asked:
    """The figures of ``day``, as known at the end of ``known_on`` (None: as known now)."""

    day: date
    today: date
    known_on: date | None = None
    filters: Filters = EVERYTHING

    def known_at(self, now: datetime) -> datetime | None:
        """The moment whose knowledge counts."""
        return min(clock.end_of_day(self.known_on), now) if self.known_on else None

    def address(self, **more: Any) -> dict[str, Any]:
        """The arguments of an address that asks for the same; ``more`` are added."""
        named = {"ngay": self.day.isoformat(), **self._narrowing()}
        if self.known_on:
            named["biet-den"] = self.known_on.isoformat()
        return named | {name: value for name, value in more.items() if value is not None}

    def on(self, day: date) -> Asked:
        """The same for another day."""
        return replace(self, day=day)

    def narrowed(self, **changed: Any) -> Asked:
        """The same, narrowed further."""
        return replace(self, filters=replace(self.filters, **changed))

    def as_known_now(self) -> Asked:
        """The same, with all that is known by now."""
        return replace(self, known_on=None)

    @property
    def narrowing(self) -> dict[str, Any]:
        """What narrows the figures, as addresses of files name it: only what does."""
        values = {field: getattr(self.filters, field) for field in NAMES}
        return {field: value for field, value in values.items() if value is not None}

    def _narrowing(self) -> dict[str, Any]:
        return {NAMES[field]: value for field, value in self.narrowing.items()}


def read(arguments: Mapping[str, str], today: date) -> Asked:
    """What the arguments of an address ask for; a choice that does not exist narrows nothing.

    Raises:
        WrongDay: the day cannot be counted.
        WrongKnownDay: nothing can have been known on that day.
    """
    typed, known = arguments.get("ngay", "").strip(), arguments.get("biet-den", "").strip()
    day = read_day(typed, today) if typed else today
    return Asked(day, today, _known_day(known, today), read_filters(arguments))


def _known_day(typed: str, today: date) -> date | None:
    if not typed:
        return None
    try:
        return read_day(typed, today)
    except WrongDay as refusal:
        raise WrongKnownDay(refusal) from refusal


def read_filters(arguments: Mapping[str, str]) -> Filters:
    """What narrows the figures."""
    typed = {field: arguments.get(name, "").strip() for field, name in NAMES.items()}
    return Filters(
        province=_code(typed["province"]),
        commune=_code(typed["commune"]),
        old_district=_code(typed["old_district"]),
        old_province=_code(typed["old_province"]),
        stars=int(typed["stars"]) if typed["stars"] in ("0", "3", "4", "5") else None,
        sector=typed["sector"] if typed["sector"] in _SECTORS else None,
        group_no=_group(typed["group_no"]),
        kind=ProducerKind(typed["kind"]) if typed["kind"] in list(ProducerKind) else None,
    )


def _code(typed: str) -> str | None:
    return typed if _CODE.fullmatch(typed) else None


def _group(typed: str) -> int | None:
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= 2
    return int(typed) if is_number and 1 <= int(typed) <= _MOST_GROUP else None
