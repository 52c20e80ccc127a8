"""What the office of the demo recorded, made up where it is not said otherwise."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.audit import history
from marketplace.catalog import actions as catalog
from marketplace.catalog.models import Platform
from marketplace.demo import queries
from marketplace.money import Vnd
from marketplace.producers.actions.trainings import Course, record_attendance, record_training
from marketplace.producers.models import EPaymentAccount, EPaymentKind, VerificationMethod
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.registry.actions import follow_ups
from marketplace.registry.models import Product
from marketplace.registry.rules.follow_ups import Subject
from marketplace.reports.rules import Indicator
from marketplace.reports.sales import actions as sales
from marketplace.reports.targets import actions as targets
from marketplace.reports.targets.rules import Measure

REASON = "demo.loaded"
SEEN_BEFORE = timedelta(days=30)
# These plans are real, as the press reported them: the results were 57 and 62.
PLANS = ((2024, 30), (2025, 54))


def load(session: Session, staff: User, helper: User, *, now: datetime) -> None:
    """Record what staff would have: platforms, accounts, courses, sales, plans, and a task."""
    today = clock.day_in_vietnam(now)
    history.because(session, actor_id=staff.id, reason=REASON, now=now)
    platform = Platform(
        code="minh-hoa",
        name="Sàn minh họa",
        counted_from=PROGRAMME_BEGAN,
        is_provincial=True,
    )
    promotion = Platform(code="xttm-minh-hoa", name="Trang xúc tiến minh họa", is_promotion=True)
    session.add_all([platform, promotion])
    session.flush()
    _load_outside_listings(session, platform, promotion, staff, now)
    _load_accounts(session, staff, today, now)
    _load_courses(session, staff, today, now)
    _load_declared_sales(session, platform, staff, today, now)
    _load_plans(session, staff, now)
    _assign(session, staff, helper, today, now)


def _load_outside_listings(
    session: Session, platform: Platform, promotion: Platform, staff: User, now: datetime
) -> None:
    """All but two of the other products in force were seen on a platform, half of them on both."""
    today = clock.day_in_vietnam(now)
    for place, product in enumerate(queries.products_in_force_not_listed(session, today)[:-2]):
        _see(session, product, platform, staff, now)
        if place % 2:
            _see(session, product, promotion, staff, now)


def _assign(session: Session, staff: User, helper: User, today: date, now: datetime) -> None:
    """The helper is asked about one of the products that are not on sale yet."""
    missing = queries.products_in_force_not_listed(session, today)[-1:]
    follow_ups.assign(
        session,
        [Subject(product_id=product.id) for product in missing],
        indicator=Indicator.LISTING.value,
        helper=helper,
        due_on=today + timedelta(days=14),
        text="Giúp chủ thể mở gian hàng và đăng sản phẩm này lên chợ.",
        actor_id=staff.id,
        now=now,
    )


def _see(
    session: Session, product: Product, platform: Platform, staff: User, now: datetime
) -> None:
    catalog.record_outside_listing(
        session,
        product,
        platform,
        f"https://{platform.code}.invalid/{product.id}",
        seen_on=clock.day_in_vietnam(now) - SEEN_BEFORE,
        seen_by_id=staff.id,
        now=now,
    )


def _load_accounts(session: Session, staff: User, today: date, now: datetime) -> None:
    """All but one of the producers with a product in force have a verified account."""
    history.because(session, actor_id=staff.id, reason=REASON, now=now)
    for place, producer in enumerate(queries.producers_in_force(session, today)[:-1]):
        session.add(
            EPaymentAccount(
                producer_id=producer.id,
                kind=list(EPaymentKind)[place % len(EPaymentKind)],
                provider="Ngân hàng minh họa",
                holder=producer.name[:120],
                last_digits=f"{1000 + 37 * place}"[-4:],
                verified_on=today - timedelta(days=200),
                verified_how=VerificationMethod.STATEMENT,
                verified_by_id=staff.id,
                recorded_at=now,
            )
        )


def _load_courses(session: Session, staff: User, today: date, now: datetime) -> None:
    """Two courses; two in three of the producers took part in one of them."""
    history.because(session, actor_id=staff.id, reason=REASON, now=now)
    courses = [
        record_training(
            session,
            Course(today - timedelta(days=days), f"{topic} (minh họa)", "Sở Công Thương"),
            actor_id=staff.id,
            now=now,
        )
        for days, topic in ((320, "Đưa sản phẩm lên sàn"), (90, "Thanh toán không dùng tiền mặt"))
    ]
    for place, producer in enumerate(queries.producers_in_force(session, today)):
        if place % 3 < len(courses):
            course = courses[place % 3]
            record_attendance(session, course, producer, 1, actor_id=staff.id, now=now)


def _load_declared_sales(
    session: Session, platform: Platform, staff: User, today: date, now: datetime
) -> None:
    """Six months of orders as the other platform would declare them."""
    month = today.replace(day=1)
    for place in range(6):
        month = (month - timedelta(days=1)).replace(day=1)
        declared = sales.SaleInput(
            orders=40 - 3 * place,
            value_vnd=Vnd(9_600_000 - 450_000 * place),
            declared_by="Ban quản lý sàn (minh họa)",
        )
        sales.record(session, platform, month, declared, actor_id=staff.id, now=now)


def _load_plans(session: Session, staff: User, now: datetime) -> None:
    for year, value in PLANS:
        plan = targets.TargetInput(
            Measure.NEW_PRODUCTS, year, Decimal(value), f"Kế hoạch OCOP năm {year} của tỉnh"
        )
        targets.record(session, plan, actor_id=staff.id, now=now)
