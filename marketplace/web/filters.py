"""How numbers, money, shares and times read, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale

from marketplace import clock

NBSP = "\N{NO-BREAK SPACE}"
MOBILE_DIGITS = 10


def locale_code() -> str:
    """The language of this page: ``vi`` or ``en``."""
    locale = get_locale()
    return locale.language if locale else "vi"


@lru_cache(maxsize=8192)
def _decimal(value: int | Decimal, pattern: str | None, locale: str) -> str:
    """Babel takes its time, and the same prices and counts come again and again."""
    return format_decimal(value, format=pattern, locale=locale)


def number(value: int | Decimal) -> str:
    """1250000 -> 1.250.000."""
    return _decimal(value, None, locale_code())


def vnd(amount: int) -> str:
    """180000 -> 180.000 đ, with a space that does not break."""
    return f"{_decimal(amount, '#,##0', locale_code())}{NBSP}đ"


def decimal(value: Decimal) -> str:
    """Decimal("80.0") -> 80,0. For shares whose column says that they are in percent."""
    return _decimal(value, "#,##0.0", locale_code())


def percent(value: Decimal | None) -> str:
    """Decimal("98.6") -> 98,6 %. The value is in percent already; None reads as a dash."""
    if value is None:
        return "–"
    return f"{_decimal(value, '#,##0.0', locale_code())}{NBSP}%"


def day(value: date) -> str:
    """23/11/2026 in Vietnamese, 23 Nov 2026 in English."""
    pattern = "dd/MM/yyyy" if locale_code() == "vi" else "d MMM yyyy"
    return babel_date(value, format=pattern, locale=locale_code())


def moment(value: datetime) -> str:
    """14:30 ngày 23/11/2026, in Vietnamese time."""
    here = value.astimezone(clock.VIETNAM)
    pattern = "HH:mm 'ngày' dd/MM/yyyy" if locale_code() == "vi" else "HH:mm, d MMM yyyy"
    return babel_datetime(here, format=pattern, locale=locale_code(), tzinfo=clock.VIETNAM)


def time_of_day(value: datetime) -> str:
    """14:30, in Vietnamese time."""
    return value.astimezone(clock.VIETNAM).strftime("%H:%M")


def phone(number: str) -> str:
    """+84912345678 -> 0912 345 678, as Vietnamese numbers are read aloud."""
    local = number.replace("+84", "0", 1)
    if len(local) != MOBILE_DIGITS:
        return local
    return NBSP.join((local[:4], local[4:7], local[7:]))


FILTERS: dict[str, Any] = {
    "number": number,
    "vnd": vnd,
    "percent": percent,
    "day": day,
    "moment": moment,
    "time_of_day": time_of_day,
    "phone": phone,
}


def install(app: Flask) -> None:
    """Make the filters known to templates."""
    app.jinja_env.filters.update(FILTERS)
