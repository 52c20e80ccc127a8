"""Plan against result. A result may pass its plan; each bar is drawn against its own plan."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from marketplace.reports.charts import Bar, bars
from marketplace.reports.dashboard.cards import Card, Cell
from marketplace.reports.targets import wording
from marketplace.reports.targets.queries import Against

_PLAN = 1000  # tenths of a percent: where the mark of the plan stands


def plan_card(year: int, plans: Sequence[Against]) -> Card:
    """What the plan of a year set, and what came of it so far."""
    return Card(
        name="plan",
        title=_("Plan and result of %(year)s", year=str(year)),
        sentence=" ".join(_said(one) for one in plans) or _("No plan is recorded for this year."),
        drawing=bars([_bar(one) for one in plans]) if plans else None,
        columns=[_("Measure"), _("Plan"), _("Result"), _("Percent of the plan")],
        rows=[_row(one) for one in plans],
        legend=[("part", _("Result")), ("mark", _("Plan"))] if plans else [],
        remark=_("A result may pass its plan. Each bar is drawn against its own plan."),
    )


def _said(one: Against) -> str:
    name = wording.MEASURES[one.measure]
    if one.result is None:
        return str(_("%(name)s: no figures.", name=name))
    return str(
        _(
            "%(name)s: %(result)s against a plan of %(plan)s, that is %(percent)s.",
            name=name,
            result=wording.amount(one.result.result, one.measure),
            plan=wording.amount(one.result.plan, one.measure),
            percent=wording.result(one.result),
        )
    )


def _bar(one: Against) -> Bar:
    name = str(wording.MEASURES[one.measure])
    if one.result is None:
        return Bar(name, "–", 0, mark=_PLAN)
    counts = [
        wording.amount(number, one.measure) for number in (one.result.result, one.result.plan)
    ]
    return Bar(name, " / ".join(counts), int(one.result.percent * 10), mark=_PLAN)


def _row(one: Against) -> list[Cell]:
    name = Cell(str(wording.MEASURES[one.measure]))
    plan = Cell(wording.amount(one.target.value, one.measure))
    if one.result is None:
        return [name, plan, Cell("–"), Cell("–")]
    result = wording.amount(one.result.result, one.measure)
    return [name, plan, Cell(result), Cell(wording.result(one.result))]
