"""Published figures, row by row, for tests of the declared series."""

from __future__ import annotations

from itertools import count

from marketplace.reports.declared.rules.rows import Column, Statement, read_row
from marketplace.reports.declared.statements import figure_of
from marketplace.reports.models import DeclaredFigure
from tests.reports.market import LONG_AGO

HEADER = "province,date,indicator,numerator,denominator,percent_as_published,kind,parts,note"
_ids = count(1)


def said(
    indicator: str,
    numerator: str = "",
    denominator: str = "",
    percent: str = "",
    parts: str = "",
    time: str = "2022-09",
    province: str = "Lào Cai",
    kind: str = "",
) -> DeclaredFigure:
    """A figure as if it were taken from a file."""
    cells = {
        Column.PROVINCE: province,
        Column.TIME: time,
        Column.INDICATOR: indicator,
        Column.NUMERATOR: numerator,
        Column.DENOMINATOR: denominator,
        Column.PERCENT: percent,
        Column.PARTS: parts,
        Column.KIND: kind,
    }
    read = read_row(2, cells)
    assert isinstance(read, Statement), read
    figure = figure_of(read, recorded_at=LONG_AGO)
    figure.id = next(_ids)
    return figure


def file(*rows: str, header: str = HEADER) -> bytes:
    """A file of these lines."""
    return "\n".join((header, *rows, "")).encode()
