"""Kinds of files and what the intake asks of each: how other slices take in files of their own.

A kind of file is a ``Taker``: its name, its columns, and what its rows do. The intake does the
rest: it opens the file, finds its titles and asks what its columns mean, keeps its rows, checks and
takes them in chunks, shows progress and outcomes, gives back the refused rows, and keeps the tray.
``TAKERS`` in ``app.py`` names them all. A small one::

    class Villages(PlainTaker):
        name = "villages"
        title = _l("Villages")
        fields = (
            Field("name", _l("Name of the village"), ("tên thôn", "thôn"), is_required=True),
            Field("people", _l("People"), ("số người", "nhân khẩu")),
        )
        sentences = {"no_number": _l('"%(text)s" is no number')}

        def begin(self, session: Session, file: FileFacts) -> Handling:
            return _VillagesHandling(session, file)


    class _VillagesHandling(PlainHandling):
        def check(self, rows: Sequence[FileRow]) -> list[Outcome]:
            return [self._look_at(row) for row in rows]

        def take(self, rows: Sequence[FileRow]) -> list[Outcome]:
            self.say_why()  # in the history of facts
            outcomes = self.check(rows)
            ...  # do what they say
            return outcomes

Both get rows as ``{field: text}``, cleaned, empty cells left out, and give back one ``Outcome`` for
each, in any order. ``check`` may make objects but never flushes: all it made is thrown away.
``take`` runs in a transaction of its own for each chunk; it decides anew, for the facts may have
changed since the check. Rows that belong together (``group_key``) always come in one chunk.

A row that may be about something known gets ``OutcomeKind.UNSURE`` with its ``candidates``: the
intake puts it in the tray. Once somebody has decided, now or when the same row comes again, it
arrives with ``decided`` set, and is to be taken accordingly; a decision that was carried out
already changes nothing more.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from sqlalchemy.orm import Session

from marketplace.audit import history

Words = object  # a text that is translated when it is shown: str() of it


class OutcomeKind(enum.StrEnum):
    """How a row ends, or would end."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    SET_ASIDE = "set_aside"
    UNSURE = "unsure"  # waits in the tray
    REFUSED = "refused"
    IGNORED = "ignored"  # no row of the table: a heading, a total, a signature


class RemarkKind(enum.StrEnum):
    """What a remark tells of a row."""

    FAULT = "fault"  # why it is refused
    NOTICE = "notice"  # worth a look
    CHANGE = "change"  # before and after


@dataclass(frozen=True, slots=True)
class Field:
    """A column that a kind of file can have.

    ``headings`` are what officials call it, with accents, in any case; its name counts too. What a
    cell of it looks like (``looks_like``) helps where the heading does not.

    A required field needs a column, or a column of another field that says it too (``or_in``:
    "12/QĐ-UBND ngày 5/8/2026" says a day), or a word for the whole file.

    A field ``for_file`` may be said once for a whole file, for the rows that leave it empty; with
    ``choices`` (text of a cell, words) it is a list to choose from; what is ``usual`` is proposed
    where no column has it. One that ``goes_with`` another
    field holds only for rows in which that one is not said otherwise: the day of the file's
    decision is not the day of another decision. What is ``is_secret`` is kept sealed and shown
    masked.
    """

    name: str
    label: Words
    headings: tuple[str, ...] = ()
    is_required: bool = False
    longest: int = 5_000
    looks_like: Callable[[str], bool] | None = None
    or_in: str = ""
    for_file: bool = False
    usual: str = ""
    goes_with: str = ""
    choices: tuple[tuple[str, Words], ...] = ()
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody said of an unsure row: it is about this one, or (None) about a new one."""

    chosen_id: int | None


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of a file: the line it stands in, and what its known cells say.

    ``hash`` is the same for the same cells, wherever the row stands. ``checked`` is what the check
    found, once the row is to be taken.
    """

    line: int
    cells: Mapping[str, str]
    hash: str
    decided: Decided | None = None
    checked: OutcomeKind | None = None


def row_hash(cells: Mapping[str, str]) -> str:
    """What tells these cells from others."""
    text = json.dumps(dict(sorted(cells.items())), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about a row. ``code`` names its sentence, ``data`` (JSON) fills it.

    ``column`` is the field it is about, or "". A change has ``before`` and ``after`` in its data.
    """

    kind: RemarkKind
    code: str
    column: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something known that a row may be about: how well it fits (0 to 100), and why."""

    id: int
    score: int
    why: tuple[str, ...] = ()


@dataclass(slots=True)
class Outcome:
    """How one row ends. ``name`` is what people call the row: the name of its product."""

    line: int
    kind: OutcomeKind
    name: str = ""
    remarks: Sequence[Remark] = ()
    candidates: Sequence[Candidate] = ()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """The file that rows come from, and who takes it, when."""

    run_id: int | None
    name: str
    settings: Mapping[str, str]
    actor_id: int | None
    now: datetime

    @property
    def origin(self) -> str:
        """How the history names this file."""
        return f"intake:{self.run_id}" if self.run_id else ""

    @property
    def reason(self) -> str:
        """Why facts change, in the history."""
        return f"intake.taken {self.name}"


class Handling(Protocol):
    """The rows of one file being checked and taken, for as long as one piece of work lasts."""

    def group_key(self, row: FileRow) -> str:
        """What rows share that must be seen together, at most 200 characters."""

    def check(self, rows: Sequence[FileRow]) -> list[Outcome]:
        """What would become of these rows. Flushes nothing."""

    def take(self, rows: Sequence[FileRow]) -> list[Outcome]:
        """Take these rows, and tell what became of each."""


class Taker(Protocol):
    """A kind of file."""

    @property
    def name(self) -> str:
        """What ``IntakeRun.kind`` holds."""

    @property
    def title(self) -> Words:
        """What people call it."""

    @property
    def fields(self) -> Sequence[Field]:
        """The columns it can have, the main one first."""

    def from_titles(self, lines: Sequence[str]) -> Mapping[str, str]:
        """What the lines above the table say of the whole file: field -> text."""

    def from_section(self, text: str) -> Mapping[str, str]:
        """What a heading between rows says of the rows below it; empty when it is no heading."""

    def begin(self, session: Session, file: FileFacts) -> Handling:
        """Get ready for the rows of a file."""

    def words(self, remark: Remark) -> str:
        """A remark of this taker as a sentence."""


class PlainTaker:
    """What most takers share: nothing above or between the rows, one sentence for each code."""

    sentences: ClassVar[Mapping[str, Words]] = {}

    def from_titles(self, lines: Sequence[str]) -> Mapping[str, str]:
        """Nothing is read above the table."""
        return {}

    def from_section(self, text: str) -> Mapping[str, str]:
        """Nothing is read between the rows."""
        return {}

    def words(self, remark: Remark) -> str:
        """The sentence of its code, filled."""
        return str(self.sentences[remark.code]) % dict(remark.data)


class PlainHandling:
    """What most handlings share: each row stands for itself."""

    def __init__(self, session: Session, file: FileFacts) -> None:
        self.session = session
        self.file = file

    def group_key(self, row: FileRow) -> str:
        """Rows come in the order of the file."""
        return f"{row.line:07}"

    def say_why(self) -> None:
        """Name this file in the history, before facts change."""
        history.because(
            self.session,
            actor_id=self.file.actor_id,
            reason=self.file.reason,
            now=self.file.now,
            origin=self.file.origin,
        )
