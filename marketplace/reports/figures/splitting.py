"""Splitting rows by what they have in common: one pass of C code for each dimension."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

from marketplace.producers.models import EPaymentKind, ProducerKind
from marketplace.reports.book import Book
from marketplace.reports.figures.model import Breakdown, Line
from marketplace.reports.rules import UNKNOWN, Count, Dimension, Share, Value
from marketplace.text import sort_key

Getter = Callable[[Any], Any]
GOODS, SERVICES = "goods", "services"
TOURISM = "VI"
_TRUTH: Mapping[bool | None, str] = {True: "yes", False: "no", None: UNKNOWN}
# Lines that are always there, in their order; others follow as they occur.
_ALWAYS: Mapping[Dimension, Sequence[str]] = {
    Dimension.STAR: ("5", "4", "3"),
    Dimension.SECTOR: ("I", "II", "III", "IV", "V", "VI"),
    Dimension.GROUP: tuple(str(number) for number in range(1, 27)),
    Dimension.NATURE: (GOODS, SERVICES),
    Dimension.KIND: tuple(kind.value for kind in ProducerKind),
    Dimension.WOMAN_LED: ("yes", "no"),
    Dimension.MINORITY_LED: ("yes", "no"),
    Dimension.ACCOUNT_KIND: tuple(kind.value for kind in EPaymentKind),
}

OF_OWNERS: Mapping[Dimension, Getter] = {
    Dimension.KIND: attrgetter("owner.kind"),
    Dimension.WOMAN_LED: attrgetter("owner.is_woman_led"),
    Dimension.MINORITY_LED: attrgetter("owner.is_minority_led"),
}
OF_PLACES: Mapping[Dimension, Getter] = {
    Dimension.COMMUNE: attrgetter("area.commune"),
    Dimension.OLD_DISTRICT: attrgetter("area.old_district"),
    Dimension.OLD_PROVINCE: attrgetter("area.old_province"),
}
OF_OWNERS_PLACES: Mapping[Dimension, Getter] = {
    Dimension.COMMUNE: attrgetter("owner.area.commune"),
    Dimension.OLD_DISTRICT: attrgetter("owner.area.old_district"),
    Dimension.OLD_PROVINCE: attrgetter("owner.area.old_province"),
}
OF_PRODUCTS: Mapping[Dimension, Getter] = {
    Dimension.STAR: attrgetter("stars"),
    Dimension.SECTOR: attrgetter("sector"),
    Dimension.GROUP: attrgetter("group_no"),
    **OF_OWNERS,
    **OF_PLACES,
}
OF_PRODUCERS: Mapping[Dimension, Getter] = {
    Dimension.STAR: attrgetter("stars"),
    **OF_OWNERS,
    **OF_OWNERS_PLACES,
}
OF_MEMBERS: Mapping[Dimension, Getter] = {**OF_OWNERS, **OF_OWNERS_PLACES}
MADE_BY_PRODUCERS: Mapping[Dimension, Getter] = {  # a producer can be in several
    Dimension.SECTOR: attrgetter("sectors"),
    Dimension.GROUP: attrgetter("groups"),
}


def key_of(raw: object) -> str:
    """The key of a line, as text: "4", "02647", "yes", "unknown"."""
    return _TRUTH[raw] if raw is None or isinstance(raw, bool) else str(raw)


def month_key(day: Any) -> str:
    """ "2025-12": the month of a day."""
    return f"{day.year:04}-{day.month:02}"


def nature_of(sector: str) -> str:
    """Whether a sector sells services; a key that is no sector stays."""
    if sector == UNKNOWN:
        return UNKNOWN
    return SERVICES if sector == TOURISM else GOODS


class Splitter:
    """Splits one set of rows: the sizes of the groups are counted once for all figures."""

    def __init__(
        self,
        book: Book,
        rows: Sequence[Any],
        single: Mapping[Dimension, Getter],
        several: Mapping[Dimension, Getter] | None = None,
    ) -> None:
        self.book = book
        self.rows = rows
        self._single = single
        self._several = several or {}
        self._sizes = self._counted(rows)

    def shares(self, part: Sequence[Any]) -> dict[Dimension, Breakdown]:
        """The share that ``part`` has of each group."""
        parts = self._counted(part)
        total = Share(len(part), len(self.rows))

        def share_in(dimension: Dimension) -> Callable[[str], Value]:
            sizes, counts = self._sizes[dimension], parts[dimension]
            return lambda key: Share(counts[key], sizes[key])

        return {
            dimension: self._breakdown(dimension, sizes, share_in(dimension), total)
            for dimension, sizes in self._sizes.items()
        }

    def counts(self) -> dict[Dimension, Breakdown]:
        """How many rows each group has."""
        return {
            dimension: counts(self.book, dimension, sizes, overlaps=dimension in self._several)
            for dimension, sizes in self._sizes.items()
        }

    def _counted(self, rows: Sequence[Any]) -> dict[Dimension, Counter[str]]:
        counted = {
            dimension: _by_key(Counter(map(get, rows))) for dimension, get in self._single.items()
        }
        for dimension, get in self._several.items():
            counted[dimension] = _by_key(Counter(chain.from_iterable(map(get, rows))))
        if Dimension.SECTOR in self._single:
            counted[Dimension.NATURE] = _natures(counted[Dimension.SECTOR])
        return counted

    def _breakdown(
        self,
        dimension: Dimension,
        sizes: Iterable[str],
        value_of: Callable[[str], Value],
        total: Value,
    ) -> Breakdown:
        is_partition = dimension not in self._several
        return breakdown(self.book, dimension, sizes, value_of, total if is_partition else None)


def breakdown(
    book: Book,
    dimension: Dimension,
    keys: Iterable[str],
    value_of: Callable[[str], Value],
    total: Value | None,
    listed: Sequence[str] | None = None,
) -> Breakdown:
    """The lines of a dimension in reading order: every key that occurs or is always listed.

    ``listed`` names those that always are, in their order, where the dimension's own do not fit.
    """
    names = book.names.get(dimension, {})
    if listed is None:
        listed = book.listed.get(dimension, _ALWAYS.get(dimension, ()))
    lines = (Line(key, names.get(key, ""), value_of(key)) for key in _in_order(listed, keys, names))
    return Breakdown(dimension, tuple(lines), total)


def counts(
    book: Book,
    dimension: Dimension,
    sizes: Counter[str],
    *,
    overlaps: bool = False,
    listed: Sequence[str] | None = None,
) -> Breakdown:
    """How many each line has; unless rows overlap, all of them together are the total."""
    total = None if overlaps else Count(sizes.total())
    return breakdown(book, dimension, sizes, lambda key: Count(sizes[key]), total, listed)


def _in_order(listed: Sequence[str], keys: Iterable[str], names: Mapping[str, str]) -> list[str]:
    more = set(keys).difference(listed)
    has_unknown = UNKNOWN in more
    more.discard(UNKNOWN)
    order = [*listed, *sorted(more, key=lambda key: (sort_key(names.get(key, "")), len(key), key))]
    return [*order, UNKNOWN] if has_unknown else order


def _by_key(counted: Counter[Any]) -> Counter[str]:
    return Counter({key_of(raw): number for raw, number in counted.items()})


def _natures(by_sector: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for sector, number in by_sector.items():
        found[nature_of(sector)] += number
    return found
