"""Published figures that contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from itertools import takewhile

from marketplace.reports.declared.rules.flags import Flag, FlagKind, Value
from marketplace.reports.declared.rules.numbers import as_published, decimals, rounded
from marketplace.reports.declared.rules.things import complement_key, dimension_of, thing_of
from marketplace.reports.declared.rules.times import Span
from marketplace.reports.models import DeclaredFigure

Pair = tuple[DeclaredFigure, DeclaredFigure]
Found = tuple[int, Flag]  # the id of the figure, and what is wrong with it
_HUNDRED = Decimal(100)


def conflicts(figures: Sequence[DeclaredFigure]) -> Iterator[Found]:
    """What contradicts what; both sides are told of each other."""
    for one, other in _pairs(figures, thing_of):
        yield from _both(one, other, _contradiction(one, other))
    for one, other in _pairs(figures, _affirmed):
        if complement_key(one)[1] != complement_key(other)[1] and _at_one_time(one, other):
            yield from _complement(one, other)


def _affirmed(figure: DeclaredFigure) -> Hashable:
    thing = thing_of(figure)
    return thing.province, thing.is_target, complement_key(figure)[0]


def _pairs(
    figures: Iterable[DeclaredFigure], key: Callable[[DeclaredFigure], Hashable]
) -> Iterator[Pair]:
    """Figures of one key whose times touch: some day, or the month, is common."""
    groups: defaultdict[Hashable, list[DeclaredFigure]] = defaultdict(list)
    for figure in sorted(figures, key=lambda figure: (figure.first_day, figure.id)):
        groups[key(figure)].append(figure)
    for group in groups.values():
        for place, one in enumerate(group):
            later = takewhile(partial(_touches, one), group[place + 1 :])
            yield from ((one, other) for other in later)


def _touches(one: DeclaredFigure, later: DeclaredFigure) -> bool:
    last, first = one.last_day, later.first_day
    return first <= last or (first.year, first.month) == (last.year, last.month)


def _both(one: DeclaredFigure, other: DeclaredFigure, kind: FlagKind | None) -> Iterator[Found]:
    if kind is not None:
        yield one.id, Flag(kind, _told(other), other.id)
        yield other.id, Flag(kind, _told(one), one.id)


def _told(figure: DeclaredFigure) -> dict[str, Value]:
    parts = "+".join(map(str, figure.parts))
    told: dict[str, Value] = {"parts": parts, "time": figure.stated_time}
    if figure.numerator_text:
        return told | {"value": figure.numerator_text}
    return told | {"percent": as_published(figure)}


def _contradiction(one: DeclaredFigure, other: DeclaredFigure) -> FlagKind | None:
    """How two figures about one thing, whose times touch, contradict each other."""
    if one.numerator is None or other.numerator is None:
        return _percents(one, other)
    if (one.numerator, _whole(one, other)) != (other.numerator, _whole(other, one)):
        return FlagKind.TOTALS if _at_one_time(one, other) else FlagKind.TOTALS_IN_TIME
    return FlagKind.BREAKDOWN if _broken_down_differently(one, other) else None


def _percents(one: DeclaredFigure, other: DeclaredFigure) -> FlagKind | None:
    places = min(decimals(one.percent_text), decimals(other.percent_text))
    percents = [_percent(figure, places) for figure in (one, other)]
    if None in percents or percents[0] == percents[1]:
        return None
    return FlagKind.PERCENTS if _at_one_time(one, other) else FlagKind.TOTALS_IN_TIME


def _percent(figure: DeclaredFigure, places: int) -> Decimal | None:
    if figure.percent is None:
        return None
    return figure.percent.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _whole(figure: DeclaredFigure, other: DeclaredFigure) -> int | None:
    """The lower number, where both state one."""
    return None if other.denominator is None else figure.denominator


def _broken_down_differently(one: DeclaredFigure, other: DeclaredFigure) -> bool:
    if not one.parts or len(one.parts) != len(other.parts):
        return False
    return dimension_of(one) == dimension_of(other) and sorted(one.parts) != sorted(other.parts)


def _span(figure: DeclaredFigure) -> Span:
    return Span(figure.first_day, figure.last_day)


def _at_one_time(one: DeclaredFigure, other: DeclaredFigure) -> bool:
    """Whether both surely mean one time: the same, or days that share one month."""
    first, second = _span(one), _span(other)
    is_one_month = first.month is not None and first.month == second.month
    return first == second or (is_one_month and first.overlaps(second))


def _complement(one: DeclaredFigure, other: DeclaredFigure) -> Iterator[Found]:
    """A part and the rest of it: they make 100 percent, and the whole."""
    is_exact = _is_ratio(one) and _is_ratio(other)
    if is_exact and one.denominator == other.denominator:
        total = (one.numerator or 0) + (other.numerator or 0)
        if total != one.denominator:
            data: dict[str, Value] = {"computed": total, "whole": one.denominator or 0}
            yield from _mutual(FlagKind.COMPLEMENT_COUNTS, one, other, data)
    if one.percent is None or other.percent is None or one.percent + other.percent == _HUNDRED:
        return
    if not (_is_well_rounded(one) and _is_well_rounded(other)):
        data = {"computed": as_published(one) + as_published(other)}
        yield from _mutual(FlagKind.COMPLEMENT, one, other, data)


def _mutual(
    kind: FlagKind, one: DeclaredFigure, other: DeclaredFigure, data: dict[str, Value]
) -> Iterator[Found]:
    yield one.id, Flag(kind, _told(other) | data, other.id)
    yield other.id, Flag(kind, _told(one) | data, one.id)


def _is_ratio(figure: DeclaredFigure) -> bool:
    return figure.numerator is not None and bool(figure.denominator)


def _is_well_rounded(figure: DeclaredFigure) -> bool:
    """Whether its percent is what its numbers give: then rounding explains a tenth too much."""
    if figure.numerator is None or not figure.denominator:
        return False
    places = decimals(figure.percent_text)
    return figure.percent == rounded(figure.numerator, figure.denominator, places)
