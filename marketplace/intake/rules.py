"""What the titles of a table mean: matching them with the fields of a kind of file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from marketplace.intake.kinds import Field
from marketplace.text import clean_line, fold, words

# What our own files of refused rows add: a corrected one can be sent in as it is.
RESULTS = ("Dòng", "Kết quả", "Cột", "Lý do", "Nên xem lại")
LEVEL = " – "  # between a wide title and one under it
_COUNTS_ROWS = frozenset({"stt", "tt", "so tt", "so thu tu", "no", ""})
_LONGEST_TITLE = 12  # words; what is longer is a sentence
_EXACT, _LOOSE, _LOOKS, _LOOKS_ALONE = 100, 50, 10, 20
_MOST_LIKE_IT = 8  # of ten sample cells
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def title_key(title: str) -> tuple[str, ...]:
    """What two spellings of one title share: folded words."""
    return tuple(words(fold(title)))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a column probably is. It ``is_sure`` when its title says just that."""

    field: str
    is_sure: bool


class Vocabulary:
    """The titles by which the fields of a kind of file are known."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = fields
        self._exact = {
            title_key(title): field.name
            for field in fields
            for title in (field.name, *field.headings)
        }

    @cached_property
    def _phrases(self) -> list[tuple[tuple[str, ...], str]]:
        """The longest first: "ngày quyết định" is no "quyết định"."""
        return sorted(self._exact.items(), key=lambda pair: (-len(pair[0]), pair[0]))

    @property
    def expected(self) -> list[str]:
        """How the columns are called that a table cannot do without."""
        return self.titled([field.name for field in self.fields if field.is_required])

    def titled(self, names: Sequence[str]) -> list[str]:
        """How fields are called by their first title and their own name."""
        titles = {field.name: (*field.headings, field.name)[0] for field in self.fields}
        return [f"{titles[name]} ({name})" for name in names]

    def exact(self, title: str) -> str | None:
        """The field that a title names."""
        return self._exact.get(title_key(title))

    def loose(self, title: str) -> str | None:
        """The field that the last part of a title names, or whose longest name stands in it."""
        if (last := self.exact(title.rpartition(LEVEL)[2])) is not None:
            return last
        said = title_key(title)
        if not said or len(said) > _LONGEST_TITLE:
            return None
        return next((field for phrase, field in self._phrases if _holds(said, phrase)), None)

    def rate(self, row: Sequence[str]) -> int:
        """How much a row looks like the row of titles; below 4 it is none."""
        exact = sum(self.exact(cell) is not None for cell in row)
        loose = sum(self.loose(cell) is not None for cell in row)
        return 2 * exact + loose if loose >= 2 else 0


def _holds(said: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    last = len(said) - len(phrase)
    return any(said[at : at + len(phrase)] == phrase for at in range(last + 1))


def is_ours(title: str) -> bool:
    """Whether a column says nothing of its row: a number, or what we wrote there ourselves."""
    key = title_key(title)
    return " ".join(key) in _COUNTS_ROWS or key in {title_key(own) for own in RESULTS}


def before_ours(vocabulary: Vocabulary, headings: Sequence[str]) -> Iterator[Sequence[str]]:
    """What the titles of rows that we gave back may have been, before we added columns.

    Ours stand last; before them, what was said for the whole file or above a row.
    """
    own = {title_key(title) for title in RESULTS}
    if not own <= {title_key(title) for title in headings}:
        return
    left = [title for title in headings if title_key(title) not in own]
    while left and vocabulary.exact(left[-1]):
        left = left[:-1]
        yield left


def column_letter(place: int) -> str:
    """How a spreadsheet names a column: 0 is A, 26 is AA."""
    above, letter = divmod(place, len(_LETTERS))
    return (column_letter(above - 1) if above else "") + _LETTERS[letter]


def unlike_titles(titles: Sequence[str]) -> list[str]:
    """The titles, each its own: an empty one is called by its letter, a second by its number."""
    seen: dict[str, int] = {}
    named = []
    for place, raw in enumerate(titles):
        title = clean_line(raw)[:200] or f"({column_letter(place)})"
        seen[title] = seen.get(title, 0) + 1
        named.append(title if seen[title] == 1 else f"{title} ({seen[title]})")
    return named


def headings_key(headings: Sequence[str]) -> str:
    """What tells the titles of one kind of table from others: their words, in order."""
    known = [" ".join(title_key(title)) for title in headings if not is_ours(title)]
    return hashlib.sha256("\n".join(known).encode()).hexdigest()


def propose(
    vocabulary: Vocabulary, headings: Sequence[str], samples: Sequence[Sequence[str]]
) -> dict[str, Proposal]:
    """What each column probably is, by its title and by what stands in it; each field once."""
    ratings = [
        (rating, -place, heading, field)
        for place, heading in enumerate(headings)
        if not is_ours(heading)
        for field, rating in _ratings(vocabulary, heading, _column(samples, place))
    ]
    found: dict[str, Proposal] = {}
    for rating, _place, heading, field in sorted(ratings, reverse=True):
        if heading not in found and all(field != other.field for other in found.values()):
            found[heading] = Proposal(field, is_sure=rating >= _EXACT)
    return found


def _column(samples: Sequence[Sequence[str]], place: int) -> list[str]:
    cells = (row[place].strip() for row in samples if place < len(row))
    return [cell for cell in cells if cell]


def _ratings(
    vocabulary: Vocabulary, heading: str, cells: Sequence[str]
) -> Iterator[tuple[str, int]]:
    exact, loose = vocabulary.exact(heading), vocabulary.loose(heading)
    for field in vocabulary.fields:
        if field.name == exact:
            yield field.name, _EXACT + _looks(field, cells)
        elif field.name == loose:
            yield field.name, _LOOSE + _looks(field, cells)
        elif exact is None and _looks(field, cells):
            yield field.name, _LOOKS_ALONE


def _looks(field: Field, cells: Sequence[str]) -> int:
    """Whether most of some cells look like this field."""
    if field.looks_like is None or not cells:
        return 0
    alike = sum(field.looks_like(cell) for cell in cells)
    return _LOOKS if alike * 10 >= len(cells) * _MOST_LIKE_IT else 0


def double_columns(vocabulary: Vocabulary, headings: Sequence[str]) -> list[str]:
    """The titles that name one field several times."""
    fields = [(vocabulary.exact(heading), heading) for heading in headings]
    named = [field for field, _heading in fields]
    return [heading for field, heading in fields if field and named.count(field) > 1]


def missing_fields(
    fields: Sequence[Field], mapping: Mapping[str, str], settings: Mapping[str, str]
) -> list[str]:
    """The required fields that no column has and nobody said for the whole file."""
    known = {*mapping.values(), *(name for name, text in settings.items() if text)}
    return [
        field.name
        for field in fields
        if field.is_required and not known & {field.name, field.or_in}
    ]


def with_usual(
    fields: Sequence[Field], mapping: Mapping[str, str], settings: Mapping[str, str]
) -> dict[str, str]:
    """What is said of the whole file, completed by what is usual where no column says it."""
    usual = {field.name: field.usual for field in fields if field.usual}
    said = {name: text for name, text in usual.items() if name not in mapping.values()}
    return said | dict(settings)
