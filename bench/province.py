"""A province of any size with years of history, written straight into the tables.

The same on every run. 17,000 products have 25,000 certificates and 9,000 producers; two in three
are listed outside and checked every quarter, half are on sale here, some were merged or corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from bench import goods
from marketplace.accounts.models import LoginSession, User
from marketplace.admin_units.models import AdminUnit, Level, Scheme
from marketplace.audience import Audience
from marketplace.audit.models import FactChange
from marketplace.catalog.models import (
    Listing,
    ListingState,
    LivePeriod,
    OutsideCheck,
    OutsideListing,
    Platform,
)
from marketplace.clock import add_months
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
from marketplace.registry.rules.groups import groups
from marketplace.reports.models import DeclaredSale
from marketplace.text import fold

Row = dict[str, Any]
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
TODAY = date(2026, 11, 23)
BEGUN = date(2021, 11, 23)  # five years of history
BATCH = 5_000
PLATFORMS = ("postmart", "voso", "san-tinh", "xttm", "shopee", "tiktok")


@dataclass(frozen=True)
class Size:
    """How large the province is."""

    products: int = 17_000
    producers: int = 9_000
    orders: int = 100_000

    @property
    def assessed_twice(self) -> int:
        """How many products have a second certificate."""
        return 8 * self.products // 17


def fill(session: Session, size: Size) -> None:
    """Write everything; the places of the country are there already."""
    connection = session.connection()
    for model, rows in Province(session, size).tables():
        table: Table = model.__table__
        remaining = iter(rows)
        while batch := list(islice(remaining, BATCH)):
            connection.execute(insert(table), batch)
        _count_on(session, model)


def _count_on(session: Session, model: Any) -> None:
    """Let PostgreSQL give the next row the next number; SQLite does so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(model.__tablename__, "id")
        session.execute(select(func.setval(sequence, select(func.max(model.id)).scalar_subquery())))


