"""A market of any size written straight into the tables: quick, and the same on every run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from bench import goods
from marketplace.accounts.models import User
from marketplace.accounts.rules import hash_password
from marketplace.audience import Audience
from marketplace.catalog.models import (
    Listing,
    ListingState,
    LivePeriod,
    OutsideListing,
    Picture,
    Platform,
)
from marketplace.clock import add_months, day_in_vietnam
from marketplace.orders.models import OrderLine, OrderState, Purchase, SellerOrder
from marketplace.orders.rules.numbers import check_sign
from marketplace.producers.models import (
    EPaymentAccount,
    EPaymentKind,
    Producer,
    ProducerKind,
    ProducerMember,
    VerificationMethod,
)
from marketplace.registry.models import Certificate, Decision, Precision, Product
from marketplace.text import fold

PASSWORD = "phiên chợ vùng cao"
SELLER, STAFF = "lan@example.com", "tung@example.com"
PRODUCTS_A_PRODUCER, PRODUCTS_A_DECISION = 6, 30
MOST_ORDERS = 200
Row = dict[str, Any]


def fill(session: Session, products: int, communes: Sequence[tuple[int, int]]) -> None:
    """Write so many products with all that belongs to them, the first of every six not on sale.

    ``communes`` are pairs of a commune and its province. ``SELLER`` runs the first producer's shop
    and has one order to pack for each product of the market, but no more than 200.
    """
    for table, rows in Rows(products, communes).tables():
        # A made-up market has no history: nothing in it was ever otherwise.
        session.execute(insert(table), list(rows), execution_options={"tracked": True})
        _count_on(session, table)


def _count_on(session: Session, table: Any) -> None:
    """Let PostgreSQL give the next row the next number; SQLite does so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
        session.execute(select(func.setval(sequence, select(func.max(table.id)).scalar_subquery())))


