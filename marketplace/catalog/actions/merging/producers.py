"""Making two producers one, and one two."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.audit import history
from marketplace.catalog.actions.listings import follow_visibility
from marketplace.catalog.actions.merging.moving import Why, begin_merge, fill_blanks, give
from marketplace.catalog.errors import NothingToSplit, OpenOrders, SameThing
from marketplace.catalog.models import Listing
from marketplace.catalog.queries.merging import OfProducer, of_producer
from marketplace.catalog.signals import moving_shop
from marketplace.producers import actions as producer_actions
from marketplace.producers import queries as producer_queries
from marketplace.producers.models import Producer, TrainingAttendance

_PLACE = ("province_id", "unit_id", "old_unit_id", "place_text")
_ABOUT = ("kind", "tax_code", "representative", "address", "phone", "email", "intro")
_LEADERS = ("representative_consent_on", "is_woman_led", "is_minority_led")


def check_producers(session: Session, lost: Producer, kept: Producer) -> None:
    """Whether the one can be merged into the other.

    Raises:
        SameThing: they are one, or one of them was merged before.
        OpenOrders: buyers wait for parcels of the lost.
    """
    if lost.id == kept.id or lost.merged_into_id or kept.merged_into_id:
        raise SameThing
    check_orders(session, lost)


def check_orders(session: Session, producer: Producer) -> None:
    """Whether nobody waits for parcels: orders keep the name that they were placed under.

    Raises:
        OpenOrders: buyers wait for parcels of the producer.
    """
    answers = moving_shop.send(session, producer_id=producer.id)
    waiting = sum(answer or 0 for _receiver, answer in answers)
    if waiting:
        raise OpenOrders(waiting)


def merge_producers(session: Session, lost: Producer, kept: Producer, why: Why) -> int:
    """Let two producers be one: all that hangs on ``lost`` goes to ``kept``; the row stays.

    Orders keep the name that they were placed under. Gives the number of the note by which it
    can be undone.

    Raises: as ``check_producers``.
    """
    check_producers(session, lost, kept)
    of_lost, of_kept = of_producer(session, lost.id), of_producer(session, kept.id)
    known = {member.user_id for member in of_kept.members}
    members = [member for member in of_lost.members if member.user_id not in known]
    leaving = [member for member in of_lost.members if member.user_id in known]
    untracked = (of_lost.listings, members, of_lost.follow_ups)
    left = [member.id for member in leaving if member.left_at is None]
    entry = begin_merge(session, "producer", lost.id, kept.id, untracked, why, left=left)
    for member in leaving:  # who runs both shops runs the kept one
        member.left_at = member.left_at or why.now
    _fill(kept, lost)
    for rows in (of_lost.products, of_lost.accounts, of_lost.evidence, *untracked):
        give(rows, "producer_id", kept.id)
    _join_courses(of_lost.attendances, of_kept.attendances, kept.id, why.now)
    _move_shop(lost, kept, of_lost)
    give(of_lost.merged, "merged_into_id", kept.id)
    lost.merged_into_id = kept.id
    follow_shop(session, of_lost.listings, why.now)
    return entry.id


def _fill(kept: Producer, lost: Producer) -> None:
    fill_blanks(kept, lost, _ABOUT)
    if kept.representative_consent_on is None:  # what is asked of people belongs together
        fill_blanks(kept, lost, _LEADERS)
    if kept.unit_id is None and kept.old_unit_id is None:
        fill_blanks(kept, lost, _PLACE)


def _join_courses(
    moved: Sequence[TrainingAttendance],
    present: Sequence[TrainingAttendance],
    kept_id: int,
    now: datetime,
) -> None:
    """A producer attends a course once: of two rows one counts the people of both."""
    own = {attendance.training_id: attendance for attendance in present}
    for attendance in moved:
        twin = own.get(attendance.training_id)
        if twin is None:
            attendance.producer_id = kept_id
        elif attendance.cancelled_at is None:
            twin.people = attendance.people + (0 if twin.cancelled_at else twin.people)
            twin.cancelled_at, attendance.cancelled_at = None, now


def _move_shop(lost: Producer, kept: Producer, of_lost: OfProducer) -> None:
    if of_lost.listings and kept.shop_opened_at is None:
        kept.shop_opened_at = lost.shop_opened_at
    lost.shop_opened_at = None


def follow_shop(session: Session, listings: Sequence[Listing], now: datetime) -> None:
    """Listings that went to another shop are on sale while that is open."""
    session.flush()
    for listing in listings:
        session.refresh(listing)
        follow_visibility(session, listing, now=now)


def split_producer(
    session: Session,
    producer: Producer,
    name: str,
    *,
    product_ids: Collection[int],
    account_ids: Collection[int],
    why: Why,
) -> Producer:
    """Let some products and accounts be those of a producer of its own.

    It has the kind and the place of the old one, and a shop that is still closed: listings of its
    products are on sale again once it opens. Merging it back undoes the split.

    Raises:
        NothingToSplit: no product was chosen.
        OpenOrders: buyers wait for parcels of the producer.
    """
    hanging = of_producer(session, producer.id)
    products = [one for one in hanging.products if one.id in product_ids]
    listings = [one for one in hanging.listings if one.product_id in product_ids]
    if not products:
        raise NothingToSplit
    if listings:
        check_orders(session, producer)
    history.because(session, actor_id=why.actor_id, reason=why.reason, now=why.now)
    taken = producer_queries.slugs(session)
    made = producer_actions.add_producer(session, name, producer.kind, taken=taken, now=why.now)
    fill_blanks(made, producer, _PLACE)
    session.flush()
    accounts = [one for one in hanging.accounts if one.id in account_ids]
    give((*products, *accounts, *listings), "producer_id", made.id)
    audit.record(
        session,
        actor_id=why.actor_id,
        action="producer.split",
        subject="producer",
        subject_id=producer.id,
        now=why.now,
        made=made.id,
        reason=why.reason,
    )
    follow_shop(session, listings, why.now)
    return made
