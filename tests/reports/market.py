"""A small register and its market, row by row, for tests of figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.admin_units.models import AdminUnit
from marketplace.catalog.models import (
    Listing,
    ListingState,
    LivePeriod,
    OutsideCheck,
    OutsideListing,
    Platform,
)
from marketplace.clock import add_months
from marketplace.money import Vnd
from marketplace.producers.models import (
    EPaymentAccount,
    EPaymentKind,
    Producer,
    ProducerKind,
    VerificationMethod,
)
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.registry.models import Certificate, Evidence, Precision, Product

Thing = TypeVar("Thing")
LONG_AGO = datetime(2019, 1, 1, tzinfo=UTC)


@dataclass
class Market:
    """Adds rows to the database of a test; everything has a certificate in force unless told."""

    session: Session
    numbers: count[int] = field(default_factory=lambda: count(1))

    def producer(
        self,
        name: str = "Hợp tác xã",
        kind: ProducerKind | None = ProducerKind.COOPERATIVE,
        **facts: object,
    ) -> Producer:
        number = next(self.numbers)
        producer = Producer(
            name=name,
            name_key=name.lower(),
            slug=f"chu-the-{number}",
            kind=kind,
            created_at=LONG_AGO,
            **facts,
        )
        return self._added(producer)

    def product(
        self,
        name: str = "Mật ong",
        producer: Producer | None = None,
        issued_on: date | None = date(2022, 6, 1),
        **facts: object,
    ) -> Product:
        """A product; ``issued_on=None`` gives it no certificate."""
        certified = {key: facts.pop(key) for key in ("stars", "revoked_on") if key in facts}
        product = self._added(
            Product(
                name=name,
                name_key=name.lower(),
                producer_id=producer.id if producer else None,
                created_at=LONG_AGO,
                **facts,
            )
        )
        if issued_on is not None:
            self.certificate(product, issued_on, **certified)
        return product

    def certificate(
        self,
        product: Product,
        issued_from: date | None,
        issued_to: date | None = None,
        precision: Precision | None = None,
        stars: int | None = 3,
        evidence: Evidence = Evidence.DECISION,
        **facts: object,
    ) -> Certificate:
        """A certificate; a full date unless a later ``issued_to`` or no date is given."""
        exact = Precision.DAY if issued_from and issued_to is None else precision
        certificate = Certificate(
            product_id=product.id,
            number=f"GCN-{next(self.numbers)}",
            stars=stars,
            issued_from=issued_from,
            issued_to=issued_to or issued_from,
            issued_precision=exact,
            valid_until=add_months(issued_from, 36) if issued_from else None,
            evidence=evidence,
            **facts,
        )
        return self._added(certificate)

    def live(
        self, product: Product, live_from: datetime = LONG_AGO, live_to: datetime | None = None
    ) -> LivePeriod:
        """On sale here, from a moment to another."""
        listing = self.session.scalar(select(Listing).where(Listing.product_id == product.id))
        listing = listing or self._listing(product)
        period = LivePeriod(
            listing_id=listing.id, product_id=product.id, live_from=live_from, live_to=live_to
        )
        return self._added(period)

    def _listing(self, product: Product) -> Listing:
        return self._added(
            Listing(
                product_id=product.id,
                producer_id=product.producer_id or self.producer().id,
                slug=f"san-pham-{product.id}",
                price_vnd=Vnd(120_000),
                unit="hũ 500 g",
                weight_g=600,
                stock=10,
                state=ListingState.PUBLISHED,
                created_at=LONG_AGO,
                updated_at=LONG_AGO,
            )
        )

    def platform(self, code: str = "postmart", *, is_counted: bool = True) -> Platform:
        known = self.session.scalar(select(Platform).where(Platform.code == code))
        return known or self._added(
            Platform(
                code=code,
                name=code.capitalize(),
                counted_from=PROGRAMME_BEGAN if is_counted else None,
            )
        )

    def outside(
        self,
        product: Product,
        platform: Platform,
        seen_on: date = date(2022, 7, 1),
        ended_on: date | None = None,
        stale_on: date = date(2100, 1, 1),
    ) -> OutsideListing:
        """Seen on sale elsewhere."""
        return self._added(
            OutsideListing(
                product_id=product.id,
                platform_id=platform.id,
                url=f"https://vidu.vn/{product.id}",
                seen_on=seen_on,
                ended_on=ended_on,
                recorded_at=LONG_AGO,
                checks=[OutsideCheck(checked_on=seen_on, stale_on=stale_on, recorded_at=LONG_AGO)],
            )
        )

    def account(
        self,
        producer: Producer,
        verified_on: date = date(2022, 7, 1),
        closed_on: date | None = None,
        kind: EPaymentKind = EPaymentKind.BANK,
    ) -> EPaymentAccount:
        """A verified e-payment account."""
        return self._added(
            EPaymentAccount(
                producer_id=producer.id,
                kind=kind,
                provider="Agribank",
                holder=producer.name,
                last_digits="1234",
                verified_on=verified_on,
                verified_how=VerificationMethod.STATEMENT,
                closed_on=closed_on,
                recorded_at=LONG_AGO,
            )
        )

    def unit(self, scheme: str, code: str) -> AdminUnit:
        """A place of the country, as loaded."""
        return self.session.scalars(
            select(AdminUnit).where(AdminUnit.scheme == scheme, AdminUnit.code == code)
        ).one()

    def _added(self, thing: Thing) -> Thing:
        self.session.add(thing)
        self.session.flush()
        return thing