class Rows:
    """The rows of every table, parents before their children. Everything is numbered from 1."""

    def __init__(self, products: int, communes: Sequence[tuple[int, int]]) -> None:
        self.chance = Random(2026)
        self.now = datetime.now(UTC)
        self.today = day_in_vietnam(self.now)
        self.communes = communes
        self.numbers = range(1, products + 1)
        self.names = [goods.product(self.chance, number) for number in self.numbers]
        self.producers = range(1, _producer_of(products) + 1)
        self.orders = range(1, min(products, MOST_ORDERS) + 1)

    def tables(self) -> Iterator[tuple[Any, Iterable[Row]]]:
        """Every table with its rows."""
        yield User, self.users()
        yield Producer, self.shops()
        yield ProducerMember, [{"producer_id": 1, "user_id": 1, "joined_at": self.now}]
        yield EPaymentAccount, self.accounts()
        yield Decision, self.decisions()
        yield Product, self.products()
        yield Certificate, self.certificates()
        yield Listing, self.listings()
        yield LivePeriod, self.live_periods()
        yield Picture, self.pictures()
        yield Platform, [{"code": "postmart", "name": "Postmart", "counted_from": date(2018, 5, 7)}]
        yield OutsideListing, self.outside_listings()
        yield Purchase, self.purchases()
        yield SellerOrder, self.seller_orders()
        yield OrderLine, self.order_lines()

    def users(self) -> Iterator[Row]:
        for name, email, audience in (
            ("Chị Lan", SELLER, Audience.PRODUCER),
            ("Anh Tùng", STAFF, Audience.STAFF),
        ):
            yield {
                "name": name,
                "email": email,
                "password_hash": hash_password(PASSWORD),
                "audience": audience,
                "created_at": self.now,
            }

    def shops(self) -> Iterator[Row]:
        for number in self.producers:
            name = goods.producer(self.chance, number)
            unit_id, province_id = self.chance.choice(self.communes)
            yield {
                "id": number,
                "name": name,
                "name_key": fold(name),
                "slug": goods.slug(name),
                "kind": self.chance.choice(list(ProducerKind)),
                "province_id": province_id,
                "unit_id": unit_id,
                "phone": "+84912345678",
                "intro": goods.STORY,
                "shop_opened_at": self.now - timedelta(days=400),
                "created_at": self.now,
            }

    def accounts(self) -> Iterator[Row]:
        for number in self.producers:
            if number % 5 != 0:
                yield {
                    "producer_id": number,
                    "kind": EPaymentKind.BANK,
                    "provider": "Agribank",
                    "holder": f"Chủ thể {number}",
                    "last_digits": f"{number % 10_000:04}",
                    "verified_on": self.today - timedelta(days=100),
                    "verified_how": VerificationMethod.STATEMENT,
                    "recorded_at": self.now,
                }

    def decisions(self) -> Iterator[Row]:
        for number in range(1, self.numbers[-1] // PRODUCTS_A_DECISION + 2):
            yield {
                "id": number,
                "number": f"{number}/QĐ-UBND",
                "issued_from": self._issued_on(number),
                "issued_precision": Precision.DAY,
            }

    def products(self) -> Iterator[Row]:
        for number, (name, group_no) in zip(self.numbers, self.names, strict=True):
            unit_id, province_id = self.communes[_producer_of(number) % len(self.communes)]
            yield {
                "id": number,
                "name": name,
                "name_key": fold(name),
                "producer_id": _producer_of(number),
                "province_id": province_id,
                "unit_id": unit_id,
                "group_no": group_no,
                "created_at": self.now,
            }

    def certificates(self) -> Iterator[Row]:
        """One for each product: three in four are in force, one in nine has no stated star."""
        for number in self.numbers:
            decision = number // PRODUCTS_A_DECISION + 1
            issued = self._issued_on(decision)
            yield {
                "product_id": number,
                "decision_id": decision,
                "number": f"GCN-{number}",
                "stars": None if number % 9 == 0 else 3 + number % 3,
                "issued_from": issued,
                "issued_to": issued,
                "issued_precision": Precision.DAY,
                "valid_until": add_months(issued, 36),
                "source": "cổng thông tin của tỉnh",
            }

    def _issued_on(self, decision: int) -> date:
        return self.today - timedelta(days=30 + 37 * decision % 1460)

    def listings(self) -> Iterator[Row]:
        for number, (name, group_no) in zip(self.numbers, self.names, strict=True):
            unit, weight_g = self.chance.choice(goods.UNITS)
            moment = self.now - timedelta(minutes=number)
            yield {
                "id": number,
                "product_id": number,
                "producer_id": _producer_of(number),
                "slug": goods.slug(name),
                "group_no": group_no,
                "price_vnd": 5_000 * self.chance.randint(4, 200),
                "unit": unit,
                "weight_g": weight_g,
                "stock": 0 if number % 20 == 0 else 900_000,
                "story": goods.STORY,
                "state": ListingState.PUBLISHED if _is_on_sale(number) else ListingState.DRAFT,
                "published_at": moment if _is_on_sale(number) else None,
                "created_at": moment,
                "updated_at": moment,
            }

    def live_periods(self) -> Iterator[Row]:
        for number in filter(_is_on_sale, self.numbers):
            yield {
                "listing_id": number,
                "product_id": number,
                "live_from": self.now - timedelta(days=60),
            }

    def pictures(self) -> Iterator[Row]:
        for number in filter(_is_on_sale, self.numbers):
            for position in range(number % 3):
                yield {
                    "listing_id": number,
                    "file_key": f"{number:060x}{position:04x}",
                    "width": 1280,
                    "height": 960,
                    "position": position,
                }

    def outside_listings(self) -> Iterator[Row]:
        for number in self.numbers[::5]:
            yield {
                "product_id": number,
                "platform_id": 1,
                "url": f"https://vidu.vn/{number}",
                "seen_on": self.today - timedelta(days=50),
                "recorded_at": self.now,
            }

    def purchases(self) -> Iterator[Row]:
        unit_id, province_id = self.communes[0]
        for number in self.orders:
            placed_at = self.now - timedelta(hours=number)
            yield {
                "id": number,
                "number": _order_number(number),
                "secret": secret_of(number),
                "checkout_token": secret_of(number),
                "buyer_name": "Cô Hoa",
                "phone": "+84987654321",
                "province_id": province_id,
                "commune_id": unit_id,
                "address": "12 đường Hoàng Liên, Phường Lào Cai, Tỉnh Lào Cai",
                "locale": "vi",
                "total_vnd": 300_000,
                "placed_at": placed_at,
                "pay_by": placed_at + timedelta(hours=1),
                "paid_at": placed_at + timedelta(minutes=3),
                "closed_at": placed_at + timedelta(minutes=3),
            }

    def seller_orders(self) -> Iterator[Row]:
        for number in self.orders:
            yield {
                "id": number,
                "purchase_id": number,
                "position": 1,
                "producer_id": 1,
                "producer_name": "Hợp tác xã",
                "subtotal_vnd": 300_000,
                "state": OrderState.PAID,
            }

    def order_lines(self) -> Iterator[Row]:
        for number in self.orders:
            for product in (2, 3):
                yield {
                    "order_id": number,
                    "listing_id": product,
                    "product_id": product,
                    "name": self.names[product - 1][0],
                    "unit": "hộp 200 g",
                    "price_vnd": 150_000,
                    "quantity": 1,
                    "amount_vnd": 150_000,
                    "stars": 4,
                    "certificate_number": f"GCN-{product}",
                }


def secret_of(purchase: int) -> str:
    """What opens the page of a purchase."""
    return f"{purchase:043}"


def _producer_of(product: int) -> int:
    return (product - 1) // PRODUCTS_A_PRODUCER + 1


def _is_on_sale(product: int) -> bool:
    return product % PRODUCTS_A_PRODUCER != 1


def _order_number(number: int) -> str:
    body = f"{number + 222:07}".replace("0", "A").replace("1", "B")
    return body + check_sign(body)
