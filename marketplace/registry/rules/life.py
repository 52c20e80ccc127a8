"""The life of a certificate: which state it is in on a day, and what a product's history tells.

A certificate lasts 36 months. The file for its re-assessment is handed in 180 to 120 days before
the end; an extension carries it at most 180 days further (Decision 26/2026, Art. 4.3, 7.6a,
12.3). Certificates of the two earlier programmes are re-assessed under the same rule.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace import clock
from marketplace.registry.models import Certificate, Evidence, Programme

CERTIFICATE_MONTHS = 36
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for the certificates of one programme, and when it issued them."""

    first_day: date
    last_day: date
    months: int
    opens: int  # days before the end from which the file for re-assessment is taken
    closes: int  # and until which it is in time
    longest_extension: int  # days


TERMS = {
    Programme.QD_1048: Terms(date(2019, 8, 21), date(2023, 2, 23), 36, 180, 120, 180),
    Programme.QD_148: Terms(date(2023, 2, 24), date(2026, 7, 20), 36, 180, 120, 180),
    Programme.QD_26: Terms(date(2026, 5, 22), date.max, 36, 180, 120, 180),
}


class State(enum.StrEnum):
    """Where a certificate is in its life on a day, in the order in which states follow."""

    UNCLEAR = "unclear"  # no date, too rough a date, or no recognition at all
    NOT_YET = "not_yet"  # issued later
    IN_FORCE = "in_force"
    IN_WINDOW = "in_window"  # hand in the file for re-assessment now
    LATE = "late"  # the time for the file is over, and none was received
    FILED = "filed"  # the file was received, the result is awaited
    EXTENDED = "extended"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"  # a later recognition of the product took its place
    REVOKED = "revoked"


HOLDING = frozenset({State.IN_FORCE, State.IN_WINDOW, State.LATE, State.FILED, State.EXTENDED})


@dataclass(frozen=True, slots=True)
class Window:
    """The days in which the file for re-assessment is handed in; both count."""

    opens: date
    closes: date


@dataclass(frozen=True, slots=True)
class Phase:
    """A state, and the first day on which a certificate is in it."""

    first_day: date
    state: State


_UNCLEAR = Phase(date.min, State.UNCLEAR)


def programme_on(day: date) -> Programme | None:
    """The programme that issued certificates on a day; None where two did, or none."""
    found = [name for name, terms in TERMS.items() if terms.first_day <= day <= terms.last_day]
    return found[0] if len(found) == 1 else None


def terms_of(certificate: Certificate) -> Terms:
    """What holds for a certificate: by its programme, today's when that is not known."""
    return TERMS[certificate.programme or Programme.QD_26]


def valid_until(issued_from: date) -> date:
    """The last day of a certificate issued on a day."""
    return clock.add_months(issued_from, CERTIFICATE_MONTHS)


def filing_window(certificate: Certificate) -> Window | None:
    """When its file for re-assessment is handed in; None without an end."""
    if certificate.valid_until is None:
        return None
    terms, end = terms_of(certificate), certificate.valid_until
    return Window(end - timedelta(days=terms.opens), end - timedelta(days=terms.closes))


def longest_extension(certificate: Certificate) -> date | None:
    """The last day to which it may be extended; None without an end."""
    if certificate.valid_until is None:
        return None
    return certificate.valid_until + timedelta(days=terms_of(certificate).longest_extension)


def state_on(certificate: Certificate, day: date, siblings: Iterable[Certificate] = ()) -> State:
    """The one state of a certificate on a day.

    ``siblings`` are the certificates of its product: a later recognition supersedes this one
    from the day on which it surely was issued.
    """
    reached = [phase for phase in phases(certificate, siblings) if phase.first_day <= day]
    return reached[-1].state


def phases(certificate: Certificate, siblings: Iterable[Certificate] = ()) -> tuple[Phase, ...]:
    """The whole life of a certificate: each phase begins on a later day than the one before."""
    if not certificate.is_recognition:
        return (_UNCLEAR,)
    found = [_UNCLEAR, *_by_dates(certificate), *_ended_early(certificate, siblings)]
    found.sort(key=lambda phase: phase.first_day)  # of one day the last named stays
    life: dict[date, Phase] = {}
    is_over = False
    for phase in found:
        if not is_over or phase.state is State.REVOKED:
            life[phase.first_day] = phase
        is_over = is_over or phase.state in (State.SUPERSEDED, State.REVOKED)
    return tuple(life.values())


