"""What reports keep: declared series, targets, snapshots, files made, schedules, feed tokens."""

from __future__ import annotations

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, relationship

from marketplace.catalog.models import Platform
from marketplace.db import Base, choice
from marketplace.money import Vnd


class DeclaredKind(enum.StrEnum):
    """What sort of figure somebody published."""

    RATIO = "ratio"
    COUNT = "count"
    SUM = "sum"
    PERCENT_ONLY = "percent_only"
    LOWER_BOUND = "lower_bound"
    TARGET = "target"


class DeclaredFigure(Base):
    """A figure as it was published before this system, word for word: shown, never mixed in."""

    __tablename__ = "declared_figures"
    __tracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    row_hash: Mapped[str] = mapped_column(String(64), unique=True)
    province: Mapped[str] = mapped_column(String(80))
    stated_time: Mapped[str] = mapped_column(String(40))  # "2022-12", "2022 (target)"
    first_day: Mapped[date]  # that the stated time can mean
    last_day: Mapped[date]
    indicator: Mapped[str] = mapped_column(String(200))  # as the source words it
    kind: Mapped[DeclaredKind] = mapped_column(choice(DeclaredKind))
    numerator_text: Mapped[str] = mapped_column(String(40))  # ">6200", "~1000 / >600"
    numerator: Mapped[int | None] = mapped_column(BigInteger)
    denominator: Mapped[int | None] = mapped_column(BigInteger)
    percent: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    percent_text: Mapped[str] = mapped_column(String(20), default="")  # as published: "93", "46,10"
    parts: Mapped[list[int]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]


class DeclaredSale(Base):
    """Orders and value that somebody declared for another platform in a month."""

    __tablename__ = "declared_sales"
    __table_args__ = (
        UniqueConstraint("platform_id", "month"),
        CheckConstraint("orders >= 0 AND value_vnd >= 0", name="amounts"),
    )
    __tracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id"))
    month: Mapped[date]  # its first day
    orders: Mapped[int]
    value_vnd: Mapped[Vnd]
    declared_by: Mapped[str] = mapped_column(String(160))  # who said so
    withdrawn_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]

    platform: Mapped[Platform] = relationship()


class Target(Base):
    """What a plan sets for a year: a result may pass it."""

    __tablename__ = "targets"
    __table_args__ = (
        UniqueConstraint("measure", "year"),
        CheckConstraint("value > 0", name="value"),
    )
    __tracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(String(40))  # "new_products", "I1"
    year: Mapped[int]
    value: Mapped[Decimal] = mapped_column(Numeric(12, 1))  # a count, or percent for a share
    source: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]


class Snapshot(Base):
    """Every figure of a day as it was known when it was frozen. Never changed.

    ``content`` is canonical JSON, deflated; ``checksum`` the SHA-256 of the JSON.
    """

    __tablename__ = "snapshots"
    __table_args__ = (
        Index("ix_snapshots_day", "day", "taken_at"),
        Index(
            "uq_snapshots_by_itself",
            "day",
            unique=True,
            sqlite_where=text("taken_by_id IS NULL"),
            postgresql_where=text("taken_by_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    taken_at: Mapped[datetime]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: by itself
    reason: Mapped[str] = mapped_column(String(200), default="")
    checksum: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class SnapshotChanged(AssertionError):
    """Code would change or delete a snapshot."""


def _refuse_change(_mapper: object, _connection: object, snapshot: Snapshot) -> None:
    raise SnapshotChanged(f"snapshot {snapshot.id} may not be changed")


def _refuse_bulk_change(state: ORMExecuteState) -> None:
    mapper = state.bind_mapper
    if (state.is_update or state.is_delete) and mapper is not None and mapper.class_ is Snapshot:
        raise SnapshotChanged("snapshots may not be changed")


event.listen(Snapshot, "before_update", _refuse_change)
event.listen(Snapshot, "before_delete", _refuse_change)
event.listen(Session, "do_orm_execute", _refuse_bulk_change)


class ExportState(enum.StrEnum):
    """Where a file to be made is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"  # by a person
    EXPIRED = "expired"  # the file was deleted; the log line stays


class Export(Base):
    """A file made of the figures: the job that makes it, and the log of who took what."""

    __tablename__ = "exports"
    __table_args__ = (Index("ix_exports_log", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report: Mapped[str] = mapped_column(String(40))  # "figures", "changes", "orders"
    format: Mapped[str] = mapped_column(String(10))  # "xlsx", "csv", "pdf", "json"
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    locale: Mapped[str] = mapped_column(String(5), default="vi")
    state: Mapped[ExportState] = mapped_column(choice(ExportState))
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int | None]
    file_name: Mapped[str] = mapped_column(String(200), default="")
    byte_size: Mapped[int | None]
    checksum: Mapped[str | None] = mapped_column(String(64))
    fault: Mapped[str | None] = mapped_column(Text)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("report_schedules.id"))
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # last sign of life of the job
    finished_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]


class Rhythm(enum.StrEnum):
    """How often a report goes out."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class ReportSchedule(Base):
    """A report that goes out by mail by itself."""

    __tablename__ = "report_schedules"

    id: Mapped[int] = mapped_column(primary_key=True)
    rhythm: Mapped[Rhythm] = mapped_column(choice(Rhythm))
    report: Mapped[str] = mapped_column(String(40))
    format: Mapped[str] = mapped_column(String(10))
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    locale: Mapped[str] = mapped_column(String(5), default="vi")
    recipients: Mapped[list[str]] = mapped_column(JSON)  # e-mail addresses
    next_on: Mapped[date]  # the day on which it goes out next, in Vietnam
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class FeedToken(Base):
    """A key to the read-only feed; only its hash is kept."""

    __tablename__ = "feed_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))  # whose it is: "IOC tỉnh Lào Cai"
    prefix: Mapped[str] = mapped_column(String(12))  # shown, to tell keys apart
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    minute_began_at: Mapped[datetime | None]  # of the requests counted in ``used_in_minute``
    used_in_minute: Mapped[int] = mapped_column(default=0)
    revoked_at: Mapped[datetime | None]
