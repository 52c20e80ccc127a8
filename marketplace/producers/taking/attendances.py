"""A file of courses: which producers took part, when, in what, with how many people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from marketplace.admin_units import queries as places
from marketplace.clock import day_in_vietnam
from marketplace.intake.kinds import (
    Field,
    FileFacts,
    FileRow,
    Handling,
    Outcome,
    OutcomeKind,
    PlainHandling,
    PlainTaker,
    Remark,
    RemarkKind,
    Words,
)
from marketplace.producers import actions, queries
from marketplace.producers.actions import Course
from marketplace.producers.models import Producer, Training
from marketplace.producers.taking.cells import Cells
from marketplace.producers.taking.columns import (
    COMMUNE,
    DISTRICT,
    NAME,
    PROVINCE,
    SENTENCES,
    TAX_CODE,
)
from marketplace.producers.taking.finding import Directory, Found, Sought
from marketplace.producers.taking.places import place_in
from marketplace.text import fold

CANCELLED = 0  # people of an entry that was taken back


class AttendancesTaker(PlainTaker):
    """Courses in digital skills, a row for each producer that took part."""

    name = "trainings"
    title = _l("Courses and who took part")
    fields: Sequence[Field] = (
        NAME,
        TAX_CODE,
        COMMUNE,
        DISTRICT,
        PROVINCE,
        Field("held_on", _l("Held on"), ("ngày", "ngày tập huấn", "thời gian"), for_file=True),
        Field(
            "topic",
            _l("Topic"),
            ("chủ đề", "nội dung", "nội dung tập huấn", "tên lớp", "lớp"),
            longest=200,
            for_file=True,
        ),
        Field(
            "organiser",
            _l("Organiser"),
            ("đơn vị tổ chức", "cơ quan tổ chức", "người tổ chức"),
            longest=160,
            for_file=True,
        ),
        Field("people", _l("People"), ("số người", "số học viên", "số lượng")),
    )
    sentences: ClassVar[dict[str, Words]] = SENTENCES | {
        "day_missing": _l("Enter the day of the course."),
        "topic_missing": _l("Enter what the course was about."),
        "cancelled_before": _l("It was taken back as a mistake and stays so."),
        "people_unknown": _l('"%(text)s" is no number of people from 1 to 999.'),
        "other_people": _l("The register has %(people)s people and keeps them."),
    }

    def begin(self, session: Session, file: FileFacts) -> Handling:
        """Get ready for the rows of a file."""
        return _AttendancesHandling(session, file)


taker = AttendancesTaker()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that was read."""

    row: FileRow
    sought: Sought
    course: Course | None
    people: int
    faults: Sequence[Remark]


class _Courses:
    """The courses that the rows of a chunk are about, and who is entered in them."""

    def __init__(self, session: Session, read: Sequence[_Row]) -> None:
        days = sorted({one.course.held_on for one in read if one.course})
        self.known = {
            _key(training.held_on, training.topic): training
            for training in queries.trainings_held(session, days)
        }
        trainings = [training.id for training in self.known.values()]
        self._people = {
            (_key(entry.training.held_on, entry.training.topic), entry.producer_id): (
                CANCELLED if entry.cancelled_at else entry.people
            )
            for entry in queries.entries_of(session, trainings)
        }

    def people(self, course: Course, producer: Producer) -> int | None:
        """How many people of a producer are entered, ``CANCELLED``, or None."""
        return self._people.get((_key(course.held_on, course.topic), producer.id))

    def enter(self, course: Course, producer: Producer, people: int) -> None:
        """Let rows that follow know that a producer is entered."""
        self._people[_key(course.held_on, course.topic), producer.id] = people


class _AttendancesHandling(PlainHandling):
    """Enters producers in courses; a course that is not known is recorded with its first row."""

    def __init__(self, session: Session, file: FileFacts) -> None:
        super().__init__(session, file)
        self._gazetteer = places.gazetteer(session)
        self._today = day_in_vietnam(file.now)

    def check(self, rows: Sequence[FileRow]) -> list[Outcome]:
        """What would become of the entries."""
        return self._handle(rows, is_taking=False)

    def take(self, rows: Sequence[FileRow]) -> list[Outcome]:
        """Enter them."""
        self.say_why()
        return self._handle(rows, is_taking=True)

    def _handle(self, rows: Sequence[FileRow], *, is_taking: bool) -> list[Outcome]:
        read = [self._read(row) for row in rows]
        directory = Directory(self.session, (one.sought for one in read))
        courses = _Courses(self.session, read)
        return [
            self._settle(
                one, directory.find_known(one.sought, one.row.decided), courses, is_taking=is_taking
            )
            for one in read
        ]

    def _read(self, row: FileRow) -> _Row:
        cells = Cells(row.cells, self._today)
        if not cells.text("name") and not cells.text("tax_code"):
            cells.fault("nobody_named", "name")
        where = place_in(cells, self._gazetteer)
        unit_id = where.unit.id if where.unit else None
        sought = Sought(cells.text("name"), cells.tax_code(None), unit_id)
        topic = cells.needed("topic", "topic_missing")
        cells.needed("held_on", "day_missing")
        day, people = cells.day("held_on"), cells.people()
        course = Course(day, topic, cells.text("organiser")) if day else None
        return _Row(row, sought, course, people, cells.faults)

    def _settle(self, one: _Row, who: Found, courses: _Courses, *, is_taking: bool) -> Outcome:
        line, name = one.row.line, one.sought.name
        if one.faults or one.course is None:
            return Outcome(line, OutcomeKind.REFUSED, name, one.faults)
        if who.producer is None and who.candidates:
            return Outcome(line, OutcomeKind.UNSURE, name, candidates=who.candidates)
        if who.producer is None:
            unknown = Remark(RemarkKind.FAULT, "producer_unknown", "name")
            return Outcome(line, OutcomeKind.REFUSED, name, [unknown])
        entered = courses.people(one.course, who.producer)
        if entered is not None:
            return Outcome(line, OutcomeKind.UNCHANGED, name, _other_people(one, entered))
        courses.enter(one.course, who.producer, one.people)
        if is_taking:
            self._enter(one.course, who.producer, one.people, courses)
        return Outcome(line, OutcomeKind.ADDED, name)

    def _enter(self, course: Course, producer: Producer, people: int, courses: _Courses) -> None:
        actions.record_attendance(
            self.session,
            self._training(course, courses),
            producer,
            people,
            actor_id=self.file.actor_id,
            now=self.file.now,
        )

    def _training(self, course: Course, courses: _Courses) -> Training:
        key = _key(course.held_on, course.topic)
        if key not in courses.known:
            courses.known[key] = actions.record_training(
                self.session, course, actor_id=self.file.actor_id, now=self.file.now
            )
        return courses.known[key]


def _key(held_on: object, topic: str) -> tuple[object, str]:
    return held_on, fold(topic)


def _other_people(one: _Row, entered: int) -> list[Remark]:
    if entered == CANCELLED:
        return [Remark(RemarkKind.NOTICE, "cancelled_before")]
    if one.people == entered or "people" not in one.row.cells:
        return []
    return [Remark(RemarkKind.NOTICE, "other_people", "people", {"people": entered})]
