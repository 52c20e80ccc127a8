"""What a figure can be: a share, a count, sales, what a year brought, a result against a plan.

Each says itself in plain values (``plain``), the same for files, feed and snapshots.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Plain = dict[str, Any]
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, kept as two counts so that totals can be added up again."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} is no part of {self.whole}")

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def percent(self) -> Decimal | None:
        """The part in percent to one decimal, half up; None when there is nothing to count."""
        if not self.whole:
            return None
        tenths = (2000 * self.part + self.whole) // (2 * self.whole)
        return Decimal(tenths).scaleb(-1)

    def plain(self) -> Plain:
        """Both counts, and the percent as text."""
        percent = None if self.percent is None else str(self.percent)
        return {"part": self.part, "whole": self.whole, "percent": percent}


@dataclass(frozen=True, slots=True)
class Count:
    """How many."""

    number: int

    def __add__(self, other: Count) -> Count:
        return Count(self.number + other.number)

    def plain(self) -> Plain:
        """The number."""
        return {"number": self.number}


@dataclass(frozen=True, slots=True)
class Sales:
    """Orders and what they were worth. Declared ones are somebody's word, never added to ours."""

    orders: int
    value_vnd: int
    is_declared: bool = False

    def __add__(self, other: Sales) -> Sales:
        if self.is_declared or other.is_declared:
            raise ValueError("declared sales are not added up")
        return Sales(self.orders + other.orders, self.value_vnd + other.value_vnd)

    def plain(self) -> Plain:
        """Orders, đồng, and whether they are declared."""
        return {
            "orders": self.orders,
            "value_vnd": self.value_vnd,
            "is_declared": self.is_declared,
        }


@dataclass(frozen=True, slots=True)
class Flow:
    """What a time brought to the register: how many recognitions came, and how many were lost."""

    new: int = 0
    reassessed: int = 0
    upgraded: int = 0
    lost: int = 0

    def __add__(self, other: Flow) -> Flow:
        return Flow(
            self.new + other.new,
            self.reassessed + other.reassessed,
            self.upgraded + other.upgraded,
            self.lost + other.lost,
        )

    def plain(self) -> Plain:
        """The four numbers."""
        return {
            "new": self.new,
            "reassessed": self.reassessed,
            "upgraded": self.upgraded,
            "lost": self.lost,
        }


Value = Share | Count | Sales | Flow


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A result against what a plan set. Unlike a share it may pass 100 percent."""

    plan: Decimal
    result: Decimal

    def __post_init__(self) -> None:
        if self.plan <= 0 or self.result < 0:
            raise ValueError(f"{self.result} of {self.plan} is no result of a plan")

    @property
    def percent(self) -> Decimal:
        """The result in percent of the plan, to one decimal, half up: 62 of 54 is 114.8."""
        return (100 * self.result / self.plan).quantize(_TENTH, ROUND_HALF_UP)

    def plain(self) -> Plain:
        """The three numbers as text."""
        return {
            "plan": str(self.plan),
            "result": str(self.result),
            "percent": str(self.percent),
        }
