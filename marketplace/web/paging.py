"""Pages of long lists."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from flask import request

LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Page:
    """Where one page lies in a list of ``total`` rows. ``number`` counts from 1."""

    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, ceil(self.total / self.size))

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size

    @property
    def has_prev(self) -> bool:
        """Whether a page stands before this one."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether a page follows."""
        return self.number < self.pages


def page_number(argument: str = "trang") -> int:
    """The page asked for in the address; anything but a plain number is the first page."""
    text = request.args.get(argument, "1")
    if not (text.isascii() and text.isdigit()) or len(text) > 5:
        return 1
    return min(max(1, int(text)), LAST_PAGE)
