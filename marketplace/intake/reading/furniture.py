"""Rows of a table that are none: headings between rows, totals, numbers of columns, signatures."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Mapping, Sequence

from marketplace.intake.reading.rows import RawRow
from marketplace.text import fold

Section = Callable[[str], Mapping[str, str]]  # what a heading says of the rows below it


class Furniture(enum.StrEnum):
    """What a row is that is no row."""

    SECTION = "section"
    TOTAL = "total"
    NUMBERING = "numbering"
    TITLES = "titles"  # once more, at the top of a printed page
    CLOSING = "closing"  # place, day, signatures


_NUMERAL = re.compile(r"(?:[ivx]{1,5}|[a-h]|\d{1,2}(?:\.\d{1,2})*)[.)/]?")
_TOTAL = re.compile(r"(?:tong(?: cong| so)?|cong)\b(?! ty| dong| nghe)")
_FIGURE = re.compile(r"[\d.,%\s]*(?:san pham|sp|chu the|cap)?")
_CLOSING = re.compile(
    r"(?:[-*+(\s]*)(?:noi nhan|nguoi lap|lap bieu|ky ten|ky, ghi|da ky|tm\.|kt\.|tl\.|tuq\."
    r"|(?:pho )?chu tich|(?:pho )?giam doc|thu truong|chanh van phong|truong phong|xac nhan cua"
    r"|an dinh danh sach|danh sach (?:nay|tren) (?:co|gom)|ghi chu\s*:|luu\s*:)"
    r"|.{0,40}\bngay [\d.… ]{1,6}thang [\d.… ]{1,6}nam\b"
)
_THIN = 3  # texts; a row of the table has more
_LONGEST_NUMBER = 4  # "(12)"
_NUMBERS = re.compile(r"\(?(\d{1,2}|[a-h])\)?")


class Sorter:
    """Tells rows from furniture, reading from top to bottom, and keeps what headings said."""

    def __init__(self, headings: Sequence[str], section: Section) -> None:
        self._titles = {fold(title) for title in headings}
        self._width = len(headings)
        self._section = section
        self._said: dict[str, str] = {}  # the outermost heading first
        self._is_closed = False

    @property
    def above(self) -> dict[str, str]:
        """What the headings above say of the next row."""
        return dict(self._said)

    def sort(self, row: RawRow) -> Furniture | None:
        """What a row is; None for one of the table."""
        texts = row.own_texts
        if is_numbering(texts):
            return Furniture.NUMBERING
        if len(texts) > 1 and all(fold(text) in self._titles for text in texts):
            return Furniture.TITLES
        if _is_total(texts):
            return Furniture.TOTAL
        if not is_thin(texts, self._width):
            return None
        return self._sort_thin(texts)

    def _sort_thin(self, texts: list[str]) -> Furniture | None:
        if self._is_closed or any(_CLOSING.match(fold(text)) for text in texts):
            self._is_closed = True
            return Furniture.CLOSING
        said = self._section(_heading(texts))
        if not said:
            return None
        self._open(said)
        return Furniture.SECTION

    def _open(self, said: Mapping[str, str]) -> None:
        """A heading ends those of its own level and the ones inside them."""
        kept: dict[str, str] = {}
        for field, text in self._said.items():
            if field in said:
                break
            kept[field] = text
        self._said = kept | dict(said)


def is_thin(texts: Sequence[str], width: int) -> bool:
    """Whether a row holds too little to be one of a table so wide."""
    return len(texts) <= min(_THIN, width // 2)


def _heading(texts: Sequence[str]) -> str:
    """The one text of a row beside its number; "" when there are more, or none."""
    worded = [text for text in texts if not _NUMERAL.fullmatch(fold(text))]
    figures = [text for text in worded[1:] if not _FIGURE.fullmatch(fold(text))]
    has_number_of_row = texts and texts[0].strip().isdigit()
    return worded[0] if worded and not figures and not has_number_of_row else ""


def _is_total(texts: Sequence[str]) -> bool:
    if not texts or not _TOTAL.match(fold(texts[0])):
        return False
    return all(_FIGURE.fullmatch(fold(text)) for text in texts[1:])


def is_numbering(texts: Sequence[str]) -> bool:
    """Whether a row counts the columns: (1) (2) (3), or A B 1 2 3, as printed tables do."""
    if len(texts) < 3 or any(len(text) > _LONGEST_NUMBER for text in texts):
        return False
    found = [_NUMBERS.fullmatch(fold(text)) for text in texts]
    if not all(found):
        return False
    counted = [int(match[1]) for match in found if match and match[1].isdigit()]
    return len(counted) >= 2 and counted == list(range(counted[0], counted[0] + len(counted)))
