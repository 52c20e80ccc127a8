"""What can be chosen beside the results: each choice with its words, its count and what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.admin_units.models import AdminUnit
from marketplace.money import Vnd
from marketplace.registry.rules import Group, groups
from marketplace.search.engine import Facets, Sort
from marketplace.search.forms import Wanted
from marketplace.search.rules import PRICE_BANDS
from marketplace.text import sort_key
from marketplace.web.filters import locale_code, vnd

_FIRST_COMMUNES = 8
# The decision's own names are too long for a shop.
_SECTORS = {
    "I": _l("Food"),
    "II": _l("Drinks"),
    "III": _l("Medicinal herbs"),
    "IV": _l("Crafts"),
    "V": _l("Flowers, plants, animals"),
    "VI": _l("Tourism"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One link beside the results. Choosing what is chosen takes it back."""

    label: str
    count: int
    wanted: Wanted
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of products and its groups."""

    all: Choice
    groups: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that can be chosen. Choices that would find nothing are left out."""

    stars: tuple[Choice, ...]
    sectors: tuple[Sector, ...]
    communes: tuple[Choice, ...]
    more_communes: tuple[Choice, ...]
    prices: tuple[Choice, ...]
    in_stock: Choice
    chosen: tuple[Choice, ...]
    sorts: tuple[Choice, ...]


def choices(wanted: Wanted, facets: Facets, communes: Iterable[AdminUnit]) -> Choices:
    """The choices beside these results; ``communes`` are those that ``facets`` counts."""
    stars = tuple(_stars(wanted, facets))
    sectors = tuple(_sectors(wanted, facets))
    places = list(_communes(wanted, facets, communes))
    prices = tuple(_prices(wanted, facets))
    in_stock = Choice(
        _("In stock"),
        facets.in_stock,
        replace(wanted, in_stock=not wanted.in_stock),
        wanted.in_stock,
    )
    often = sorted(places, key=lambda place: -place.count)[:_FIRST_COMMUNES]
    first = [place for place in places if place in often or place.is_chosen]
    kinds = [one for sector in sectors for one in (sector.all, *sector.groups)]
    everything = (*stars, *kinds, *places, *prices, in_stock)
    return Choices(
        stars=stars,
        sectors=sectors,
        communes=tuple(first),
        more_communes=tuple(place for place in places if place not in first),
        prices=prices,
        in_stock=in_stock,
        chosen=(*(one for one in everything if one.is_chosen), *_other_prices(wanted, prices)),
        sorts=tuple(_sorts(wanted)),
    )


def _stars(wanted: Wanted, facets: Facets) -> Iterator[Choice]:
    for stars in (5, 4, 3):
        count, is_chosen = facets.stars.get(stars, 0), stars in wanted.stars
        if count or is_chosen:
            label = ngettext("%(num)s star", "%(num)s stars", stars)
            yield Choice(label, count, replace(wanted, stars=wanted.stars ^ {stars}), is_chosen)


def _sectors(wanted: Wanted, facets: Facets) -> Iterator[Sector]:
    for roman in _SECTORS:
        of_sector = [group for group in groups() if group.sector == roman]
        shown = tuple(_group(group, wanted, facets) for group in of_sector)
        shown = tuple(one for one in shown if one.count or one.is_chosen)
        whole = _kind(str(_SECTORS[roman]), sum(one.count for one in shown), roman, wanted)
        if shown or whole.is_chosen:
            yield Sector(whole, shown)


def _group(group: Group, wanted: Wanted, facets: Facets) -> Choice:
    label = group.label_in(locale_code())
    return _kind(label, facets.groups.get(group.no, 0), str(group.no), wanted)


def _kind(label: str, count: int, group: str, wanted: Wanted) -> Choice:
    is_chosen = wanted.group == group
    return Choice(label, count, replace(wanted, group="" if is_chosen else group), is_chosen)


def _communes(wanted: Wanted, facets: Facets, communes: Iterable[AdminUnit]) -> Iterator[Choice]:
    for unit in sorted(communes, key=lambda unit: sort_key(unit.short_name)):
        is_chosen = wanted.commune == unit.code
        after = replace(wanted, commune="" if is_chosen else unit.code)
        yield Choice(unit.name, facets.communes.get(unit.code, 0), after, is_chosen)


def _prices(wanted: Wanted, facets: Facets) -> Iterator[Choice]:
    for band, count in zip(PRICE_BANDS, facets.prices, strict=False):
        is_chosen = (wanted.price_from, wanted.price_to) == band
        lowest, highest = (None, None) if is_chosen else band
        if count or is_chosen:
            after = replace(wanted, price_from=lowest, price_to=highest)
            yield Choice(price_label(*band), count, after, is_chosen)


def _other_prices(wanted: Wanted, bands: Iterable[Choice]) -> Iterator[Choice]:
    """Typed limits that are none of the bands, so that they can be taken back too."""
    lowest, highest = wanted.price_from, wanted.price_to
    if (lowest or highest) and not any(band.is_chosen for band in bands):
        after = replace(wanted, price_from=None, price_to=None)
        yield Choice(price_label(lowest, highest), 0, after, is_chosen=True)


def price_label(lowest: Vnd | None, highest: Vnd | None) -> str:
    """A range of prices in words."""
    if lowest is None:
        return str(_("Up to %(price)s", price=vnd(highest or 0)))
    if highest is None:
        return str(_("From %(price)s", price=vnd(lowest)))
    return str(_("%(lowest)s to %(highest)s", lowest=vnd(lowest), highest=vnd(highest)))


def _sorts(wanted: Wanted) -> Iterator[Choice]:
    labels = {
        Sort.RELEVANCE: _("Best match"),
        Sort.NEWEST: _("Newest"),
        Sort.CHEAPEST: _("Price, low first"),
        Sort.DEAREST: _("Price, high first"),
        Sort.NAME: _("Name, A to Y"),
    }
    current = Sort.NEWEST if wanted.sort is Sort.RELEVANCE and not wanted.words else wanted.sort
    for sort, label in labels.items():
        if sort is not Sort.RELEVANCE or wanted.words:
            plain = Sort.RELEVANCE if sort is Sort.NEWEST and not wanted.words else sort
            yield Choice(label, 0, replace(wanted, sort=plain), sort is current)
