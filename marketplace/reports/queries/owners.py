"""Producers as figures read them, their accounts, and their members' use of this market."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from marketplace import clock
from marketplace.accounts.models import LoginSession, User
from marketplace.audit.models import FactChange
from marketplace.catalog.models import Listing, LivePeriod
from marketplace.orders.models import SellerOrder
from marketplace.producers.models import (
    EPaymentAccount,
    EPaymentKind,
    Producer,
    ProducerKind,
    ProducerMember,
    Training,
    TrainingAttendance,
)
from marketplace.reports.book import AccountHolder, Owner, Trainee
from marketplace.reports.queries.facts import holds, holds_on
from marketplace.reports.queries.known import Known, followed, rows, table_of
from marketplace.reports.queries.moves import Moves
from marketplace.reports.queries.places import Places

ACTIVE_DAYS = 90  # how far back a use of the market makes an account active

_PRODUCERS = table_of(Producer).c
_ACCOUNTS = table_of(EPaymentAccount).c
_TRAININGS = table_of(Training).c
_ATTENDANCES = table_of(TrainingAttendance).c
_KINDS: Mapping[str | None, ProducerKind | None] = {None: None} | {
    kind.value: kind for kind in ProducerKind
}


class Owners:
    """The producers of the register; a merged one is the one it was merged into."""

    def __init__(self, found: Mapping[int, Owner], merged: Mapping[int, int]) -> None:
        self._by_id = found
        self._merged = merged

    def get(self, producer_id: int | None) -> Owner | None:
        """The producer that a number stands for today."""
        if producer_id is None:
            return None
        return self._by_id.get(followed(self._merged, producer_id))

    def numbers(self, takes: Callable[[Owner], bool]) -> frozenset[int]:
        """The numbers that stand for some of them, those of merged ones included."""
        taken = {number for number, owner in self._by_id.items() if takes(owner)}
        return frozenset(
            taken | {one for one in self._merged if followed(self._merged, one) in taken}
        )


def read_owners(session: Session, known: Known, places: Places, until: datetime) -> Owners:
    """Every producer as far as it was known; shops as they stood just before ``until``."""
    found = rows(session, known, _COLUMNS)
    merged = {row.id: row.merged_into_id for row in found if row.merged_into_id is not None}
    open_shops = _open_shops(session, found, merged, until)
    return Owners({owner.id or 0: owner for owner in _owners(found, places, open_shops)}, merged)


def _owners(found: Sequence[Any], places: Places, open_shops: Set[int]) -> Iterator[Owner]:
    for id_, name, kind, unit, old_unit, province, place_text, woman, minority, _, into in found:
        if into is None:
            area = places.area(unit, old_unit, province)
            has_shop = id_ in open_shops
            yield Owner(id_, name, _KINDS[kind], woman, minority, area, place_text, has_shop)


def _open_shops(
    session: Session, found: Sequence[Any], merged: Mapping[int, int], until: datetime
) -> set[int]:
    """Whose shop stood open just before a moment, be it under the name of a merged producer."""
    before = _shops_before(session, until)
    opened = ((row.id, before.get(row.id, row.shop_opened_at)) for row in found)
    return {followed(merged, id_) for id_, at in opened if at is not None and at < until}


_COLUMNS = (
    _PRODUCERS.id,
    _PRODUCERS.name,
    _PRODUCERS.kind,
    _PRODUCERS.unit_id,
    _PRODUCERS.old_unit_id,
    _PRODUCERS.province_id,
    _PRODUCERS.place_text,
    _PRODUCERS.is_woman_led,
    _PRODUCERS.is_minority_led,
    _PRODUCERS.shop_opened_at,
    _PRODUCERS.merged_into_id,
)


def _shops_before(session: Session, until: datetime) -> dict[int, datetime | None]:
    """When shops opened or closed since had been opened, as it stood just before ``until``.

    A producer knows only since when its shop is open now; the history knows the times before.
    """
    opened = FactChange.changed["shop_opened_at"]
    changes = session.execute(
        select(FactChange.row_id, FactChange.changed)
        .where(
            FactChange.table_name == Producer.__tablename__,
            FactChange.at >= until,
            FactChange.is_new.is_(False),
            opened[0].as_string().is_not(None) | opened[1].as_string().is_not(None),
        )
        .order_by(FactChange.id.desc())  # the earliest of several comes last and stays
    )
    before = ((row_id, changed["shop_opened_at"][0]) for row_id, changed in changes)
    return {row_id: datetime.fromisoformat(kept) if kept else None for row_id, kept in before}


def read_accounts(
    session: Session, known: Known, owners: Owners, day: date
) -> dict[int | None, tuple[EPaymentKind, ...]]:
    """The kinds of verified account that each producer has on ``day``."""
    found: defaultdict[int | None, set[str]] = defaultdict(set)
    for _, producer_id, kind, *_ in rows(
        session,
        known,
        [_ACCOUNTS.id, _ACCOUNTS.producer_id, _ACCOUNTS.kind],
        holds_on(day, _ACCOUNTS.verified_on, _ACCOUNTS.closed_on),
        holds=lambda row: holds(day, row.verified_on, row.closed_on),
        judged_by=[_ACCOUNTS.verified_on, _ACCOUNTS.closed_on],
    ):
        owner = owners.get(producer_id)
        if owner is not None:
            found[owner.id].add(kind)
    return {
        owner_id: tuple(kind for kind in EPaymentKind if kind.value in kinds)
        for owner_id, kinds in found.items()
    }


def read_holders(
    session: Session, owners: Owners, day: date, until: datetime, moves: Moves
) -> Iterator[AccountHolder]:
    """The producers with an account here just before ``until``, active or not."""
    since = clock.start_of_day(day - timedelta(days=ACTIVE_DAYS - 1))
    trading = _trading(session, since, until, moves)
    active = {owner.id for number in trading if (owner := owners.get(number))}
    joined: dict[Owner, datetime] = {}
    for number, producer_id, joined_at, logged_in in session.execute(_members(since, until)).all():
        owner = owners.get(moves.producer_of_member(number, producer_id))
        if owner is None:
            continue
        joined[owner] = min(joined.get(owner, joined_at), joined_at)
        if logged_in:
            active.add(owner.id)
    for owner, joined_at in joined.items():
        first_day = clock.day_in_vietnam(joined_at)
        yield AccountHolder(owner.id or 0, owner.name or "", owner, first_day, owner.id in active)


def _members(since: datetime, until: datetime) -> Select[int, int, datetime, bool]:
    """The people who may log in for a producer, since when, and whether they did lately."""
    logged_in = (
        select(LoginSession.id)
        .where(
            LoginSession.user_id == ProducerMember.user_id,
            LoginSession.started_at >= since,
            LoginSession.started_at < until,
        )
        .exists()
    )
    return (
        select(
            ProducerMember.id,
            ProducerMember.producer_id,
            ProducerMember.joined_at,
            logged_in.label("logged_in"),
        )
        .join(User, User.id == ProducerMember.user_id)
        .where(
            ProducerMember.joined_at < until,
            or_(ProducerMember.left_at.is_(None), ProducerMember.left_at >= until),
            or_(User.closed_at.is_(None), User.closed_at >= until),
        )
    )


def _trading(session: Session, since: datetime, until: datetime, moves: Moves) -> Iterator[int]:
    """The producers with a product on sale here, or an order sent, in the time."""
    on_sale = (
        select(Listing.id, Listing.producer_id)
        .join(LivePeriod, LivePeriod.listing_id == Listing.id)
        .where(
            LivePeriod.live_from < until,
            or_(LivePeriod.live_to.is_(None), LivePeriod.live_to > since),
        )
        .distinct()
    )
    for listing in session.execute(on_sale).all():
        yield moves.producer_of_listing(*listing)
    sent = select(SellerOrder.producer_id).where(
        SellerOrder.sent_at >= since, SellerOrder.sent_at < until
    )
    yield from session.scalars(sent.distinct())


def read_trainees(session: Session, known: Known, owners: Owners, day: date) -> Iterator[Trainee]:
    """The producers that took part in a course held by ``day``."""
    courses = rows(
        session,
        known,
        [_TRAININGS.id, _TRAININGS.held_on],
        _TRAININGS.held_on <= day,
        holds=lambda row: row.held_on <= day,
    )
    held = {row.id: row.held_on for row in courses}
    days: defaultdict[Owner, dict[int, date]] = defaultdict(dict)
    for row in _attendances(session, known):
        owner = owners.get(row.producer_id)
        if owner is not None and row.training_id in held:
            days[owner][row.training_id] = held[row.training_id]
    for owner, attended in days.items():
        yield Trainee(owner.id or 0, owner.name or "", owner, min(attended.values()), len(attended))


def _attendances(session: Session, known: Known) -> Sequence[Any]:
    return rows(
        session,
        known,
        [_ATTENDANCES.id, _ATTENDANCES.training_id, _ATTENDANCES.producer_id],
        _ATTENDANCES.cancelled_at.is_(None),
        holds=lambda row: row.cancelled_at is None,
        judged_by=[_ATTENDANCES.cancelled_at],
    )
