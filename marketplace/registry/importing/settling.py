"""Correcting one fact of the register, and telling what was corrected."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from marketplace.producers.models import Producer
from marketplace.registry.importing.cells import Period
from marketplace.registry.importing.outcomes import Change, Fact, Reason, Remark
from marketplace.registry.importing.places import Where
from marketplace.registry.importing.recognitions import period_of
from marketplace.registry.importing.register import date_certificate, put
from marketplace.registry.importing.statements import RegisterRow
from marketplace.registry.models import Certificate, Decision, Product
from marketplace.text import is_poorer_spelling


@dataclass(slots=True)
class Told:
    """What a row changed, and where it says otherwise than a row before it."""

    changes: list[Change] = field(default_factory=list)
    notices: list[Remark] = field(default_factory=list)


class Ledger:
    """Who settled which fact: of the rows of one file the first that states a fact decides it.

    Without this, two rows that differ would overwrite each other at every import.
    """

    def __init__(self) -> None:
        self._settled: dict[tuple[int, Fact], tuple[int, object]] = {}
        self._first_lines: dict[int, int] = {}

    def first_line(self, thing: object, line: int) -> int:
        """The first line of the file that is about this thing."""
        return self._first_lines.setdefault(id(thing), line)

    def settle(
        self, thing: Any, attribute: str, value: object, fact: Fact, row: RegisterRow, told: Told
    ) -> None:
        """Set a fact that the row states; a blank overwrites nothing."""
        if value in (None, "") or not self._is_first(thing, fact, value, row, told):
            return
        before = getattr(thing, attribute)
        if before != value:
            setattr(thing, attribute, value)
        if _text(before) != _text(value):
            told.changes.append(Change(fact, _text(before), _text(value)))

    def settle_name(
        self, thing: Product | Producer, name: str, fact: Fact, row: RegisterRow, told: Told
    ) -> None:
        """Set a name; one written without accents or in capitals overwrites no better one."""
        if not is_poorer_spelling(name, thing.name):
            self.settle(thing, "name", name, fact, row, told)

    def settle_date(self, certificate: Certificate, row: RegisterRow, told: Told) -> None:
        """Set the date of a certificate; a vaguer date than the known one overwrites nothing."""
        before, stated = period_of(certificate), row.issued
        if stated is None or (before is not None and stated.holds(before)):
            return
        if self._is_first(certificate, Fact.ISSUED, stated, row, told):
            date_certificate(certificate, stated)
            told.changes.append(Change(Fact.ISSUED, _text(before), stated.text))

    def settle_place(
        self, thing: Product | Producer, known: Where, row: RegisterRow, fact: Fact, told: Told
    ) -> None:
        """Set a place that the row states more exactly than it is known."""
        if row.where.exactness > known.exactness:
            put(thing, row.where)
            told.changes.append(Change(fact, known.text, row.where.text))

    def _is_first(
        self, thing: object, fact: Fact, value: object, row: RegisterRow, told: Told
    ) -> bool:
        line, settled = self._settled.setdefault((id(thing), fact), (row.line, value))
        if line == row.line:
            return True
        if settled != value and fact not in (Fact.NAME, Fact.PRODUCER, Fact.SOURCE, Fact.NOTE):
            data = {"fact": fact, "line": line, "value": _text(settled)}
            told.notices.append(Remark(Reason.OTHERWISE_IN_LINE, None, data))
        return False


def _text(value: object) -> str:
    if isinstance(value, Period):
        return value.text
    if isinstance(value, Decision):
        return value.number
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return "" if value is None else str(value)
