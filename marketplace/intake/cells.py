"""The cells of one row as fields: cleaned, completed by what is said above, and sealed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from marketplace.intake.kinds import Field, FileRow, Remark, RemarkKind, row_hash
from marketplace.text import clean_line
from marketplace.vault import LostKey, Vault

_NOTHING = {"", "-", "–", "—"}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_LOST_LETTERS = re.compile("[\x00\ufffd]")
_FORMULA_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
MASK = "•••"


def with_guard(text: str) -> str:
    """A text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def without_guard(text: str) -> str:
    """The text as it was before ``with_guard``."""
    return text[1:] if text.startswith(tuple(f"'{sign}" for sign in _FORMULA_STARTS)) else text


class CellReader:
    """Reads the rows of one file, whose columns are known."""

    def __init__(
        self,
        fields: Sequence[Field],
        headings: Sequence[str],
        mapping: Mapping[str, str],
        settings: Mapping[str, str],
        vault: Vault,
    ) -> None:
        self._fields = {field.name: field for field in fields}
        self._width = len(headings)
        self._settings = {name: text for name, text in settings.items() if text}
        self._vault = vault
        self._places = {
            mapping[heading]: place for place, heading in enumerate(headings) if heading in mapping
        }
        self._secret = {
            place for name, place in self._places.items() if self._fields[name].is_secret
        }

    def read(self, line: int, cells: Sequence[str], above: Mapping[str, str]) -> FileRow:
        """What a row says: its own cells first, then the headings above it, then the file."""
        stated = {
            name: without_guard(clean_line(cells[place]))
            for name, place in self._places.items()
            if place < len(cells)
        }
        stated = {name: text for name, text in stated.items() if text not in _NOTHING}
        for said in (above, self._settings):
            stated |= self._lacking(stated, said)
        return self.row(line, stated)

    def row(self, line: int, cells: Mapping[str, str]) -> FileRow:
        """Cells as a row. Secrets enter its hash as their fingerprints only."""
        marked = {
            name: self._vault.fingerprint(text) if self._is_secret(name) else text
            for name, text in cells.items()
        }
        return FileRow(line, cells, row_hash(marked))

    def _is_secret(self, name: str) -> bool:
        return name in self._fields and self._fields[name].is_secret

    def _lacking(self, stated: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
        return {
            name: text
            for name, text in said.items()
            if name in self._fields and name not in stated and self._goes(name, stated, said)
        }

    def _goes(self, name: str, stated: Mapping[str, str], said: Mapping[str, str]) -> bool:
        """Whether the row leaves open what this field goes with, or says the same."""
        partner = self._fields[name].goes_with
        return not partner or stated.get(partner, said.get(partner)) == said.get(partner)

    def faults(self, cells: Sequence[str]) -> list[Remark]:
        """What is wrong with a row before anybody asks what it means."""
        counts = {"cells": len(cells), "columns": self._width}
        if any(cell.strip() for cell in cells[self._width :]):
            return [Remark(RemarkKind.FAULT, "too_many_cells", data=counts)]
        if len(cells) < self._width:
            return [Remark(RemarkKind.FAULT, "too_few_cells", data=counts)]
        return [
            fault
            for name, place in self._places.items()
            for fault in _faults_of_cell(self._fields[name], cells[place].strip())
        ]

    def sealed(self, cells: Sequence[str]) -> list[str]:
        """The cells as they may be kept."""
        return [
            self._vault.seal(cell) if place in self._secret and cell.strip() else cell
            for place, cell in enumerate(cells)
        ]

    def opened(self, cells: Sequence[str]) -> list[str]:
        """The cells again as they came. What no key opens is empty."""
        return [
            self._open(cell) if place in self._secret and cell.strip() else cell
            for place, cell in enumerate(cells)
        ]

    def _open(self, sealed: str) -> str:
        try:
            return self._vault.open(sealed)
        except LostKey:
            return ""

    def sealed_row(self, row: FileRow) -> dict[str, str]:
        """What a row says, as it may be kept."""
        return {
            name: self._vault.seal(text) if self._is_secret(name) else text
            for name, text in row.cells.items()
        }

    def opened_row(self, line: int, kept: Mapping[str, str]) -> FileRow:
        """A row that was kept, again."""
        opened = {
            name: self._open(text) if self._is_secret(name) else text for name, text in kept.items()
        }
        return self.row(line, opened)

    def masked(self, cells: Sequence[str]) -> list[str]:
        """The cells as people may see them, from the kept ones."""
        opened = self.opened(cells)
        return [
            masked(cell) if place in self._secret else cell for place, cell in enumerate(opened)
        ]


def masked(secret: str) -> str:
    """The last four characters of a secret, when it has more than eight."""
    return (MASK + secret[-4:] if len(secret) > 8 else MASK) if secret.strip() else ""


def _faults_of_cell(field: Field, text: str) -> list[Remark]:
    if len(text) > field.longest:
        data = {"length": len(text), "limit": field.longest}
        return [Remark(RemarkKind.FAULT, "too_long", field.name, data)]
    if _LOST_LETTERS.search(text):
        return [Remark(RemarkKind.FAULT, "broken_text", field.name)]
    if text in _FORMULA_ERRORS:
        return [Remark(RemarkKind.FAULT, "broken_formula", field.name, {"text": text})]
    return []
