"""From what a file says to a row of the table."""

from __future__ import annotations

from datetime import datetime

from marketplace.reports.declared.rules.rows import Statement
from marketplace.reports.models import DeclaredFigure


def figure_of(statement: Statement, *, recorded_at: datetime) -> DeclaredFigure:
    """The figure that a statement publishes."""
    count = statement.numerator
    return DeclaredFigure(
        row_hash=statement.hash,
        province=statement.province,
        stated_time=statement.stated_time,
        first_day=statement.span.first,
        last_day=statement.span.last,
        indicator=statement.indicator,
        kind=statement.kind,
        numerator_text=count.text if count else "",
        numerator=count.value if count else None,
        denominator=statement.denominator,
        percent=statement.percent,
        percent_text=statement.percent_text,
        parts=list(statement.parts),
        note=statement.note,
        recorded_at=recorded_at,
    )
