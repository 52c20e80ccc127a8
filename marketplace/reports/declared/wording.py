"""How files, faults and flags of the declared series read."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.reports.declared.errors import BadFile, FileFault
from marketplace.reports.declared.indicator_words import indicator, time
from marketplace.reports.declared.rules.flags import Flag, FlagKind, Value
from marketplace.reports.declared.rules.numbers import as_published
from marketplace.reports.declared.rules.rows import LONGEST, Column, Fault, FaultKind
from marketplace.reports.models import DeclaredFigure, DeclaredKind
from marketplace.web import filters

__all__ = [
    "COLUMNS",
    "KINDS",
    "fault",
    "file_fault",
    "flag",
    "indicator",
    "percent",
    "stated",
    "time",
]

KINDS = {
    DeclaredKind.RATIO: _l("A part of a whole"),
    DeclaredKind.COUNT: _l("A count"),
    DeclaredKind.SUM: _l("A total with its parts"),
    DeclaredKind.PERCENT_ONLY: _l("Only a percent"),
    DeclaredKind.LOWER_BOUND: _l("A rough number"),
    DeclaredKind.TARGET: _l("A target"),
}
_FILE_FAULTS = {
    FileFault.NOT_FOUND: _l("The file cannot be read: %(names)s."),
    FileFault.EMPTY: _l("The file is empty."),
    FileFault.TOO_LARGE: _l("The file has more than 5 MB. Send it in parts."),
    FileFault.NOT_TEXT: _l(
        "This is no CSV file. In Excel choose “Save as”, then “CSV UTF-8”, and send that file."
    ),
    FileFault.NO_HEADER: _l(
        "The file has no row of titles that we know. These columns are missing: %(names)s."
    ),
    FileFault.COLUMNS_TWICE: _l("Two columns mean the same: %(names)s. Remove one of them."),
    FileFault.BROKEN_QUOTES: _l(
        "The file is damaged: a quotation mark is not closed. Save it again from Excel."
    ),
    FileFault.NO_ROWS: _l("The file has titles, but no row below them."),
    FileFault.TOO_MANY_ROWS: _l("The file has more than 5,000 rows. Send it in parts."),
}
_FAULTS = {
    FaultKind.MISSING: _l("it is empty"),
    FaultKind.TOO_LONG: _l("it is longer than %(most)s characters"),
    FaultKind.NO_TIME: _l(
        "“%(text)s” is no time; write 2022, 2022-12, 2022-07-20 or 2022-2023, with words after it"
    ),
    FaultKind.NO_NUMBER: _l("“%(text)s” is no whole number"),
    FaultKind.NO_PERCENT: _l("“%(text)s” is no percent with at most two decimals"),
    FaultKind.NO_KIND: _l("“%(text)s” is no kind that we know; leave it empty, or use %(kinds)s"),
    FaultKind.NO_SUM: _l("“%(text)s” is no sum; write its parts like 26+144"),
    FaultKind.NO_FIGURE: _l("the row has neither a number nor a percent"),
    FaultKind.MORE_CELLS: _l("the row has more cells than there are titles"),
}
_FLAGS = {
    FlagKind.PARTS: _l("The parts %(parts)s make %(computed)s, not %(stated)s."),
    FlagKind.PERCENT: _l("%(part)s of %(whole)s is %(computed)s %%, not %(stated)s %%."),
    FlagKind.TRUNCATED: _l(
        "%(part)s of %(whole)s is %(computed)s %%; %(stated)s %% comes from cutting off decimals "
        "instead of rounding."
    ),
    FlagKind.ABOVE_HUNDRED: _l(
        "A part cannot pass its whole: only the result of a plan may be above 100 %%."
    ),
    FlagKind.NOT_CHECKABLE: _l(
        "The percent cannot be checked: one of the two numbers is missing or rough."
    ),
    FlagKind.TOTALS: _l("Another source says %(value)s%(of)s for the same time, %(time)s."),
    FlagKind.TOTALS_IN_TIME: _l(
        "For %(time)s the number is %(value)s%(of)s. Both may be right on different days."
    ),
    FlagKind.BREAKDOWN: _l("For %(time)s the same total %(value)s has other parts: %(parts)s."),
    FlagKind.PERCENTS: _l("Another source says %(value)s for the same time, %(time)s."),
    FlagKind.COMPLEMENT: _l("With the rest (%(value)s) the percents make %(computed)s, not 100."),
    FlagKind.COMPLEMENT_COUNTS: _l(
        "With the rest (%(value)s) the numbers make %(computed)s, not %(whole)s."
    ),
}
COLUMNS = {
    Column.PROVINCE: _l("province"),
    Column.TIME: _l("time"),
    Column.INDICATOR: _l("indicator"),
    Column.NUMERATOR: _l("numerator"),
    Column.DENOMINATOR: _l("denominator"),
    Column.PERCENT: _l("percent as published"),
    Column.KIND: _l("kind of row"),
    Column.PARTS: _l("parts"),
    Column.NOTE: _l("note"),
    Column.SOURCE: _l("source of the row"),
}


def file_fault(refusal: BadFile) -> str:
    """Why a file as a whole is not taken."""
    return str(_FILE_FAULTS[refusal.fault]) % {"names": ", ".join(refusal.names)}


def fault(found: Fault) -> str:
    """Why a row is not taken: "line 4, column time (date): …"."""
    data = {
        "text": found.text[:60],
        "most": LONGEST[found.column] if found.column else "",
        "kinds": ", ".join(DeclaredKind),
    }
    return f"{_place(found)}: {str(_FAULTS[found.kind]) % data}"


def _place(found: Fault) -> str:
    if found.column is None:
        return str(_("line %(line)s", line=found.line))
    column = f"{COLUMNS[found.column]} ({found.column.value})"
    return str(_("line %(line)s, column %(column)s", line=found.line, column=column))


def flag(found: Flag) -> str:
    """What is wrong with a figure, in a sentence."""
    data = {name: _value(value) for name, value in found.data.items()}
    data["of"] = f" ({data['parts']})" if data.get("parts") else ""
    if "time" in data:
        data["time"] = time(data["time"])
    if "percent" in data:
        data["value"] = f"{data['percent']}{filters.NBSP}%"
    return str(_FLAGS[found.kind]) % data


def _value(value: Value) -> str:
    if isinstance(value, Decimal):
        return _decimal(value)
    return filters.number(value) if isinstance(value, int) else value


def _decimal(value: Decimal) -> str:
    """With the decimals it has: "43.0" in English, "43,0" in Vietnamese."""
    places = f"{value:f}".partition(".")[2]
    pattern = f"0.{'0' * len(places)}" if places else "0"
    return str(format_decimal(value, format=pattern, locale=filters.locale_code()))


def percent(figure: DeclaredFigure) -> str:
    """The percent with the decimals it was published with: 29,7 %."""
    if figure.percent is None:
        return ""
    return f"{_decimal(as_published(figure))}{filters.NBSP}%"


def stated(figure: DeclaredFigure) -> str:
    """The counts as they were published: "42/143", ">6200"."""
    if figure.denominator is None:
        return figure.numerator_text
    return f"{figure.numerator_text or '…'}/{figure.denominator}"
