"""What can be chosen beside the results: each choice with its words, its count and what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.money import Vnd
from marketplace.registry.rules import groups
from marketplace.search.engine import Facets, Sort
from marketplace.search.forms import Wanted, address
from marketplace.search.queries import Commune
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
    url: str
    is_chosen: bool
    is_inner: bool = False  # one of the kinds of the choice above it


@dataclass(frozen=True, slots=True)
class Section:
    """Choices of one kind under a heading; those that are chosen seldom are folded away."""

    id: str
    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()


def sections(wanted: Wanted, facets: Facets, communes: Iterable[Commune]) -> list[Section]:
    """What can be chosen beside these results; ``communes`` are those that ``facets`` counts.

    Choices that would find nothing are left out, unless they are chosen already.
    """
    often, seldom = _communes(wanted, facets, communes)
    found = [
        Section("stock", _("Stock"), _useful(_stock(wanted, facets))),
        Section("stars", _("OCOP stars in force"), _useful(_stars(wanted, facets))),
        Section("groups", _("Kind of product"), _useful(_kinds(wanted, facets))),
        Section("communes", _("Commune, ward"), often, seldom),
        Section("prices", _("Price range"), _useful(_prices(wanted, facets))),
    ]
    return [section for section in found if section.choices or section.id == "prices"]


def chosen(wanted: Wanted, found: Iterable[Section]) -> list[Choice]:
    """The filters that are on, each to be taken back."""
    shown = [choice for section in found for choice in (*section.choices, *section.more)]
    on = [choice for choice in shown if choice.is_chosen]
    limits = wanted.price_from, wanted.price_to
    if any(limits) and limits not in PRICE_BANDS:
        without = replace(wanted, price_from=None, price_to=None)
        on.append(Choice(price_label(*limits), 0, address(without), is_chosen=True))
    return on


def _useful(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(choice for choice in choices if choice.count or choice.is_chosen)


def _stock(wanted: Wanted, facets: Facets) -> Iterator[Choice]:
    after = replace(wanted, in_stock=not wanted.in_stock)
    yield Choice(_("In stock"), facets.in_stock, address(after), wanted.in_stock)


def _stars(wanted: Wanted, facets: Facets) -> Iterator[Choice]:
    for stars in (5, 4, 3):
        label = ngettext("%(num)s star", "%(num)s stars", stars)
        after = replace(wanted, stars=wanted.stars ^ {stars})
        yield Choice(label, facets.stars.get(stars, 0), address(after), stars in wanted.stars)


def _kinds(wanted: Wanted, facets: Facets) -> Iterator[Choice]:
    """Each sector, followed by its groups."""
    locale = locale_code()
    for roman, label in _SECTORS.items():
        own = [group for group in groups() if group.sector == roman]
        counts = {group: facets.groups.get(group.no, 0) for group in own}
        yield _kind(str(label), sum(counts.values()), roman, wanted, is_inner=False)
        for group, count in counts.items():
            if not count and wanted.group != str(group.no):
                continue  # most groups have nothing, and an address takes its time
            yield _kind(group.label_in(locale), count, str(group.no), wanted, is_inner=True)


def _kind(label: str, count: int, group: str, wanted: Wanted, *, is_inner: bool) -> Choice:
    is_chosen = wanted.group == group
    after = replace(wanted, group="" if is_chosen else group)
    return Choice(label, count, address(after), is_chosen, is_inner)


def _communes(
    wanted: Wanted, facets: Facets, communes: Iterable[Commune]
) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """The communes with most to offer, and the others; both in Vietnamese order."""
    counts = facets.communes
    often = sorted(counts, key=lambda code: (-counts[code], code))[:_FIRST_COMMUNES]
    shown: tuple[list[Choice], list[Choice]] = ([], [])
    for place in sorted(communes, key=lambda place: sort_key(place.short_name)):
        is_chosen = wanted.commune == place.code
        after = replace(wanted, commune="" if is_chosen else place.code)
        choice = Choice(place.name, counts.get(place.code, 0), address(after), is_chosen)
        shown[not (is_chosen or place.code in often)].append(choice)
    return tuple(shown[0]), tuple(shown[1])


def _prices(wanted: Wanted, facets: Facets) -> Iterator[Choice]:
    counts = facets.prices or (0,) * len(PRICE_BANDS)
    for band, count in zip(PRICE_BANDS, counts, strict=True):
        is_chosen = (wanted.price_from, wanted.price_to) == band
        lowest, highest = (None, None) if is_chosen else band
        after = replace(wanted, price_from=lowest, price_to=highest)
        yield Choice(price_label(*band), count, address(after), is_chosen)


def price_label(lowest: Vnd | None, highest: Vnd | None) -> str:
    """A range of prices in words."""
    if lowest is None:
        return str(_("Up to %(price)s", price=vnd(highest or 0)))
    if highest is None:
        return str(_("From %(price)s", price=vnd(lowest)))
    return str(_("%(lowest)s to %(highest)s", lowest=vnd(lowest), highest=vnd(highest)))


def sorts(wanted: Wanted) -> list[Choice]:
    """The orders in which the results can come. Without words the newest come first."""
    labels = {
        Sort.RELEVANCE: _("Best match") if wanted.words else _("Newest"),
        Sort.NEWEST: _("Newest") if wanted.words else "",
        Sort.CHEAPEST: _("Price, low first"),
        Sort.DEAREST: _("Price, high first"),
        Sort.NAME: _("Name, A to Y"),
    }
    return [
        Choice(label, 0, address(replace(wanted, sort=sort)), is_chosen=sort is wanted.sort)
        for sort, label in labels.items()
        if label
    ]
