"""The merged province on 12 December 2025, as the newspapers told its register.

605 products in force: 551 with three stars, 52 with four, 2 with five; 480 food, 41 drinks, 26
herbal, 36 handicraft, 20 tourism, 2 ornamental; from 82 of 99 communes. In 2025 62 were new
against a plan of 54, 10 were assessed again, and one lost its four stars. What stands around them
(who makes them, where they are sold, who was trained) is made up, the same on every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain, repeat
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from marketplace.accounts.models import LoginSession, User
from marketplace.admin_units.models import AdminUnit, Level, Scheme
from marketplace.audience import Audience
from marketplace.catalog.models import OutsideCheck, OutsideListing, Platform
from marketplace.clock import add_months
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
from marketplace.registry.models import (
    Certificate,
    Decision,
    Evidence,
    Precision,
    Product,
    RevocationGround,
)
from marketplace.reports.models import DeclaredSale, Target
from marketplace.text import fold
from tests.reports.market import LONG_AGO, Market

DAY = date(2025, 12, 12)
NOON = datetime(2025, 12, 12, 5, tzinfo=UTC)
PRODUCTS, NEW, REASSESSED, PLANNED = 605, 62, 10, 54
STARS = {3: 551, 4: 52, 5: 2}
SECTORS = {"I": 480, "II": 41, "III": 26, "IV": 36, "V": 2, "VI": 20}
GROUPS = {"I": (4, 8, 11), "II": (14, 17), "III": (18, 20), "IV": (21, 22), "V": (23,), "VI": (26,)}
COMMUNES_WITH, COMMUNES = 82, 99
KINDS = {
    ProducerKind.COOPERATIVE: 150,
    ProducerKind.COOPERATIVE_GROUP: 30,
    ProducerKind.ENTERPRISE: 40,
    ProducerKind.HOUSEHOLD: 75,
    ProducerKind.FARM: 3,
    ProducerKind.ASSOCIATION: 2,
}
PRODUCERS = 300
LISTED, PROMOTED, WITH_ACCOUNT, WITH_SHOP, TRAINED = 590, 575, 285, 120, 90
LOST = "Bưởi Múc đã thu hồi"


class December2025:
    """Writes the scene into the database of a test."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.communes = _communes(session)[:COMMUNES_WITH]
        self.platforms = self._all(
            Platform(code=code, name=name, counted_from=date(2019, 1, 1), **channel)
            for code, name, channel in (
                ("postmart", "Postmart", {}),
                ("voso", "Voso", {}),
                ("san-tinh", "Sàn tỉnh", {"is_provincial": True}),
            )
        )
        self.promotion = self._one(
            Platform(code="xttm", name="Trang xúc tiến thương mại", is_promotion=True)
        )
        self.producers = self._producers()
        self.products = self._products()
        self._certify()
        self._lost()
        self._sell()
        self._accounts()
        self._people()
        self._orders()
        self._plan()

    def _one(self, thing: Any) -> Any:
        return self._all([thing])[0]

    def _all(self, things: Any) -> list[Any]:
        added = list(things)
        self.session.add_all(added)
        self.session.flush()
        return added

    def _place(self, number: int) -> dict[str, int]:
        """The first 82 go to 82 communes, later ones to some of them."""
        unit, old_unit, province_id = self.communes[number * number % COMMUNES_WITH]
        if number < COMMUNES_WITH:
            unit, old_unit, province_id = self.communes[number]
        return {"unit_id": unit, "old_unit_id": old_unit, "province_id": province_id}

    def _producers(self) -> list[Producer]:
        kinds = chain.from_iterable(repeat(kind, number) for kind, number in KINDS.items())
        return self._all(
            Producer(
                name=f"Chủ thể số {number:03}",
                name_key=f"chu the so {number:03}",
                slug=f"chu-the-so-{number}",
                kind=kind,
                is_woman_led=number % 9 < 4,
                is_minority_led=number % 2 == 0,
                representative_consent_on=date(2025, 1, 1),
                created_at=LONG_AGO,
                shop_opened_at=LONG_AGO if number < WITH_SHOP else None,
                **self._place(number),
            )
            for number, kind in enumerate(kinds)
        )

    def _products(self) -> list[Product]:
        sectors = list(chain.from_iterable(repeat(key, number) for key, number in SECTORS.items()))
        return self._all(
            Product(
                name=f"Sản phẩm số {number:03}",
                name_key=fold(f"Sản phẩm số {number:03}"),
                producer_id=self.producers[number % PRODUCERS].id,
                sector=sector,
                group_no=GROUPS[sector][number % len(GROUPS[sector])],
                created_at=LONG_AGO,
                **self._place(number),
            )
            for number, sector in enumerate(sectors)
        )

    def _certify(self) -> None:
        """62 new in 2025, 10 assessed again in 2025, all others from the two years before."""
        decisions = self._all(
            Decision(
                number=f"{number}/QĐ-UBND",
                issued_from=day,
                issued_precision=Precision.DAY,
                issuing_body="UBND tỉnh Lào Cai",
            )
            for number, day in ((101, date(2023, 6, 1)), (202, date(2024, 7, 1)),
                                (303, date(2025, 6, 30)), (44, date(2022, 10, 1)))
        )  # fmt: skip
        stars = list(chain.from_iterable(repeat(key, number) for key, number in STARS.items()))
        made = []
        for number, product in enumerate(self.products):
            decision = decisions[number % 2]
            if number < NEW + REASSESSED:
                decision = decisions[2]
            if NEW <= number < NEW + REASSESSED:
                made.append(_certificate(product, decisions[3], stars[number], number + 1000))
            made.append(_certificate(product, decision, stars[number], number))
        self._all(made)

    def _lost(self) -> None:
        """A product with four stars whose growing area lost its certificate."""
        product = self._one(
            Product(
                name=LOST,
                name_key=fold(LOST),
                producer_id=self.producers[0].id,
                sector="I",
                group_no=1,
                created_at=LONG_AGO,
                **self._place(0),
            )
        )
        decision = self.session.scalars(select(Decision)).first()
        certificate = _certificate(product, decision, 4, 2000)
        certificate.revoked_on = date(2025, 9, 1)
        certificate.revoked_ground = RevocationGround.CRITERIA_NO_LONGER_MET
        self._one(certificate)

    def _sell(self) -> None:
        """590 are listed: 40 of them here too; 575 are on both channels of the province."""
        market = Market(self.session)
        for product in self.products[:40]:
            market.live(product)
        here_too = enumerate(self.products[:LISTED])
        seen = [(product, self.platforms[number % 2]) for number, product in here_too]
        for product in self.products[:PROMOTED]:
            seen += [(product, self.platforms[2]), (product, self.promotion)]
        self._all(
            OutsideListing(
                product_id=product.id,
                platform_id=platform.id,
                url=f"https://vidu.vn/{platform.code}/{product.id}",
                seen_on=date(2025, 10, 1),
                recorded_at=LONG_AGO,
                checks=[
                    OutsideCheck(
                        checked_on=date(2025, 10, 1),
                        stale_on=date(2025, 12, 30),
                        recorded_at=LONG_AGO,
                    )
                ],
            )
            for product, platform in seen
        )

    def _accounts(self) -> None:
        self._all(
            EPaymentAccount(
                producer_id=producer.id,
                kind=tuple(EPaymentKind)[number % 3],
                provider="Agribank",
                holder=producer.name,
                last_digits="1234",
                verified_on=date(2025, 3, 1),
                verified_how=VerificationMethod.STATEMENT,
                recorded_at=LONG_AGO,
            )
            for number, producer in enumerate(self.producers[:WITH_ACCOUNT])
        )

    def _people(self) -> None:
        """120 have an account here, 60 of them logged in lately or sold; 90 were trained."""
        users = self._all(
            User(
                name=f"Người bán {number}",
                email=f"nguoi-ban-{number}@example.com",
                password_hash="!",
                audience=Audience.PRODUCER,
                created_at=LONG_AGO,
            )
            for number in range(WITH_SHOP)
        )
        self._all(
            ProducerMember(producer_id=producer.id, user_id=user.id, joined_at=LONG_AGO)
            for producer, user in zip(self.producers, users, strict=False)
        )
        self._all(
            LoginSession(user_id=user.id, token_hash=f"{user.id}", started_at=NOON, expires_at=NOON)
            for user in users[:60]
        )
        course = self._one(
            Training(held_on=date(2025, 5, 20), topic="Bán hàng trên mạng", recorded_at=LONG_AGO)
        )
        self._all(
            TrainingAttendance(training_id=course.id, producer_id=producer.id, people=2)
            for producer in self.producers[:TRAINED]
        )

    def _orders(self) -> None:
        """One order a day in November, one in December; Postmart declared November."""
        unit = self.communes[0][0]
        province_id = self.producers[0].province_id
        purchase = self._one(
            Purchase(
                number="P1",
                secret="s",
                checkout_token="t",
                buyer_name="Cô Hoa",
                phone="+84912345678",
                province_id=province_id,
                commune_id=unit,
                address="Thôn 1",
                locale="vi",
                total_vnd=Vnd(1),
                placed_at=LONG_AGO,
                pay_by=LONG_AGO,
            )
        )
        sent = [datetime(2025, 11, day, 5, tzinfo=UTC) for day in range(1, 31)]
        self._all(
            SellerOrder(
                purchase_id=purchase.id,
                position=number,
                producer_id=self.producers[number % 20].id,
                producer_name="",
                subtotal_vnd=Vnd(200_000),
                state=OrderState.SENT,
                sent_at=moment,
            )
            for number, moment in enumerate([*sent, datetime(2025, 12, 1, 5, tzinfo=UTC)], 1)
        )
        self._one(
            DeclaredSale(
                platform_id=self.platforms[0].id,
                month=date(2025, 11, 1),
                orders=412,
                value_vnd=Vnd(61_800_000),
                declared_by="Bưu điện tỉnh",
                recorded_at=NOON,
            )
        )

    def _plan(self) -> None:
        self._one(
            Target(
                measure="new_products",
                year=2025,
                value=Decimal(PLANNED),
                source="Kế hoạch năm 2025",
                recorded_at=LONG_AGO,
            )
        )


def _certificate(product: Product, decision: Any, stars: int, number: int) -> Certificate:
    day = decision.issued_from
    return Certificate(
        product_id=product.id,
        decision_id=decision.id,
        number=f"GCN-{number:04}",
        stars=stars,
        issued_from=day,
        issued_to=day,
        issued_precision=Precision.DAY,
        valid_until=add_months(day, 36),
        evidence=Evidence.DECISION,
    )


def _communes(session: Session) -> Sequence[Any]:
    """The 99 communes of the province: each with a part of the old map, and the province."""
    old, province = aliased(AdminUnit), aliased(AdminUnit)
    parts = session.execute(
        select(AdminUnit.id, old.id, province.id)
        .join(province, province.id == AdminUnit.parent_id)
        .join(old, (old.merged_into_id == AdminUnit.id) & (old.level == Level.COMMUNE))
        .where(province.scheme == Scheme.SINCE_2025, province.code == "15")
        .order_by(AdminUnit.code, old.code.desc())
    )
    return list({row[0]: row for row in parts}.values())


def december_2025(session: Session) -> December2025:
    """Add the scene to the database of a test."""
    return December2025(session)
