"""Numbers as publications print them: whole, in thousands, rough, in percent, as a sum of parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from marketplace.reports.models import DeclaredFigure
from marketplace.text import fold

LARGEST = 10**15
MOST_PERCENT = Decimal("9999.99")
# Plain digits, or groups of three: "6200", "6.200", "6 200".
_WHOLE = r"[0-9]{1,3}(?:(?P<gap>[., ])[0-9]{3})(?:(?P=gap)[0-9]{3})*|[0-9]+"
_COUNT = re.compile(_WHOLE)
_ABOUT = r"(?:[<>≤≥~≈+]=?|hon|tren|gan|khoang|duoi|tu|about|over|more than|under|nearly|some)"
_NUMBER = r"[0-9]{1,3}(?:[., ][0-9]{3})+|[0-9]+"
_ROUGH_ONE = rf"(?:{_ABOUT}\s*)?(?:{_NUMBER})\+?"
_ROUGH = re.compile(rf"{_ROUGH_ONE}(?:\s*[/–-]\s*{_ROUGH_ONE})*")
_ONLY_DIGITS = re.compile(r"[0-9., ]*")
_PERCENT = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,2}))?\s*%?")


@dataclass(frozen=True, slots=True)
class Count:
    """A count as published; ``value`` is None when it is only rough (">6200")."""

    text: str
    value: int | None


def read_count(text: str) -> Count | None:
    """The count that a publication prints, exact or rough; None when it is no number."""
    if _COUNT.fullmatch(text):
        value = int(re.sub("[., ]", "", text))
        return Count(text, value) if value <= LARGEST else None
    is_rough = _ROUGH.fullmatch(fold(text)) and not _ONLY_DIGITS.fullmatch(text)
    return Count(text, None) if is_rough else None


def read_percent(text: str) -> Decimal | None:
    """A percent with at most two decimals; None when it is none."""
    found = _PERCENT.fullmatch(text)
    return Decimal(f"{found[1]}.{found[2] or 0}") if found else None


def decimals(percent_text: str) -> int:
    """How many decimals a percent was published with."""
    found = _PERCENT.fullmatch(percent_text)
    return len(found[2] or "") if found else 0


def as_published(figure: DeclaredFigure) -> Decimal:
    """The percent of a figure with the decimals it was published with; 0 when it has none."""
    return (figure.percent or Decimal(0)).quantize(
        Decimal(1).scaleb(-decimals(figure.percent_text))
    )


def read_parts(text: str) -> list[int] | None:
    """The parts of a sum like "26+144"; None when it is no such sum."""
    parts = [read_count(part.strip()) for part in text.split("+")]
    values = [part.value for part in parts if part is not None and part.value is not None]
    return values if len(values) == len(parts) > 1 else None


def percent_of(part: int, whole: int) -> Decimal | None:
    """What part of a whole is, in percent to one decimal, half up; it may pass 100."""
    if not whole:
        return None
    return Decimal((2000 * part + whole) // (2 * whole)).scaleb(-1)


def rounded(part: int, whole: int, places: int) -> Decimal:
    """The percent to some decimals, half up."""
    return _to(part, whole, places, ROUND_HALF_UP)


def truncated(part: int, whole: int, places: int) -> Decimal:
    """The percent to some decimals, the rest cut off."""
    return _to(part, whole, places, ROUND_DOWN)


def _to(part: int, whole: int, places: int, how: str) -> Decimal:
    return (Decimal(100 * part) / whole).quantize(Decimal(1).scaleb(-places), how)
