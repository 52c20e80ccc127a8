"""What a published indicator is about, whatever its source calls it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from marketplace.reports.models import DeclaredFigure, DeclaredKind
from marketplace.text import fold, fold_exact, words

# What tells two tellings of one figure apart: "(other source)", "(nguồn khác)".
_TELLING = re.compile(
    r"\s*\([^()]*\b(?:source|report|nguon|bao cao|other|second|third|fourth)\b[^()]*\)"
)
_REMARK = re.compile(r",\s*[0-9]+ [^,]*$")  # ", 94 subjects"
_TARGET = re.compile(r"^(?:target|muc tieu|chi tieu)\s*:\s*")
_DIMENSIONS = (
    "stars?|districts?|groups?|sectors?|kinds?|communes?|provinces?|platforms?|types?|months?|"
    "quarters?|years?|hang|sao|huyen|xa|nhom|nganh|loai|loai hinh|tinh|san|thang|quy|nam"
)
_BY_DIMENSION = re.compile(rf"^(?P<what>.+?)\s+(?:by|theo)\s+(?P<how>(?:{_DIMENSIONS})\b.*)$")
_BY_ANYTHING = re.compile(r"^(?P<what>.+)(?::\s*|\s+(?:by|theo)\s+)(?P<how>.+?)$")
_NEGATIONS = {"not", "non", "no", "chua", "khong"}
_PLAN = re.compile(r"\b(?:plan|target|ke hoach|chi tieu giao|muc tieu)\b")


@dataclass(frozen=True, slots=True)
class Thing:
    """What a figure counts; figures about one thing must not contradict each other."""

    province: str
    what: str  # "certified ocop products"
    is_target: bool


def thing_of(figure: DeclaredFigure) -> Thing:
    """What a figure counts, without how it is broken down and who told it."""
    what, _how = _split(figure)
    return Thing(fold_exact(figure.province), what, figure.kind is DeclaredKind.TARGET)


def dimension_of(figure: DeclaredFigure) -> str:
    """What its parts are: "star", "district"; empty when it has none."""
    return _split(figure)[1]


def is_plan_result(figure: DeclaredFigure) -> bool:
    """Whether it measures a result against a plan: only such a percent may pass 100."""
    return figure.kind is not DeclaredKind.TARGET and bool(_PLAN.search(fold(figure.indicator)))


def complement_key(figure: DeclaredFigure) -> tuple[str, bool]:
    """What the figure says, affirmed, and whether its words deny it ("not done")."""
    said = words(thing_of(figure).what.replace("without", "not with"))
    affirmed = " ".join(word for word in said if word not in _NEGATIONS)
    return affirmed, any(word in _NEGATIONS for word in said)


def _split(figure: DeclaredFigure) -> tuple[str, str]:
    what = _REMARK.sub("", _TARGET.sub("", _TELLING.sub("", fold(figure.indicator))))
    pattern = _BY_ANYTHING if figure.parts else _BY_DIMENSION
    found = pattern.fullmatch(what) or _BY_DIMENSION.fullmatch(what)
    return (found["what"], found["how"]) if found else (what, "")
