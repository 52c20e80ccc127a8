"""The log of files, and the schedules that make them by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.registry.models import Certificate
from marketplace.reports.models import Export, ExportState, ReportSchedule

LIVING = (ExportState.WAITING, ExportState.RUNNING, ExportState.DONE)


@dataclass(frozen=True, slots=True)
class LogFilters:
    """What staff ask the log for; an empty choice asks for everything."""

    report: str = ""
    format: str = ""
    by_id: int | None = None
    checksum: str = ""


def find_export(session: Session, export_id: int) -> Export | None:
    """One line of the log."""
    return session.get(Export, export_id)


def get_export(session: Session, export_id: int) -> Export:
    """One line of the log, for changing it: no other worker changes it meanwhile."""
    return session.get_one(Export, export_id, with_for_update=True, populate_existing=True)


def export_of(session: Session, export_id: int, user_id: int) -> Export | None:
    """A file that this person may take: asked for by them, or made by a schedule."""
    return session.scalar(
        select(Export).where(
            Export.id == export_id,
            (Export.made_by_id == user_id) | Export.schedule_id.is_not(None),
        )
    )


def count_exports(session: Session, asked: LogFilters) -> int:
    """How many lines fit."""
    return session.scalar(_fitting(select(func.count(Export.id)), asked)) or 0


def exports_page(session: Session, asked: LogFilters, offset: int, limit: int) -> Sequence[Export]:
    """Lines that fit, the latest first."""
    chosen = _fitting(select(Export), asked)
    return session.scalars(
        chosen.order_by(Export.made_at.desc(), Export.id.desc()).offset(offset).limit(limit)
    ).all()


def _fitting(chosen: Select[Any], asked: LogFilters) -> Select[Any]:
    return chosen.where(*_conditions(asked))


def _conditions(asked: LogFilters) -> Iterator[ColumnElement[bool]]:
    if asked.report:
        yield Export.report == asked.report
    if asked.format:
        yield Export.format == asked.format
    if asked.by_id is not None:
        yield Export.made_by_id == asked.by_id
    if asked.checksum:
        yield Export.checksum == asked.checksum


def names_of_users(session: Session, ids: set[int]) -> dict[int, str]:
    """Who these people are."""
    rows = session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {row.id: row.name for row in rows}


def people_of_the_log(session: Session) -> list[tuple[int, str]]:
    """Everybody who ever took a file, by name."""
    asked = select(Export.made_by_id).where(Export.made_by_id.is_not(None))
    rows = session.execute(select(User.id, User.name).where(User.id.in_(asked)).order_by(User.name))
    return [(row.id, row.name) for row in rows]


def same_bytes(session: Session, checksum: str, but_id: int = 0) -> Sequence[Export]:
    """The latest files with this checksum."""
    return session.scalars(
        select(Export)
        .where(Export.checksum == checksum, Export.id != but_id)
        .order_by(Export.id.desc())
        .limit(10)
    ).all()


def last_office(session: Session, user_id: int) -> dict[str, Any]:
    """The words of the office on the file that this person asked for last."""
    filters = session.scalar(
        select(Export.filters)
        .where(Export.made_by_id == user_id)
        .order_by(Export.id.desc())
        .limit(1)
    )
    return dict((filters or {}).get("office", {}))


def files_before(session: Session, report: str, now: datetime) -> Sequence[Export]:
    """The finished files of a report, the latest first."""
    return session.scalars(
        select(Export)
        .where(
            Export.report == report,
            Export.state.in_((ExportState.DONE, ExportState.EXPIRED)),
            Export.made_at < now,
        )
        .order_by(Export.id.desc())
        .limit(200)
    ).all()


def expired(session: Session, now: datetime) -> Sequence[Export]:
    """Files whose time is over."""
    return session.scalars(
        select(Export).where(Export.state == ExportState.DONE, Export.expires_at <= now)
    ).all()


def register_size(session: Session) -> int:
    """How many certificates there are: no table of the figures has more rows."""
    return session.scalar(select(func.count(Certificate.id))) or 0


def living_schedules(session: Session) -> Sequence[ReportSchedule]:
    """Schedules that have not ended, the next first."""
    return session.scalars(
        select(ReportSchedule)
        .where(ReportSchedule.ended_at.is_(None))
        .order_by(ReportSchedule.next_on, ReportSchedule.id)
    ).all()


def find_schedule(session: Session, schedule_id: int) -> ReportSchedule | None:
    """One schedule that has not ended."""
    return session.scalar(
        select(ReportSchedule)
        .where(ReportSchedule.id == schedule_id, ReportSchedule.ended_at.is_(None))
        .with_for_update()
    )


def due_schedule(session: Session, today: date) -> ReportSchedule | None:
    """A schedule whose day has come; another worker passes it over while it is held."""
    return session.scalar(
        select(ReportSchedule)
        .where(ReportSchedule.ended_at.is_(None), ReportSchedule.next_on <= today)
        .order_by(ReportSchedule.next_on, ReportSchedule.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def schedule_of(session: Session, export: Export) -> ReportSchedule | None:
    """The schedule that made a file, ended or not."""
    if export.schedule_id is None:
        return None
    return session.get(ReportSchedule, export.schedule_id)


def address_of_maker(session: Session, export: Export) -> str | None:
    """The e-mail address of the person a file was made for."""
    return session.scalar(select(User.email).where(User.id == export.made_by_id))
