"""Registers of OCOP products as a kind of file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from marketplace import clock
from marketplace.admin_units.queries import gazetteer
from marketplace.intake.kinds import (
    FileFacts,
    FileRow,
    Handling,
    Outcome,
    OutcomeKind,
    PlainHandling,
    PlainTaker,
    Remark,
    RemarkKind,
)
from marketplace.outbox import actions as outbox
from marketplace.producers.rules import producer_key
from marketplace.registry import rules, wording
from marketplace.registry.importing import queries, telling, titles
from marketplace.registry.importing.applying import Entry, apply_rows
from marketplace.registry.importing.conflicts import conflicts
from marketplace.registry.importing.fields import FIELDS
from marketplace.registry.importing.outcomes import Field
from marketplace.registry.importing.places import Atlas
from marketplace.registry.importing.register import Register
from marketplace.registry.importing.rows import RowReader
from marketplace.registry.importing.statements import (
    AsideRow,
    RefusedRow,
    RegisterRow,
    Statement,
)
from marketplace.registry.matching import Described, Match, find_matches
from marketplace.registry.matching.verdicts import certificate, product_code
from marketplace.registry.models import SetAsideReason, SetAsideRow

_SET_ASIDE = frozenset(reason.value for reason in SetAsideReason)


class RegisterTaker(PlainTaker):
    """Annexes of decisions, and whole registers."""

    name = "register"
    title = _l("Register of OCOP products, annex of a decision")
    fields = FIELDS

    def from_titles(self, lines: Sequence[str]) -> Mapping[str, str]:
        """The decision, and what else the title says of all products."""
        return titles.of_file(lines)

    def from_section(self, text: str) -> Mapping[str, str]:
        """Stars, a sector, a place or a decision for the rows below."""
        return titles.of_section(text)

    def begin(self, session: Session, file: FileFacts) -> Handling:
        """Get the places ready, which every row needs."""
        return _Handling(session, file, Atlas(gazetteer(session)))

    def words(self, remark: Remark) -> str:
        """A remark as a sentence."""
        if remark.kind is RemarkKind.CHANGE:
            return wording.change(telling.change_from(remark))
        if remark.code in _SET_ASIDE:
            return str(wording.SET_ASIDE[SetAsideReason(remark.code)])
        return wording.remark(telling.remark_from(remark))


class _Handling(PlainHandling):
    def __init__(self, session: Session, file: FileFacts, atlas: Atlas) -> None:
        super().__init__(session, file)
        self.atlas = atlas
        self.reader = RowReader(atlas, clock.day_in_vietnam(file.now))

    def group_key(self, row: FileRow) -> str:
        """Rows of one producer may be about one product; without one, rows of one name."""
        maker = producer_key(row.cells.get(Field.PRODUCER, ""))
        return f"1 {maker}" if maker else f"2 {rules.name_key(row.cells.get(Field.NAME, ''))}"

    def check(self, rows: Sequence[FileRow]) -> list[Outcome]:
        """What the rows would change."""
        statements = [self.reader.read(row) for row in rows]
        entries, outcomes = self._apply(statements, asks=set())
        known = queries.set_aside(self.session, {row.hash for row in rows})
        asides = (one for one in statements if isinstance(one, AsideRow))
        outcomes += [telling.aside(one, is_known=one.hash in known) for one in asides]
        return [*map(telling.taken, entries), *outcomes]

    def take(self, rows: Sequence[FileRow]) -> list[Outcome]:
        """Change the register."""
        self.say_why()
        statements = [self.reader.read(row) for row in rows]
        checked = {row.line for row in rows if row.checked is not OutcomeKind.UNSURE}
        entries, outcomes = self._apply(statements, asks=checked)
        outcomes += self._keep_aside(one for one in statements if isinstance(one, AsideRow))
        self.session.flush()
        self._tell_search(entries)
        return [*map(telling.taken, entries), *outcomes]

    def _apply(
        self, statements: Sequence[Statement], *, asks: set[int]
    ) -> tuple[list[Entry], list[Outcome]]:
        """Rows brought into the register in memory, and those that are refused.

        What lines ``asks`` holds need not be asked whether they are about something known: the
        check has found that out, and rows of one file are not taken for each other.
        """
        rows = [one for one in statements if isinstance(one, RegisterRow)]
        opposed = conflicts(rows, self.atlas)
        good = [row for row in rows if row.line not in opposed]
        register = Register(self.session, self.atlas, good, self.file.now)
        entries = apply_rows(
            good, register, lambda new: self._judge([row for row in new if row.line not in asks])
        )
        refused = [telling.refused(row, [opposed[row.line]]) for row in rows if row.line in opposed]
        broken = (one for one in statements if isinstance(one, RefusedRow))
        return entries, [*refused, *(telling.refused(one, one.faults) for one in broken)]

    def _judge(self, rows: Sequence[RegisterRow]) -> dict[int, Match]:
        found = find_matches(self.session, self.atlas, [_described(row) for row in rows])
        return {row.line: match for row, match in zip(rows, found, strict=True)}

    def _keep_aside(self, rows: Iterable[AsideRow]) -> Iterator[Outcome]:
        """Keep the rows that recognise nothing, each once, whole and with the reason."""
        rows = list(rows)
        known = queries.set_aside(self.session, {row.hash for row in rows})
        for row in rows:
            yield telling.aside(row, is_known=row.hash in known)
            if row.hash not in known:
                known.add(row.hash)
                self.session.add(
                    SetAsideRow(
                        row_hash=row.hash,
                        name=row.name,
                        reason=row.reason,
                        row=row.cells,
                        created_at=self.file.now,
                    )
                )

    def _tell_search(self, entries: Sequence[Entry]) -> None:
        """What is on sale may show other stars or another name now."""
        changed = {
            entry.product.id
            for entry in entries
            if entry.product is not None
            if entry.product.created_at != self.file.now and (entry.is_new or entry.told.changes)
        }
        for product_id in sorted(changed):
            outbox.put(
                self.session, "product-changed", {"product_id": product_id}, now=self.file.now
            )


def _described(row: RegisterRow) -> Described:
    return Described(
        name=row.name,
        producer=row.producer,
        where=row.where,
        product_codes=product_code(row.product_code),
        certificates=certificate(row.certificate, row.decision),
    )


register = RegisterTaker()
