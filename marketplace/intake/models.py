"""Files that come in: the run of each, its rows, the headings confirmed before, unsure matches."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db import Base, choice


class RunState(enum.StrEnum):
    """Where a file is on its way in."""

    MAPPING = "mapping"  # waits for somebody to confirm what its columns mean
    READING = "reading"  # its rows are read into ``intake_rows`` and checked
    CHECKED = "checked"  # the dry run is done: waits for somebody to take it
    TAKING = "taking"
    STOPPED = "stopped"  # by somebody; goes on where it was
    DONE = "done"
    DISCARDED = "discarded"
    FAILED = "failed"  # the file turned out to be none


class TakingMode(enum.StrEnum):
    """What happens to a file that has refused rows."""

    ALL_OR_NOTHING = "all_or_nothing"
    GOOD_ROWS = "good_rows"


class IntakeRun(Base):
    """One file on its way in, with what became of its rows."""

    __tablename__ = "intake_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))  # "register", "accounts": a taker's name
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[RunState] = mapped_column(choice(RunState))
    mode: Mapped[TakingMode | None] = mapped_column(choice(TakingMode))
    headings: Mapped[list[str]] = mapped_column(JSON)  # as the file has them
    samples: Mapped[list[list[str]]] = mapped_column(JSON)  # its first rows, until confirmed
    mapping: Mapped[dict[str, str]] = mapped_column(JSON)  # heading -> field; missing: left out
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)  # field -> text for the whole file
    counts: Mapped[dict[str, int]] = mapped_column(JSON)  # outcome -> rows
    rows_total: Mapped[int | None]
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_taken: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None] = mapped_column(Text)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # last sign of life of the work on it
    finished_at: Mapped[datetime | None]


class IntakeRow(Base):
    """A row of a file, as it came, with what became (or would become) of it."""

    __tablename__ = "intake_rows"
    __table_args__ = (
        UniqueConstraint("run_id", "line"),
        Index("ix_intake_rows_outcome", "run_id", "outcome", "line"),
        Index("ix_intake_rows_group", "run_id", "group_key", "line"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("intake_runs.id"))
    line: Mapped[int]  # in the file, the first is 1
    cells: Mapped[list[str]] = mapped_column(JSON)  # in the order of the run's headings
    above: Mapped[dict[str, str]] = mapped_column(JSON)  # field -> text of the headings above it
    group_key: Mapped[str] = mapped_column(String(200))  # rows that share it are seen together
    outcome: Mapped[str | None] = mapped_column(String(20))  # None: not checked yet
    remarks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # faults, notices, changes
    taken_at: Mapped[datetime | None]  # when the taking was done with it, whatever its outcome


class KnownHeadings(Base):
    """What the columns of a kind of file mean, as somebody confirmed it once."""

    __tablename__ = "intake_known_headings"
    __table_args__ = (UniqueConstraint("kind", "headings_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    headings_key: Mapped[str] = mapped_column(String(64))  # hash of the folded headings, in order
    mapping: Mapped[dict[str, str]] = mapped_column(JSON)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[datetime]


class CaseState(enum.StrEnum):
    """Whether an unsure match was decided."""

    OPEN = "open"
    SAME = "same"  # the row is about ``chosen_id``
    NEW = "new"  # the row is about something not known before
    DROPPED = "dropped"  # the row is not taken


class MatchCase(Base):
    """A row that may be about something known: waits in the tray until somebody decides.

    ``candidates`` are products or producers with how well each fits, best first.
    """

    __tablename__ = "match_cases"
    __table_args__ = (
        UniqueConstraint("kind", "row_hash"),
        Index("ix_match_cases_state", "state", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))  # of the run that brought it
    run_id: Mapped[int | None] = mapped_column(ForeignKey("intake_runs.id"), index=True)
    line: Mapped[int]
    row_hash: Mapped[str] = mapped_column(String(64))
    row: Mapped[dict[str, Any]] = mapped_column(JSON)  # field -> text
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # id, score 0-100, why
    state: Mapped[CaseState] = mapped_column(choice(CaseState), default=CaseState.OPEN)
    chosen_id: Mapped[int | None]
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    run: Mapped[IntakeRun | None] = relationship()
