"""The register: decisions, recognised products, certificates, and the rows kept aside."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.admin_units.models import AdminUnit
from marketplace.db import Base, choice
from marketplace.producers.models import Producer


class Precision(enum.StrEnum):
    """How exactly a source states a date."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Decision(Base):
    """A decision that recognises (or revokes) products: one decision, many rows."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("number", "issued_from", "province_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60))  # "2585/QĐ-UBND"
    issued_from: Mapped[date | None]  # first day of the stated period
    issued_precision: Mapped[Precision | None] = mapped_column(choice(Precision))
    province_id: Mapped[int | None] = mapped_column(ForeignKey("admin_units.id"))


class Product(Base):
    """A product that was recognised (sản phẩm OCOP), on sale or not: the denominator.

    Identity is name + producer + place; a product without a known producer is its own.
    """

    __tablename__ = "products"
    __table_args__ = (CheckConstraint("group_no BETWEEN 1 AND 26", name="group_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    province_id: Mapped[int | None] = mapped_column(ForeignKey("admin_units.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("admin_units.id"), index=True)
    old_unit_id: Mapped[int | None] = mapped_column(ForeignKey("admin_units.id"), index=True)
    place_text: Mapped[str] = mapped_column(String(200), default="")
    sector: Mapped[str | None] = mapped_column(String(3))  # "I" to "VI"
    group_no: Mapped[int | None]  # criteria set 1 to 26 of Decision 26/2026
    created_at: Mapped[datetime]

    producer: Mapped[Producer | None] = relationship()
    province: Mapped[AdminUnit | None] = relationship(foreign_keys=province_id)
    unit: Mapped[AdminUnit | None] = relationship(foreign_keys=unit_id)
    old_unit: Mapped[AdminUnit | None] = relationship(foreign_keys=old_unit_id)
    certificates: Mapped[list[Certificate]] = relationship(back_populates="product")


class Certificate(Base):
    """A recognition of one product for 36 months.

    A source may state only the year or month. ``issued_from`` and ``issued_to`` are the first
    and last day it can mean (equal for a full date); ``valid_until`` counts 36 months from the
    first, so that a certificate is in force only on days on which it surely is. Without any
    date all three are empty and it is never in force.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 3 AND 5", name="stars"),
        CheckConstraint("issued_from <= issued_to", name="issued_period"),
        CheckConstraint(
            "(issued_from IS NULL) = (issued_to IS NULL)"
            " AND (issued_from IS NULL) = (valid_until IS NULL)",
            name="dates_together",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    number: Mapped[str | None] = mapped_column(String(80))
    stars: Mapped[int | None]  # None: the source does not say
    issued_from: Mapped[date | None]
    issued_to: Mapped[date | None]
    issued_precision: Mapped[Precision | None] = mapped_column(choice(Precision))
    valid_until: Mapped[date | None]  # last day, in Vietnam
    revoked_on: Mapped[date | None]  # on this day it is no longer in force
    revoked_reason: Mapped[str | None] = mapped_column(Text)
    revoking_decision: Mapped[str | None] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    product: Mapped[Product] = relationship(back_populates="certificates")
    decision: Mapped[Decision | None] = relationship()

    def is_in_force_on(self, day: date) -> bool:
        """Whether it surely holds on ``day``: the last day counts, the day of revocation not."""
        if self.issued_to is None or self.valid_until is None:
            return False
        if self.revoked_on is not None and day >= self.revoked_on:
            return False
        return self.issued_to <= day <= self.valid_until


class TakenRow(Base):
    """A row that was taken from a file, and the certificate it is about.

    A row that comes again is about the same certificate, however the register has changed since.
    """

    __tablename__ = "registry_taken_rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    row_hash: Mapped[str] = mapped_column(String(64), unique=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), index=True)

    certificate: Mapped[Certificate] = relationship()


class SetAsideReason(enum.StrEnum):
    """Why a row of a source is no recognised product."""

    CANDIDATE = "candidate"
    PRESS_MENTION = "press_mention"
    PRICE_LIST = "price_list"
    FAILED_REASSESSMENT = "failed_reassessment"


class SetAsideRow(Base):
    """A row that names a product without recognising it, kept whole with the reason."""

    __tablename__ = "registry_set_aside_rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    row_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    reason: Mapped[SetAsideReason] = mapped_column(choice(SetAsideReason))
    row: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]


class ImportRun(Base):
    """One import of a register file, with what became of its rows."""

    __tablename__ = "registry_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64), index=True)
    imported_at: Mapped[datetime]
    counts: Mapped[dict[str, int]] = mapped_column(JSON)  # outcome -> rows
