"""Checking published figures: each against itself, then against the others.

Nothing is taken from what a file says of its own rows; every sum and percent is computed anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from marketplace.reports.declared.rules.conflicts import conflicts
from marketplace.reports.declared.rules.flags import Flag, FlagKind, Value
from marketplace.reports.declared.rules.numbers import as_published, decimals, rounded, truncated
from marketplace.reports.declared.rules.things import is_plan_result
from marketplace.reports.models import DeclaredFigure, DeclaredKind

_SHARES = {DeclaredKind.RATIO, DeclaredKind.PERCENT_ONLY, DeclaredKind.TARGET}


def check(figures: Sequence[DeclaredFigure]) -> dict[int, tuple[Flag, ...]]:
    """What is wrong with each figure that stands; a withdrawn one contradicts nobody."""
    standing = [figure for figure in figures if figure.withdrawn_at is None]
    flags: defaultdict[int, list[Flag]] = defaultdict(list)
    for figure in standing:
        flags[figure.id].extend(check_alone(figure))
    for figure_id, flag in conflicts(standing):
        flags[figure_id].append(flag)
    return {figure_id: tuple(found) for figure_id, found in flags.items() if found}


def check_alone(figure: DeclaredFigure) -> Iterator[Flag]:
    """What is wrong with one figure, whatever the others say."""
    yield from _parts(figure)
    yield from _percent(figure)
    yield from _above_hundred(figure)


def _parts(figure: DeclaredFigure) -> Iterator[Flag]:
    computed = sum(figure.parts)
    if figure.parts and figure.numerator is not None and computed != figure.numerator:
        sum_text = "+".join(map(str, figure.parts))
        yield Flag(
            FlagKind.PARTS, {"parts": sum_text, "computed": computed, "stated": figure.numerator}
        )


def _percent(figure: DeclaredFigure) -> Iterator[Flag]:
    part, whole, stated = figure.numerator, figure.denominator, figure.percent
    if figure.kind is DeclaredKind.RATIO and (part is None or not whole):
        yield Flag(FlagKind.NOT_CHECKABLE)
    if part is None or not whole or stated is None:
        return
    places = decimals(figure.percent_text)
    if stated == rounded(part, whole, places):
        return
    told: dict[str, Value] = {"part": part, "whole": whole, "stated": as_published(figure)}
    if stated == truncated(part, whole, places):
        yield Flag(FlagKind.TRUNCATED, told | {"computed": rounded(part, whole, places)})
    else:
        yield Flag(FlagKind.PERCENT, told | {"computed": rounded(part, whole, max(places, 1))})


def _above_hundred(figure: DeclaredFigure) -> Iterator[Flag]:
    if figure.kind not in _SHARES or is_plan_result(figure):
        return
    part, whole = figure.numerator, figure.denominator
    has_more = bool(part and whole and part > whole)
    if has_more or (figure.percent is not None and figure.percent > 100):
        yield Flag(FlagKind.ABOVE_HUNDRED)
