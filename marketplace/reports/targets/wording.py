"""How targets and their results read."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import lazy_gettext as _l

from marketplace.reports.definitions import DEFINITIONS
from marketplace.reports.rules import PlanResult
from marketplace.reports.targets.rules import Measure, dimension_of, indicator_of
from marketplace.web import filters

MEASURES = {
    Measure.NEW_PRODUCTS: _l("New products in the year"),
    Measure.REASSESSED: _l("Products assessed again in the year"),
    **{
        measure: DEFINITIONS[indicator_of(measure)].title
        for measure in Measure
        if dimension_of(measure) is None
    },
    Measure.ORDERS: _l("Orders sent from this market in the year"),
    Measure.TRAINED: _l("Producers trained for the first time in the year"),
}


def amount(value: Decimal, measure: Measure) -> str:
    """54, or 98,5 % of a share."""
    return filters.percent(value) if measure.is_percent else filters.number(int(value))


def result(found: PlanResult) -> str:
    """114,8 %: the result in percent of the plan. It may pass 100."""
    return filters.percent(found.percent)
