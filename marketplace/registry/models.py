"""The register: decisions, recognised products, certificates, and the rows kept aside."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    case,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.admin_units.models import AdminUnit
from marketplace.db import Base, choice
from marketplace.producers.models import Producer


class Precision(enum.StrEnum):
    """How exactly a source states a date."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Programme(enum.StrEnum):
    """The prime minister's decision under which a product was assessed."""

    QD_1048 = "1048/2019"
    QD_148 = "148/2023"
    QD_26 = "26/2026"


class Evidence(enum.StrEnum):
    """What a fact of the register rests on, best first. Only a decision makes a star."""

    DECISION = "decision"
    PRESS = "press"  # state press: counts as recognised, its stars stay unproven
    BEFORE = "before"  # before recognition: a candidate, never counted
    PRODUCER = "producer"  # the producer's own word, never counted


class RevocationGround(enum.StrEnum):
    """Why a certificate was revoked (Decision 26/2026, Art. 8)."""

    FALSE_FILE = "false_file"
    CRITERIA_NO_LONGER_MET = "criteria_no_longer_met"
    BREACH_OF_LAW = "breach_of_law"
    MISUSE_OF_MARK = "misuse_of_mark"
    NO_LONGER_PRODUCED = "no_longer_produced"
    OTHER = "other"


class Decision(Base):
    """A decision that recognises (or revokes) products: one decision, many rows."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("number", "issued_from", "province_id"),)
    __tracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60))  # "2585/QĐ-UBND"
    issued_from: Mapped[date | None]  # first day of the stated period
    issued_precision: Mapped[Precision | None] = mapped_column(choice(Precision))
    province_id: Mapped[int | None] = mapped_column(ForeignKey("admin_units.id"))
    issuing_body: Mapped[str] = mapped_column(String(160), default="")  # "UBND tỉnh Lào Cai"


class Product(Base):
    """A product that was recognised (sản phẩm OCOP), on sale or not: the denominator.

    Identity is name + producer + place; a product without a known producer is its own. A product
    that turned out to be another one is merged into it: its certificates go there, the row stays.
    """

    __tablename__ = "products"
    __tracked__ = True
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
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), index=True)
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
    date all three are empty and it is never in force. An extension (Decision 26/2026, Art. 12.3)
    moves the end to ``extended_until``, at most 180 days later.
    """

    __tablename__ = "certificates"
    __tracked__ = True
    __table_args__ = (
        CheckConstraint("stars BETWEEN 3 AND 5", name="stars"),
        CheckConstraint("issued_from <= issued_to", name="issued_period"),
        CheckConstraint(
            "(issued_from IS NULL) = (issued_to IS NULL)"
            " AND (issued_from IS NULL) = (valid_until IS NULL)",
            name="dates_together",
        ),
        CheckConstraint("extended_until > valid_until", name="extension"),
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
    filed_on: Mapped[date | None]  # the full file for re-assessment was received
    extended_until: Mapped[date | None]  # last day after an extension
    revoked_on: Mapped[date | None]  # on this day it is no longer in force
    revoked_ground: Mapped[RevocationGround | None] = mapped_column(choice(RevocationGround))
    revoked_reason: Mapped[str | None] = mapped_column(Text)
    revoking_decision: Mapped[str | None] = mapped_column(String(60))
    programme: Mapped[Programme | None] = mapped_column(choice(Programme))
    product_code: Mapped[str | None] = mapped_column(String(40), index=True)  # 15-02647-01-2026
    evidence: Mapped[Evidence] = mapped_column(choice(Evidence), default=Evidence.PRESS)
    source: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    product: Mapped[Product] = relationship(back_populates="certificates")
    decision: Mapped[Decision | None] = relationship()

    @property
    def is_recognition(self) -> bool:
        """Whether it rests on more than a hope or the producer's own word."""
        return self.evidence in (Evidence.DECISION, Evidence.PRESS)

    @hybrid_property
    def proven_stars(self) -> int | None:
        """The stars to show: only a decision makes them."""
        return self.stars if self.evidence is Evidence.DECISION else None

    @proven_stars.inplace.expression
    @classmethod
    def _proven_stars(cls) -> ColumnElement[int | None]:
        return case((cls.evidence == Evidence.DECISION, cls.stars))

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds unless it is revoked."""
        return self.extended_until or self.valid_until

    def is_in_force_on(self, day: date) -> bool:
        """Whether it surely holds on ``day``: the last day counts, the day of revocation not."""
        if not self.is_recognition or self.issued_to is None or self.last_day is None:
            return False
        if self.revoked_on is not None and day >= self.revoked_on:
            return False
        return self.issued_to <= day <= self.last_day


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


class EvidenceKind(enum.StrEnum):
    """What paper a file is (Form 02 of Decision 26/2026)."""

    DECISION = "decision"
    CERTIFICATE = "certificate"
    BUSINESS_REGISTRATION = "business_registration"
    FOOD_SAFETY = "food_safety"
    MATERIAL_ORIGIN = "material_origin"
    ENVIRONMENT = "environment"
    INTELLECTUAL_PROPERTY = "intellectual_property"
    DISTRIBUTION = "distribution"
    PROMOTION = "promotion"
    STORY = "story"
    QUALITY_DECLARATION = "quality_declaration"
    TEST_REPORT = "test_report"
    TRACEABILITY = "traceability"
    MANAGEMENT_SYSTEM = "management_system"
    AWARD = "award"
    OTHER = "other"


class EvidenceFile(Base):
    """A paper that proves something of a product or a producer; withdrawn, never deleted."""

    __tablename__ = "evidence_files"
    __table_args__ = (
        CheckConstraint("product_id IS NOT NULL OR producer_id IS NOT NULL", name="subject"),
        CheckConstraint("expires_on >= issued_on", name="dates"),
    )
    __tracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), index=True)
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"), index=True)
    kind: Mapped[EvidenceKind] = mapped_column(choice(EvidenceKind))
    evidence: Mapped[Evidence] = mapped_column(choice(Evidence))
    title: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(80), default="")
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None] = mapped_column(index=True)
    file_key: Mapped[str] = mapped_column(String(64))  # SHA-256 of the file
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(60))
    byte_size: Mapped[int]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    product: Mapped[Product | None] = relationship()
    producer: Mapped[Producer | None] = relationship()
    certificate: Mapped[Certificate | None] = relationship()


class CertificateReminder(Base):
    """That people were told so many days before the end of a certificate: once each."""

    __tablename__ = "certificate_reminders"
    __table_args__ = (UniqueConstraint("certificate_id", "ends_on", "days_before"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"))
    ends_on: Mapped[date]  # an extension moves the end, and is reminded of again
    days_before: Mapped[int]
    sent_at: Mapped[datetime]


class FollowUpKind(enum.StrEnum):
    """What staff did about a product or producer that a figure lacks."""

    ASSIGNED = "assigned"  # to a helper
    WRITTEN = "written"  # to the producer
    NOTED = "noted"  # why it is missing


class FollowUp(Base):
    """What was done about somebody missing from a figure, and whether it is settled."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        CheckConstraint("product_id IS NOT NULL OR producer_id IS NOT NULL", name="subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), index=True)
    producer_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    indicator: Mapped[str] = mapped_column(String(40))  # "I1", "I1f:postmart"
    kind: Mapped[FollowUpKind] = mapped_column(choice(FollowUpKind))
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    text: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    product: Mapped[Product | None] = relationship()
    producer: Mapped[Producer | None] = relationship()
