"""Reading one row: what it states, or everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from marketplace.admin_units.rules import NEW_SCHEME_SINCE
from marketplace.producers.models import ProducerKind
from marketplace.producers.rules import kind_from, producer_key
from marketplace.registry import rules
from marketplace.registry.importing import cells as read
from marketplace.registry.importing import notes
from marketplace.registry.importing.cells import Period, Standing
from marketplace.registry.importing.columns import Header
from marketplace.registry.importing.files import RawRow
from marketplace.registry.importing.outcomes import BadCell, Field, Reason, Remark
from marketplace.registry.importing.place_cells import PlaceReader
from marketplace.registry.importing.places import Atlas, Where
from marketplace.registry.importing.statements import (
    AsideRow,
    RefusedRow,
    RegisterRow,
    Revocation,
    Statement,
    row_hash,
)
from marketplace.registry.models import SetAsideReason

T = TypeVar("T")

# As the columns of the tables; a place is stored as "commune, district, province".
_LONGEST = {
    Field.NAME: 200,
    Field.PRODUCER: 200,
    Field.COMMUNE: 60,
    Field.DISTRICT: 60,
    Field.PROVINCE: 60,
    Field.DECISION: 60,
    Field.SOURCE: 200,
    Field.CERTIFICATE: 80,
    Field.NOTE: 5_000,
}
_BROKEN = re.compile("[\x00\ufffd]")
_FORMULA_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})


class RowReader:
    """Reads the rows of one file. ``today`` is the day in Vietnam: no decision is of tomorrow."""

    def __init__(self, header: Header, atlas: Atlas, today: date, *, pads_rows: bool) -> None:
        self.header = header
        self.places = PlaceReader(atlas)
        self.today = today
        self.pads_rows = pads_rows

    def read(self, raw: RawRow) -> Statement:
        """What one row states."""
        cells = self.header.cells(raw.cells)
        row = _Row(raw.line, cells, self.places, self.today, self._faults_of_form(raw))
        statement = None if row.faults else row.statement()
        if row.faults or statement is None:
            return RefusedRow(raw.line, cells.get(Field.NAME, "")[:200], row.faults)
        return statement

    def _faults_of_form(self, raw: RawRow) -> list[Remark]:
        width = len(self.header.titles)
        counts = {"cells": len(raw.cells), "columns": width}
        if any(cell.strip() for cell in raw.cells[width:]):
            return [Remark(Reason.TOO_MANY_CELLS, None, counts)]
        if len(raw.cells) < width and not self.pads_rows:
            return [Remark(Reason.TOO_FEW_CELLS, None, counts)]
        return [
            fault
            for column, place in self.header.places.items()
            if place < len(raw.cells)
            for fault in _faults_of_cell(column, raw.cells[place].strip())
        ]


def _faults_of_cell(column: Field, text: str) -> list[Remark]:
    longest = _LONGEST.get(column)
    if longest is not None and len(text) > longest:
        return [Remark(Reason.TOO_LONG, column, {"length": len(text), "limit": longest})]
    if _BROKEN.search(text):
        return [Remark(Reason.BROKEN_TEXT, column)]
    if text in _FORMULA_ERRORS:
        return [Remark(Reason.BROKEN_FORMULA, column, {"text": text})]
    return []


class _Row:
    """The cells of one row while they are read. One fault does not hide the next."""

    def __init__(
        self,
        line: int,
        cells: Mapping[Field, str],
        places: PlaceReader,
        today: date,
        faults: list[Remark],
    ) -> None:
        self.line = line
        self.cells = cells
        self.places = places
        self.today = today
        self.faults = faults
        self.notices: list[Remark] = []

    def statement(self) -> Statement | None:
        """What the row states; nothing to rely on once there are faults."""
        name = self._text(Field.NAME)
        if not name:
            self.faults.append(Remark(Reason.NO_NAME, Field.NAME))
        standing = self._try(lambda: read.standing(self._text(Field.STATUS)))
        if isinstance(standing, SetAsideReason):
            cells = {column.value: text for column, text in self.cells.items()}
            return AsideRow(self.line, row_hash(self.cells), name, standing, cells)
        return self._recognition(name, standing)

    def _recognition(self, name: str, standing: Standing | None) -> RegisterRow:
        issued, revocation = self._times(standing)
        sector, group_no = self._group()
        return RegisterRow(
            line=self.line,
            hash=row_hash(self.cells),
            name=name,
            name_key=rules.name_key(name),
            producer=self._text(Field.PRODUCER),
            producer_key=producer_key(self._text(Field.PRODUCER)),
            kind=self._kind(),
            stars=self._stars(standing),
            issued=issued,
            decision=None if revocation else self.cells.get(Field.DECISION),
            certificate=self.cells.get(Field.CERTIFICATE),
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
