"""Charts: numbers in, shapes out. Templates draw the shapes as SVG; nothing here knows pages.

Every length is a whole unit of the drawing, whose width is that of a small phone: text of
``TEXT`` units is read there without a glass.
"""

from marketplace.reports.charts.bars import Bar, bars
from marketplace.reports.charts.columns import Column, columns
from marketplace.reports.charts.dot_map import Place, dot_map
from marketplace.reports.charts.drawing import Box, Dot, Drawing, Line, Text
from marketplace.reports.charts.stacks import Stack, stacks

__all__ = [
    "Bar",
    "Box",
    "Column",
    "Dot",
    "Drawing",
    "Line",
    "Place",
    "Stack",
    "Text",
    "bars",
    "columns",
    "dot_map",
    "stacks",
]
