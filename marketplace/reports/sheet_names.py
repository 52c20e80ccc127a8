"""Names of sheets as spreadsheets allow them: short, without signs of their own, each once."""

from __future__ import annotations

import re

from marketplace.reports.cells import plain

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


class SheetNames:
    """Hands out the names of one workbook."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def next(self, wanted: str) -> str:
        """The name wanted, cut to size; "Orders (2)" when it is taken."""
        clean = plain(_FORBIDDEN.sub(" ", wanted)).strip("' ") or "1"
        name, number = clean[:LONGEST], 1
        while name.casefold() in self.taken:
            number += 1
            ending = f" ({number})"
            name = clean[: LONGEST - len(ending)] + ending
        self.taken.add(name.casefold())
        return name
