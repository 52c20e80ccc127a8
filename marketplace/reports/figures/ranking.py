"""The lines of a breakdown from the most to the least, as one ranks communes."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from marketplace.reports.figures.model import Breakdown, Line
from marketplace.reports.rules import Count, Sales, Share, Value


class Ranked(NamedTuple):
    """A line and its place: lines that are equal share one, and the next place is left out."""

    place: int  # 1, 2, 2, 4
    line: Line


def ranking(split: Breakdown) -> list[Ranked]:
    """The lines from the most to the least; equal ones keep their reading order.

    What is not known has no place, and neither has a share of nothing.
    """
    weighed = [(_weight(line.value), line) for line in split.known]
    ordered = sorted(
        ((weight, line) for weight, line in weighed if weight is not None),
        key=lambda pair: -pair[0],
    )
    found: list[Ranked] = []
    for _, equals in groupby(ordered, key=lambda pair: pair[0]):
        place = len(found) + 1
        found += [Ranked(place, line) for _, line in equals]
    return found


def _weight(value: Value) -> Fraction | None:
    """What a value is ranked by: the number, the exact share, the value of the goods sold."""
    match value:
        case Count(number=number):
            return Fraction(number)
        case Share(part=part, whole=whole):
            return Fraction(part, whole) if whole else None
        case Sales(value_vnd=value_vnd):
            return Fraction(value_vnd)
    return None
