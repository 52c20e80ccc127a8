"""What the certificates of the products tell of a day: which one speaks, and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, cast

from marketplace.registry.models import Certificate, Evidence, Precision, Programme
from marketplace.registry.rules import life
from marketplace.registry.rules.life import Event, Phase, State

_DAY = timedelta(days=1)
_RECOGNITIONS = (Evidence.DECISION.value, Evidence.PRESS.value)


class CertificateRow(NamedTuple):
    """A certificate as figures read it. It answers ``registry.rules.life`` like a ``Certificate``.

    Choices are plain text here: there are tens of thousands of rows.
    """

    id: int
    product_id: int
    decision_id: int | None
    number: str | None
    stars: int | None
    evidence: str
    programme: Programme | None
    issued_from: date | None
    issued_to: date | None
    issued_precision: Precision | None
    valid_until: date | None
    filed_on: date | None
    extended_until: date | None
    revoked_on: date | None

    @property
    def is_recognition(self) -> bool:
        """Whether it rests on more than a hope or the producer's own word."""
        return self.evidence in _RECOGNITIONS

    @property
    def proven_stars(self) -> int | None:
        """The stars to count: only a decision makes them."""
        return self.stars if self.evidence == Evidence.DECISION else None

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds unless it is revoked."""
        return self.extended_until or self.valid_until

    def is_in_force_on(self, day: date) -> bool:
        """Whether it surely holds on ``day``; the same as ``Certificate.is_in_force_on``."""
        last = self.extended_until or self.valid_until
        if last is None or self.issued_to is None or not self.issued_to <= day <= last:
            return False
        return (self.revoked_on is None or self.revoked_on > day) and self.is_recognition

    def weight(self) -> tuple[date, bool, int]:
        """What makes one certificate speak before another: the later issued, then the proven."""
        return self.issued_from or date.min, self.evidence == Evidence.DECISION, self.id


_FACTS = slice(CertificateRow._fields.index("stars"), None)  # all that its life depends on


class Happening(NamedTuple):
    """What a day brought to a product, and the certificate it is about."""

    day: date
    event: Event
    certificate: CertificateRow


def in_force(rows: Sequence[CertificateRow], day: date) -> CertificateRow | None:
    """The certificate that speaks for a product on ``day``; None when none holds."""
    holding = [row for row in rows if row.is_in_force_on(day)]
    if len(holding) > 1:
        return max(holding, key=CertificateRow.weight)
    return holding[0] if holding else None


def state_in_force(row: CertificateRow, day: date) -> State:
    """The state of a certificate that holds on ``day``."""
    return _state(row[_FACTS], day)


@lru_cache(maxsize=8192)
def _state(facts: tuple[Any, ...], day: date) -> State:
    """A decision gives many certificates the same dates: each life is looked at once."""
    row = CertificateRow(0, 0, None, None, *facts)
    return life.state_on(cast(Certificate, row), day)


def latest_over(rows: Iterable[CertificateRow], day: date) -> tuple[CertificateRow, Phase] | None:
    """The latest recognition of a product that has none in force, and since when it is over.

    None when the product was never surely recognised, or when nobody can say that it is over.
    """
    begun = [row for row in rows if row.is_recognition and row.issued_to and row.issued_to <= day]
    if not begun:
        return None
    latest = max(begun, key=CertificateRow.weight)
    phase = _phase_over(latest, day)
    return (latest, phase) if phase.state in (State.EXPIRED, State.REVOKED) else None


def _phase_over(row: CertificateRow, day: date) -> Phase:
    last = row.last_day
    if row.revoked_on is None and row.issued_from == row.issued_to and last is not None:
        return Phase(last + _DAY, State.EXPIRED)
    life_of_it = life.phases(cast(Certificate, row))
    return [phase for phase in life_of_it if phase.first_day <= day][-1]


def happenings(rows: Sequence[CertificateRow], day: date) -> Iterator[Happening]:
    """What happened to one product up to ``day``: recognitions, and when it lost them."""
    if len(rows) == 1:
        found = _of_one(rows[0])
    else:
        held = sorted(rows, key=itemgetter(0))  # by their numbers
        events = _events(tuple(row[_FACTS] for row in held))
        found = (Happening(when, event, held[at]) for when, event, at in events)
    return (happening for happening in found if happening.day <= day)


@lru_cache(maxsize=8192)
def _events(histories: tuple[tuple[Any, ...], ...]) -> tuple[tuple[date, Event, int], ...]:
    """What happened to a product with these certificates, each named by its place."""
    rows = [CertificateRow(at, 0, None, None, *facts) for at, facts in enumerate(histories)]
    events = life.recognition_events(cast(Sequence[Certificate], rows))
    return tuple((when, event, row.id) for when, event, row in events)


def _of_one(row: CertificateRow) -> Iterator[Happening]:
    """The same for a product with a single certificate: nearly all of them, so without detours."""
    first, last = row.issued_to, row.extended_until or row.valid_until
    if first is None or last is None or not row.is_recognition:
        return
    end = min(last + _DAY, row.revoked_on or date.max)
    if first < end:
        yield Happening(first, Event.NEW, row)
        yield Happening(end, Event.LOST, row)
