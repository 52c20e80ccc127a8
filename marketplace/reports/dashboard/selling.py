"""Orders and value by month: what this market counted, and beside it what others declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from marketplace import clock
from marketplace.reports.book import Book, PlatformRow
from marketplace.reports.charts import Column, columns
from marketplace.reports.dashboard import sentences
from marketplace.reports.dashboard.cards import Card, Cell
from marketplace.reports.figures import Figures
from marketplace.reports.rules import Indicator, Sales
from marketplace.web import filters

MONTHS = 12
_MILLION = 1_000_000
# This market, then as many others as can be told apart; the table has them all.
_LOOKS = ("here", "declared-1", "declared-2", "declared-3")
_NOTHING = Sales(0, 0)


@dataclass(frozen=True, slots=True)
class _Measure:
    """What is shown of sales, and how it is written beside the axis and said."""

    name: str
    title: str
    amount: Callable[[Sales], int]
    write: Callable[[int], str]
    say: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class _Year:
    """Twelve months of sales on each platform, this market first."""

    months: Sequence[date]
    platforms: Sequence[PlatformRow]
    sold: Mapping[tuple[date, str], Sales]

    @property
    def drawn(self) -> Sequence[PlatformRow]:
        return self.platforms[: len(_LOOKS)]

    def amounts(self, month: date, measure: _Measure) -> list[int]:
        """What each drawn platform sold in a month."""
        found = (self.sold.get((month, platform.code), _NOTHING) for platform in self.drawn)
        return [measure.amount(sales) for sales in found]


def orders_card(figures: Figures) -> Card:
    """How many orders each month had."""
    title = _("Orders by month")
    return _card(
        figures,
        _Measure("orders", title, lambda sales: sales.orders, filters.number, sentences.orders),
    )


def value_card(figures: Figures) -> Card:
    """What they were worth."""
    title = _("Value of orders by month")
    return _card(
        figures,
        _Measure("value", title, lambda sales: sales.value_vnd, in_millions, filters.vnd),
    )


def in_millions(amount_vnd: int) -> str:
    """12500000 -> 12,5 tr: short enough for an axis."""
    tenths = Decimal(amount_vnd * 10 // _MILLION).scaleb(-1)
    return str(_("%(number)s m", number=filters.number(tenths)))


def _card(figures: Figures, measure: _Measure) -> Card:
    year = _year(figures.book)
    items = [_column(year, at, measure) for at in range(MONTHS)]
    looks = _LOOKS[: len(year.drawn)]
    return Card(
        name=measure.name,
        title=measure.title,
        sentence=_said(year, measure),
        drawing=columns(items, looks, write=measure.write) if looks else None,
        columns=[_("Month"), *map(_heading, year.platforms)],
        rows=[_row(year, month, measure) for month in reversed(year.months)],
        legend=list(zip(looks, map(_heading, year.drawn), strict=True)),
        remark=_("What other platforms declared is not checked by us and never added to our own."),
        definition=figures[Indicator.SALES].definition,
    )


def _year(book: Book) -> _Year:
    first = book.day.replace(day=1)
    months = [clock.add_months(first, -back) for back in reversed(range(MONTHS))]
    ours = [platform for platform in book.platforms if platform.is_here]
    ours += [row.platform for row in book.sales if not row.sales.is_declared]
    declared = dict.fromkeys(row.platform for row in book.sales if row.sales.is_declared)
    sold = {(row.month, row.platform.code): row.sales for row in book.sales}
    return _Year(months, [*ours[:1], *declared], sold)


def _said(year: _Year, measure: _Measure) -> str:
    """What this market counted in the last month and in all of them; never with the others."""
    if not year.drawn:
        return str(_("There is nothing to count."))
    counted = [year.amounts(month, measure)[0] for month in year.months]
    return str(
        _(
            "Counted here in %(month)s: %(now)s; in these 12 months: %(all)s.",
            month=f"{year.months[-1]:%m/%Y}",
            now=measure.say(counted[-1]),
            all=measure.say(sum(counted)),
        )
    )


def _heading(platform: PlatformRow) -> str:
    if platform.is_here:
        return str(_("%(platform)s (counted)", platform=platform.name))
    return str(_("%(platform)s (declared)", platform=platform.name))


def _row(year: _Year, month: date, measure: _Measure) -> list[Cell]:
    found = (year.sold.get((month, platform.code)) for platform in year.platforms)
    amounts = ("–" if sales is None else filters.number(measure.amount(sales)) for sales in found)
    return [Cell(f"{month:%m/%Y}"), *map(Cell, amounts)]


def _column(year: _Year, at: int, measure: _Measure) -> Column:
    month = year.months[at]
    values = year.amounts(month, measure)
    said = (
        f"{_heading(platform)}: {measure.write(value)}"
        for platform, value in zip(year.drawn, values, strict=True)
    )
    return Column(
        label=str(month.month),
        values=tuple(values),
        words=measure.write(values[0]) if values[:1] == [max(values, default=0)] else "",
        says=f"{month:%m/%Y}. {'; '.join(said)}",
        below=str(month.year) if at == 0 or month.month == 1 else "",
    )
