"""Refusals of this slice: days on which nothing can be counted."""

from __future__ import annotations

from datetime import date

from marketplace.errors import Refusal


class WrongDay(Refusal):
    """The figures cannot be had for what was asked."""


class NotADay(WrongDay):
    """The text is no day of the calendar."""


class DayToCome(WrongDay):
    """The day has not begun yet in Vietnam, where it is ``today``."""

    def __init__(self, today: date) -> None:
        super().__init__(today)
        self.today = today


class DayBeforeProgramme(WrongDay):
    """The OCOP programme, which ``began`` later, did not exist on that day."""

    def __init__(self, began: date) -> None:
        super().__init__(began)
        self.began = began
