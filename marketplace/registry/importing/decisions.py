"""A decision as annexes name it: in a cell, above the table, or as a heading between rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from marketplace.registry.importing.cells import Period
from marketplace.registry.models import Programme
from marketplace.registry.rules.life import TERMS
from marketplace.text import clean_line

_NUMBER = re.compile(r"\b(\d{1,6}\s*/\s*(?:\d{4}\s*/\s*)?QĐ(?:\s*-\s*[A-ZĐƠƯ]+)*)\b", re.IGNORECASE)
_DAY = re.compile(
    r"ngày\s+(\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})",
    re.IGNORECASE,
)
_BODY = re.compile(r"\bcủa\s+([^;,.()\n]+?)(?=\s*(?:[;,.()]|$|\bvề\b|\bv/v\b))", re.IGNORECASE)
_ATTACHED = re.compile(r"kèm theo", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StatedDecision:
    """What a text says of a decision, in its own words; "" where it is silent."""

    number: str
    day: str
    body: str


def find_decision(text: str) -> StatedDecision | None:
    """The decision that a text is about: of several the one to which it is an annex."""
    start = match.end() if (match := _ATTACHED.search(text)) else 0
    number = _NUMBER.search(text, start) or _NUMBER.search(text)
    if number is None:
        return None
    after = text[number.end() :]
    following = _NUMBER.search(after)
    after = after[: following.start()] if following else after
    day, body = _DAY.search(after), _BODY.search(after)
    return StatedDecision(
        number="".join(number[1].split()),
        day=clean_line(day[1]) if day else "",
        body=clean_line(body[1]) if body else "",
    )


def read_decision(text: str) -> StatedDecision:
    """A cell of the column of decisions; what has no usual number is one all the same."""
    return find_decision(text) or StatedDecision(text, "", "")


def looks_like_decision(text: str) -> bool:
    """Whether a cell holds the number of a decision."""
    return _NUMBER.search(text) is not None


def programme_of(issued: Period | None) -> Programme | None:
    """The programme under which something was recognised: the newest that was in force.

    Of a rough date none is known when the programme changed within it.
    """
    if issued is None:
        return None
    first, last = _newest(issued.first), _newest(issued.last)
    return last if first is last else None


def _newest(day: date) -> Programme:
    begun = [programme for programme, terms in TERMS.items() if terms.first_day <= day]
    return begun[-1] if begun else Programme.QD_1048
