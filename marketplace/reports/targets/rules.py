"""What a plan can set for a year, and what came of it."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from decimal import Decimal

from marketplace.reports.rules import Count, Dimension, Flow, Indicator, Sales, Share, Value

FIRST_YEAR = 2018  # the programme began
LAST_YEAR = 2100
_LARGEST = Decimal(10**9)
_COUNT = re.compile(r"[0-9]{1,3}(?:(?P<gap>[. ])[0-9]{3})(?:(?P=gap)[0-9]{3})*|[0-9]{1,9}")
_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]))?\s*%?")


class Measure(enum.StrEnum):
    """What a plan sets a number for."""

    NEW_PRODUCTS = "new_products"  # recognised in the year for the first time
    REASSESSED = "reassessed"
    PRODUCTS = "N1"  # in force at the end of the year, like the figures below
    PRODUCERS = "N2"
    COMMUNES = "N3"
    LISTING = "I1"
    E_PAYMENT = "I2"
    SHOP_AND_ACCOUNT = "I2s"
    PROMOTED = "I3"
    ORDERS = "orders"  # sent here in the year
    TRAINED = "trained"  # producers whose first course was in the year

    @property
    def is_percent(self) -> bool:
        """Whether a plan sets a percent for it, and no count."""
        return self in _SHARES


_SHARES = {Measure.LISTING, Measure.E_PAYMENT, Measure.SHOP_AND_ACCOUNT, Measure.PROMOTED}
_OF_A_YEAR = {
    Measure.NEW_PRODUCTS: Indicator.PRODUCTS,
    Measure.REASSESSED: Indicator.PRODUCTS,
    Measure.ORDERS: Indicator.SALES,
    Measure.TRAINED: Indicator.TRAINED,
}
_NOTHING: dict[Measure, Value] = {
    Measure.NEW_PRODUCTS: Flow(),
    Measure.REASSESSED: Flow(),
    Measure.ORDERS: Sales(0, 0),
    Measure.TRAINED: Count(0),
}


def indicator_of(measure: Measure) -> Indicator:
    """The figure that tells the result."""
    return _OF_A_YEAR.get(measure) or Indicator(measure.value)


def dimension_of(measure: Measure) -> Dimension | None:
    """How the figure is split to tell the result: by year, or not at all."""
    return Dimension.YEAR if measure in _OF_A_YEAR else None


def nothing_of(measure: Measure) -> Value:
    """What a year without a line brought."""
    return _NOTHING[measure]


def number_of(measure: Measure, value: Value | None) -> Decimal | None:
    """The number that stands against the plan; None when there is nothing to count."""
    match value:
        case Share():
            return value.percent if measure.is_percent else Decimal(value.part)
        case Count(number=number):
            return Decimal(number)
        case Flow():
            return Decimal(value.new if measure is Measure.NEW_PRODUCTS else value.reassessed)
        case Sales(orders=orders):
            return Decimal(orders)
    return None


def read_value(text: str, measure: Measure) -> Decimal | None:
    """A target as people type it: "54", "1.200", and "98,5 %" of a share; None when it is none."""
    read: Callable[[str], Decimal | None] = _percent if measure.is_percent else _count
    value = read(text.strip())
    return value if value is not None and 0 < value <= _LARGEST else None


def _count(text: str) -> Decimal | None:
    return Decimal(re.sub("[. ]", "", text)) if _COUNT.fullmatch(text) else None


def _percent(text: str) -> Decimal | None:
    found = _PERCENT.fullmatch(text)
    value = Decimal(f"{found[1]}.{found[2] or 0}") if found else None
    return value if value is not None and value <= 100 else None
