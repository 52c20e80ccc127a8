"""Listings of registered products, their pictures, when they were live, and outside platforms."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db import Base, choice
from marketplace.money import Vnd
from marketplace.producers.models import Producer
from marketplace.registry.models import Product


class ListingState(enum.StrEnum):
    """Where a listing is in its life. Buyers see ``PUBLISHED`` only."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


class Listing(Base):
    """The offer of one registered product on this market. Stars are never stored here."""

    __tablename__ = "listings"
    __table_args__ = (
        CheckConstraint("price_vnd BETWEEN 1 AND 99999999", name="price"),
        CheckConstraint("stock BETWEEN 0 AND 999999", name="stock"),
        CheckConstraint("weight_g BETWEEN 1 AND 1000000", name="weight"),
        CheckConstraint("group_no BETWEEN 1 AND 26", name="group_no"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), unique=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    slug: Mapped[str] = mapped_column(String(120))
    group_no: Mapped[int | None]
    price_vnd: Mapped[Vnd]
    unit: Mapped[str] = mapped_column(String(40))  # "hũ 500 g"
    weight_g: Mapped[int]  # packed, grams
    stock: Mapped[int]
    story: Mapped[str] = mapped_column(Text, default="")
    is_illustration: Mapped[bool] = mapped_column(default=False)  # "giá minh họa"
    state: Mapped[ListingState] = mapped_column(choice(ListingState), default=ListingState.DRAFT)
    published_at: Mapped[datetime | None]  # first time
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    product: Mapped[Product] = relationship()
    producer: Mapped[Producer] = relationship()
    pictures: Mapped[list[Picture]] = relationship(
        back_populates="listing", order_by="Picture.position"
    )


class LivePeriod(Base):
    """A time during which a listing was on sale; figures of a past day are read from these."""

    __tablename__ = "listing_live_periods"
    __table_args__ = (
        CheckConstraint("live_to IS NULL OR live_to >= live_from", name="order"),
        Index("ix_listing_live_periods_dates", "product_id", "live_from", "live_to"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    live_from: Mapped[datetime]
    live_to: Mapped[datetime | None]  # from this moment on it is not on sale


class Picture(Base):
    """A picture of a listing, re-encoded by us. Files are named by content."""

    __tablename__ = "listing_pictures"
    __table_args__ = (UniqueConstraint("listing_id", "file_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    file_key: Mapped[str] = mapped_column(String(64))  # SHA-256; sizes are <key>-<width>.webp
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[int] = mapped_column(default=0)

    listing: Mapped[Listing] = relationship(back_populates="pictures")


class Platform(Base):
    """A place on the web where OCOP products are sold or shown: this market or another.

    A listing share counts platforms from ``counted_from`` to the day before ``counted_to``.
    """

    __tablename__ = "platforms"
    __table_args__ = (
        CheckConstraint("counted_to > counted_from", name="counted"),
        CheckConstraint("stale_after_days BETWEEN 1 AND 3660", name="stale_after"),
    )
    __tracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(200), default="")  # "https://postmart.vn"
    is_here: Mapped[bool] = mapped_column(default=False)  # this market: listings are not recorded
    is_provincial: Mapped[bool] = mapped_column(default=False)  # the province's own platform
    is_promotion: Mapped[bool] = mapped_column(default=False)  # its trade-promotion site
    counted_from: Mapped[date | None]  # None: never counted
    counted_to: Mapped[date | None]
    stale_after_days: Mapped[int] = mapped_column(default=90)

    def is_counted_on(self, day: date) -> bool:
        """Whether being listed there counts on ``day``."""
        if self.counted_from is None or day < self.counted_from:
            return False
        return self.counted_to is None or day < self.counted_to


class OutsideListing(Base):
    """A product seen on sale on an outside platform: where, by whom, when.

    It holds on the days that a check covers (``OutsideCheck``), until its end is recorded.
    """

    __tablename__ = "outside_listings"
    __tracked__ = True
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= seen_on", name="ended_after"),
        Index("ix_outside_listings_dates", "product_id", "seen_on", "ended_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id"), index=True)
    url: Mapped[str] = mapped_column(String(500))
    seen_on: Mapped[date]  # counts from this day on
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_on: Mapped[date | None]  # from this day on it counts no more
    recorded_at: Mapped[datetime]

    product: Mapped[Product] = relationship()
    platform: Mapped[Platform] = relationship()
    checks: Mapped[list[OutsideCheck]] = relationship(
        back_populates="listing", order_by="OutsideCheck.checked_on"
    )


class OutsideCheck(Base):
    """That somebody saw an outside listing on a day; stale some time later (90 days, usually)."""

    __tablename__ = "outside_checks"
    __table_args__ = (
        UniqueConstraint("listing_id", "checked_on"),
        CheckConstraint("stale_on > checked_on", name="stale"),
        Index("ix_outside_checks_dates", "checked_on", "stale_on", "listing_id"),
    )
    __tracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("outside_listings.id"))
    checked_on: Mapped[date]  # counts from this day on
    stale_on: Mapped[date]  # from this day on it counts no more, unless it was checked again
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]

    listing: Mapped[OutsideListing] = relationship(back_populates="checks")
