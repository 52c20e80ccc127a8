"""Product codes, in the two forms that certificates carry.

Since July 2025 a code is province-commune-number-year (15-02647-01-2026); before, it had a
district too (83-829-28780-3-2022). The numbers of places mean nothing without the year: 10 was
Lào Cai and 15 was Yên Bái, today 15 is Lào Cai. A code is kept as text and only explained.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from marketplace.admin_units.models import Scheme
from marketplace.registry.errors import BadCode, CodeFault

FIRST_YEAR = 2018  # the programme began (Decision 490/2018)
NEW_MAP_DAY = date(2025, 7, 1)  # since then there are no districts
_FORM = re.compile(
    r"(?P<province>\d{2})-(?:(?P<district>\d{3})-)?(?P<commune>\d{5})-(?P<number>\d{1,4})"
    r"-(?P<year>\d{4})",
    re.ASCII,
)
_DASHES = re.compile(r"\s*[-–—‐‑−/.]\s*")


@dataclass(frozen=True, slots=True)
class ProductCode:
    """The parts of a code. ``scheme`` is the map on which its places are to be looked up."""

    text: str
    scheme: Scheme
    province: str
    district: str | None
    commune: str
    number: int  # kept by the commune
    year: int  # of the assessment


def looks_like_code(text: str) -> bool:
    """Whether a text has the form of a product code, whatever its numbers."""
    return _FORM.fullmatch(_DASHES.sub("-", text.strip())) is not None


def product_code(text: str, *, this_year: int) -> ProductCode:
    """Read a code as people type it.

    Raises:
        BadCode: with the ``CodeFault``.
    """
    clean = _DASHES.sub("-", text.strip())
    match = _FORM.fullmatch(clean)
    if match is None:
        raise BadCode(CodeFault.FORM)
    district, year = match["district"], int(match["year"])
    if not FIRST_YEAR <= year <= this_year:
        raise BadCode(CodeFault.YEAR)
    if district and year > NEW_MAP_DAY.year:
        raise BadCode(CodeFault.DISTRICT)
    is_old = district is not None or year < NEW_MAP_DAY.year
    return ProductCode(
        text=clean,
        scheme=Scheme.BEFORE_2025 if is_old else Scheme.SINCE_2025,
        province=match["province"],
        district=district,
        commune=match["commune"],
        number=int(match["number"]),
        year=year,
    )


def check_day(code: ProductCode, recognised: date | None) -> None:
    """Look whether a decision of that day can have given the code.

    Raises:
        BadCode: it has a district, although there were none any more.
    """
    if code.district and recognised is not None and recognised >= NEW_MAP_DAY:
        raise BadCode(CodeFault.DISTRICT)