def weight(certificate: Certificate) -> tuple[date, bool, int]:
    """What makes one certificate speak before another: the later issued, then the proven one."""
    proven = certificate.evidence is Evidence.DECISION
    return certificate.issued_from or date.min, proven, certificate.id or 0


def _by_dates(certificate: Certificate) -> Iterator[Phase]:
    first, surely, last = certificate.issued_from, certificate.issued_to, certificate.last_day
    if first is None or surely is None or last is None:
        return
    yield Phase(date.min, State.NOT_YET)
    yield Phase(first, State.UNCLEAR)
    if surely <= last:
        yield from _while_it_holds(certificate, surely)
    over = max(surely, last + _DAY)
    yield Phase(over, State.UNCLEAR)
    yield Phase(over if first == surely else max(over, valid_until(surely) + _DAY), State.EXPIRED)


def _while_it_holds(certificate: Certificate, surely: date) -> Iterator[Phase]:
    window, end = filing_window(certificate), certificate.valid_until
    if window is None or end is None:
        return
    filed = max(certificate.filed_on, window.opens) if certificate.filed_on else date.max
    marks = (
        (surely, State.IN_FORCE),
        (window.opens, State.IN_WINDOW),
        (window.closes + _DAY, State.LATE),
    )
    for day, state in marks:
        if day < filed:
            yield Phase(max(surely, day), state)
    if filed <= end:
        yield Phase(max(surely, filed), State.FILED)
    if certificate.extended_until is not None:
        yield Phase(max(surely, end + _DAY), State.EXTENDED)


def _ended_early(certificate: Certificate, siblings: Iterable[Certificate]) -> Iterator[Phase]:
    if certificate.issued_from is not None:
        mine = weight(certificate)
        later = [one.issued_to for one in siblings if _spell(one) and weight(one) > mine]
        if found := [day for day in later if day is not None]:
            yield Phase(min(found), State.SUPERSEDED)
    if certificate.revoked_on is not None:
        yield Phase(certificate.revoked_on, State.REVOKED)


@dataclass(frozen=True, slots=True)
class _Spell:
    """The days on which a certificate surely held."""

    first_day: date
    end: date  # the first day after them
    certificate: Certificate


def _spell(certificate: Certificate) -> _Spell | None:
    first, last, revoked = certificate.issued_to, certificate.last_day, certificate.revoked_on
    if not certificate.is_recognition or first is None or last is None:
        return None
    end = min(last + _DAY, revoked or date.max)
    return _Spell(first, end, certificate) if first < end else None


class Event(enum.StrEnum):
    """What a year brought to a product."""

    NEW = "new"
    REASSESSED = "reassessed"
    UPGRADED = "upgraded"  # recognised anew, with more stars than before
    LOST = "lost"  # revoked, or ended without a new recognition


def recognition_events(
    certificates: Iterable[Certificate],
) -> list[tuple[date, Event, Certificate]]:
    """What happened to one product, in the order of days: recognitions, and when it lost them.

    Days are those on which it surely was so. On any day the product is in force exactly when its
    latest event is not ``LOST``. Two records of one recognition (their dates may mean the same
    day) are one event. Losses that lie ahead are told too: leave out the days to come.
    """
    spells = [spell for one in certificates if (spell := _spell(one))]
    spells.sort(key=lambda spell: (spell.first_day, weight(spell.certificate)))
    events: list[tuple[date, Event, Certificate]] = []
    before: _Spell | None = None
    longest: _Spell | None = None
    for spell in spells:
        is_lost = longest is not None and longest.end < spell.first_day
        if longest is not None and is_lost:
            events.append((longest.end, Event.LOST, longest.certificate))
        if before is None or is_lost or not _same_recognition(before, spell):
            events.append((spell.first_day, _kind(before, spell), spell.certificate))
        before = spell
        longest = spell if longest is None or longest.end < spell.end else longest
    if longest is not None:
        events.append((longest.end, Event.LOST, longest.certificate))
    return events


def _kind(before: _Spell | None, spell: _Spell) -> Event:
    if before is None:
        return Event.NEW
    then, now = before.certificate.proven_stars, spell.certificate.proven_stars
    return Event.UPGRADED if then and now and now > then else Event.REASSESSED


def _same_recognition(one: _Spell, other: _Spell) -> bool:
    """Whether the two stated dates can mean the same day; ``other`` is not the earlier one."""
    issued_from = other.certificate.issued_from
    return issued_from is not None and issued_from <= one.first_day
