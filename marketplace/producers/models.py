"""Chủ thể OCOP, their members here, their storefronts and their e-payment accounts."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.admin_units.models import AdminUnit
from marketplace.db import Base, choice


class ProducerKind(enum.StrEnum):
    """Legal kind of a producer (Decision 26/2026, Art. 2.3)."""

    COOPERATIVE = "cooperative"  # hợp tác xã
    COOPERATIVE_GROUP = "cooperative_group"  # tổ hợp tác
    ENTERPRISE = "enterprise"  # doanh nghiệp nhỏ và vừa
    HOUSEHOLD = "household"  # hộ sản xuất, hộ kinh doanh
    FARM = "farm"  # trang trại
    ASSOCIATION = "association"  # hội, hiệp hội, trung tâm (du lịch)


class Producer(Base):
    """A producer of the register (chủ thể OCOP), selling here or not.

    ``unit`` is the commune of today, ``old_unit`` the commune or district that the source named.
    Either may be missing: then the place texts are all that is known.
    """

    __tablename__ = "producers"
    __table_args__ = (
        CheckConstraint(
            "representative_consent_on IS NOT NULL"
            " OR (is_woman_led IS NULL AND is_minority_led IS NULL)",
            name="consent",
        ),
    )
    __tracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)  # rules.producer_key
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[ProducerKind | None] = mapped_column(choice(ProducerKind))
    province_id: Mapped[int | None] = mapped_column(ForeignKey("admin_units.id"))  # of today
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("admin_units.id"), index=True)
    old_unit_id: Mapped[int | None] = mapped_column(ForeignKey("admin_units.id"), index=True)
    place_text: Mapped[str] = mapped_column(String(200), default="")  # as the source wrote it
    # rules.tax_code; a household's is the citizen number of a person.
    tax_code: Mapped[str | None] = mapped_column(String(14), index=True, info={"hidden": True})
    representative: Mapped[str | None] = mapped_column(String(120), info={"hidden": True})
    # Of the representative, with consent only, and shown in totals only.
    is_woman_led: Mapped[bool | None] = mapped_column(info={"hidden": True})
    is_minority_led: Mapped[bool | None] = mapped_column(info={"hidden": True})
    representative_consent_on: Mapped[date | None]
    address: Mapped[str] = mapped_column(String(200), default="", info={"hidden": True})
    phone: Mapped[str | None] = mapped_column(String(20), info={"hidden": True})  # E.164
    email: Mapped[str | None] = mapped_column(String(254), info={"hidden": True})
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("producers.id"), index=True)
    intro: Mapped[str] = mapped_column(Text, default="")
    shop_opened_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    province: Mapped[AdminUnit | None] = relationship(foreign_keys=province_id)
    unit: Mapped[AdminUnit | None] = relationship(foreign_keys=unit_id)
    old_unit: Mapped[AdminUnit | None] = relationship(foreign_keys=old_unit_id)


class ProducerMember(Base):
    """A person who runs a producer's shop."""

    __tablename__ = "producer_members"
    __table_args__ = (UniqueConstraint("producer_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    producer: Mapped[Producer] = relationship()
    user: Mapped[User] = relationship()


class EPaymentKind(enum.StrEnum):
    """What counts as an electronic payment account."""

    BANK = "bank"
    E_WALLET = "e_wallet"
    MOBILE_MONEY = "mobile_money"


class VerificationMethod(enum.StrEnum):
    """How staff made sure that an account exists and is the producer's."""

    STATEMENT = "statement"
    SMALL_TRANSFER = "small_transfer"
    SEEN_BY_OFFICER = "seen_by_officer"


class EPaymentAccount(Base):
    """A producer's e-payment account, as a dated fact; declared first, counted once verified.

    The number is kept encrypted (``vault``), with a keyed hash that finds the same number again;
    people see its last digits.
    """

    __tablename__ = "e_payment_accounts"
    __table_args__ = (
        CheckConstraint("closed_on IS NULL OR closed_on >= verified_on", name="closed_after"),
        CheckConstraint("(verified_on IS NULL) = (verified_how IS NULL)", name="verified_together"),
        CheckConstraint("(number_sealed IS NULL) = (number_hash IS NULL)", name="number_together"),
        CheckConstraint("cancelled_at IS NULL OR verified_on IS NULL", name="cancelled"),
    )
    __tracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    kind: Mapped[EPaymentKind] = mapped_column(choice(EPaymentKind))
    provider: Mapped[str] = mapped_column(String(80))  # "Agribank"
    holder: Mapped[str] = mapped_column(String(120))
    last_digits: Mapped[str] = mapped_column(String(4))
    number_sealed: Mapped[str | None] = mapped_column(Text, info={"secret": True})
    number_hash: Mapped[str | None] = mapped_column(String(64), index=True, info={"secret": True})
    opened_on: Mapped[date | None]
    verified_on: Mapped[date | None]  # Vietnamese day; the account counts from this day on
    verified_how: Mapped[VerificationMethod | None] = mapped_column(choice(VerificationMethod))
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closed_on: Mapped[date | None]  # from this day on it counts no more
    cancelled_at: Mapped[datetime | None]  # entered by mistake; then it is not verified either
    recorded_at: Mapped[datetime]

    producer: Mapped[Producer] = relationship()


class Training(Base):
    """A course in digital skills for producers."""

    __tablename__ = "trainings"
    __tracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    held_on: Mapped[date]
    topic: Mapped[str] = mapped_column(String(200))
    organiser: Mapped[str] = mapped_column(String(160), default="")
    recorded_at: Mapped[datetime]


class TrainingAttendance(Base):
    """That people of a producer took part in a course."""

    __tablename__ = "training_attendances"
    __table_args__ = (
        UniqueConstraint("training_id", "producer_id"),
        CheckConstraint("people >= 1", name="people"),
    )
    __tracked__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("trainings.id"))
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    people: Mapped[int] = mapped_column(default=1)
    cancelled_at: Mapped[datetime | None]  # entered by mistake

    training: Mapped[Training] = relationship()
    producer: Mapped[Producer] = relationship()
