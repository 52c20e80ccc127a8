"""The declared series as a page shows it: narrowed, and grouped by province and time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.reports.declared.rules.flags import Flag
from marketplace.reports.declared.rules.ours import platform_named
from marketplace.reports.models import DeclaredFigure
from marketplace.text import fold, fold_exact, sort_key

Flags = Mapping[int, Sequence[Flag]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the series is narrowed to; an empty choice narrows nothing."""

    province: str = ""
    year: int | None = None
    words: str = ""
    only_flagged: bool = False
    with_withdrawn: bool = False

    def takes(self, figure: DeclaredFigure, flags: Flags) -> bool:
        """Whether a figure is asked for."""
        if self.province and fold_exact(figure.province) != fold_exact(self.province):
            return False
        if self.year and not figure.first_day.year <= self.year <= figure.last_day.year:
            return False
        if figure.withdrawn_at is not None and not self.with_withdrawn:
            return False
        said = fold(figure.indicator)
        has_words = all(word in said for word in fold(self.words).split())
        return has_words and (not self.only_flagged or figure.id in flags)


@dataclass(frozen=True, slots=True)
class Section:
    """The figures of one province and one stated time, as published."""

    province: str
    stated_time: str
    figures: Sequence[DeclaredFigure]

    @property
    def by_platform(self) -> Sequence[DeclaredFigure]:
        """Figures of single platforms, side by side: they overlap and have no total."""
        found = [figure for figure in self.figures if platform_named(figure)]
        return found if len(found) > 1 else []


def sections(figures: Sequence[DeclaredFigure]) -> list[Section]:
    """The figures by province and stated time, the latest time of a province first."""
    groups: dict[tuple[str, str], list[DeclaredFigure]] = {}
    for figure in figures:
        key = fold_exact(figure.province), fold_exact(figure.stated_time)
        groups.setdefault(key, []).append(figure)
    made = [
        Section(group[0].province, group[0].stated_time, sorted(group, key=lambda one: one.id))
        for group in groups.values()
    ]
    made.sort(key=lambda section: section.figures[0].last_day, reverse=True)
    return sorted(made, key=lambda section: sort_key(section.province))


def provinces(figures: Sequence[DeclaredFigure]) -> list[str]:
    """The provinces that have figures, in the order of a Vietnamese dictionary."""
    named = {fold_exact(figure.province): figure.province for figure in figures}
    return sorted(named.values(), key=sort_key)


def years(figures: Sequence[DeclaredFigure]) -> list[int]:
    """The years that have figures, the latest first."""
    found = {
        year
        for figure in figures
        for year in range(figure.first_day.year, figure.last_day.year + 1)
    }
    return sorted(found, reverse=True)
