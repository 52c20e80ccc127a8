"""The shapes that a chart is made of. How a ``look`` is painted is said in report.css."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 300
TEXT = 14  # height of letters; small ones are SMALL
SMALL = 12


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; ``says`` is read when one points at it."""

    x: int
    y: int
    width: int
    height: int
    look: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line: an axis, a mark of a plan."""

    x1: int
    y1: int
    x2: int
    y2: int
    look: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words; ``anchor`` is the side of them that stands at ``x``: start, middle or end."""

    x: int
    y: int
    words: str
    anchor: str = "start"
    look: str = "label"


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle of a map; ``filled`` is the radius of its solid heart, ``url`` where it leads."""

    x: int
    y: int
    radius: int
    filled: int
    look: str
    says: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole chart. Shapes are painted in this order: lines, boxes, dots, texts."""

    width: int
    height: int
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    texts: tuple[Text, ...] = ()
