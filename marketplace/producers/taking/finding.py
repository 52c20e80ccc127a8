"""Which producer of the register a row is about: by tax code, else by name and commune."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.intake.kinds import Candidate, Decided
from marketplace.producers import queries
from marketplace.producers.models import Producer
from marketplace.producers.rules import producer_key

SAME_NAME, SAME_NAME_ELSEWHERE, SAME_TAX_CODE = 70, 50, 90


@dataclass(frozen=True, slots=True)
class Sought:
    """What a row tells of its producer."""

    name: str
    tax_code: str | None
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """The producer, or those it may be; neither means that nobody like it is known."""

    producer: Producer | None = None
    candidates: Sequence[Candidate] = ()


class Directory:
    """The producers that the rows of a chunk may be about, those among the rows included."""

    def __init__(self, session: Session, sought: Iterable[Sought]) -> None:
        self._by_tax_code: defaultdict[str, list[Producer]] = defaultdict(list)
        self._by_key: defaultdict[str, list[Producer]] = defaultdict(list)
        self._session = session
        asked = list(sought)
        codes = sorted({one.tax_code for one in asked if one.tax_code})
        keys = sorted({producer_key(one.name) for one in asked if one.name})
        for producer in queries.matching(session, codes, keys):
            self.add(producer)

    def add(self, producer: Producer) -> None:
        """Let rows that follow find this producer."""
        if producer.tax_code and producer not in self._by_tax_code[producer.tax_code]:
            self._by_tax_code[producer.tax_code].append(producer)
        if producer not in self._by_key[producer.name_key]:
            self._by_key[producer.name_key].append(producer)

    def find(self, sought: Sought, decided: Decided | None) -> Found:
        """Who it is. What somebody decided of the row goes before everything."""
        if decided is not None and decided.chosen_id is not None:
            return Found(self._chosen(decided.chosen_id))
        taxed = self._by_tax_code.get(sought.tax_code or "", [])
        if len(taxed) == 1:
            return Found(taxed[0])
        if taxed:
            return Found(candidates=_candidates(taxed, SAME_TAX_CODE, "same_tax_code"))
        named = self._by_key.get(producer_key(sought.name), []) if sought.name else []
        exact = [one for one in named if _is_exact(one, sought)]
        if len(exact) == 1 and (sought.unit_id or decided):
            return Found(exact[0])
        if decided is not None:
            return Found()
        return Found(candidates=_alike(named, sought))

    def find_known(self, sought: Sought, decided: Decided | None) -> Found:
        """Who it is, for a row that only names a producer: one of that name is the one."""
        found = self.find(sought, decided)
        named = self._by_key.get(producer_key(sought.name), []) if sought.name else []
        if found.producer is None and len(named) == 1 and _may_be(named[0], sought):
            return Found(named[0])
        return found

    def _chosen(self, producer_id: int) -> Producer | None:
        """The producer somebody chose, or the one that it was merged into since."""
        producer = queries.find_producer(self._session, producer_id)
        while producer is not None and producer.merged_into_id is not None:
            producer = queries.find_producer(self._session, producer.merged_into_id)
        return producer


def _is_exact(producer: Producer, sought: Sought) -> bool:
    """Whether commune and tax code, as far as both are known, are the same."""
    return producer.unit_id == sought.unit_id and (
        None in (producer.tax_code, sought.tax_code) or producer.tax_code == sought.tax_code
    )


def _may_be(producer: Producer, sought: Sought) -> bool:
    """Whether nothing speaks against it."""
    same_place = None in (producer.unit_id, sought.unit_id) or producer.unit_id == sought.unit_id
    same_code = None in (producer.tax_code, sought.tax_code) or producer.tax_code == sought.tax_code
    return same_place and same_code


def _alike(named: Sequence[Producer], sought: Sought) -> list[Candidate]:
    close = [one for one in named if _may_be(one, sought)]
    far = [one for one in named if one not in close]
    return [
        *_candidates(close, SAME_NAME, "same_name", "unknown_place"),
        *_candidates(far, SAME_NAME_ELSEWHERE, "same_name", "other_place"),
    ]


def _candidates(producers: Sequence[Producer], score: int, *why: str) -> list[Candidate]:
    """Those that stand in the register; one that this chunk would add has no number yet."""
    return [Candidate(one.id, score, why) for one in producers if one.id is not None]
