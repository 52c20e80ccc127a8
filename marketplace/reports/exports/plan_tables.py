"""What the plan of a year set, beside its result so far: the result may pass it."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from marketplace.reports import wording
from marketplace.reports.cells import Cell
from marketplace.reports.figures import Figures
from marketplace.reports.paper import Column, Table, fixed
from marketplace.reports.targets.queries import Against, against
from marketplace.reports.targets.rules import Measure
from marketplace.reports.targets.wording import MEASURES


def _plan(row: Against) -> Cell:
    return _amount(row.target.value, row.measure)


def _result(row: Against) -> Cell:
    return _amount(row.result.result, row.measure) if row.result else None


def _amount(value: Decimal, measure: Measure) -> Cell:
    """A percent with its decimal, a count as a whole number."""
    return value if measure.is_percent else int(value)


_COLUMNS = (
    Column("measure", _l("Measure"), 44, lambda row: str(MEASURES[row.measure])),
    Column("year", _l("Year"), 8, lambda row: str(row.target.year)),
    Column("plan", _l("Plan"), 12, _plan, is_number=True),
    Column("result", _l("Result"), 12, _result, is_number=True),
    Column(
        "of_plan",
        _l("Percent of the plan"),
        12,
        lambda row: row.result.percent if row.result else None,
        is_number=True,
    ),
    Column("remark", _l("Remark"), 18, lambda row: "" if row.result else str(wording.NO_FIGURES)),
)


def plan_tables(session: Session, found: Figures) -> list[Table]:
    """The plan of the year of these figures; no table in a year without one."""
    year = found.book.day.year
    rows = against(session, year, found)
    if not rows:
        return []
    title = _("Plan and result of %(year)s", year=str(year))
    return [Table("plan", _("Plan and result"), title, _COLUMNS, fixed(rows), "")]
