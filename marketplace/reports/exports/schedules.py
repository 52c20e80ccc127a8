"""Reports that go out by themselves: made on their day, mailed once they are made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from marketplace import clock
from marketplace.audit.actions import record
from marketplace.db import transaction
from marketplace.outbox import actions as outbox
from marketplace.reports.exports import actions, reports, rhythm
from marketplace.reports.exports.asked import Asked, ReportName, read
from marketplace.reports.exports.queries import log as queries
from marketplace.reports.models import Export, ReportSchedule, Rhythm

MAIL = "report-mail"  # of the outbox message


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to be sent, to whom and from when on."""

    rhythm: Rhythm
    asked: Asked
    recipients: tuple[str, ...]
    from_day: date


def make(session: Session, wish: Wish, *, by_id: int, now: datetime) -> ReportSchedule:
    """Begin a schedule. Its first report is about the period that ends before its first day."""
    schedule = ReportSchedule(
        rhythm=wish.rhythm,
        report=wish.asked.report.value,
        format=wish.asked.format.value,
        filters=wish.asked.filters,
        locale=wish.asked.locale,
        recipients=list(wish.recipients),
        next_on=rhythm.first_send(wish.rhythm, wish.from_day),
        made_by_id=by_id,
        made_at=now,
    )
    session.add(schedule)
    session.flush()
    _note(session, schedule, "schedule.made", by_id, now)
    return schedule


def end(session: Session, schedule: ReportSchedule, *, by_id: int, now: datetime) -> None:
    """Send it no more. What was sent stays in the log."""
    schedule.ended_at = now
    _note(session, schedule, "schedule.ended", by_id, now)


def send_due(now: datetime) -> None:
    """Ask for every report whose day has come; what was missed while nobody worked comes too."""
    while _ask_for_one(now):
        pass


def _ask_for_one(now: datetime) -> bool:
    """The file and the next day are written together, so that nothing goes out twice."""
    with transaction() as session:
        schedule = queries.due_schedule(session, clock.day_in_vietnam(now))
        if schedule is None:
            return False
        asked = reports.complete(session, _asked_on(schedule, now), now=now)
        actions.ask(
            session,
            asked,
            by_id=schedule.made_by_id,
            now=now,
            at_once=False,
            schedule_id=schedule.id,
        )
        schedule.next_on = rhythm.next_send(schedule.rhythm, schedule.next_on)
        return True


def _asked_on(schedule: ReportSchedule, now: datetime) -> Asked:
    """The report of the period that has just ended; of what is known now where it has no period."""
    first, last = rhythm.period_before(schedule.rhythm, schedule.next_on)
    asked = read(schedule)
    match asked.report:
        case ReportName.ORDERS:
            return replace(asked, first_day=first, day=last)
        case ReportName.FIGURES | ReportName.FIGURE_CHANGES:
            return replace(asked, day=last)
    return replace(asked, day=clock.day_in_vietnam(now))


def send_out(session: Session, export: Export, *, now: datetime) -> None:
    """Mail a file that a schedule made: a message for each address, so that one fault is one's."""
    schedule = queries.schedule_of(session, export)
    for place, address in enumerate(schedule.recipients if schedule else ()):
        message = {"export_id": export.id, "to": address, "place": place}
        outbox.put(session, MAIL, message, now=now)


def tell_failure(session: Session, export: Export, *, now: datetime) -> None:
    """Tell the person who made the schedule that its file could not be made."""
    address = queries.address_of_maker(session, export) if export.schedule_id else None
    if address:
        outbox.put(session, MAIL, {"export_id": export.id, "to": address, "place": 0}, now=now)


def _note(
    session: Session, schedule: ReportSchedule, action: str, by_id: int, now: datetime
) -> None:
    record(
        session,
        actor_id=by_id,
        action=action,
        subject="report_schedule",
        subject_id=schedule.id,
        now=now,
        report=schedule.report,
        recipients=len(schedule.recipients),
    )
