"""The sentences about files, their rows, and where they are on their way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.intake.errors import BadFile, FileFault
from marketplace.intake.kinds import Field, OutcomeKind, Remark, RemarkKind, Taker
from marketplace.intake.models import IntakeRun, RunState
from marketplace.web.filters import number

OUTCOMES = {
    OutcomeKind.ADDED: _l("added"),
    OutcomeKind.UNCHANGED: _l("unchanged"),
    OutcomeKind.CHANGED: _l("changed"),
    OutcomeKind.SET_ASIDE: _l("set aside"),
    OutcomeKind.UNSURE: _l("unsure"),
    OutcomeKind.REFUSED: _l("refused"),
    OutcomeKind.IGNORED: _l("not of the table"),
}
STATES = {
    RunState.MAPPING: _l("Waits for its columns to be confirmed"),
    RunState.READING: _l("Being read"),
    RunState.CHECKED: _l("Checked, nothing taken yet"),
    RunState.TAKING: _l("Being taken in"),
    RunState.STOPPED: _l("Stopped"),
    RunState.DONE: _l("Taken in"),
    RunState.DISCARDED: _l("Discarded"),
    RunState.FAILED: _l("Not readable"),
}
_FILES = {
    FileFault.NOT_FOUND: _l("There is no file %(path)s."),
    FileFault.NOT_A_FILE: _l("%(path)s is no file."),
    FileFault.UNREADABLE: _l("The file %(path)s may not be read on this machine."),
    FileFault.EMPTY: _l("The file is empty (0 bytes)."),
    FileFault.TOO_LARGE: _l("The file is larger than %(megabytes)s MB. Split it by province."),
    FileFault.PICTURE: _l("The file is a picture, whatever its name says."),
    FileFault.PDF: _l("The file is a PDF. Copy its table into Excel first."),
    FileFault.ARCHIVE: _l("The file is an archive (ZIP or like it). Unpack it first."),
    FileFault.OLD_EXCEL: _l(
        "The file is an old Excel file (.xls) or locked with a password."
        " Save it as .xlsx without a password."
    ),
    FileFault.NOT_EXCEL: _l(
        "The name says Excel (.xlsx), but the file is none."
        " Open it in Excel and save it as .xlsx or CSV UTF-8."
    ),
    FileFault.BROKEN_EXCEL: _l(
        "The Excel file is broken. Open it in Excel, save it again and try once more."
    ),
    FileFault.MACROS: _l(
        "The Excel file holds macros (programs), which are not taken in."
        " Save it as .xlsx without macros."
    ),
    FileFault.UNSAFE_EXCEL: _l(
        "The Excel file was made in an unsafe way. Copy its table into a new Excel file."
    ),
    FileFault.OPEN_FORMULA: _l(
        "Cell %(cell)s holds a formula that was never computed."
        " Open the file in Excel, save it and try once more."
    ),
    FileFault.UNKNOWN_LETTERS: _l(
        "The letters of the file are neither in UTF-8 nor in Windows-1258, so Vietnamese would be"
        ' garbled. In Excel choose "Save as", "CSV UTF-8".'
    ),
    FileFault.NOT_TEXT: _l(
        'The file is neither text in UTF-8 (CSV) nor Excel. In Excel choose "Save as", "CSV UTF-8".'
    ),
    FileFault.BROKEN_QUOTES: _l(
        "The quotation marks in line %(line)s do not match, so columns cannot be told apart."
    ),
    FileFault.LONG_CELL: _l(
        "A cell in line %(line)s is longer than 131,072 characters."
        " Perhaps a quotation mark is missing."
    ),
    FileFault.NO_HEADER: _l(
        "No row of titles was found in the first %(rows)s rows. The table needs columns such as:"
        " %(columns)s."
    ),
    FileFault.MISSING_COLUMNS: _l("The file lacks these columns: %(columns)s."),
    FileFault.DOUBLE_COLUMN: _l("These columns mean the same: %(columns)s. Keep one of them."),
    FileFault.TOO_MANY_COLUMNS: _l("The table has more than %(limit)s columns."),
    FileFault.NO_ROWS: _l("The file has a row of titles but no row below it."),
    FileFault.TOO_MANY_ROWS: _l("The file has more than %(limit)s rows. Split it by province."),
    FileFault.FILE_GONE: _l("The file is no longer here. Send it in again."),
}
_ROWS = {
    "too_many_cells": _l(
        "the row has %(cells)s cells, the titles %(columns)s: put texts with commas in quotes"
    ),
    "too_few_cells": _l("the row has %(cells)s cells, the titles %(columns)s"),
    "too_long": _l("the text has %(length)s characters; at most %(limit)s fit"),
    "broken_text": _l("the text has characters that were lost in a conversion"),
    "broken_formula": _l("the cell shows the Excel error %(text)s"),
    "dropped": _l("somebody decided before not to take this row"),
    "is_section": _l("a heading: it counts for the rows below it"),
    "is_total": _l("a total"),
    "is_numbering": _l("the numbers of the columns"),
    "is_titles": _l("the titles once more"),
    "is_closing": _l("the end of the document: place, day, signatures"),
}


def file_fault(refusal: BadFile) -> str:
    """Why a file is refused."""
    data = {key: _shown(value) for key, value in refusal.data.items()}
    return str(_FILES[refusal.fault]) % data


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return number(value) if isinstance(value, int) and value >= 1_000 else str(value)


def sentence(taker: Taker, remark: Remark) -> str:
    """A remark of the intake, or of the kind of file."""
    if remark.code in _ROWS:
        return str(_ROWS[remark.code]) % dict(remark.data)
    return taker.words(remark)


def remark_from(kept: Mapping[str, Any]) -> Remark:
    """A remark that was kept with its row."""
    return Remark(RemarkKind(kept["kind"]), kept["code"], kept["column"], kept["data"])


def label(taker: Taker, field: str) -> str:
    """What people call a field."""
    found: Field | None = next((one for one in taker.fields if one.name == field), None)
    return str(found.label) if found else ""


def column(run: IntakeRun, taker: Taker, field: str) -> str:
    """The column of a file that is a field, by its own title; "" for no field."""
    titles = (title for title, meant in run.mapping.items() if meant == field)
    return next(titles, label(taker, field))


def fault_of(run: IntakeRun) -> str:
    """Why a file failed."""
    return file_fault(BadFile.from_text(run.fault)) if run.fault else ""


def counted(run: IntakeRun) -> list[tuple[OutcomeKind, str, int]]:
    """How many rows end in each way that occurs, with its words."""
    return [
        (kind, str(words), run.counts[kind])
        for kind, words in OUTCOMES.items()
        if run.counts.get(kind)
    ]


def unfitting(fields: list[str], taker: Taker) -> str:
    """That fields have neither a column nor a value for the whole file."""
    names = ", ".join(label(taker, field) for field in fields)
    return str(
        _("Choose a column for these, or say them for the whole file: %(names)s.", names=names)
    )
