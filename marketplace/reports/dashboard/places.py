"""The communes: a map of dots, who has the most, and who has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from marketplace.reports.book import HOME_PROVINCE
from marketplace.reports.charts import Bar, Drawing, Place, bars, dot_map
from marketplace.reports.dashboard import lists, sentences
from marketplace.reports.dashboard.cards import Card, Cell, RowsUrl, number_cell
from marketplace.reports.dashboard.lists import Group
from marketplace.reports.figures import Figures
from marketplace.reports.figures.ranking import ranking
from marketplace.reports.positions import positions
from marketplace.reports.rules import Dimension, Indicator, Share
from marketplace.web import filters

LEADERS = 10


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune with its place among the others; communes with as many products share one."""

    rank: int
    code: str
    name: str
    share: Share  # on sale, of its products in force


def communes(figures: Figures) -> list[Commune]:
    """Every commune of the province, those with the most products first."""
    lines = figures[Indicator.LISTING].breakdowns[Dimension.COMMUNE].lines
    shares = {line.key: line.value for line in lines if isinstance(line.value, Share)}
    return [
        Commune(ranked.place, ranked.line.key, ranked.line.name, shares[ranked.line.key])
        for ranked in ranking(figures[Indicator.PRODUCTS].breakdowns[Dimension.COMMUNE])
    ]


def map_card(figures: Figures, url: RowsUrl) -> Card:
    """Where products come from, with every commune in the table behind it."""
    figure, ranked = figures[Indicator.COMMUNES], communes(figures)
    return Card(
        name="map",
        title=_("Where OCOP products come from"),
        sentence=sentences.of_figure(figure, figures.book.day),
        drawing=_map(figures, ranked, url),
        columns=_columns(),
        rows=[_row(one, url) for one in ranked],
        legend=[
            ("dot-all", _("every product on sale")),
            ("dot-some", _("some on sale: the heart is their share")),
            ("dot-none", _("none on sale")),
            ("dot-hollow", _("no OCOP product")),
        ],
        remark=_("The larger the dot, the more products. Choose a dot to see them."),
        definition=figure.definition,
    )


def ranking_card(figures: Figures, url: RowsUrl) -> Card:
    """The communes with the most products."""
    ranked = [one for one in communes(figures) if one.share.whole]
    leaders = [one for one in ranked if one.rank <= LEADERS][: LEADERS * 2]
    words = figures[Indicator.LISTING].definition
    return Card(
        name="ranking",
        title=_("Communes with the most products"),
        sentence=_first_said(ranked),
        drawing=bars([_bar(one) for one in leaders]),
        columns=_columns(),
        rows=[_row(one, url) for one in leaders],
        legend=[("part", str(words.counted)), ("whole", str(words.missing))],
        remark=_("Communes with as many products share a rank. All stand in the table of the map."),
    )


def _first_said(ranked: Sequence[Commune]) -> str:
    if not ranked:
        return str(_("No commune has a product in force."))
    first = [one for one in ranked if one.rank == 1]
    number = sentences.products(first[0].share.whole)
    if len(first) > sentences.MOST_NAMES:
        many = sentences.communes(len(first))
        return str(
            _("%(many)s share the first place, with %(number)s each.", many=many, number=number)
        )
    names = sentences.listed([one.name for one in first])
    return str(_("First: %(names)s, with %(number)s.", names=names, number=number))


def _columns() -> list[str]:
    return [_("Commune"), _("Rank"), _("Products in force"), _("On sale"), _("Percent")]


def _row(one: Commune, url: RowsUrl) -> list[Cell]:
    group, whole = Group(Dimension.COMMUNE, one.code), one.share.whole
    return [
        Cell(one.name),
        Cell(filters.number(one.rank) if whole else "–"),
        number_cell(whole, url(lists.COUNTED[Indicator.PRODUCTS], group)),
        number_cell(one.share.part, url(lists.COUNTED[Indicator.LISTING], group)),
        Cell(filters.percent(one.share.percent)),
    ]


def _bar(one: Commune) -> Bar:
    counts = f"{filters.number(one.share.part)}/{filters.number(one.share.whole)}"
    return Bar(f"{one.rank}. {one.name}", counts, one.share.part, one.share.whole)


def _map(figures: Figures, ranked: Sequence[Commune], url: RowsUrl) -> Drawing | None:
    """Only Lào Cai has its communes on the map."""
    if figures.book.filters.home != HOME_PROVINCE:
        return None
    by_code = {one.code: one for one in ranked}
    return dot_map(
        [
            Place(
                where.latitude,
                where.longitude,
                one.share.part,
                one.share.whole,
                _says(one),
                url(lists.COUNTED[Indicator.PRODUCTS], Group(Dimension.COMMUNE, one.code)),
            )
            for where in positions()
            if (one := by_code.get(where.code))
        ]
    )


def _says(one: Commune) -> str:
    if not one.share.whole:
        return str(_("%(commune)s: no OCOP product", commune=one.name))
    return str(
        _(
            "%(commune)s: %(part)s of %(whole)s on sale",
            commune=one.name,
            part=filters.number(one.share.part),
            whole=sentences.products(one.share.whole),
        )
    )
