"""The headline figures over time: twelve ends of months, or five ends of years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from flask_babel import gettext as _

from marketplace import clock
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.reports.charts import Column, columns
from marketplace.reports.dashboard import lists, sentences
from marketplace.reports.dashboard.cards import Card, Cell, number_cell
from marketplace.reports.figures import Figure
from marketplace.reports.queries.trend import Point
from marketplace.reports.rules import Indicator, Share
from marketplace.web import filters

MONTHS, YEARS = 12, 5


class Pace(StrEnum):
    """The days that a trend shows."""

    MONTHS = "thang"
    YEARS = "nam"


def days_of(day: date, pace: Pace) -> list[date]:
    """The ends of months or years up to ``day``, which comes last itself; none is too early."""
    if pace is Pace.YEARS:
        past = [date(day.year - back, 12, 31) for back in range(1, YEARS + 1)]
    else:
        first = day.replace(day=1)
        past = [clock.add_months(first, -back) - timedelta(days=1) for back in range(MONTHS)]
    count = YEARS if pace is Pace.YEARS else MONTHS
    return [*sorted(one for one in past[: count - 1] if one >= PROGRAMME_BEGAN), day]


def end_of_year_before(day: date) -> date:
    """31 December of the year before; of 31 December itself that of the year before, too."""
    return date(day.year - 1, 12, 31)


def trend_card(
    figure: Figure,
    points: Sequence[Point],
    day: date,
    pace: Pace,
    url: Callable[[str, date], str],
) -> Card:
    """How a share and its whole grew. ``url`` leads to a list of rows on a day."""
    shares = [(point.day, _share(figure.indicator, point)) for point in points]
    shown = [pair for pair in shares if pair[0] in days_of(day, pace)]
    words = figure.definition
    return Card(
        name=f"{figure.code}-trend".lower(),
        title=_("%(what)s, over time", what=str(words.counted)),
        sentence=sentences.of_trend(shown),
        drawing=columns(
            [_column(at, shown, pace) for at in range(len(shown))],
            ("whole", "part"),
            nested=True,
            write=filters.number,
        ),
        columns=[_("End of the day"), str(words.counted), str(words.missing), str(words.whole),
                 _("Percent")],
        rows=[_row(figure.indicator, one, share, url) for one, share in reversed(shown)],
        legend=[("part", str(words.counted)), ("whole", str(words.missing))],
        definition=words,
    )  # fmt: skip


def _share(indicator: Indicator, point: Point) -> Share:
    return point.listing if indicator is Indicator.LISTING else point.e_payment


def _column(at: int, shown: Sequence[tuple[date, Share]], pace: Pace) -> Column:
    day, share = shown[at]
    is_year_new = at == 0 or shown[at - 1][0].year != day.year
    by_year = pace is Pace.YEARS
    return Column(
        label=str(day.year) if by_year else str(day.month),
        values=(share.whole, share.part),
        words=filters.number(share.part),
        says=f"{filters.day(day)}: {filters.number(share.part)}/{filters.number(share.whole)}",
        below="" if by_year or not is_year_new else str(day.year),
    )


def _row(
    indicator: Indicator, day: date, share: Share, url: Callable[[str, date], str]
) -> list[Cell]:
    counted, missing = lists.COUNTED[indicator], lists.MISSING[indicator]
    return [
        Cell(filters.day(day)),
        number_cell(share.part, url(counted, day)),
        number_cell(share.whole - share.part, url(missing, day)),
        Cell(filters.number(share.whole)),
        Cell(filters.percent(share.percent)),
    ]
