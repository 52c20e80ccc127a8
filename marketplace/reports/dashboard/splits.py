"""Breakdowns of a figure as bars: by star, sector, kind, place, platform."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from marketplace.reports import wording
from marketplace.reports.charts import Bar, bars
from marketplace.reports.dashboard import lists, sentences
from marketplace.reports.dashboard.cards import Card, Cell, RowsUrl, number_cell
from marketplace.reports.dashboard.lists import Group
from marketplace.reports.figures import Breakdown, Figure, Line
from marketplace.reports.rules import Count, Dimension, Indicator, Sales, Share
from marketplace.web import filters

# Dimensions whose lines are bars; years, months and sales have charts of their own.
DRAWN = (
    Dimension.STAR,
    Dimension.SECTOR,
    Dimension.GROUP,
    Dimension.NATURE,
    Dimension.KIND,
    Dimension.WOMAN_LED,
    Dimension.MINORITY_LED,
    Dimension.ACCOUNT_KIND,
    Dimension.STATE,
    Dimension.PLATFORM,
    Dimension.OLD_DISTRICT,
    Dimension.OLD_PROVINCE,
)


def splits_of(figure: Figure, url: RowsUrl) -> list[Card]:
    """Every breakdown of a figure that is drawn as bars."""
    drawn = [*DRAWN, Dimension.YEAR] if figure.indicator is Indicator.TRAINED else DRAWN
    is_sold = figure.indicator is Indicator.SALES  # by platform it is drawn month by month
    return [
        split(figure, one, url)
        for one in drawn
        if one in figure.breakdowns and not (is_sold and one is Dimension.PLATFORM)
    ]


def split(figure: Figure, dimension: Dimension, url: RowsUrl) -> Card:
    """One breakdown, a bar for each group."""
    found = figure.breakdowns[dimension]
    by, words, is_share = wording.dimension(dimension), figure.definition, _is_share(found)
    parts = [str(words.counted), str(words.missing)] if is_share else []
    if figure.indicator is Indicator.LISTING_BY_PLATFORM:
        parts = [str(lists.BY_NAME[name].title) for name in ("co-tren-san", "chua-co-tren-san")]
    return Card(
        name=f"{figure.code}-{dimension.value}".lower().replace("_", "-"),
        title=_(
            "%(what)s, by %(dimension)s", what=_short(figure), dimension=by[:1].lower() + by[1:]
        ),
        sentence=_spoken(found),
        drawing=bars([_bar(dimension, line) for line in found.lines]),
        columns=[by, *_columns(figure, parts)],
        rows=[_row(figure, dimension, line, url) for line in found.lines],
        legend=list(zip(("part", "whole"), parts, strict=False)),
        remark=_remark(found),
        definition=words,
    )


def _short(figure: Figure) -> str:
    """What a figure counts, in few words."""
    name = lists.COUNTED.get(figure.indicator)
    return str(lists.BY_NAME[name].title if name else figure.definition.title)


def _columns(figure: Figure, parts: Sequence[str]) -> list[str]:
    if figure.indicator is Indicator.SALES:
        return [_("Orders"), _("Value (đ)")]
    return [*parts, str(figure.definition.whole), _("Percent")] if parts else [_("Number")]


def _is_share(found: Breakdown) -> bool:
    return any(isinstance(line.value, Share) for line in found.lines)


def _bar(dimension: Dimension, line: Line) -> Bar:
    label = wording.line_label(dimension, line)
    match line.value:
        case Share(part=part, whole=whole) as share:
            return Bar(label, wording.share(share), part, whole)
        case Count(number=number):
            return Bar(label, filters.number(number), number)
        case Sales(orders=orders):
            return Bar(label, wording.value(line.value), orders)
    raise AssertionError(f"no bar is drawn of {line.value}")


def _row(figure: Figure, dimension: Dimension, line: Line, url: RowsUrl) -> list[Cell]:
    group = Group(dimension, line.key)
    counted, missing = _lists(figure.indicator, dimension)
    label = Cell(wording.line_label(dimension, line))
    match line.value:
        case Share(part=part, whole=whole) as share:
            return [
                label,
                number_cell(part, url(counted, group)),
                number_cell(whole - part, url(missing, group) if missing else ""),
                Cell(filters.number(whole)),
                Cell(filters.percent(share.percent)),
            ]
        case Count(number=number):
            return [label, number_cell(number, url(counted, group))]
        case Sales(orders=orders, value_vnd=value_vnd):
            return [label, number_cell(orders), number_cell(value_vnd)]
    raise AssertionError(f"no row is made of {line.value}")


def _lists(indicator: Indicator, dimension: Dimension) -> tuple[str, str]:
    """The lists of those counted and of those missing; not every number of a split has one."""
    if dimension is Dimension.ACCOUNT_KIND:
        return lists.COUNTED[indicator], ""
    if (indicator, dimension) == (Indicator.TO_REASSESS, Dimension.STATE):
        return lists.COUNTED[Indicator.PRODUCTS], ""
    return lists.COUNTED.get(indicator, ""), lists.MISSING.get(indicator, "")


def _spoken(found: Breakdown) -> str:
    """For counts the groups by size; for shares the best and the worst of what is known."""
    known = [(wording.line_label(found.dimension, line), line.value) for line in found.known]
    shares = [(name, value) for name, value in known if isinstance(value, Share) and value.whole]
    if shares:
        return _ends(shares)
    named = [(wording.line_label(found.dimension, line), line.value) for line in found.lines]
    counts = [(name, value.number) for name, value in named if isinstance(value, Count)]
    counts += [(name, value.orders) for name, value in named if isinstance(value, Sales)]
    if not any(number for _name, number in counts):
        return str(_("There is nothing to count."))
    return f"{sentences.of_parts(counts)}."


def _ends(shares: Sequence[tuple[str, Share]]) -> str:
    best = max(shares, key=lambda one: (one[1].percent or 0, one[1].whole))
    worst = min(shares, key=lambda one: (one[1].percent or 0, -one[1].whole))
    if best[1].percent == worst[1].percent:
        percent = filters.percent(best[1].percent)
        return str(_("The same everywhere: %(percent)s.", percent=percent))
    return str(
        _(
            "Highest: %(best)s (%(most)s). Lowest: %(worst)s (%(least)s).",
            best=best[0],
            most=wording.share(best[1]),
            worst=worst[0],
            least=wording.share(worst[1]),
        )
    )


def _remark(found: Breakdown) -> str:
    if found.dimension is Dimension.PLATFORM:
        return str(_("A product can be on several platforms: the lines are never added up."))
    if found.overlaps:
        return str(_("Some are in several groups: the lines are never added up."))
    return ""
