"""What can be wrong with a published figure, and how badly."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


class FlagKind(enum.StrEnum):
    """What is wrong, in one word."""

    PARTS = "parts"  # they do not add up to the total
    PERCENT = "percent"  # it is not what the two numbers give
    TRUNCATED = "truncated"  # it is, when the decimals are cut off instead of rounded
    ABOVE_HUNDRED = "above_hundred"  # and measures no plan
    NOT_CHECKABLE = "not_checkable"  # a ratio without both its numbers
    TOTALS = "totals"  # another total for the same thing and time
    TOTALS_IN_TIME = "totals_in_time"  # another total within the time that it can mean
    BREAKDOWN = "breakdown"  # the same total, other parts
    PERCENTS = "percents"  # another percent for the same thing and time
    COMPLEMENT = "complement"  # the percents of a part and of the rest do not make 100
    COMPLEMENT_COUNTS = "complement_counts"  # their counts do not make the whole


# These are worth knowing, but both figures may be right.
REMARKS = {FlagKind.TRUNCATED, FlagKind.TOTALS_IN_TIME, FlagKind.NOT_CHECKABLE}

Value = int | str | Decimal


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing that is wrong. ``data`` fills its sentence; ``other_id`` is the figure against."""

    kind: FlagKind
    data: Mapping[str, Value] = field(default_factory=dict)
    other_id: int | None = None

    @property
    def is_fault(self) -> bool:
        """Whether something is surely wrong, and not only to be kept in mind."""
        return self.kind not in REMARKS
