"""Places under both schemes: a code can name two places, so a place is (scheme, code)."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db import Base, choice


class Scheme(enum.StrEnum):
    """Which administrative map a code belongs to."""

    BEFORE_2025 = "63"  # 63 provinces, districts, communes
    SINCE_2025 = "34"  # 34 provinces, communes; no districts


class Level(enum.StrEnum):
    """How high a place stands."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class AdminUnit(Base):
    """A province, district (old scheme only) or commune-level unit (xã, phường, thị trấn)."""

    __tablename__ = "admin_units"
    __table_args__ = (UniqueConstraint("scheme", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme: Mapped[Scheme] = mapped_column(choice(Scheme))
    code: Mapped[str] = mapped_column(String(5))
    level: Mapped[Level] = mapped_column(choice(Level))
    name: Mapped[str] = mapped_column(String(80))  # with its kind: "Phường Lào Cai"
    short_name: Mapped[str] = mapped_column(String(80))  # without it: "Lào Cai"
    folded: Mapped[str] = mapped_column(String(80), index=True)  # fold(short_name)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("admin_units.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("admin_units.id"), index=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]  # last day

    parent: Mapped[AdminUnit | None] = relationship(
        remote_side="AdminUnit.id", foreign_keys="AdminUnit.parent_id"
    )
    merged_into: Mapped[AdminUnit | None] = relationship(
        remote_side="AdminUnit.id", foreign_keys="AdminUnit.merged_into_id"
    )
