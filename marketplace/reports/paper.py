"""A report as paper: its tables and words, before anybody says which kind of file it becomes.

Every file of one report is written from the same paper, so that no two of them can differ. Nothing
on it tells when or by whom it was made: the same data and day give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from marketplace.reports.cells import Cell
from marketplace.reports.office import Office

Line = Sequence[Cell]


class Sum(list[Cell]):
    """A line that adds up others."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for machines, its heading, its width in characters, its cell of a row."""

    key: str
    title: Any
    width: int
    cell: Callable[[Any], Cell]
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the name of its sheet and its title.

    ``rows`` reads them from the start each time it is called, and may read a million of them one
    by one. ``total`` gives the last line, once all rows were read; None: the rows do not add up.
    """

    key: str
    name: str
    title: str
    columns: Sequence[Column]
    rows: Callable[[], Iterable[Any]]
    when_empty: str
    unit: str = ""
    total: Callable[[], Line] | None = None
    is_numbered: bool = True
    is_sum: Callable[[Any], bool] = lambda _row: False  # of a row that adds up others

    @property
    def width(self) -> int:
        """How many characters a line takes."""
        return sum(column.width for column in self.columns)

    def lines(self) -> Iterator[Line]:
        """The cells of each row."""
        cells = [column.cell for column in self.columns]
        for row in self.rows():
            line = [cell(row) for cell in cells]
            yield Sum(line) if self.is_sum(row) else line


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole report. The first table is the summary; ``notes`` tell what it means."""

    report: str
    title: str
    as_of: str
    day: date  # the report's own, which the properties of a file bear
    office: Office
    tables: Sequence[Table]
    notes: Sequence[tuple[str, str]] = ()
    plain: dict[str, Any] | None = field(default=None, repr=False)  # what the JSON file says
    locale: str = "vi"
    expected: int | None = None  # rows, as far as they were counted beforehand


def fixed(rows: Iterable[Any]) -> Callable[[], Iterable[Any]]:
    """Rows that are in memory already, for ``Table.rows``."""
    kept = tuple(rows)
    return lambda: kept


@contextmanager
def watched(paper: Paper, tick: Callable[[], None]) -> Iterator[Paper]:
    """The same paper; ``tick`` is called at each row that is read.

    However the reading ends, what was not read to its end is let go of.
    """
    with ExitStack() as opened:

        def ticking(rows: Callable[[], Iterable[Any]]) -> Callable[[], Iterator[Any]]:
            return lambda: _ticking(rows(), tick, opened)

        tables = [replace(table, rows=ticking(table.rows)) for table in paper.tables]
        yield replace(paper, tables=tables)


def _ticking(rows: Iterable[Any], tick: Callable[[], None], opened: ExitStack) -> Iterator[Any]:
    if isinstance(rows, Generator):
        opened.callback(rows.close)
    for row in rows:
        tick()
        yield row
