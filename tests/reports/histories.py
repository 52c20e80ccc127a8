"""Random histories of a register and its market, told through the session like pages do it.

A history is a list of steps; each happens some weeks after the one before, gives its reason, and
does one thing of the table below to something that is there (or nothing, when nothing fits).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace import clock
from marketplace.accounts.models import LoginSession, User
from marketplace.admin_units.models import AdminUnit
from marketplace.audience import Audience
from marketplace.audit import history
from marketplace.audit.models import AuditEntry
from marketplace.catalog import actions
from marketplace.catalog.actions import merging
from marketplace.catalog.actions.merging import Why
from marketplace.catalog.models import Listing, OutsideCheck, OutsideListing, Platform
from marketplace.catalog.rules.listings import ListingInput
from marketplace.errors import Refusal
from marketplace.money import Vnd
from marketplace.orders.models import OrderState, Purchase, SellerOrder
from marketplace.producers.models import (
    EPaymentAccount,
    EPaymentKind,
    Producer,
    ProducerKind,
    ProducerMember,
    Training,
    TrainingAttendance,
    VerificationMethod,
)
from marketplace.registry.models import Certificate, Decision, Evidence, Precision, Product
from marketplace.reports.models import DeclaredSale
from tests.reports.market import Market

BEGUN = datetime(2022, 1, 10, 3, tzinfo=UTC)
STEP = timedelta(days=37, hours=5, minutes=11)
SECTORS = (None, "I", "II", "VI")
# Two communes of today with one old district, one with two, one place of the old map each.
COMMUNES = (None, "02647", "02683", "03103")
OLD_PLACES = (None, "02647", "02683", "04375", "085", "10")

OFFERED = ListingInput(Vnd(120_000), "hũ 500 g", 600, 10, None, "")


@dataclass(frozen=True)
class Step:
    """One thing that happens; the numbers choose to what, and how."""

    name: str
    which: int
    how: int
    when: int

    def day(self, now: datetime) -> date:
        """A day up to some years before, or a little after: facts are entered late and early."""
        return clock.day_in_vietnam(now) - timedelta(days=(self.when - 1) * 97)


@dataclass
class Life:
    """The state of a history while it is told."""

    session: Session
    now: datetime = BEGUN
    products: list[Product] = field(default_factory=list)
    producers: list[Producer] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    outside: list[OutsideListing] = field(default_factory=list)
    accounts: list[EPaymentAccount] = field(default_factory=list)
    platforms: list[Platform] = field(default_factory=list)
    trainings: list[Training] = field(default_factory=list)
    attendances: list[TrainingAttendance] = field(default_factory=list)
    declared: list[DeclaredSale] = field(default_factory=list)
    listings: dict[int, Listing] = field(default_factory=dict)  # by product
    members: list[ProducerMember] = field(default_factory=list)
    merges: list[AuditEntry] = field(default_factory=list)
    purchase: Purchase | None = None
    numbers: int = 0

    def __post_init__(self) -> None:
        self.session.expunge_all()  # rows of a history that was undone: their numbers come again
        self.market = Market(self.session)
        units = self.session.execute(select(AdminUnit.scheme, AdminUnit.code, AdminUnit.id))
        self._units = {(scheme.value, code): number for scheme, code, number in units}

    def unit(self, how: int) -> int | None:
        code = COMMUNES[how % len(COMMUNES)]
        return self._units["34", code] if code else None

    def old_unit(self, how: int) -> int | None:
        code = OLD_PLACES[how % len(OLD_PLACES)]
        return self._units["63", code] if code else None

    def tell(self, steps: Sequence[Step]) -> None:
        """Let the steps happen, one after the other."""
        for step in steps:
            self.now += STEP
            history.because(self.session, actor_id=None, reason=step.name, now=self.now)
            STEPS[step.name](self, step)
            self.session.flush()

    def add(self, thing: Any) -> Any:
        self.session.add(thing)
        self.session.flush()
        return thing

    def why(self, step: Step) -> Why:
        return Why(None, step.name, self.now)

    def number(self) -> int:
        self.numbers += 1
        return self.numbers


def _chosen(things: list[Any], step: Step) -> Any:
    left = [thing for thing in things if getattr(thing, "merged_into_id", None) is None]
    return left[step.which % len(left)] if left else None


def _consent(how: int) -> dict[str, Any]:
    said = (None, True, False)[how % 3], (None, False, True)[how % 3]
    return {
        "is_woman_led": said[0],
        "is_minority_led": said[1],
        "representative_consent_on": date(2022, 1, 1) if how % 3 else None,
    }


def add_producer(life: Life, step: Step) -> None:
    kind = (*ProducerKind, None)[step.how % 7]
    facts = _consent(step.how) | {"unit_id": life.unit(step.which)}
    producer = life.market.producer(f"Chủ thể {step.how}", kind, **facts)
    producer.old_unit_id = life.old_unit(step.when)
    life.producers.append(producer)


def add_product(life: Life, step: Step) -> None:
    producer = _chosen([*life.producers, None], step)
    product = life.market.product(
        f"Sản phẩm {step.how}",
        producer,
        None,
        unit_id=life.unit(step.how),
        old_unit_id=life.old_unit(step.when),
        sector=SECTORS[step.how % 4],
        group_no=(None, 1, 11, 26)[step.how % 4],
    )
    life.products.append(product)
    _certify(life, product, step)


def add_certificate(life: Life, step: Step) -> None:
    product = _chosen(life.products, step)
    if product is not None:
        _certify(life, product, step)


def _certify(life: Life, product: Product, step: Step) -> None:
    first = step.day(life.now) - timedelta(days=900 * (step.which % 2))
    rough = step.how % 5 == 4
    life.certificates.append(
        life.market.certificate(
            product,
            first,
            first + timedelta(days=30) if rough else None,
            Precision.MONTH if rough else None,
            stars=(None, 3, 4, 5)[step.how % 4],
            evidence=(Evidence.DECISION, Evidence.DECISION, Evidence.PRESS, Evidence.BEFORE)[
                step.when % 4
            ],
        )
    )


def end_certificate(life: Life, step: Step) -> None:
    certificate = _chosen(life.certificates, step)
    if certificate is None or certificate.valid_until is None:
        return
    match step.how % 4:
        case 0:
            certificate.revoked_on = step.day(life.now)
        case 1:
            certificate.extended_until = certificate.valid_until + timedelta(days=60 * step.when)
            if step.when == 0:
                certificate.extended_until = None
        case 2:
            certificate.filed_on = step.day(life.now)
        case 3:
            certificate.revoked_on = None


def correct_product(life: Life, step: Step) -> None:
    product = _chosen(life.products, step)
    if product is None:
        return
    match step.how % 4:
        case 0:
            product.name = f"Tên mới {step.when}"
        case 1:
            product.unit_id = life.unit(step.when)
        case 2:
            product.sector = SECTORS[step.when % 4]
        case 3:
            producer = _chosen([*life.producers, None], step)
            product.producer_id = producer.id if producer else None


def correct_certificate(life: Life, step: Step) -> None:
    certificate = _chosen(life.certificates, step)
    if certificate is None:
        return
    certificate.stars = (None, 3, 4, 5)[step.how % 4]
    certificate.evidence = (Evidence.DECISION, Evidence.PRESS, Evidence.PRODUCER)[step.when % 3]


def correct_producer(life: Life, step: Step) -> None:
    producer = _chosen(life.producers, step)
    if producer is None:
        return
    producer.kind = (*ProducerKind, None)[step.how % 7]
    producer.old_unit_id = life.old_unit(step.when)
    for name, value in _consent(step.how).items():
        setattr(producer, name, value)


def merge(life: Life, step: Step) -> None:
    """The later one of two turns out to be the earlier one; its facts go there."""
    acts: tuple[Callable[..., int], ...] = (merging.merge_products, merging.merge_producers)
    act = acts[step.how % 2]
    things: list[Any] = [life.products, life.producers][step.how % 2]
    left = [thing for thing in things if thing.merged_into_id is None]
    if len(left) > 1:
        lost = left[1 + step.which % (len(left) - 1)]
        with suppress(Refusal):
            entry_id = act(life.session, lost, left[0], life.why(step))
            life.merges.append(life.session.get_one(AuditEntry, entry_id))


def undo_merge(life: Life, step: Step) -> None:
    """They were two after all."""
    entry = _chosen(life.merges, step)
    if entry is None:
        return
    with suppress(Refusal), life.session.begin_nested():
        merging.undo_merge(life.session, entry, life.why(step))
        life.merges.remove(entry)


def add_platform(life: Life, step: Step) -> None:
    number = life.number()
    is_here = step.how % 4 == 3 and not any(one.is_here for one in life.platforms)
    life.platforms.append(
        life.add(
            Platform(
                code=f"san-{number}",
                name=f"Sàn {number}",
                is_here=is_here,
                is_provincial=step.how % 2 == 0,
                is_promotion=step.how % 3 == 0,
                counted_from=(None, date(2019, 1, 1), step.day(life.now))[step.when % 3],
            )
        )
    )


def change_platform(life: Life, step: Step) -> None:
    platform = _chosen(life.platforms, step)
    if platform is None:
        return
    platform.is_promotion = bool(step.how % 2)
    platform.counted_from = date(2019, 1, 1)
    platform.counted_to = (None, step.day(life.now))[step.when % 2]


def see_outside(life: Life, step: Step) -> None:
    product, platform = _chosen(life.products, step), _chosen(life.platforms, step)
    if product is None or platform is None or platform.is_here:
        return
    seen_on = step.day(life.now)
    stale_on = seen_on + timedelta(days=(30, 90, 800)[step.how % 3])
    life.outside.append(life.market.outside(product, platform, seen_on, stale_on=stale_on))


def look_again(life: Life, step: Step) -> None:
    outside = _chosen(life.outside, step)
    if outside is None:
        return
    if step.how % 2:
        outside.ended_on = max(outside.seen_on, step.day(life.now))
        return
    day = outside.seen_on + timedelta(days=life.number() + 10 * step.when)
    check = OutsideCheck(
        listing_id=outside.id,
        checked_on=day,
        stale_on=day + timedelta(days=400),
        recorded_at=life.now,
    )
    life.session.add(check)


def add_account(life: Life, step: Step) -> None:
    producer = _chosen(life.producers, step)
    if producer is None:
        return
    account = life.market.account(
        producer, step.day(life.now), None, tuple(EPaymentKind)[step.how % 3]
    )
    if step.how % 4 == 0:
        account.verified_on = account.verified_how = None
    life.accounts.append(account)


def change_account(life: Life, step: Step) -> None:
    account = _chosen(life.accounts, step)
    if account is None:
        return
    if account.verified_on is None:
        account.verified_on = step.day(life.now)
        account.verified_how = VerificationMethod.SMALL_TRANSFER
    else:
        account.closed_on = max(account.verified_on, step.day(life.now))


def go_live(life: Life, step: Step) -> None:
    """A product is offered here and, usually, the shop is open."""
    product = _chosen([one for one in life.products if one.producer_id is not None], step)
    if product is None:
        return
    with suppress(Refusal):
        listing = life.listings.get(product.id) or actions.create_listing(
            life.session, product, OFFERED, actor_id=None, now=life.now
        )
        life.listings[product.id] = listing
        actions.publish(life.session, listing, actor_id=None, now=life.now)
        if step.how % 4:
            actions.open_shop(life.session, listing.producer, actor_id=None, now=life.now)


def go_off(life: Life, step: Step) -> None:
    listing = _chosen(list(life.listings.values()), step)
    if listing is not None:
        with suppress(Refusal):
            actions.pause(life.session, listing, actor_id=None, now=life.now)


def turn_shop(life: Life, step: Step) -> None:
    producer = _chosen(life.producers, step)
    if producer is not None:
        turn = actions.close_shop if producer.shop_opened_at else actions.open_shop
        turn(life.session, producer, actor_id=None, now=life.now)


def train(life: Life, step: Step) -> None:
    producer = _chosen(life.producers, step)
    if producer is None:
        return
    held_on = step.day(life.now)
    training = life.add(Training(held_on=held_on, topic="Bán hàng", recorded_at=life.now))
    life.trainings.append(training)
    life.attendances.append(
        life.add(TrainingAttendance(training_id=training.id, producer_id=producer.id))
    )


def correct_training(life: Life, step: Step) -> None:
    training, attendance = _chosen(life.trainings, step), _chosen(life.attendances, step)
    if training is None or attendance is None:
        return
    if step.how % 2:
        training.held_on = step.day(life.now)
    else:
        attendance.cancelled_at = None if attendance.cancelled_at else life.now


def declare(life: Life, step: Step) -> None:
    platform = _chosen([one for one in life.platforms if not one.is_here], step)
    if platform is None:
        return
    month = step.day(life.now).replace(day=1)
    if any((one.platform_id, one.month) == (platform.id, month) for one in life.declared):
        return
    life.declared.append(
        life.add(
            DeclaredSale(
                platform_id=platform.id,
                month=month,
                orders=step.how,
                value_vnd=Vnd(100_000 * step.when),
                declared_by="Bưu điện",
                recorded_at=life.now,
            )
        )
    )


def correct_declaration(life: Life, step: Step) -> None:
    declared = _chosen(life.declared, step)
    if declared is not None:
        declared.orders += 1
        declared.withdrawn_at = life.now if step.how % 2 else None


def send_order(life: Life, step: Step) -> None:
    producer = _chosen(life.producers, step)
    if producer is None:
        return
    life.purchase = life.purchase or _purchase(life)
    life.add(
        SellerOrder(
            purchase_id=life.purchase.id,
            position=life.number(),
            producer_id=producer.id,
            producer_name=producer.name,
            subtotal_vnd=Vnd(50_000 * (1 + step.how)),
            state=OrderState.PAID if step.how % 4 == 0 else OrderState.SENT,
            sent_at=None if step.how % 4 == 0 else life.now,
        )
    )


def _purchase(life: Life) -> Purchase:
    province_id = life._units["34", "15"]
    return life.add(
        Purchase(
            number="H1",
            secret="s",
            checkout_token="t",
            buyer_name="Cô Hoa",
            phone="+84912345678",
            province_id=province_id,
            commune_id=life._units["34", "02647"],
            address="Thôn 1",
            locale="vi",
            total_vnd=Vnd(1),
            placed_at=life.now,
            pay_by=life.now,
        )
    )


def join(life: Life, step: Step) -> None:
    producer = _chosen(life.producers, step)
    if producer is None:
        return
    number = life.number()
    user = life.add(
        User(
            name=f"Người {number}",
            email=f"{number}@example.com",
            password_hash="!",
            audience=Audience.PRODUCER,
            created_at=life.now,
        )
    )
    life.members.append(
        life.add(ProducerMember(producer_id=producer.id, user_id=user.id, joined_at=life.now))
    )


def use_account(life: Life, step: Step) -> None:
    member = _chosen(life.members, step)
    if member is None:
        return
    if step.how % 3 == 0:
        member.left_at = member.left_at or life.now
        return
    life.add(
        LoginSession(
            user_id=member.user_id,
            token_hash=f"{life.number()}",
            started_at=life.now,
            expires_at=life.now,
        )
    )


def add_decision(life: Life, step: Step) -> None:
    certificate = _chosen(life.certificates, step)
    if certificate is not None:
        decision = life.add(Decision(number=f"{life.number()}/QĐ-UBND"))
        certificate.decision_id = decision.id


STEPS: dict[str, Callable[[Life, Step], None]] = {
    act.__name__: act
    for act in (
        add_producer,
        add_product,
        add_certificate,
        end_certificate,
        correct_product,
        correct_certificate,
        correct_producer,
        merge,
        undo_merge,
        add_platform,
        change_platform,
        see_outside,
        look_again,
        add_account,
        change_account,
        go_live,
        go_off,
        turn_shop,
        train,
        correct_training,
        declare,
        correct_declaration,
        send_order,
        join,
        use_account,
        add_decision,
    )
}

_small = st.integers(0, 11)
# What the figures hang on happens more often than what is rare in life, too.
_OFTEN = (see_outside, see_outside, go_live, merge, add_certificate, turn_shop, add_account, join)
_names = st.sampled_from(sorted(STEPS) + [act.__name__ for act in _OFTEN])
_step = st.builds(Step, _names, _small, _small, _small)
_BEGINNING = ("add_producer", "add_producer", "add_product", "add_product", "add_product")
_beginning = st.tuples(
    *(st.builds(Step, st.just(name), _small, _small, _small) for name in _BEGINNING),
    st.builds(Step, st.just("add_platform"), _small, _small, st.just(1)),  # it counts
)
steps = st.builds(
    lambda first, rest: [*first, *rest], _beginning, st.lists(_step, min_size=8, max_size=36)
)
