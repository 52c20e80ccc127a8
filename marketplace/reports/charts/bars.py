"""Bars that lie: a row for each group, its words above it, so that long names fit on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.reports.charts.drawing import TEXT, WIDTH, Box, Drawing, Line, Text
from marketplace.reports.charts.scale import length, round_top, text_width, wrapped

THICK = 14
LINE = 18  # from one line of words to the next
GAP = 10  # below a bar
AIR = 8  # between a name and its number


@dataclass(frozen=True, slots=True)
class Bar:
    """One group: its name, its number in words, how long it is and how long it could be.

    ``whole`` is drawn as a frame around the part; ``mark`` as a line across, for a plan.
    """

    label: str
    words: str
    part: int
    whole: int | None = None
    mark: int | None = None


def bars(rows: Sequence[Bar], look: str = "part") -> Drawing:
    """One bar a row, all on one axis that ends a little beyond the longest."""
    top = round_top(max((_longest(row) for row in rows), default=0))
    boxes: list[Box] = []
    lines: list[Line] = []
    texts: list[Text] = []
    y = 0
    for row in rows:
        names = wrapped(row.label, WIDTH - text_width(row.words) - AIR)
        texts += [Text(0, y + TEXT + LINE * at, name) for at, name in enumerate(names)]
        has_bar = bool(_longest(row))
        texts.append(Text(WIDTH, y + TEXT, row.words, "end", "value" if has_bar else "nothing"))
        y += LINE * len(names) + 3
        boxes += _boxes(row, top, y, look)
        lines += _mark(row, top, y)
        y += (THICK if has_bar else -3) + GAP
    return Drawing(WIDTH, max(y - GAP, THICK) + 4, tuple(boxes), tuple(lines), texts=tuple(texts))


def _longest(row: Bar) -> int:
    return max(row.part, row.whole or 0, row.mark or 0)


def _boxes(row: Bar, top: int, y: int, look: str) -> list[Box]:
    says = f"{row.label}: {row.words}"
    whole = [] if row.whole is None else [(row.whole, "whole")]
    drawn = [*whole, (row.part, look)]
    return [
        Box(0, y, length(value, top, WIDTH), THICK, kind, says) for value, kind in drawn if value
    ]


def _mark(row: Bar, top: int, y: int) -> list[Line]:
    if row.mark is None:
        return []
    x = length(row.mark, top, WIDTH)
    return [Line(x, y - 4, x, y + THICK + 4, "mark")]
