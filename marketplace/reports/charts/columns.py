"""Columns that stand: a value for each month or year, one inside the other or side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from marketplace.reports.charts.drawing import SMALL, WIDTH, Box, Drawing, Line, Text
from marketplace.reports.charts.scale import length, round_top, text_width, ticks

ROOM = 150  # height of the axis
HEAD = 18  # above it, for the number of the highest column
FOOT = 34  # below it, for two lines of words
GROUND = HEAD + ROOM


@dataclass(frozen=True, slots=True)
class Column:
    """A month or a year: words under it (``below`` in a second line) and its values in order.

    ``words`` stand above it where there is room; ``says`` is read when one points at it.
    """

    label: str
    values: tuple[int, ...]
    words: str
    says: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where columns stand: from ``left`` on, ``step`` apart, up to a value of ``top``."""

    left: int
    step: int
    top: int

    def height(self, value: int) -> int:
        return length(value, self.top, ROOM)

    def middle(self, at: int) -> int:
        return self.left + self.step * at + self.step // 2


def columns(
    items: Sequence[Column],
    looks: Sequence[str],
    *,
    nested: bool = False,
    write: Callable[[int], str] = str,
) -> Drawing:
    """A column for each item, its values painted in ``looks``, in the same order.

    ``nested``: a later value stands inside an earlier one (a part in its whole); else values
    stand side by side and are never added up. ``write`` puts the values of the axis into words.
    """
    axis = _axis(items, write)
    place = _nested if nested else _beside
    boxes = [box for at, item in enumerate(items) for box in place(item, at, axis, looks)]
    lines = [
        Line(axis.left, GROUND - axis.height(tick), WIDTH, GROUND - axis.height(tick), look)
        for tick, look in zip(ticks(axis.top), ("axis", "grid", "grid"), strict=False)
    ]
    texts = (*_ticks(axis, write), *_words(items, axis, nested=nested))
    return Drawing(WIDTH, GROUND + FOOT, tuple(boxes), tuple(lines), texts=texts)


def _axis(items: Sequence[Column], write: Callable[[int], str]) -> _Axis:
    top = round_top(max((value for item in items for value in item.values), default=0))
    left = max(text_width(write(tick), SMALL) for tick in ticks(top)) + 4
    return _Axis(left, (WIDTH - left) // max(len(items), 1), top)


def _ticks(axis: _Axis, write: Callable[[int], str]) -> Iterator[Text]:
    for tick in ticks(axis.top):
        y = GROUND - axis.height(tick) + SMALL // 3
        yield Text(axis.left - 4, y, write(tick), "end", "tick")


def _nested(item: Column, at: int, axis: _Axis, looks: Sequence[str]) -> Iterator[Box]:
    width = max(min(axis.step - 6, 44), 4)
    for value, look in zip(item.values, looks, strict=True):
        height = axis.height(value)
        if height:
            x = axis.middle(at) - width // 2
            yield Box(x, GROUND - height, width, height, look, item.says)


def _beside(item: Column, at: int, axis: _Axis, looks: Sequence[str]) -> Iterator[Box]:
    width = max(min((axis.step - 4) // len(looks), 30), 3)
    left = axis.middle(at) - width * len(looks) // 2
    for place, (value, look) in enumerate(zip(item.values, looks, strict=True)):
        height = axis.height(value)
        if height:
            yield Box(left + width * place, GROUND - height, width - 1, height, look, item.says)


def _words(items: Sequence[Column], axis: _Axis, *, nested: bool) -> Iterator[Text]:
    shown = _with_room(items, axis.step)
    for at, item in enumerate(items):
        yield Text(axis.middle(at), GROUND + 14, item.label, "middle", "tick")
        if item.below and not _is_crowded(items, at, axis):
            yield Text(axis.middle(at), GROUND + 29, item.below, "middle", "tick")
        if at in shown and item.words:
            yield _value(item, axis.middle(at), axis, nested=nested)


def _is_crowded(items: Sequence[Column], at: int, axis: _Axis) -> bool:
    """Whether the second line of the words below would touch the next one's."""
    later = next((far for far in range(at + 1, len(items)) if items[far].below), None)
    return later is not None and (later - at) * axis.step < text_width(items[at].below, SMALL)


def _value(item: Column, x: int, axis: _Axis, *, nested: bool) -> Text:
    """The number of a column: at the head of the part where that is high enough, else above."""
    part, highest = axis.height(item.values[-1]), axis.height(max(item.values))
    has_room = axis.step - 6 >= text_width(item.words, SMALL)
    if nested and has_room and part >= SMALL + 6:
        return Text(x, GROUND - part + SMALL + 3, item.words, "middle", "value-in")
    if nested and has_room and highest - part >= SMALL + 6:
        return Text(x, GROUND - part - 5, item.words, "middle", "value-small")
    return Text(x, GROUND - highest - 5, item.words, "middle", "value-small")


def _with_room(items: Sequence[Column], step: int) -> set[int]:
    """Whose words are shown: everybody's when they fit, else the last one's and the highest's."""
    widths = [text_width(item.words, SMALL) for item in items]
    if all(width <= step for width in widths):
        return set(range(len(items)))
    last = len(items) - 1
    highest = max(range(len(items)), key=lambda at: (max(items[at].values), at))
    has_both = (last - highest) * step * 2 >= widths[last] + widths[highest]
    return {last, highest} if has_both else {last}
