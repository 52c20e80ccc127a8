"""What the years brought to the register, and when certificates end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import clock
from marketplace.reports.charts import Column, Stack, columns, stacks
from marketplace.reports.dashboard import sentences
from marketplace.reports.dashboard.cards import Card, Cell, RowsUrl, number_cell
from marketplace.reports.dashboard.lists import Group
from marketplace.reports.figures import Figures
from marketplace.reports.figures.splitting import month_key
from marketplace.reports.rules import Dimension, Flow, Indicator
from marketplace.web import filters

YEARS_SHOWN = 6
MONTHS = 12
_FLOW = (
    ("new", "moi-cong-nhan", _l("New")),
    ("reassessed", "danh-gia-lai", _l("Assessed again")),
    ("upgraded", "nang-hang", _l("Upgraded")),
    ("lost", "mat-cong-nhan", _l("Lost")),
)


def years_card(figures: Figures, url: RowsUrl) -> Card:
    """New, re-assessed, upgraded and lost products of each year."""
    figure = figures[Indicator.PRODUCTS]
    lines = figure.breakdowns[Dimension.YEAR].lines
    flows = [(line.key, line.value) for line in lines if isinstance(line.value, Flow)]
    shown = flows[-YEARS_SHOWN:]
    return Card(
        name="years",
        title=_("What each year brought to the register"),
        sentence=_year_said(shown, figures.book.day),
        drawing=stacks([_stack(*one) for one in shown], [name for name, *_ in _FLOW[:3]], "lost"),
        columns=[_("Year"), *(str(words) for _name, _list, words in _FLOW)],
        rows=[_year_row(year, flow, url) for year, flow in reversed(flows)],
        legend=[(name, str(words)) for name, _list, words in _FLOW],
        remark=_(
            "Days on which it surely was so. A product that is recognised again stays one product."
        ),
        definition=figure.definition,
    )


def _year_said(shown: Sequence[tuple[str, Flow]], day: date) -> str:
    if not shown:
        return sentences.no_figures(day)
    year, flow = shown[-1]
    is_over = int(year) < day.year or (day.month, day.day) == (12, 31)
    return sentences.of_year(year, flow, until=None if is_over else day)


def _stack(year: str, flow: Flow) -> Stack:
    numbers = [getattr(flow, name) for name, *_ in _FLOW]
    says = [
        f"{year}, {words}: {filters.number(number)}"
        for (_name, _list, words), number in zip(_FLOW, numbers, strict=True)
    ]
    return Stack(year, tuple(numbers[:3]), numbers[3], tuple(says))


def _year_row(year: str, flow: Flow, url: RowsUrl) -> list[Cell]:
    group = Group(Dimension.YEAR, year)
    numbers = (
        number_cell(getattr(flow, name), url(list_name, group)) for name, list_name, _words in _FLOW
    )
    return [Cell(year), *numbers]


def ends_card(figures: Figures, url: RowsUrl) -> Card:
    """How many certificates end in each of the twelve months from this one on."""
    book, figure = figures.book, figures[Indicator.TO_REASSESS]
    first = book.day.replace(day=1)
    months = [clock.add_months(first, ahead) for ahead in range(MONTHS)]
    ends = Counter(row.valid_until.replace(day=1) for row in book.products)
    counted = [(month, ends[month]) for month in months]
    return Card(
        name="ends",
        title=_("Certificates that end in the months to come"),
        sentence=f"{sentences.of_figure(figure, book.day)} {sentences.of_ends(counted)}",
        drawing=columns(
            [_month_column(counted, at) for at in range(MONTHS)], ("ends",), write=filters.number
        ),
        columns=[_("Month"), _("Certificates that end")],
        rows=[
            [
                Cell(f"{month:%m/%Y}"),
                number_cell(number, url("het-han", Group(Dimension.MONTH, month_key(month)))),
            ]
            for month, number in counted
        ],
        definition=figure.definition,
    )


def _month_column(counted: Sequence[tuple[date, int]], at: int) -> Column:
    month, number = counted[at]
    return Column(
        label=str(month.month),
        values=(number,),
        words=filters.number(number) if number else "",
        says=f"{month:%m/%Y}: {filters.number(number)}",
        below=str(month.year) if at == 0 or month.month == 1 else "",
    )
