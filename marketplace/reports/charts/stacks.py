"""Columns of parts that add up, with what was lost below the ground."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from marketplace.reports.charts.drawing import SMALL, WIDTH, Box, Drawing, Line, Text
from marketplace.reports.charts.scale import length

ROOM = 170  # height of what stands above and hangs below the ground, together
HEAD = 18  # for the number above the highest
FOOT = 36  # for the number below the lowest, and the words of the columns
WIDEST = 48


@dataclass(frozen=True, slots=True)
class Stack:
    """A year: parts that stand on each other, and one that hangs below the ground.

    ``says`` has words for each part, and last for what hangs.
    """

    label: str
    up: tuple[int, ...]
    down: int
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ground:
    """One scale above and below a ground at ``y``: ``most`` is what the whole room holds."""

    y: int
    most: int
    step: int

    def height(self, value: int) -> int:
        return length(value, self.most, ROOM)

    def middle(self, at: int) -> int:
        return self.step * at + self.step // 2


def stacks(items: Sequence[Stack], looks: Sequence[str], down_look: str) -> Drawing:
    """A column for each item. The heights of its parts add up to the height of their sum."""
    ground = _ground(items)
    drawn = list(enumerate(items))
    boxes = [
        box
        for at, item in drawn
        for box in (*_standing(item, at, ground, looks), *_hanging(item, at, ground, down_look))
    ]
    texts = [text for at, item in drawn for text in _words(item, at, ground)]
    axis = Line(0, ground.y, WIDTH, ground.y, "axis")
    return Drawing(WIDTH, HEAD + ROOM + FOOT, tuple(boxes), (axis,), texts=tuple(texts))


def _ground(items: Sequence[Stack]) -> _Ground:
    highest = max((sum(item.up) for item in items), default=0)
    lowest = max((item.down for item in items), default=0)
    most = max(highest + lowest, 1)
    above = ROOM - length(lowest, most, ROOM)
    return _Ground(HEAD + above, most, WIDTH // max(len(items), 1))


def _standing(item: Stack, at: int, ground: _Ground, looks: Sequence[str]) -> Iterator[Box]:
    """Edges are rounded once, so that parts meet and end where their sum ends."""
    width = min(ground.step - 10, WIDEST)
    edges = [0, *(ground.height(reached) for reached in accumulate(item.up))]
    for low, high, look, says in zip(edges, edges[1:], looks, item.says, strict=False):
        if high > low:
            x = ground.middle(at) - width // 2
            yield Box(x, ground.y - high, width, high - low, look, says)


def _hanging(item: Stack, at: int, ground: _Ground, look: str) -> Iterator[Box]:
    width = min(ground.step - 10, WIDEST)
    height = ground.height(item.down)
    if height:
        yield Box(ground.middle(at) - width // 2, ground.y, width, height, look, item.says[-1])


def _words(item: Stack, at: int, ground: _Ground) -> Iterator[Text]:
    x, total = ground.middle(at), sum(item.up)
    if total:
        yield Text(x, ground.y - ground.height(total) - 5, f"+{total}", "middle", "value-small")
    if item.down:
        y = ground.y + ground.height(item.down) + SMALL + 1
        yield Text(x, y, f"\N{MINUS SIGN}{item.down}", "middle", "value-small")
    yield Text(x, HEAD + ROOM + FOOT - 5, item.label, "middle", "tick")
