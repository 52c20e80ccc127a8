"""Reading one row: what it states, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from marketplace.admin_units.rules import NEW_SCHEME_SINCE
from marketplace.intake.kinds import FileRow
from marketplace.producers.models import ProducerKind
from marketplace.producers.rules import kind_from, producer_key
from marketplace.registry import rules
from marketplace.registry.errors import BadCode
from marketplace.registry.importing import cells as read
from marketplace.registry.importing import notes
from marketplace.registry.importing.addresses import read_address
from marketplace.registry.importing.cells import Period, Standing
from marketplace.registry.importing.decisions import read_decision
from marketplace.registry.importing.outcomes import BadCell, Field, Reason, Remark
from marketplace.registry.importing.place_cells import PlaceReader
from marketplace.registry.importing.places import Atlas, Where
from marketplace.registry.importing.statements import (
    AsideRow,
    RefusedRow,
    RegisterRow,
    Revocation,
    Statement,
)
from marketplace.registry.models import SetAsideReason
from marketplace.registry.rules.codes import product_code

T = TypeVar("T")

_LONGEST_NUMBER = 60  # of a decision, as the column of its table


class RowReader:
    """Reads the rows of one file. ``today`` is the day in Vietnam: no decision is of tomorrow."""

    def __init__(self, atlas: Atlas, today: date) -> None:
        self.places = PlaceReader(atlas)
        self.today = today

    def read(self, row: FileRow) -> Statement:
        """What one row states."""
        reading = _Row(row, self._cells(row), self.places, self.today)
        statement = reading.statement()
        if reading.faults or statement is None:
            return RefusedRow(row.line, row.cells.get(Field.NAME, "")[:200], reading.faults)
        return statement

    def _cells(self, row: FileRow) -> dict[Field, str]:
        """The cells, what a cell says of several things at once taken apart."""
        cells = {Field(name): text for name, text in row.cells.items()}
        if address := cells.get(Field.ADDRESS):
            found = read_address(address, self.places.atlas.is_province)
            cells = found | cells | {f: t for f, t in found.items() if f is Field.PROVINCE}
        if decision := cells.get(Field.DECISION):
            stated = read_decision(decision)
            cells[Field.DECISION] = stated.number
            if stated.day:
                cells.setdefault(Field.RECOGNISED_ON, stated.day)
            if stated.body:
                cells.setdefault(Field.ISSUING_BODY, stated.body)
        return cells


class _Row:
    """The cells of one row while they are read. One fault does not hide the next."""

    def __init__(
        self, row: FileRow, cells: Mapping[Field, str], places: PlaceReader, today: date
    ) -> None:
        self.row = row
        self.cells = cells
        self.places = places
        self.today = today
        self.faults: list[Remark] = []
        self.notices: list[Remark] = []

    def statement(self) -> Statement | None:
        """What the row states; nothing to rely on once there are faults."""
        name = self._text(Field.NAME)
        if not name:
            self.faults.append(Remark(Reason.NO_NAME, Field.NAME))
        standing = self._try(lambda: read.standing(self._text(Field.STATUS)))
        if isinstance(standing, SetAsideReason):
            cells = dict(self.row.cells)
            return AsideRow(self.row.line, self.row.hash, name, standing, cells)
        return self._recognition(name, standing)

    def _recognition(self, name: str, standing: Standing | None) -> RegisterRow:
        issued, revocation = self._times(standing)
        if issued is None and revocation is None and not self.faults:
            self.notices.append(Remark(Reason.DATE_MISSING, Field.RECOGNISED_ON))
        sector, group_no = self._group()
        return RegisterRow(
            line=self.row.line,
            hash=self.row.hash,
            decided=self.row.decided,
            name=name,
            name_key=rules.name_key(name),
            producer=self._text(Field.PRODUCER),
            producer_key=producer_key(self._text(Field.PRODUCER)),
            kind=self._kind(),
            stars=self._stars(standing),
            issued=issued,
            decision=None if revocation else self._decision(),
            body="" if revocation else self._text(Field.ISSUING_BODY)[:160],
            certificate=self.cells.get(Field.CERTIFICATE),
            product_code=self._product_code(),
            revocation=revocation,
            where=self._where(revocation.day if revocation else issued),
            sector=sector,
            group_no=group_no,
            source=self._text(Field.SOURCE),
            note=self._text(Field.NOTE),
            notices=self.notices,
        )

    def _text(self, column: Field) -> str:
        return self.cells.get(column, "")

    def _try(self, reading: Callable[[], T]) -> T | None:
        try:
            return reading()
        except BadCell as bad:
            self.faults.append(bad.remark)
            return None

    def _stars(self, standing: Standing | None) -> int | None:
        stars = self._try(lambda: read.stars(self._text(Field.STARS)))
        if stars is not None and standing is Standing.STARS_NOT_STATED:
            fault = Remark(Reason.STARS_CONTRADICT_STATUS, Field.STARS, {"stars": stars})
            self.faults.append(fault)
        return stars

    def _times(self, standing: Standing | None) -> tuple[Period | None, Revocation | None]:
        """When the product was recognised, and how that ended."""
        note = self._text(Field.NOTE)
        if standing is not Standing.REVOKED:
            issued = self._try(lambda: self._date(notes.due(note)))
            if standing is Standing.EXPIRED:
                self._check_expired(issued)
            return issued, None
        if not self._text(Field.RECOGNISED_ON):
            self.faults.append(Remark(Reason.REVOKED_WITHOUT_DATE, Field.RECOGNISED_ON))
        stated = self._try(lambda: self._date(None))
        if stated is None:
            return None, None
        revocation = Revocation(
            stated.first, self.cells.get(Field.DECISION), notes.why_revoked(note)
        )
        return notes.recognised(note), revocation

    def _check_expired(self, issued: Period | None) -> None:
        """A source that calls a certificate ended cannot date it so that it still holds."""
        if issued is not None and rules.valid_until(issued.first) >= self.today:
            fault = Remark(Reason.EXPIRED_BUT_IN_FORCE, Field.STATUS, {"day": issued.first})
            self.faults.append(fault)

    def _date(self, due: Period | None) -> Period | None:
        """The date column, read as the end of a certificate when that is when it is ``due``."""
        text = self._text(Field.RECOGNISED_ON)
        stated = read.stated_period(text)
        if due is not None and (stated is None or stated.holds(due)):
            stated = due.months_earlier(rules.CERTIFICATE_MONTHS)
        elif due is not None and stated is not None and due.holds(stated):
            stated = stated.months_earlier(rules.CERTIFICATE_MONTHS)
        return read.checked_period(stated, text, self.today)

    def _decision(self) -> str | None:
        number = self.cells.get(Field.DECISION)
        if number is not None and len(number) > _LONGEST_NUMBER:
            data = {"length": len(number), "limit": _LONGEST_NUMBER}
            self.faults.append(Remark(Reason.TOO_LONG, Field.DECISION, data))
        return number

    def _product_code(self) -> str | None:
        text = self._text(Field.PRODUCT_CODE)
        try:
            return product_code(text, this_year=self.today.year).text if text else None
        except BadCode:
            unknown = Remark(Reason.PRODUCT_CODE_UNKNOWN, Field.PRODUCT_CODE, {"text": text})
            self.notices.append(unknown)
            return None

    def _kind(self) -> ProducerKind | None:
        text = self._text(Field.PRODUCER_KIND)
        kind = kind_from(text)
        if text and kind is None:
            self.notices.append(Remark(Reason.KIND_UNKNOWN, Field.PRODUCER_KIND, {"text": text}))
        return kind

    def _group(self) -> tuple[str | None, int | None]:
        text = self._text(Field.GROUP)
        sector, group_no = read.group(text)
        if text and sector is None:
            self.notices.append(Remark(Reason.GROUP_UNKNOWN, Field.GROUP, {"text": text}))
        return sector, group_no

    def _where(self, time: Period | date | None) -> Where:
        place = self.places.read(self.cells, _before_2025(time))
        self.faults += place.faults
        self.notices += place.notices
        return place.where


def _before_2025(time: Period | date | None) -> bool | None:
    """Whether a time is before the communes of today, or None when it may be either."""
    first, last = (time.first, time.last) if isinstance(time, Period) else (time, time)
    if first is None or last is None:
        return None
    if last < NEW_SCHEME_SINCE:
        return True
    return False if first >= NEW_SCHEME_SINCE else None
