"""What a figure is: its values, its names, its rows, and the days it can be asked for.

Nothing here knows pages or the database.
"""

from marketplace.reports.rules.days import (
    FIRST_PUBLISHED,
    INSTANT,
    counted_until,
    end_of_last_month,
    end_of_last_year,
    may_be_in_force,
    read_day,
)
from marketplace.reports.rules.indicators import UNKNOWN, Dimension, Indicator
from marketplace.reports.rules.order import in_reading_order
from marketplace.reports.rules.values import Count, Flow, PlanResult, Sales, Share, Value

__all__ = [
    "FIRST_PUBLISHED",
    "INSTANT",
    "UNKNOWN",
    "Count",
    "Dimension",
    "Flow",
    "Indicator",
    "PlanResult",
    "Sales",
    "Share",
    "Value",
    "counted_until",
    "end_of_last_month",
    "end_of_last_year",
    "in_reading_order",
    "may_be_in_force",
    "read_day",
]
