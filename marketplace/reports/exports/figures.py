"""The figures of a day as paper: the summary, every breakdown, the rows, and those missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from marketplace import clock
from marketplace.reports import wording
from marketplace.reports.cells import Cell
from marketplace.reports.exports import narrowing, telling
from marketplace.reports.exports.asked import Asked
from marketplace.reports.exports.plan_tables import plan_tables
from marketplace.reports.exports.row_tables import row_tables
from marketplace.reports.figures import Figure, Figures, as_plain, figures, plain_rows
from marketplace.reports.paper import Column, Paper, Table, fixed
from marketplace.reports.queries.book import book
from marketplace.reports.rules import Count, Dimension, Flow, Sales, Share, Value
from marketplace.web.filters import day as written_day


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the summary or of a breakdown: which figure, which group, its value."""

    figure: Figure
    group: str
    value: Value | None
    is_sum: bool = False


def _number(entry: Entry) -> Cell:
    match entry.value:
        case Share(part=number) | Count(number=number) | Sales(orders=number):
            return number
    return None


def _whole(entry: Entry) -> Cell:
    return entry.value.whole if isinstance(entry.value, Share) else None


def _percent(entry: Entry) -> Cell:
    return entry.value.percent if isinstance(entry.value, Share) else None


def _money(entry: Entry) -> Cell:
    return entry.value.value_vnd if isinstance(entry.value, Sales) else None


def _reads(entry: Entry) -> Cell:
    """As one says it; what others declared is marked so."""
    said = wording.value(entry.value)
    if _is_declared(entry.value):
        return str(_("%(value)s (declared)", value=said))
    return said


def _remark(entry: Entry) -> Cell:
    return str(_("declared")) if _is_declared(entry.value) else ""


def _is_declared(value: Value | None) -> bool:
    return isinstance(value, Sales) and value.is_declared


_CODE = Column("code", _l("Code"), 6, lambda entry: entry.figure.code)
_TITLE = Column("figure", _l("Figure"), 40, lambda entry: str(entry.figure.definition.title))
_PART = Column("figure", _l("Figure"), 34, lambda entry: str(entry.figure.definition.part))
_GROUP = Column("group", _l("Group"), 24, lambda entry: entry.group)
_NUMBER = Column("number", _l("Number"), 9, _number, is_number=True)
_SHARE = (
    Column("whole", _l("Out of"), 9, _whole, is_number=True),
    Column("percent", _l("Percent (%)"), 9, _percent, is_number=True),
)
_MONEY = Column("value_vnd", _l("Value (đồng)"), 14, _money, is_number=True)
_READS = Column("reads", _l("Reads"), 22, _reads)
_REMARK = Column("remark", _l("Remark"), 14, _remark)


def _flow(field: str, title: Any) -> Column:
    def cell(entry: Entry) -> Cell:
        return getattr(entry.value, field) if isinstance(entry.value, Flow) else None

    return Column(field, title, 10, cell, is_number=True)


_FLOW = (
    _flow("new", _l("New")),
    _flow("reassessed", _l("Assessed again")),
    _flow("upgraded", _l("Upgraded")),
    _flow("lost", _l("Lost")),
)


def paper(session: Session, asked: Asked, *, now: datetime) -> Paper:
    """The figures of the day asked for."""
    return paper_of(session, counted(session, asked, now=now), asked)


def counted(session: Session, asked: Asked, *, now: datetime) -> Figures:
    """The figures themselves."""
    known_at = clock.end_of_day(asked.known_on) if asked.known_on else None
    return figures(
        book(
            session,
            asked.day,
            now=now,
            known_at=known_at,
            filters=narrowing.read(asked.narrow),
        )
    )


def paper_of(session: Session, found: Figures, asked: Asked) -> Paper:
    """The figures as tables."""
    plans = plan_tables(session, found) if _is_whole(found) else []
    return Paper(
        report=asked.report.value,
        title=_("OCOP figures"),
        as_of=_("Counted to the end of %(day)s", day=written_day(asked.day)),
        day=asked.day,
        office=asked.office,
        tables=[_summary(found), *plans, *_breakdowns(found), *row_tables(found)],
        notes=_notes(found, asked),
        plain=as_plain(found) | {"filters": asked.narrow, "rows": plain_rows(found)},
        locale=asked.locale,
    )


def _is_whole(found: Figures) -> bool:
    """Whether a plan can be held against them: nothing narrowed, nothing taken back."""
    return found.book.filters.is_empty and found.book.known_at is None


def _summary(found: Figures) -> Table:
    entries = [Entry(figure, "", figure.value) for figure in found if _is_told(figure)]
    columns = (_CODE, _TITLE, *_value_columns(entries), _READS)
    return Table("summary", _("Summary"), _("OCOP figures"), columns, fixed(entries), "")


def _is_told(figure: Figure) -> bool:
    """Whether the summary has a line for it; not where only its lines have values."""
    return figure.value is not None or not figure.breakdowns


def _breakdowns(found: Figures) -> Iterator[Table]:
    """A table for each way to split: of each figure its lines, then their sum where it is one."""
    for dimension in Dimension:
        entries = [
            entry
            for figure in found
            if dimension in figure.breakdowns
            for entry in _lines(figure, dimension)
        ]
        if entries:
            name = wording.dimension(dimension)
            yield Table(
                key=f"by_{dimension.value}",
                name=name,
                title=_("OCOP figures by %(dimension)s", dimension=name.lower()),
                columns=(_CODE, _PART, _GROUP, *_value_columns(entries)),
                rows=fixed(entries),
                when_empty="",
                is_sum=lambda entry: entry.is_sum,
            )


def _lines(figure: Figure, dimension: Dimension) -> Iterator[Entry]:
    split = figure.breakdowns[dimension]
    for line in split.lines:
        yield Entry(figure, wording.line_label(dimension, line), line.value)
    if split.total is not None:
        yield Entry(figure, _("Total"), split.total, is_sum=True)


def _value_columns(entries: Sequence[Entry]) -> Sequence[Column]:
    """Only the columns that some value fills."""
    kinds = {type(entry.value) for entry in entries}
    columns: list[Column] = []
    if kinds & {Share, Count, Sales}:
        columns.append(_NUMBER)
    if Share in kinds:
        columns += _SHARE
    if Sales in kinds:
        columns.append(_MONEY)
    if Flow in kinds:
        columns += _FLOW
    return [*columns, _REMARK] if any(_is_declared(entry.value) for entry in entries) else columns


def _notes(found: Figures, asked: Asked) -> list[tuple[str, str]]:
    """What a reader must know: filters, what was known, and what each figure means."""
    book = found.book
    known = written_day(asked.known_on) if asked.known_on else _("everything recorded since")
    platforms = ", ".join(platform.name for platform in book.platforms)
    return [
        (_("As of"), _("the end of %(day)s", day=written_day(asked.day))),
        (
            _("Filters"),
            "; ".join(telling.narrowed(asked, book.names)) or _("None: the whole register"),
        ),
        (_("Known until"), str(known)),
        (_("Platforms that count"), platforms or _("none yet")),
        (_("Products in force whose producer is not known"), str(len(book.without_producer))),
        (_("Certificates that do not count: dates not clear"), str(len(book.undated))),
        *((f"{figure.code}. {figure.definition.title}", _meaning(figure)) for figure in found),
    ]


def _meaning(figure: Figure) -> str:
    definition = figure.definition
    return str(_("%(how)s Basis: %(source)s", how=definition.how, source=definition.source))
