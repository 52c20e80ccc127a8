"""A card of the dashboard: a sentence, a chart, and the table behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from marketplace.reports.charts import Drawing
from marketplace.reports.dashboard.lists import Group
from marketplace.reports.definitions import Definition
from marketplace.web import filters


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table, and where it leads."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One chart of the page with all that belongs to it.

    ``columns`` are the headings of ``rows``; a row's first cell names it, the others are numbers.
    ``legend`` explains the looks of the chart's parts.
    """

    name: str
    title: str
    sentence: str
    drawing: Drawing | None
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    legend: Sequence[tuple[str, str]] = ()
    remark: str = ""
    definition: Definition | None = None


RowsUrl = Callable[[str, Group | None], str]  # (name of the list, its group) -> address


def number_cell(number: int, url: str = "") -> Cell:
    """A count that leads to its rows, where there are any."""
    return Cell(filters.number(number), url if number else "")
