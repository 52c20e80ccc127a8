"""Entering producers and correcting what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import count

from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.audit import history
from marketplace.outbox import actions as outbox
from marketplace.producers import queries
from marketplace.producers.errors import LooksLikeAnother
from marketplace.producers.models import Producer, ProducerKind
from marketplace.producers.rules import producer_key, slug_of


@dataclass(frozen=True, slots=True)
class Representative:
    """Who represents a producer by law; the two answers come with consent only, or not at all."""

    representative: str | None
    is_woman_led: bool | None
    is_minority_led: bool | None
    representative_consent_on: date | None


@dataclass(frozen=True, slots=True)
class ProducerFacts:
    """What is known of a producer, as it shall stand. Old places stay what they were."""

    name: str
    kind: ProducerKind | None
    tax_code: str | None  # rules.tax_code
    province_id: int | None
    unit_id: int | None
    address: str
    phone: str | None  # E.164
    email: str | None
    led_by: Representative

    def values(self) -> dict[str, object]:
        """Every fact by the name of its column."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        led_by = own.pop("led_by")
        return own | {field.name: getattr(led_by, field.name) for field in fields(led_by)}


def enter_producer(
    session: Session,
    facts: ProducerFacts,
    *,
    source: str,
    is_another: bool,
    actor_id: int,
    now: datetime,
) -> Producer:
    """Enter a producer by hand. ``is_another``: it was looked at, and is not one of those alike.

    Raises:
        LooksLikeAnother: the tax code, or the name in this place, is known already.
    """
    if not is_another:
        _look_for_alike(session, facts, None)
    history.because(session, actor_id=actor_id, reason=source, now=now)
    producer = add_producer(session, facts.name, facts.kind, taken=queries.slugs(session), now=now)
    change_facts(session, producer, facts.values(), now=now)
    session.flush()
    _note(session, producer, "producer.added", actor_id, now)
    return producer


def correct_producer(
    session: Session,
    producer: Producer,
    facts: ProducerFacts,
    *,
    reason: str,
    is_another: bool,
    actor_id: int,
    now: datetime,
) -> list[str]:
    """Set right what is known of a producer; returns which columns changed.

    Raises:
        LooksLikeAnother: the new tax code, or the new name in its place, is another producer's.
    """
    if not is_another:
        _look_for_alike(session, facts, producer)
    history.because(session, actor_id=actor_id, reason=reason, now=now)
    changed = change_facts(session, producer, facts.values(), now=now)
    if changed:
        _note(session, producer, "producer.corrected", actor_id, now, changed=changed)
    return changed


def change_facts(
    session: Session, producer: Producer, values: dict[str, object], *, now: datetime
) -> list[str]:
    """Give a producer these values, by column; returns which of them were other before."""
    changed = [name for name, value in values.items() if getattr(producer, name) != value]
    for name in changed:
        setattr(producer, name, values[name])
    producer.name_key = producer_key(producer.name)
    if producer.id is not None and {"name", "unit_id", "province_id"} & set(changed):
        outbox.put(session, "producer-changed", {"producer_id": producer.id}, now=now)
    return changed


def _look_for_alike(session: Session, facts: ProducerFacts, itself: Producer | None) -> None:
    """Ask only about what is new: a double that was accepted before is not asked about again."""
    taxed, named = [], []
    if facts.tax_code and (itself is None or itself.tax_code != facts.tax_code):
        taxed = queries.with_tax_code(session, facts.tax_code)
    key = producer_key(facts.name)
    if itself is None or (itself.name_key, itself.unit_id) != (key, facts.unit_id):
        named = [
            other
            for other in queries.called(session, key)
            if None in (other.unit_id, facts.unit_id) or other.unit_id == facts.unit_id
        ]
    same_tax_code = [other.name for other in taxed if other is not itself]
    same_name = [other.name for other in named if other is not itself]
    if same_tax_code or same_name:
        raise LooksLikeAnother(same_tax_code, same_name)


def _note(
    session: Session,
    producer: Producer,
    action: str,
    actor_id: int,
    now: datetime,
    **details: object,
) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action=action,
        subject="producer",
        subject_id=producer.id,
        now=now,
        **details,
    )


def add_producer(
    session: Session, name: str, kind: ProducerKind | None, *, taken: set[str], now: datetime
) -> Producer:
    """Enter a producer in the register, with an address of its own.

    ``taken`` are the addresses in use; the new one is added to them.
    """
    slug = _free_slug(name, taken)
    taken.add(slug)
    producer = Producer(
        name=name, name_key=producer_key(name), slug=slug, kind=kind, created_at=now
    )
    session.add(producer)
    return producer


def _free_slug(name: str, taken: set[str]) -> str:
    slug = slug_of(name)
    numbered = (f"{slug}-{number}" for number in count(2))
    return slug if slug not in taken else next(free for free in numbered if free not in taken)
