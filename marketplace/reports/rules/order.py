"""The order in which rows are read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from marketplace.text import sort_key


class Named(Protocol):
    """A row with a name, and something that tells rows of one name apart."""

    @property
    def id(self) -> Any:
        """Its number or code."""

    @property
    def name(self) -> str:
        """What readers look for."""


Row = TypeVar("Row", bound=Named)


def in_reading_order(rows: Iterable[Row]) -> list[Row]:
    """The rows as a Vietnamese dictionary has them (dear for many: only for rows to be read)."""
    return sorted(rows, key=lambda row: (sort_key(row.name), row.id))
