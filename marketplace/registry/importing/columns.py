"""Which column is which: headers in plain Vietnamese or as in our own files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from marketplace.registry.errors import BadFile, FileFault
from marketplace.registry.importing.outcomes import Field
from marketplace.text import clean_line, fold, words

REQUIRED = (
    Field.NAME,
    Field.STARS,
    Field.PRODUCER,
    Field.PROVINCE,
    Field.STATUS,
    Field.RECOGNISED_ON,
)
# How each column is called in a message, then other headers that officials give it.
TITLES: dict[Field, tuple[str, ...]] = {
    Field.NAME: ("tên sản phẩm", "sản phẩm", "tên sản phẩm OCOP"),
    Field.STARS: ("hạng sao", "sao", "số sao", "phân hạng", "xếp hạng", "hạng"),
    Field.PRODUCER: ("chủ thể", "tên chủ thể", "chủ thể OCOP", "chủ thể sản xuất", "đơn vị"),
    Field.PRODUCER_KIND: ("loại hình", "loại hình chủ thể", "loại chủ thể"),
    Field.COMMUNE: ("xã", "xã phường", "xã phường thị trấn", "phường xã", "xã cũ"),
    Field.DISTRICT: ("huyện", "huyện thị xã thành phố", "quận huyện", "huyện thị", "huyện cũ"),
    Field.PROVINCE: ("tỉnh", "tỉnh thành phố", "tỉnh thành"),
    Field.GROUP: ("nhóm", "nhóm sản phẩm", "ngành", "nhóm ngành", "ngành hàng", "bộ sản phẩm"),
    Field.STATUS: ("trạng thái", "tình trạng"),
    Field.DECISION: ("quyết định", "số quyết định", "quyết định công nhận", "quyết định số"),
    Field.RECOGNISED_ON: ("ngày công nhận", "năm công nhận", "ngày quyết định", "ngày cấp"),
    Field.NOTE: ("ghi chú",),
    Field.SOURCE: ("nguồn", "nguồn tin"),
    Field.NEW_CODE: ("mã xã mới", "mã xã phường mới"),
    Field.NEW_COMMUNE: ("xã mới", "tên xã mới", "xã phường mới"),
    Field.CERTIFICATE: ("số giấy chứng nhận", "giấy chứng nhận", "số GCN"),
    Field.PRICE: ("giá", "giá bán", "giá đồng"),
    Field.UNIT: ("đơn vị tính", "ĐVT"),
}
_NOTHING = {"", "-", "–", "—"}
_IGNORED = {"stt", "tt", "so tt", "so thu tu", "no", ""}
# What our own report adds on the right: a corrected report can be imported as it is.
RESULTS = ("Dòng", "Kết quả", "Cột", "Lý do", "Nên xem lại")
_FORMULA_STARTS = ("=", "+", "-", "@")


def _key(title: str) -> str:
    return " ".join(words(fold(title)))


_OWN = {_key(title) for title in RESULTS}
_FIELDS = {_key(title): field for field, titles in TITLES.items() for title in titles} | {
    _key(field.value): field for field in Field
}


@dataclass(frozen=True, slots=True)
class Header:
    """The row of titles: where each known column stands, and what is not known."""

    titles: list[str]
    places: dict[Field, int]
    unknown: list[str]

    def cells(self, row: list[str]) -> dict[Field, str]:
        """The known cells of a row, cleaned; empty ones are left out."""
        found = {
            field: without_guard(clean_line(row[place]))
            for field, place in self.places.items()
            if place < len(row)
        }
        return {field: text for field, text in found.items() if text not in _NOTHING}


def known_columns(row: list[str]) -> int:
    """How many cells of a row are titles that we know."""
    return sum(_key(cell) in _FIELDS for cell in row)


def read_header(row: list[str]) -> Header:
    """Read the row of titles.

    Raises:
        BadFile: a required column is missing, or one stands there twice.
    """
    fields = [(_FIELDS.get(_key(title)), place) for place, title in enumerate(row)]
    twice = [field for field, times in Counter(f for f, _ in fields if f).items() if times > 1]
    if twice:
        titles = [clean_line(row[place]) for field, place in fields if field in twice]
        raise BadFile(FileFault.DOUBLE_COLUMN, columns=titles)
    places = {field: place for field, place in fields if field is not None}
    missing = [title(field) for field in REQUIRED if field not in places]
    if missing:
        raise BadFile(FileFault.MISSING_COLUMNS, columns=missing)
    unknown = [
        clean_line(row[place])
        for field, place in fields
        if field is None and _key(row[place]) not in _IGNORED | _OWN
    ]
    return Header([clean_line(cell) for cell in row], places, unknown)


def title(field: Field) -> str:
    """How a column is called when the file itself does not say."""
    return f"{TITLES.get(field, (field.value,))[0]} ({field.value})"


def with_guard(text: str) -> str:
    """A text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def without_guard(text: str) -> str:
    """The text as it was before ``with_guard``."""
    return text[1:] if text.startswith(tuple(f"'{sign}" for sign in _FORMULA_STARTS)) else text
