"""Names of places: their kinds, their short forms, and finding the place a text means."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from marketplace.admin_units.models import Level, Scheme
from marketplace.text import clean_line, fold, fold_exact, words

# From this day 34 provinces and two levels stand for 63 provinces and three.
NEW_SCHEME_SINCE = date(2025, 7, 1)

KINDS = (
    "Thành phố",
    "Tỉnh",
    "Quận",
    "Huyện",
    "Thị xã",
    "Thị trấn Nông trường",
    "Thị trấn",
    "Nông trường",
    "Phường",
    "Đặc khu",
    "Xã",
)
_SHORTENED = {
    "TP": "Thành phố",
    "TX": "Thị xã",
    "TTNT": "Thị trấn Nông trường",
    "TT": "Thị trấn",
    "H": "Huyện",
    "Q": "Quận",
    "P": "Phường",
    "X": "Xã",
}
_LEVELS = {2: Level.PROVINCE, 3: Level.DISTRICT, 5: Level.COMMUNE}
# "TP. Yên Bái", "TP Yên Bái", "TP.Yên Bái"; one letter needs its dot: "P. Kim Tân".
_ABBREVIATION = re.compile(r"(?i)(tp|tx|ttnt|tt)(?:\.\s*|\s+)|([hqpx])\.\s*")
# Names a province bore, or bears in speech, beside the one in the table.
_OTHER_NAMES = {"thua thien hue": "Huế", "tp hcm": "Hồ Chí Minh", "hcm": "Hồ Chí Minh"}


def level_of(code: str) -> Level:
    """What a code stands for: 2 digits a province, 3 a district, 5 a commune."""
    return _LEVELS[len(code)]


def without_kind(name: str) -> str:
    """ "Thị trấn Phố Ràng" -> "Phố Ràng"; a name without a kind stays."""
    folded = fold(name)
    for kind in KINDS:
        if folded.startswith(fold(kind) + " "):
            return " ".join(name.split()[len(kind.split()) :])
    return name


def written_out(name: str) -> str:
    """ "TP. Yên Bái" -> "Thành phố Yên Bái"."""
    name = clean_line(name)
    name = _OTHER_NAMES.get(" ".join(words(fold(name))), name)
    found = _ABBREVIATION.match(name)
    if found is None:
        return name
    return f"{_SHORTENED[(found[1] or found[2]).upper()]} {name[found.end() :]}"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the table of places, for looking up many names without asking the database."""

    id: int
    scheme: Scheme
    code: str
    level: Level
    name: str
    short_name: str
    parent_id: int | None
    merged_into_id: int | None


class Gazetteer:
    """All places, found by id, by code, or by a name as people write it."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.by_id = {place.id: place for place in places}
        self._by_code = {(place.scheme, place.code): place for place in self.by_id.values()}
        self._by_key: dict[tuple[Scheme, Level, str], list[Place]] = defaultdict(list)
        for place in self.by_id.values():
            for key in {_exact(place.name), _exact(place.short_name)} | {
                _folded(place.name),
                _folded(place.short_name),
            }:
                self._by_key[place.scheme, place.level, key].append(place)

    def by_code(self, scheme: Scheme, code: str) -> Place | None:
        """The place that bears a code under one scheme."""
        return self._by_code.get((scheme, code))

    def find(
        self, name: str, scheme: Scheme, level: Level, within: int | None = None
    ) -> list[Place]:
        """The places a text can mean: one when it is clear, several when it is not.

        Accents decide where they can ("Minh Quán" and "Minh Quân" are neighbours), and so does
        the kind; a text with another kind ("huyện Sa Pa", as it was) still finds the place.
        ``within`` is the id of a province or district that must hold it.
        """
        for key in _keys(written_out(name)):
            found = [
                place
                for place in self._by_key.get((scheme, level, key), ())
                if within is None or within in self.above(place)
            ]
            if found:
                return found
        return []

    def above(self, place: Place) -> Iterator[int]:
        """The ids of what holds a place: its district, its province."""
        parent_id = place.parent_id
        while parent_id is not None:
            yield parent_id
            parent_id = self.by_id[parent_id].parent_id

    def current(self, place: Place) -> Place | None:
        """What the place is today. A district is gone: None."""
        if place.scheme is Scheme.SINCE_2025:
            return place
        return self.by_id.get(place.merged_into_id) if place.merged_into_id else None

    def province_today(self, place: Place) -> Place | None:
        """The province of today in which a place lies, whichever scheme it is of."""
        top = place
        for parent_id in self.above(place):
            top = self.by_id[parent_id]
        return self.current(top)


def _keys(name: str) -> Iterator[str]:
    """What to look for, the surest first."""
    yield from (_exact(name), _folded(name))
    if (short := without_kind(name)) != name:
        yield from (_exact(short), _folded(short))


def _exact(name: str) -> str:
    return "=" + fold_exact(name)


def _folded(name: str) -> str:
    return "~" + fold(name)
