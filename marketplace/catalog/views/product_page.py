"""What a product page is made of, for buyers and for the producer who looks at it before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marketplace import db
from marketplace.catalog import queries, rules
from marketplace.catalog.queries import Offer, PictureView
from marketplace.catalog.rules import KilogramPrice, Standing, StockLevel
from marketplace.registry.models import Certificate
from marketplace.registry.rules import Group, group


@dataclass(frozen=True, slots=True)
class ProductPage:
    """Everything the templates show of one listing on one day."""

    offer: Offer
    pictures: Sequence[PictureView]
    certificate: Certificate | None
    standing: Standing
    group: Group | None
    per_kg: KilogramPrice | None
    stock_level: StockLevel
    is_alcohol: bool

    @property
    def stars(self) -> int | None:
        """The stars of today, which only a decision in force gives."""
        if self.certificate is None or self.standing is not Standing.IN_FORCE:
            return None
        return self.certificate.proven_stars


def product_page(offer: Offer, day: date) -> ProductPage:
    """Gather the page: two statements more than the offer itself."""
    certificates = queries.certificates_of(db.session(), offer.product_id)
    certificate, standing = rules.speaking_certificate(certificates, day)
    return ProductPage(
        offer=offer,
        pictures=queries.pictures_of(db.session(), offer.id),
        certificate=certificate,
        standing=standing,
        group=group(offer.group_no) if offer.group_no else None,
        per_kg=rules.price_per_kg(offer.price_vnd, offer.unit),
        stock_level=rules.stock_level(offer.stock),
        is_alcohol=rules.is_alcohol(offer.group_no),
    )
