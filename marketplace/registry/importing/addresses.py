"""An address in one cell: "Thôn 2, xã Mường Vi, huyện Bát Xát, tỉnh Lào Cai"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from marketplace.registry.importing.outcomes import Field
from marketplace.text import clean_line, fold

# Longer forms first. A city may be a province; then it is the last part.
_LEVELS = (
    (Field.COMMUNE, re.compile(r"(?:xa|phuong|thi tran|tt\.?|x\.|p\.) ?(?=\w)")),
    (Field.DISTRICT, re.compile(r"(?:huyen|thi xa|tx\.?|quan|h\.|q\.) ?(?=\w)")),
    (Field.PROVINCE, re.compile(r"(?:tinh|t\.) ?(?=\w)")),
)
_CITY = re.compile(r"(?:thanh pho|tp\.?) ?(?=\w)")
_PARTS = re.compile(r"[,;]|\s[-–]\s")
IsProvince = Callable[[str], bool]


def read_address(text: str, is_province: IsProvince) -> dict[Field, str]:
    """The commune, district and province that an address names; the rest of it is not kept."""
    found: dict[Field, str] = {}
    for part in reversed([clean_line(part) for part in _PARTS.split(text)]):
        field = _level(part, found, is_province)
        if field is not None:
            found.setdefault(field, part)
    return found


def _level(part: str, found: Mapping[Field, str], is_province: IsProvince) -> Field | None:
    folded = fold(part)
    for field, form in _LEVELS:
        if form.match(folded):
            return field
    if _CITY.match(folded):
        return Field.DISTRICT if found or not is_province(part) else Field.PROVINCE
    return Field.PROVINCE if not found and is_province(part) else None
