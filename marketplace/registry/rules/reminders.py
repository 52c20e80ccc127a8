"""When people are reminded of the end of a certificate, and the short words for a telephone."""

from __future__ import annotations

import unicodedata
from datetime import date, time

DAYS_BEFORE = (90, 30, 7)
NOT_BEFORE = time(7, 0)  # nobody is woken by a mail of midnight
SMS_LENGTH = 160


def due_mark(days_left: int, window_days: int | None) -> int | None:
    """The reminder that is due with so many days left: the last one whose day has come.

    ``window_days`` is how long before the end the time for filing opens, None when no file is
    to be handed in any more. Reminders missed while nothing ran are not sent one by one.
    """
    marks = DAYS_BEFORE if window_days is None else (window_days, *DAYS_BEFORE)
    reached = [mark for mark in marks if 0 <= days_left <= mark]
    return min(reached, default=None)


def without_accents(text: str) -> str:
    """A text as old telephones show it: "Mật ong" gives "Mat ong"."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if ord(letter) < 128)


def short_message(product: str, end: date, opens: date, closes: date, *, today: date) -> str:
    """One SMS, at most 160 letters without accents: which product, what to do, until when."""
    if today > closes:
        to_do = "Hay nop ngay ho so danh gia lai tai UBND xa."
    else:
        to_do = f"Nop ho so danh gia lai tai UBND xa tu {_day(opens)} den {_day(closes)}."
    frame = f"OCOP: Giay chung nhan '{{}}' het han {_day(end)}. {to_do}"
    room = SMS_LENGTH - len(frame.format(""))
    return frame.format(_shortened(without_accents(product), room))


def _shortened(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 2].rstrip()}.."


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