class Province:
    """The rows of every table, parents before their children, numbered from 1."""

    def __init__(self, session: Session, size: Size) -> None:
        self.size = size
        self.chance = Random(2026)
        self.places = _places(session)
        self.products = range(1, size.products + 1)
        self.producers = range(1, size.producers + 1)

    def tables(self) -> Iterator[tuple[Any, Iterable[Row]]]:
        """Every table with its rows."""
        yield User, self.users()
        yield Producer, self.makers()
        yield ProducerMember, self.members()
        yield LoginSession, self.log_ins()
        yield EPaymentAccount, self.accounts()
        yield Training, self.trainings()
        yield TrainingAttendance, self.attendances()
        yield Decision, self.decisions()
        yield Product, self.goods()
        yield Certificate, self.certificates()
        yield Listing, self.listings()
        yield LivePeriod, self.live_periods()
        yield Platform, self.platforms()
        yield OutsideListing, self.outside()
        yield OutsideCheck, self.checks()
        yield DeclaredSale, self.declared()
        yield Purchase, self.purchases()
        yield SellerOrder, self.orders()
        yield FactChange, self.changes()

    def _day(self, number: int) -> date:
        """A day of the five years."""
        return BEGUN + timedelta(days=number * 7919 % 1800)

    def _moment(self, number: int) -> datetime:
        return datetime(2021, 11, 24, tzinfo=UTC) + timedelta(minutes=number * 104_729 % 2_600_000)

    def users(self) -> Iterator[Row]:
        for number in self.producers[::3]:
            yield {
                "id": number,
                "name": f"Người bán {number}",
                "email": f"{number}@example.com",
                "password_hash": "!",
                "audience": Audience.PRODUCER,
                "created_at": self._moment(number),
            }

    def makers(self) -> Iterator[Row]:
        kinds = [*ProducerKind, None]
        for number in self.producers:
            name = goods.producer(self.chance, number)
            yield {
                "id": number,
                "name": name,
                "name_key": fold(name),
                "slug": goods.slug(name),
                "kind": kinds[number % 7],
                "is_woman_led": (True, False, None)[number % 3],
                "is_minority_led": (True, False, None)[number // 3 % 3],
                "representative_consent_on": BEGUN,
                "shop_opened_at": self._moment(number) if number % 3 == 1 else None,
                "created_at": self._moment(number),
                "merged_into_id": 1 if number % 500 == 0 else None,
                **self._place(number),
            }

    def _place(self, number: int) -> Row:
        unit_id, old_unit_id, province_id = self.places[number * 31 % len(self.places)]
        old = old_unit_id if number % 3 else None
        return {"unit_id": unit_id, "old_unit_id": old, "province_id": province_id}

    def members(self) -> Iterator[Row]:
        for number in self.producers[::3]:
            yield {
                "producer_id": number,
                "user_id": number,
                "joined_at": self._moment(number),
                "left_at": NOW if number % 50 == 1 else None,
            }

    def log_ins(self) -> Iterator[Row]:
        for number in self.producers[::3]:
            for time in range(5):
                yield {
                    "user_id": number,
                    "token_hash": f"{number}-{time}",
                    "started_at": self._moment(number + time),
                    "expires_at": NOW,
                }

    def accounts(self) -> Iterator[Row]:
        for number in self.producers:
            if number % 5 == 0:
                continue
            yield {
                "producer_id": number,
                "kind": tuple(EPaymentKind)[number % 3],
                "provider": "Agribank",
                "holder": f"Chủ thể {number}",
                "last_digits": f"{number % 10_000:04}",
                "verified_on": self._day(number),
                "verified_how": VerificationMethod.STATEMENT,
                "recorded_at": NOW,
                "closed_on": TODAY if number % 40 == 1 else None,
            }

    def trainings(self) -> Iterator[Row]:
        for number in range(1, 101):
            yield {
                "id": number,
                "held_on": self._day(number),
                "topic": "Bán hàng trên mạng",
                "recorded_at": NOW,
            }

    def attendances(self) -> Iterator[Row]:
        for number in self.producers:
            if number % 2:
                yield {"training_id": number % 100 + 1, "producer_id": number, "people": 1}

    def decisions(self) -> Iterator[Row]:
        for number in range(1, 301):
            yield {
                "id": number,
                "number": f"{number}/QĐ-UBND",
                "issued_from": self._day(number),
                "issued_precision": Precision.DAY,
            }

    def goods(self) -> Iterator[Row]:
        sectors = {group.no: group.sector for group in groups()}
        for number in self.products:
            name, group_no = goods.product(self.chance, number)
            yield {
                "id": number,
                "name": name,
                "name_key": fold(name),
                "producer_id": number * 17 % self.size.producers + 1 if number % 100 else None,
                "sector": sectors[group_no],
                "group_no": group_no,
                "merged_into_id": 1 if number % 1000 == 0 else None,
                "created_at": self._moment(number),
                **self._place(number),
            }

    def certificates(self) -> Iterator[Row]:
        for number in self.products:
            yield self._certificate(number, number % 300 + 1, 0)
            if number <= self.size.assessed_twice:
                yield self._certificate(number, number % 300 + 1, 33)

    def _certificate(self, number: int, decision: int, months: int) -> Row:
        issued = add_months(self._day(decision), months)
        return {
            "product_id": number,
            "decision_id": decision,
            "number": f"GCN-{number}-{months}",
            "stars": 3 + number % 3,
            "issued_from": issued,
            "issued_to": issued,
            "issued_precision": Precision.DAY,
            "valid_until": add_months(issued, 36),
            "evidence": Evidence.PRESS if number % 50 == 0 else Evidence.DECISION,
            "revoked_on": add_months(issued, 12) if number % 200 == 0 else None,
            "filed_on": add_months(issued, 31) if number % 4 == 0 else None,
        }

    def listings(self) -> Iterator[Row]:
        for number in self.products[::2]:
            yield {
                "id": number,
                "product_id": number,
                "producer_id": number * 17 % self.size.producers + 1,
                "slug": f"san-pham-{number}",
                "price_vnd": 120_000,
                "unit": "hộp 200 g",
                "weight_g": 350,
                "stock": 10,
                "state": ListingState.PUBLISHED,
                "created_at": NOW,
                "updated_at": NOW,
            }

    def live_periods(self) -> Iterator[Row]:
        for number in self.products[::2]:
            begun = self._moment(number)
            for turn in range(3):
                first = begun + timedelta(days=100 * turn)
                last = None if turn == 2 else first + timedelta(days=80)
                yield {
                    "listing_id": number,
                    "product_id": number,
                    "live_from": first,
                    "live_to": last,
                }

    def platforms(self) -> Iterator[Row]:
        for number, code in enumerate(PLATFORMS, 1):
            yield {
                "id": number,
                "code": code,
                "name": code,
                "is_provincial": code == "san-tinh",
                "is_promotion": code == "xttm",
                "counted_from": BEGUN,
            }

    def _seen(self) -> Iterator[tuple[int, int, int]]:
        """A number, a product and a platform for each outside listing."""
        number = 0
        for product in self.products:
            for platform in range(1, product % 3 + 1):
                number += 1
                yield number, product, (product + platform) % len(PLATFORMS) + 1

    def outside(self) -> Iterator[Row]:
        for number, product, platform in self._seen():
            yield {
                "id": number,
                "product_id": product,
                "platform_id": platform,
                "url": f"https://vidu.vn/{product}",
                "seen_on": self._day(number),
                "ended_on": TODAY if number % 30 == 0 else None,
                "recorded_at": NOW,
            }

    def checks(self) -> Iterator[Row]:
        """A check each quarter, from the day it was seen until now."""
        for number, *_ in self._seen():
            day = self._day(number)
            while day <= TODAY:
                stale = day + timedelta(days=90)
                yield {
                    "listing_id": number,
                    "checked_on": day,
                    "stale_on": stale,
                    "recorded_at": NOW,
                }
                day += timedelta(days=85)

    def declared(self) -> Iterator[Row]:
        for platform in (1, 2):
            for month in range(60):
                yield {
                    "platform_id": platform,
                    "month": add_months(BEGUN.replace(day=1), month),
                    "orders": 100 + month,
                    "value_vnd": 10_000_000,
                    "declared_by": "Bưu điện",
                    "recorded_at": NOW,
                }

    def purchases(self) -> Iterator[Row]:
        unit_id, _, province_id = self.places[0]
        for number in range(1, self.size.orders + 1):
            moment = self._moment(number)
            yield {
                "id": number,
                "number": f"P{number}",
                "secret": f"s{number}",
                "checkout_token": f"t{number}",
                "buyer_name": "Cô Hoa",
                "phone": "+84987654321",
                "province_id": province_id,
                "commune_id": unit_id,
                "address": "12 đường Hoàng Liên",
                "locale": "vi",
                "total_vnd": 300_000,
                "placed_at": moment,
                "pay_by": moment,
            }

    def orders(self) -> Iterator[Row]:
        for number in range(1, self.size.orders + 1):
            is_sent = number % 20 != 0
            yield {
                "purchase_id": number,
                "position": 1,
                "producer_id": number * 13 % self.size.producers + 1,
                "producer_name": "Hợp tác xã",
                "subtotal_vnd": 100_000 + number % 9 * 10_000,
                "state": OrderState.SENT if is_sent else OrderState.PAID,
                "sent_at": self._moment(number) if is_sent else None,
            }

    def changes(self) -> Iterator[Row]:
        """Two corrections of each product, one of each producer, and shops that opened twice."""
        for number in self.products:
            for turn in range(2):
                yield self._change("products", number, turn, {"sector": ["I", "I"]})
        for number in self.producers:
            yield self._change("producers", number, 0, {"kind": ["farm", "farm"]})
            if number % 30 == 1:
                opened = datetime(2021, 11, 23, tzinfo=UTC).isoformat()
                yield self._change("producers", number, 1, {"shop_opened_at": [opened, None]})

    def _change(self, table: str, number: int, turn: int, changed: Row) -> Row:
        return {
            "at": self._moment(number + turn * 50_000),
            "table_name": table,
            "row_id": number,
            "is_new": False,
            "changed": changed,
            "reason": "Sửa theo biên bản",
        }


def _places(session: Session) -> Sequence[tuple[int, int, int]]:
    """Communes of the province, each with its parts on the old map."""
    province = select(AdminUnit.id).where(
        AdminUnit.scheme == Scheme.SINCE_2025, AdminUnit.code == "15"
    )
    communes = select(AdminUnit.id).where(AdminUnit.parent_id.in_(province))
    province_id = session.scalars(province).one()
    parts = session.execute(
        select(AdminUnit.merged_into_id, AdminUnit.id)
        .where(AdminUnit.merged_into_id.in_(communes), AdminUnit.level == Level.COMMUNE)
        .order_by(AdminUnit.id)
    )
    return [(unit_id, old_id, province_id) for unit_id, old_id in parts]
